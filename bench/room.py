"""What one delegation can still change without its changes being taken for each other.

What two changes of one delegation make together must not be what some other change makes: then
nobody could tell what was planted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bench.changes import Change, Edit, Gone, Joined, Moved, New, Piece
from bench.edits import worth


class Room:
    """One delegation's changes so far: what is taken fits beside them and contradicts none.

    ``apart``: characters between its edits. ``spaced``: paragraphs between what it moves, splits,
    joins, puts in and takes out.
    """

    def __init__(self, base: Sequence[Piece], apart: int, spaced: int) -> None:
        self.base, self.apart, self.spaced = base, apart, spaced
        self.changes: dict[Change, None] = {}
        self.edits: dict[int, list[tuple[int, int]]] = {}
        self.held: set[int] = set()
        self.gone: set[int] = set()
        self.moved: set[int] = set()
        self.worth: Counter[int] = Counter()

    def take(self, change: Change | None) -> bool:
        """Takes the change if there is room for it."""
        if change is None or change in self.changes or not self._fits(change):
            return False
        self.changes[change] = None
        for paragraph, start, end in self._stretches(change):
            self.edits.setdefault(paragraph, []).append((start, end))
        self.held.update(_holds(change))
        match change:
            case Edit():
                self.worth[change.paragraph] += worth(change)
            case Gone():
                self.gone.add(change.paragraph)
            case Moved():
                self.moved.add(change.paragraph)
        return True

    def _fits(self, change: Change) -> bool:
        if isinstance(change, Gone) and change.paragraph in self.edits:
            return False
        if isinstance(change, Edit) and not self._keeps_half(change):
            return False
        if not self.is_clear(change):
            return False
        for paragraph in _holds(change):
            around = range(paragraph - self.spaced, paragraph + self.spaced + 1)
            if not self.held.isdisjoint(around):
                return False
        return all(self._free(*stretch) for stretch in self._stretches(change))

    def _keeps_half(self, edit: Edit) -> bool:
        """Whether the paragraph is still the same one after all."""
        length = len(self.base[edit.paragraph - 1].text)
        return self.worth[edit.paragraph] + worth(edit) <= length / 2

    def is_clear(self, change: Change) -> bool:
        """Whether a paragraph goes so far that it is surely what moved, not those it passes."""
        if not isinstance(change, Moved):
            return True
        first, last = sorted((change.paragraph, change.after + 1))
        passed = set(range(first, last)) - self.gone - self.moved - {change.paragraph}
        length = len(self.base[change.paragraph - 1].text)
        return sum(len(self.base[n - 1].text) for n in passed) >= 3 * length

    def _free(self, paragraph: int, start: int, end: int) -> bool:
        taken = self.edits.get(paragraph, ())
        apart = self.apart
        return paragraph not in self.gone and all(
            end + apart <= first or last + apart <= start for first, last in taken
        )

    def _stretches(self, change: Change) -> list[tuple[int, int, int]]:
        """The characters of the base that a change lies on."""
        match change:
            case Edit():
                return [(change.paragraph, change.start, change.end)]
            case Joined():
                length = len(self.base[change.paragraph - 1].text)
                return [(change.paragraph, length, length), (change.paragraph + 1, 0, 0)]
        return []


def _holds(change: Change) -> tuple[int, ...]:
    """The paragraphs whose place or bounds a change leans on."""
    match change:
        case Edit():
            return (change.paragraph,) if change.is_split else ()
        case Moved():
            return change.paragraph, change.after
        case Joined():
            return change.paragraph, change.paragraph + 1
        case Gone():
            return (change.paragraph,)
        case New():
            return (change.after,)
