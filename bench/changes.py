"""What a delegation changes on purpose, and the text that this makes of a base.

Nothing here looks at the program: a text is a list of paragraphs, a change says what was done to
which of them, in code points of the base.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

MARK = "\u2029"
"""In an edit's new words: the paragraph ends here."""
SEAM = " "
"""What is put between two paragraphs that are joined."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph: its number in the base, 0 if it is new there, and its words."""

    number: int
    text: str
    kind: Literal["heading", "numbered", "item"] = "numbered"


@dataclass(frozen=True, slots=True)
class Edit:
    """``[start, end)`` of a paragraph replaced by ``new``; ``sort`` is only a name for it."""

    paragraph: int
    start: int
    end: int
    new: str
    sort: str = field(default="", compare=False)

    @property
    def is_split(self) -> bool:
        """Whether it ends the paragraph there."""
        return MARK in self.new


@dataclass(frozen=True, slots=True)
class Moved:
    """A paragraph taken to the gap after another."""

    paragraph: int
    after: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A paragraph run on into the next, with ``SEAM`` between."""

    paragraph: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A paragraph taken out."""

    paragraph: int


@dataclass(frozen=True, slots=True)
class New:
    """A paragraph put in."""

    after: int
    text: str


Change = Edit | Moved | Joined | Gone | New


def sort_of(change: Change) -> str:
    """The change's name in a report."""
    return change.sort if isinstance(change, Edit) else type(change).__name__.lower()


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The words of one paragraph after the edits; those at one gap stay in their order."""
    out, at = [], 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        out += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join((*out, text[at:]))


def carry_out(base: Sequence[Piece], changes: Iterable[Change]) -> list[Piece]:
    """The paragraphs after all the changes of one delegation."""
    return _Hand(base, changes).run()


class _Hand:
    def __init__(self, base: Sequence[Piece], changes: Iterable[Change]) -> None:
        self.base = base
        self.edits: dict[int, list[Edit]] = defaultdict(list)
        self.come: dict[int, list[Moved | New]] = defaultdict(list)
        self.left: set[int] = set()
        self.joined: set[int] = set()
        for change in changes:
            match change:
                case Edit():
                    self.edits[change.paragraph].append(change)
                case New():
                    self.come[change.after].append(change)
                case Moved():
                    self.come[change.after].append(change)
                    self.left.add(change.paragraph)
                case Gone():
                    self.left.add(change.paragraph)
                case Joined():
                    self.joined.add(change.paragraph)

    def run(self) -> list[Piece]:
        out: list[Piece] = []
        for piece in self.base:
            if piece.number not in self.left:
                out += self._pieces(piece)
            for change in self.come.get(piece.number, ()):
                if isinstance(change, New):
                    out.append(Piece(0, change.text))
                else:
                    out += self._pieces(self.base[change.paragraph - 1])
        return out

    def _pieces(self, piece: Piece) -> list[Piece]:
        if piece.number - 1 in self.joined:
            return []
        text = edited(piece.text, self.edits.get(piece.number, ()))
        if piece.number in self.joined:
            following = self.base[piece.number]
            text += SEAM + edited(following.text, self.edits.get(following.number, ()))
        first, *rest = text.split(MARK)
        return [Piece(piece.number, first, piece.kind), *(Piece(0, t, piece.kind) for t in rest)]
