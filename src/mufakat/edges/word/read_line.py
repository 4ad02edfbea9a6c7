"""The runs of the paragraph being read, made as its characters come."""

from __future__ import annotations

from mufakat.edges.word.read_marks import Marks
from mufakat.edges.word.read_symbols import cleaned
from mufakat.edges.word.read_words import made
from mufakat.text.document import OBJECT, Anchor
from mufakat.text.tracked import FormatChange, Revision, TrackedNote, TrackedRun


class Line:
    """Characters, and what holds where they stand: marks, revisions, a change of format.

    Neighbours that differ in nothing become one run.
    """

    __slots__ = (  # a walk spends its time on these, and slots are the quickest to reach
        "at",
        "format",
        "held_format",
        "held_marks",
        "held_stack",
        "kinds",
        "link",
        "marks",
        "muted",
        "pieces",
        "runs",
        "stack",
        "strip",
    )

    kinds: list[str]
    link: Marks
    stack: tuple[Revision, ...]
    runs: list[TrackedRun]
    pieces: list[str]
    marks: Marks
    format: FormatChange | None
    held_marks: Marks
    held_stack: tuple[Revision, ...]
    held_format: FormatChange | None

    def __init__(self) -> None:
        self.kinds = []  # what to tell of this paragraph
        self.muted = 0  # how many fields' instructions this stands in
        self.link = ()
        self.strip = ""  # what may stand between a note's number and its words
        self.stack = ()
        self.begin_line()

    def begin_line(self) -> None:
        """A paragraph begins. The link that holds, as of a field, goes on into it."""
        self.runs = []
        self.pieces = []
        self.held_marks = ()
        self.held_stack = ()
        self.held_format = None
        self.marks = self.link
        self.format = None
        self.at = 0

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
            skipped = text[:1] if text[:1] in self.strip else ""
            self.strip = " " if skipped == "\t" else ""  # LibreOffice may write both
            text = text.removeprefix(skipped)
        return text

    def object(self, held: TrackedNote | Anchor) -> None:
        """Adds something that is not words."""
        if not self.muted:
            self.flush()
            self.runs.append(TrackedRun(OBJECT, self.marks, self.stack, held, self.format))
            self.at += 1
