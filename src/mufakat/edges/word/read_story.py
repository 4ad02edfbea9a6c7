"""The walk through a story (the body, a note, a text box): paragraphs and tables, in one pass."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from mufakat.edges.word import read_xml
from mufakat.edges.word.opening import Relationship
from mufakat.edges.word.read_blocks import BLOCKS, unknown_block
from mufakat.edges.word.read_bookmarks import BODY_END, BODY_START
from mufakat.edges.word.read_comments import Mark
from mufakat.edges.word.read_fields import Field
from mufakat.edges.word.read_inline import BETWEEN, IGNORED, INLINE, between, unknown
from mufakat.edges.word.read_line import Line
from mufakat.edges.word.read_notices import place
from mufakat.edges.word.read_objects import Objects
from mufakat.edges.word.read_paragraph import ParagraphProperties
from mufakat.edges.word.read_revisions import KINDS
from mufakat.edges.word.read_runs import run
from mufakat.edges.word.read_state import Reading
from mufakat.edges.word.read_words import shown, words
from mufakat.edges.word.read_xml import w
from mufakat.text.tracked import (
    Revision,
    TrackedBlock,
    TrackedParagraph,
    stands,
)

_RUN, _PPR = w("r"), w("pPr")
_BREAKS = frozenset({"break", "section"})


@dataclass(frozen=True, slots=True)
class Carried:
    """An id whose bookmark runs on from a new paragraph into the one that it was made for."""

    ident: str
    out: list[TrackedBlock]
    at: int
    order: int  # its place among the paragraphs that comments look at; -1 if none do


class Story(Line):
    """One walk: where it stands in the text, and the paragraph that it is reading.

    ``host`` is the story that this one stands in, for a note or a text box. A story that is
    neither hosted nor the ``body`` is quiet: only its words are read, as in a header.
    """

    __slots__ = (
        "after",
        "anchors",
        "base",
        "body",
        "carried",
        "edge",
        "fields",
        "host",
        "ident",
        "level",
        "note",
        "objects",
        "properties",
        "quiet",
        "reading",
        "relations",
    )

    note: bool
    ident: str
    level: int
    quiet: bool
    base: tuple[Revision, ...]
    fields: list[Field]
    properties: ParagraphProperties
    anchors: list[Mark]
    after: list[TrackedBlock]

    def __init__(
        self,
        reading: Reading,
        relations: dict[str, Relationship],
        *,
        host: Story | None = None,
        note: bool = False,
        body: bool = False,
    ) -> None:
        super().__init__()
        self.reading = reading
        self.relations = relations
        self.objects = Objects(reading.package, relations, reading.keeping)
        self.host = host
        self.body = body
        self.note = note or (host is not None and host.note)
        self.level = host.level if host else 0
        self.base = host.stack if host and not note else ()
        if host is not None:
            self.kinds = host.kinds
        self.quiet = host.quiet if host else not body
        self.fields = []
        self.carried: Carried | None = None

    def inner(self, relations: dict[str, Relationship], *, note: bool = False) -> Story:
        """A story that stands at this point of this one."""
        return Story(self.reading, relations, host=self, note=note)

    def blocks(self, container: etree._Element) -> list[TrackedBlock]:
        """The blocks of a container, in order."""
        out: list[TrackedBlock] = []
        revisions = self.reading.revisions
        closed, revisions.closed = revisions.closed, {}  # of the paragraph that this stands in
        self.take_blocks(container, out)
        revisions.closed = closed
        return out

    def take_blocks(self, container: etree._Element, out: list[TrackedBlock]) -> None:
        """Reads a container's blocks, going through what only wraps them."""
        self.enter()
        for child in container:
            tag = child.tag
            handler = BLOCKS.get(tag)
            if handler is not None:
                handler(self, child, out)
            elif tag in BETWEEN:
                between(self, child)
            elif tag == _RUN or tag in INLINE:
                self._implied(child, out)
            elif tag not in IGNORED:
                unknown_block(self, child, out)
        self.level -= 1

    def enter(self) -> None:
        """One container more; refuses a file that nests them without end."""
        self.level += 1
        if self.level > self.reading.limits.depth:
            raise read_xml.too_deep(self.reading.package.main)

    def paragraph(self, element: etree._Element, out: list[TrackedBlock]) -> None:
        """Reads one paragraph."""
        self.reading.count()
        self.begin()
        for child in element:
            tag = child.tag
            if tag == _RUN:
                run(self, child)
            elif tag == _PPR:
                self.properties = self.reading.paragraph_reader.of(child)
            elif (handler := INLINE.get(tag)) is not None:
                handler(self, child)
            elif tag not in IGNORED:
                unknown(self, child)
        self.end(out)

    def bookmark(self, name: str, number: str) -> None:
        """A bookmark starts in the paragraph."""
        found = self.reading.bookmarks.start(name, number)
        if found in (BODY_START, BODY_END):
            self.edge = found
        elif found and not self.ident:
            self.ident = found

    def _implied(self, child: etree._Element, out: list[TrackedBlock]) -> None:
        """Words that stand between paragraphs, which no sound file has, are one of their own."""
        self.reading.count()
        self.begin()
        if child.tag == _RUN:
            run(self, child)
        else:
            INLINE[child.tag](self, child)
        self.end(out)

    def inline(self, container: etree._Element) -> None:
        """Reads what a wrapper within a paragraph holds."""
        self.enter()
        for child in container:
            tag = child.tag
            if tag == _RUN:
                run(self, child)
            elif (handler := INLINE.get(tag)) is not None:
                handler(self, child)
            elif tag not in IGNORED:
                unknown(self, child)
        self.level -= 1

    def block_notice(self, kind: str) -> None:
        """Something that stands between paragraphs is to be told of."""
        if self.host is not None:
            self.kinds.append(kind)
        elif not self.quiet:
            self.reading.notices.add(kind, place(self.reading.ordinal, "", after=True))

    # One paragraph from its beginning to its end

    def begin(self) -> None:
        """A paragraph begins."""
        reading = self.reading
        reading.revisions.closed.clear()
        self.begin_line()
        self.stack = self.base
        self.ident = reading.bookmarks.take_pending() if reading.bookmarks.pending else ""
        self.edge = ""
        self.properties = reading.no_properties
        self.anchors = reading.anchors.take_pending() if reading.anchors.pending else []
        self.after = []
        if self.host is None:
            self.kinds = []
        if self.body:
            self.quiet = not reading.inside

    def end(self, out: list[TrackedBlock]) -> None:
        """A paragraph ends, and is taken into the blocks or the shell."""
        reading, properties = self.reading, self.properties
        if self.muted:
            self._end_broken_fields()
        self.flush()
        if self.carried is not None:
            self._take_carried(self.carried, out)
        if properties.changed:
            self._tell_properties(properties)
        mark = self.base
        if properties.mark:
            mark += tuple(reading.revisions.of(KINDS[e.tag], e) for e in properties.mark)
        paragraph = TrackedParagraph(
            self.ident, tuple(self.runs), properties.style, mark, properties.restyle
        )
        if self.body and self._is_shell():
            reading.surroundings.extend(words([paragraph, *self.after]))
            reading.behind.append(paragraph if self.level == 1 else None)
            return
        if reading.behind and self.body:
            reading.behind.clear()
        if self.level == 1 and not paragraph.runs and self._only_breaks():
            return
        order = -1
        if reading.anchors.wanted or reading.name_all:
            paragraph, order = self._pointed_at(paragraph)
        out.append(paragraph)
        if self.ident and reading.bookmarks.is_open(self.ident):
            self._carry(paragraph, out, order)
        if self.host is None and not self.quiet:
            self._tell(paragraph)
        if self.after:
            out.extend(self.after)

    def _is_shell(self) -> bool:
        reading = self.reading
        if self.ident and reading.inside and not self.edge:
            return False
        if self.edge == BODY_END:
            reading.inside, reading.ended = False, True
        if self.ident and not reading.ended and not self.edge:
            reading.inside = True  # the bookmark before the text was lost or has moved
        outside = not reading.inside
        if self.edge == BODY_START:
            reading.inside = True
        return not self.ident and (outside or bool(self.edge) or self.properties.shell)

    def _only_breaks(self) -> bool:
        """Whether the paragraph is there for a break alone; if so, the break is told of."""
        if self.ident or self.anchors or not self.kinds or not _BREAKS.issuperset(self.kinds):
            return False
        for kind in self.kinds:
            self.block_notice(kind)
        return True

    def _tell_properties(self, properties: ParagraphProperties) -> None:
        self.kinds.extend(properties.told)
        if properties.restyle is not None:
            self.reading.revisions.authors.setdefault(properties.restyle.author)
        if properties.sign and "layout" not in self.kinds and not any(r.format for r in self.runs):
            self.kinds.append("layout")

    def _pointed_at(self, paragraph: TrackedParagraph) -> tuple[TrackedParagraph, int]:
        reading = self.reading
        commented = self.anchors or (reading.anchors.open and not self.note)
        if not paragraph.id and (commented or reading.name_all):
            paragraph = replace(paragraph, id=reading.bookmarks.provisional())
        if reading.name_all and self.properties.listed is not None:
            reading.listed[paragraph.id] = self.properties.listed
        if not reading.anchors.wanted:
            return paragraph, -1
        return paragraph, reading.anchors.take(paragraph, self.anchors, note=self.note)

    def _carry(self, paragraph: TrackedParagraph, out: list[TrackedBlock], order: int) -> None:
        """A new paragraph begins within an older one's bookmark: the id belongs to the older."""
        if not (shown(paragraph) and stands(paragraph.mark, lambda _: False)):
            commented = order if self.anchors else -1
            self.carried = Carried(self.ident, out, len(out) - 1, commented)

    def _take_carried(self, carried: Carried, out: list[TrackedBlock]) -> None:
        """The id is that of the next paragraph beside the new one, if its bookmark reaches there.

        What stands between them may be a table.
        """
        reading, new = self.reading, carried.out[carried.at]
        if self.ident or carried.out is not out or not isinstance(new, TrackedParagraph):
            if not reading.bookmarks.is_open(carried.ident):
                self.carried = None
            return
        self.carried = None
        self.ident = carried.ident
        named = carried.order >= 0 or reading.name_all
        new = replace(new, id=reading.bookmarks.provisional() if named else "")
        out[carried.at] = new
        if carried.order >= 0:
            reading.anchors.paragraphs[carried.order] = new

    def _tell(self, paragraph: TrackedParagraph) -> None:
        self.reading.ordinal += 1
        if self.kinds:
            where = place(self.reading.ordinal, next(words([paragraph]), ""))
            for kind in self.kinds:
                self.reading.notices.add(kind, where)

    def _end_broken_fields(self) -> None:
        self.fields = [held for held in self.fields if held.shows]
        self.muted = 0
        self.kinds.append("broken field")
