"""Revisions as Word writes them: who and when, wrappers around runs, and the two halves of a move.

A move needs both its halves, each between a start and an end that carry the move's name. A half
whose other half is not in the text is written as a plain insertion or deletion, which means the
same and which Word reads without complaint; so is a move within a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from mufakat.edges.word.dates import dated
from mufakat.edges.word.xmltext import attribute
from mufakat.refusal import Refusal
from mufakat.text.tracked import (
    Revision,
    TrackedBlock,
    TrackedParagraph,
    sponsors,
)

TAGS = {"insert": "ins", "delete": "del", "move-from": "moveFrom", "move-to": "moveTo"}
_MOVES = ("move-from", "move-to")
_PLAIN = {"insert": "ins", "delete": "del", "move-from": "del", "move-to": "ins"}
_CELLS = {
    "insert": "cellIns",
    "delete": "cellDel",
    "move-from": "cellDel",
    "move-to": "cellIns",
}
_MARK_ORDER = ("ins", "del", "moveFrom", "moveTo")

Half = tuple[str, str]  # (kind, move)


def date_attribute(date: str) -> str:
    """When something was done, if it is a date."""
    return f' w:date="{date}"' if dated(date) else ""


class Revisions:
    """Writes revisions with ids of their own, and opens and closes the halves of moves."""

    def __init__(self, body: Iterable[TrackedBlock], first_id: int = 1) -> None:
        self._next = first_id
        pieces = [*_pieces(body)]
        gone, come = ({half[1] for _, half in pieces if half[0] == kind} for kind in _MOVES)
        self._whole = gone & come
        self._left = Counter(half for _, half in pieces if half[1] in self._whole)
        self._moved_in = {paragraph for paragraph, half in pieces if half in self._left}
        self._names: dict[str, str] = {}
        self._open: dict[Half, int] = {}
        self._wrappers: dict[Revision, tuple[str, str, str]] = {}
        self.in_note = False  # a note is a part of its own, which no move may cross

    def new_id(self) -> int:
        """An id that nothing else in the file has."""
        self._next += 1
        return self._next - 1

    def who(self, author: str, date: str) -> str:
        """The attributes of one revision: a new id, the author, the date if it is one."""
        return f' w:id="{self.new_id()}"{_by(author, date)}'

    def wrapper(self, revision: Revision) -> tuple[str, str]:
        """The start, with a new id, and the end of the element around what was revised."""
        if self.in_note and revision.move:
            revision = revision._replace(move="")
        known = self._wrappers.get(revision)
        if known is None:
            known = self._wrappers[revision] = self._wrapper(revision)
        start, by, end = known
        number = self._next
        self._next = number + 1
        return f"{start}{number}{by}", end

    def _wrapper(self, revision: Revision) -> tuple[str, str, str]:
        tag = self._tag(revision)
        return f'<w:{tag} w:id="', f'"{_by(revision.author, revision.date)}>', f"</w:{tag}>"

    def _tag(self, revision: Revision) -> str:
        """The element that says what this revision does."""
        moving = revision.move in self._whole and not self.in_note
        return (TAGS if moving else _PLAIN)[revision.kind]

    def mark(self, revisions: tuple[Revision, ...]) -> str:
        """What says, in a paragraph mark's properties, that the mark came or went."""
        return self._empty(revisions, self._tag)

    def row(self, revisions: tuple[Revision, ...]) -> str:
        """What says, in a row's properties, that the row came or went; rows know no moves."""
        return self._empty(revisions, lambda revision: _PLAIN[revision.kind])

    def cell(self, revisions: tuple[Revision, ...]) -> str:
        """What says, in a cell's properties, that the cell came or went; it says only one thing."""
        marks = _merged(revisions, lambda revision: _CELLS[revision.kind])
        if len(marks) > 1:
            raise _twice()
        return "".join(f"<w:{tag}{self.who(*by)}/>" for tag, by in marks.items())

    def _empty(self, revisions: tuple[Revision, ...], tag: Callable[[Revision], str]) -> str:
        if len(revisions) == 1:  # as nearly always
            [alone] = revisions
            return f"<w:{tag(alone)}{self.who(alone.author, alone.date)}/>"
        marks = _merged(revisions, tag)
        return "".join(f"<w:{t}{self.who(*marks[t])}/>" for t in _MARK_ORDER if t in marks)

    def moves_in(self, paragraph: TrackedParagraph) -> bool:
        """Whether words of a paragraph of the body, or its mark, are moved."""
        return id(paragraph) in self._moved_in

    def edges(self, revisions: tuple[Revision, ...]) -> tuple[str, str]:
        """The starts of the moves of which this is the first piece, the ends of those it ends."""
        starts = ends = ""
        for revision in () if self.in_note else revisions:
            half = revision.kind, revision.move
            left = self._left[half]
            if not left:
                continue
            if half not in self._open:
                name = self._names.setdefault(revision.move, f"move{len(self._names) + 1}")
                who = self.who(revision.author, revision.date)
                self._open[half] = self._next - 1
                starts += f'<w:{TAGS[revision.kind]}RangeStart{who} w:name="{name}"/>'
            self._left[half] = left - 1
            if left == 1:
                ends += f'<w:{TAGS[revision.kind]}RangeEnd w:id="{self._open[half]}"/>'
        return starts, ends


@lru_cache(maxsize=1024)
def _by(author: str, date: str) -> str:
    return f' w:author="{attribute(author)}"{date_attribute(date)}'


def _merged(
    revisions: tuple[Revision, ...], tag: Callable[[Revision], str]
) -> dict[str, tuple[str, str]]:
    """One author and date for each kind of change: Word holds no more on a mark, a row, a cell.

    What two delegations take away is gone if either is heard, so both are named as sponsors.
    """
    out: dict[str, tuple[str, str]] = {}
    for revision in revisions:
        name = tag(revision)
        author, date = out.get(name, (revision.author, revision.date))
        if author != revision.author:
            if not revision.goes:
                raise _twice()
            author = "; ".join(dict.fromkeys((*sponsors(author), *sponsors(revision.author))))
        out[name] = author, max(date, revision.date)
    return out


def _twice() -> Refusal:
    return Refusal(
        "A paragraph, row or cell is put in by two delegations one after the other, "
        "which a Word file cannot show.",
        "Rule on one of the two proposals first, then render the text again.",
    )


def _pieces(blocks: Iterable[TrackedBlock]) -> Iterator[tuple[int, Half]]:
    """Each run and mark that is moved: its paragraph, by identity, and the half that it is of."""
    for block in blocks:
        if isinstance(block, TrackedParagraph):
            for run in block.runs:
                for revision in run.revisions:
                    if revision.move and revision.kind in _MOVES:
                        yield id(block), (revision.kind, revision.move)
            for revision in block.mark:
                if revision.move and revision.kind in _MOVES:
                    yield id(block), (revision.kind, revision.move)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _pieces(cell.blocks)
