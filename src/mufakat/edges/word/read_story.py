"""The walk through a story (the body, a note, a text box): paragraphs and tables, in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from mufakat.edges.word import read_xml
from mufakat.edges.word.opening import Relationship
from mufakat.edges.word.read_bookmarks import BODY_END, BODY_START
from mufakat.edges.word.read_comments import Mark
from mufakat.edges.word.read_fields import Field
from mufakat.edges.word.read_inline import BETWEEN, IGNORED, INLINE, between, unknown
from mufakat.edges.word.read_marks import Marks
from mufakat.edges.word.read_notices import place
from mufakat.edges.word.read_objects import ALTERNATE, Objects, chosen
from mufakat.edges.word.read_paragraph import ParagraphProperties
from mufakat.edges.word.read_revisions import KINDS
from mufakat.edges.word.read_runs import run
from mufakat.edges.word.read_state import Carried, Reading
from mufakat.edges.word.read_symbols import cleaned
from mufakat.edges.word.read_tables import table
from mufakat.edges.word.read_words import made, shown, words
from mufakat.edges.word.read_xml import w
from mufakat.text.document import OBJECT, Anchor
from mufakat.text.tracked import (
    FormatChange,
    Revision,
    TrackedBlock,
    TrackedNote,
    TrackedParagraph,
    TrackedRun,
    stands,
)

_RUN, _PPR = w("r"), w("pPr")
_SDT, _SDT_CONTENT = w("sdt"), w("sdtContent")
_SECTION_CHANGE = w("sectPrChange")


class Story:
    """One walk: where it stands in the text, and the paragraph that it is reading.

    ``host`` is the story that this one stands in, for a note or a text box. A story that is
    neither hosted nor the ``body`` is quiet: only its words are read, as in a header.
    """

    __slots__ = (  # a walk spends its time on these, and slots are the quickest to reach
        "after",
        "anchors",
        "at",
        "base",
        "body",
        "edge",
        "fields",
        "format",
        "held_format",
        "held_marks",
        "held_stack",
        "host",
        "ident",
        "kinds",
        "level",
        "link",
        "marks",
        "muted",
        "note",
        "objects",
        "pieces",
        "properties",
        "quiet",
        "reading",
        "relations",
        "runs",
        "stack",
        "strip",
    )

    note: bool
    level: int
    quiet: bool
    base: tuple[Revision, ...]
    kinds: list[str]
    fields: list[Field]
    link: Marks
    runs: list[TrackedRun]
    pieces: list[str]
    held_marks: Marks
    held_stack: tuple[Revision, ...]
    held_format: FormatChange | None
    marks: Marks
    format: FormatChange | None
    stack: tuple[Revision, ...]
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
        self.reading = reading
        self.relations = relations
        self.objects = Objects(reading.package, relations)
        self.host = host
        self.body = body
        self.note = note or (host is not None and host.note)
        self.level = host.level if host else 0
        self.base = host.stack if host and not note else ()
        self.kinds = host.kinds if host else []  # what to tell of this paragraph
        self.quiet = host.quiet if host else not body
        self.fields = []
        self.muted = False  # within the instruction of a field
        self.link = ()
        self.strip = False  # the space after a note's number comes next
        self._begin()

    def inner(self, relations: dict[str, Relationship], *, note: bool = False) -> Story:
        """A story that stands at this point of this one."""
        return Story(self.reading, relations, host=self, note=note)

    def blocks(self, container: etree._Element) -> list[TrackedBlock]:
        """The blocks of a container, in order."""
        out: list[TrackedBlock] = []
        self.take_blocks(container, out)
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
                _unknown(self, child, out)
        self.level -= 1

    def enter(self) -> None:
        """One container more; refuses a file that nests them without end."""
        self.level += 1
        if self.level > self.reading.limits.depth:
            raise read_xml.too_deep(self.reading.package.main)

    def paragraph(self, element: etree._Element, out: list[TrackedBlock]) -> None:
        """Reads one paragraph."""
        self.reading.count()
        self._begin()
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
        self._end(out)

    def _implied(self, child: etree._Element, out: list[TrackedBlock]) -> None:
        """Words that stand between paragraphs, which no sound file has, are one of their own."""
        self.reading.count()
        self._begin()
        if child.tag == _RUN:
            run(self, child)
        else:
            INLINE[child.tag](self, child)
        self._end(out)

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

    def text(self, text: str) -> None:
        """Adds characters of the file under the marks and revisions that hold here."""
        if self.strip or not (text.isascii() and text.isprintable()):
            text = self._cleaned(text)
        self.add(text)

    def add(self, text: str) -> None:
        """Adds characters as they are."""
        if self.muted or not text:
            return
        marks, stack, change = self.marks, self.stack, self.format
        if (
            marks is not self.held_marks
            or stack is not self.held_stack
            or change is not self.held_format
        ):
            if self.pieces and (
                marks != self.held_marks or stack != self.held_stack or change != self.held_format
            ):
                self.flush()
            self.held_marks, self.held_stack, self.held_format = marks, stack, change
        self.pieces.append(text)
        self.at += len(text)

    def flush(self) -> None:
        """Makes one run of the characters gathered."""
        pieces = self.pieces
        if pieces:
            text = pieces[0] if len(pieces) == 1 else "".join(pieces)
            self.runs.append(made(text, self.held_marks, self.held_stack, self.held_format))
            self.pieces = []

    def _cleaned(self, text: str) -> str:
        text, stray = cleaned(text)
        if stray:
            self.kinds.append("stray")
        if self.strip:
            self.strip = False
            text = text[1:] if text[:1] in (" ", "\t") else text
        return text

    def object(self, held: TrackedNote | Anchor) -> None:
        """Adds something that is not words."""
        if not self.muted:
            self.flush()
            self.runs.append(TrackedRun(OBJECT, self.marks, self.stack, held, self.format))
            self.at += 1

    def block_notice(self, kind: str) -> None:
        """Something that stands between paragraphs is to be told of."""
        if self.host is not None:
            self.kinds.append(kind)
        elif not self.quiet:
            self.reading.notices.add(kind, place(self.reading.ordinal, "", after=True))

    # One paragraph from its beginning to its end

    def _begin(self) -> None:
        reading = self.reading
        if reading.revisions.closed:
            reading.revisions.closed.clear()
        self.runs = []
        self.pieces = []
        self.held_marks = ()
        self.held_stack = ()
        self.held_format = None
        self.marks = self.link
        self.format = None
        self.at = 0
        self.stack = self.base
        self.ident = reading.bookmarks.take_pending() if reading.bookmarks.pending else ""
        self.edge = ""
        self.properties = reading.no_properties
        self.anchors = []
        self.after = []
        if self.host is None:
            self.kinds = []
        if self.body:
            self.quiet = not reading.inside

    def _end(self, out: list[TrackedBlock]) -> None:
        reading, properties = self.reading, self.properties
        if self.muted:
            self._end_broken_fields()
        self.flush()
        if reading.carried is not None and not self.ident:
            self._take_carried(out)
        if properties.layout:
            self.kinds.append("layout")
        mark = self.base
        if properties.mark:
            mark += tuple(reading.revisions.of(KINDS[e.tag], e) for e in properties.mark)
        paragraph = TrackedParagraph(
            self.ident, tuple(self.runs), properties.style, mark, properties.restyle
        )
        if self.body and self._is_shell():
            reading.surroundings.extend(words([paragraph, *self.after]))
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

    def _pointed_at(self, paragraph: TrackedParagraph) -> tuple[TrackedParagraph, int]:
        reading = self.reading
        commented = reading.anchors.met(self.anchors)
        if not paragraph.id and (commented or reading.name_all):
            paragraph = replace(paragraph, id=reading.bookmarks.provisional())
        if reading.name_all and self.properties.listed is not None:
            reading.listed[paragraph.id] = self.properties.listed
        if not reading.anchors.wanted:
            return paragraph, -1
        return paragraph, reading.anchors.take(paragraph, self.anchors)

    def _carry(self, paragraph: TrackedParagraph, out: list[TrackedBlock], order: int) -> None:
        """A new paragraph begins within an older one's bookmark: the id belongs to the older."""
        if not (shown(paragraph) and stands(paragraph.mark, lambda _: False)):
            commented = order if self.anchors else -1
            self.reading.carried = Carried(self.ident, out, len(out) - 1, commented)

    def _take_carried(self, out: list[TrackedBlock]) -> None:
        reading = self.reading
        carried, reading.carried = reading.carried, None
        new = out[carried.at] if carried is not None and carried.out is out else None
        if carried is None or not isinstance(new, TrackedParagraph):
            return
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
        self.muted = False
        self.kinds.append("broken field")


