"""Revisions as Word writes them: who and when, wrappers around runs, and the two halves of a move.

A move needs both its halves, each between a start and an end that carry the move's name. A half
whose other half is not in the text is written as a plain insertion or deletion, which means the
same and which Word reads without complaint; so is a move within a note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

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
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_MARK_ORDER = ("ins", "del", "moveFrom", "moveTo")

Half = tuple[str, str]  # (kind, move)


def date_attribute(date: str) -> str:
    """When something was done, if it is a date: Word reads no file that says otherwise."""
    return f' w:date="{date}"' if _DATE.fullmatch(date) else ""


class Revisions:
    """Writes revisions with ids of their own, and opens and closes the halves of moves."""

    def __init__(self, body: Iterable[TrackedBlock], first_id: int = 1) -> None:
        self._next = first_id
        self._left = Counter(_halves(body))
        whole = {move for kind, move in self._left if kind == "move-from"}
        whole &= {move for kind, move in self._left if kind == "move-to"}
        self._whole = whole
        self.moving = bool(self._whole)  # whether there is any move to be followed
        self._names: dict[str, str] = {}
        self._open: dict[Half, int] = {}
        self._by: dict[tuple[str, str], str] = {}
        self.in_note = False  # a note is a part of its own, which no move may cross

    def new_id(self) -> int:
        """An id that nothing else in the file has."""
        self._next += 1
        return self._next - 1

    def who(self, author: str, date: str) -> str:
        """The attributes of one revision: a new id, the author, the date if it is one."""
        by = self._by.get((author, date))
        if by is None:
            by = f' w:author="{attribute(author)}"{date_attribute(date)}'
            self._by[author, date] = by
        self._next += 1
        return f' w:id="{self._next - 1}"{by}'

    def tag(self, revision: Revision) -> str:
        """The element that says what this revision does."""
        moving = revision.move and revision.move in self._whole and not self.in_note
        return (TAGS if moving else _PLAIN)[revision.kind]

    def mark(self, revisions: tuple[Revision, ...]) -> str:
        """What says, in a paragraph mark's properties, that the mark came or went."""
        return self._empty(revisions, self.tag)

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
        marks = _merged(revisions, tag)
        return "".join(f"<w:{t}{self.who(*marks[t])}/>" for t in _MARK_ORDER if t in marks)

    def before(self, revisions: tuple[Revision, ...]) -> str:
        """The starts of the moves of which this is the first piece."""
        out = ""
        for revision in self._moves(revisions):
            half = revision.kind, revision.move
            if half not in self._open:
                name = self._names.setdefault(revision.move, f"move{len(self._names) + 1}")
                who = self.who(revision.author, revision.date)
                self._open[half] = self._next - 1
                out += f'<w:{TAGS[revision.kind]}RangeStart{who} w:name="{name}"/>'
        return out

    def after(self, revisions: tuple[Revision, ...]) -> str:
        """The ends of the moves of which this was the last piece."""
        out = ""
        for revision in self._moves(revisions):
            half = revision.kind, revision.move
            self._left[half] -= 1
            if not self._left[half]:
                out += f'<w:{TAGS[revision.kind]}RangeEnd w:id="{self._open[half]}"/>'
        return out

    def _moves(self, revisions: tuple[Revision, ...]) -> list[Revision]:
        if self.in_note:
            return []
        return [r for r in revisions if r.move in self._whole and r.kind in _MOVES]


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


def _halves(blocks: Iterable[TrackedBlock]) -> Iterator[Half]:
    for block in blocks:
        if isinstance(block, TrackedParagraph):
            for revisions in (*(run.revisions for run in block.runs), block.mark):
                for revision in revisions:
                    if revision.move and revision.kind in _MOVES:
                        yield revision.kind, revision.move
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _halves(cell.blocks)
