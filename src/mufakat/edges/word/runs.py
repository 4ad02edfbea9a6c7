"""A paragraph's words as XML: runs within links and revisions, notes, and comments' marks.

Wrappers are opened and closed only where they change. A link stands outside revisions, as Word
has it; marks of comments and moves stand outside both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from mufakat.edges.word.writing import BOOKMARK, Writing
from mufakat.edges.word.xmltext import attribute, is_plain, run_content
from mufakat.text.document import Opaque
from mufakat.text.tracked import (
    FormatChange,
    Revision,
    TrackedNote,
    TrackedParagraph,
    TrackedRun,
)

Marks = tuple[tuple[str, str], ...]
NoteWriter = Callable[[TrackedNote], int]  # writes a note's body and gives its number in its part

OBJECT_ANCHOR = f"{BOOKMARK}object:"
_LINK = "link"
_DELETION = "</w:del>"
_WORDS = '<w:r><w:t xml:space="preserve">', "</w:t></w:r>"
_DELETED = '<w:r><w:delText xml:space="preserve">', "</w:delText></w:r>"
_SWITCHES = (
    ("bold", "<w:b/><w:bCs/>"),
    ("italic", "<w:i/><w:iCs/>"),
    ("strike", "<w:strike/>"),
    ("underline", '<w:u w:val="single"/>'),
    ("superscript", '<w:vertAlign w:val="superscript"/>'),
    ("subscript", '<w:vertAlign w:val="subscript"/>'),
)


class Runs:
    """Writes the runs of paragraphs, one paragraph after the other."""

    def __init__(self, writing: Writing, note: NoteWriter, out: list[str]) -> None:
        self._writing = writing
        self._revisions = writing.revisions
        self._note = note
        self._out = out
        self._link = ""
        self._stack: tuple[Revision, ...] = ()
        self._ends: list[str] = []  # of the wrappers that are open, one for each revision
        self._words = _WORDS  # what words stand in there
        self._alone = False

    def add(self, paragraph: TrackedParagraph) -> None:
        """Writes everything of a paragraph that stands between its properties and its end."""
        runs, out = paragraph.runs, self._out
        comments, revisions = self._writing.comments, self._revisions
        marks = comments.take(paragraph.id) if comments.at else {}
        moving = revisions.moves_in(paragraph)
        plain = not marks and is_plain("".join([run.text for run in runs]))
        self._alone = len(runs) == 1
        offset, starts, ends = 0, "", ""
        for run in runs:
            stack = run.revisions
            if marks:
                self._comment_marks(marks, offset)
                offset += len(run.text)
            if moving and stack:
                starts, ends = revisions.edges(stack)
                if starts:
                    self._beside(starts)
            if not plain or run.marks or run.object or run.format:
                self._any(run, offset, marks)
            elif run.text:
                if stack is not self._stack or self._link:
                    self._within("", stack)
                start, end = self._words
                out += start, run.text, end
            if ends:
                self._beside(ends)
                ends = ""
        if marks:
            self._comment_marks(marks, offset, last=True)
        if self._stack or self._link:
            self._within("", ())

    def _any(self, run: TrackedRun, end: int, marks: dict[int, str]) -> None:
        """A run that is more than words; ``end`` is where it ends if there are marks."""
        for piece in self._cut(run, end - len(run.text), marks) if marks else (run,):
            for sound in _sound(piece):
                self._run(sound)

    def _cut(self, run: TrackedRun, offset: int, marks: dict[int, str]) -> Iterator[TrackedRun]:
        """The run's pieces between the marks of comments that stand in it."""
        start = 0
        for at in sorted(at - offset for at in marks if offset <= at < offset + len(run.text)):
            yield replace(run, text=run.text[start:at])
            start = at
            self._comment_marks(marks, offset + at)
        yield replace(run, text=run.text[start:]) if start else run

    def _comment_marks(self, marks: dict[int, str], offset: int, *, last: bool = False) -> None:
        due = sorted(at for at in marks if at == offset or (last and at >= offset))
        if due:
            self._beside("".join([marks.pop(at) for at in due]))

    def _beside(self, edges: str) -> None:
        """Comments' marks and the edges of moves stand outside all wrappers."""
        self._within("", ())
        self._out.append(edges)

    def _run(self, run: TrackedRun) -> None:
        self._within(_link_of(run.marks) if run.marks else "", run.revisions)
        if run.object is None:
            words = run_content(run.text, self._tag())
            self._out.append(f"<w:r>{self._properties(run)}{words}</w:r>")
        else:
            self._out.append(self._object(run))

    def _within(self, link: str, stack: tuple[Revision, ...]) -> None:
        """Closes and opens wrappers until just these are open."""
        out, ends, wrapper = self._out, self._ends, self._revisions.wrapper
        kept = 0
        if ends:
            if stack and stack[0] == self._stack[0] and link == self._link:
                kept = _in_common(stack, self._stack)
            while len(ends) > kept:
                out.append(ends.pop())
        if link != self._link:
            if self._link:
                out.append("</w:hyperlink>")
            if link:
                out.append(f"<w:hyperlink {self._target(link)}>")
            self._link = link
        for revision in stack[kept:] if kept else stack:
            start, end = wrapper(revision)
            out.append(start)
            ends.append(end)
        self._stack = stack
        self._words = _DELETED if _DELETION in ends else _WORDS

    def _tag(self) -> str:
        return "t" if self._words is _WORDS else "delText"

    def _target(self, link: str) -> str:
        if link.startswith("#"):
            return f'w:anchor="{attribute(BOOKMARK + link[1:])}"'
        return f'r:id="{self._writing.links.id(link)}"'

    def _object(self, run: TrackedRun) -> str:
        """A note's reference, or a thing that is no words."""
        if isinstance(run.object, TrackedNote):
            note = run.object
            start, end = self._writing.bookmark(note.id)
            inner = f'<w:{note.kind}Reference w:id="{self._note(note)}"/>'
            return f"{start}<w:r>{self._properties(run, note.kind)}{inner}</w:r>{end}"
        assert run.object is not None
        assert isinstance(run.object.object, Opaque)
        thing = run.object.object
        return self._carried(run, thing) or self._opaque(run, thing)

    def _carried(self, run: TrackedRun, thing: Opaque) -> str:
        """A thing kept whole as it came; nothing if it is not at hand.

        A formula cannot be marked: among marked words its name stands for it.
        """
        writing, formula = self._writing, thing.kind == "formula"
        marked = run.format or len(run.marks) > bool(self._link)
        if writing.objects is None or (formula and marked):
            return ""
        short = not writing.revisions.in_note  # notes stand in a part of their own
        xml = writing.objects.xml(thing, writing.links.things, alone=self._alone, short=short) or ""
        return xml if formula or not xml else f"<w:r>{self._properties(run)}{xml}</w:r>"

    def _opaque(self, run: TrackedRun, thing: Opaque) -> str:
        """A placeholder that names what it stands for: its kind and digest in a link's target."""
        self._within("", ())
        self._out.append(
            f'<w:hyperlink w:anchor="{attribute(f"{OBJECT_ANCHOR}{thing.kind}:{thing.digest}")}"'
            f' w:tooltip="{attribute(thing.label)}">'
        )
        self._within("", run.revisions)
        shown = f"[{thing.kind}: {thing.label}]" if thing.label else f"[{thing.kind}]"
        self._out.append(f"<w:r>{self._properties(run)}{run_content(shown, self._tag())}</w:r>")
        self._within("", ())
        return "</w:hyperlink>"

    def _properties(self, run: TrackedRun, note: str = "") -> str:
        if not (run.marks or run.format or note):
            return ""
        inner = self._inner(run.marks, note)
        if run.format:
            who = self._revisions.who(run.format.author, run.format.date)
            old = self._inner(run.format.before, note)
            inner += f"<w:rPrChange{who}><w:rPr>{old}</w:rPr></w:rPrChange>"
        return f"<w:rPr>{inner}</w:rPr>" if inner else ""

    def _inner(self, marks: Marks, note: str) -> str:
        if not marks and not note:
            return ""
        known = self._writing.properties.get((marks, note))
        if known is None:
            known = self._writing.properties[marks, note] = self._computed(marks, note)
        return known

    def _computed(self, marks: Marks, note: str) -> str:
        names = {mark for mark, _ in marks}
        style = self._writing.styles.marks(marks)
        if note and not style:
            style = self._writing.styles.id("character", f"{note} reference")
        elif note:
            names.add("superscript")  # the style says the role, so the run itself says the rest
        out = f'<w:rStyle w:val="{attribute(style)}"/>' if style else ""
        return out + "".join(xml for mark, xml in _SWITCHES if mark in names)


def _in_common(one: tuple[Revision, ...], other: tuple[Revision, ...]) -> int:
    """How many revisions, from the outermost, two stacks have in common."""
    kept = 0
    for held, wanted in zip(one, other, strict=False):
        if held != wanted:
            break
        kept += 1
    return kept


def _link_of(marks: Marks) -> str:
    return next((value for mark, value in marks if mark == _LINK), "")


def _sound(run: TrackedRun) -> tuple[TrackedRun, ...]:
    """A run as Word can hold it: an empty one is none, a link that changes is put in anew."""
    if not run.text:
        return ()
    change = run.format
    if change is None or _link_of(run.marks) == _link_of(change.before):
        return (run,)
    return (
        replace(run, marks=change.before, format=None, revisions=_under(run, change, "delete")),
        replace(run, format=None, revisions=_under(run, change, "insert")),
    )


def _under(
    run: TrackedRun, change: FormatChange, kind: Literal["insert", "delete"]
) -> tuple[Revision, ...]:
    return (*run.revisions, Revision(kind, change.author, change.date))