def _wrapped(story: Story, element: etree._Element, out: list[TrackedBlock]) -> None:
    inner: etree._Element | None = element
    if element.tag == _SDT:
        inner = element.find(_SDT_CONTENT)
    elif element.tag == ALTERNATE:
        inner = chosen(element)
    if inner is not None:
        story.take_blocks(inner, out)


def _tracked(story: Story, element: etree._Element, out: list[TrackedBlock]) -> None:
    before = story.base
    story.base = (*before, story.reading.revisions.of(KINDS[element.tag], element))
    story.take_blocks(element, out)
    story.base = before


def _inserted_file(story: Story, _: etree._Element, __: list[TrackedBlock]) -> None:
    story.block_notice("inserted file")


def _section(story: Story, element: etree._Element, _: list[TrackedBlock]) -> None:
    if element.find(_SECTION_CHANGE) is not None:
        story.block_notice("layout")


def _unknown(story: Story, element: etree._Element, out: list[TrackedBlock]) -> None:
    if len(element):
        story.take_blocks(element, out)
    else:
        story.block_notice("unknown")


BLOCKS: dict[str, Callable[[Story, etree._Element, list[TrackedBlock]], None]] = {
    w("p"): Story.paragraph,
    w("tbl"): table,
    w("sectPr"): _section,
    w("altChunk"): _inserted_file,
    w("subDoc"): _inserted_file,
    ALTERNATE: _wrapped,
    **dict.fromkeys((_SDT, w("customXml"), w("smartTag")), _wrapped),
    **dict.fromkeys(KINDS, _tracked),
}
