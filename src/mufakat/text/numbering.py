"""The numbers of paragraphs, which are never part of the text but follow from its order.

* A ``numbered`` paragraph counts on through the whole text, in and out of tables; a number at one
  level starts the deeper levels again.
* An ``item`` starts again after any block that is no item and in a new cell, and its deeper levels
  after a shallower item.
* A ``heading`` has a number only if its style names a format or a pattern.
* Paragraphs printed in different forms at one level ("Article 1", "1.") are counted apart, and
  bullets are not counted. Each note counts for itself.

In a pattern the highest of ``%1``, ``%2`` ... is the paragraph's own number, those below it the
numbers of the levels above: ``(%1)`` at level 2 is the item's own number, ``%1.%2`` has its
parent's before it. Word's patterns (``(%2)`` at level 2) say the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from mufakat.text.document import Block, Document, Format, Kind, Note, Paragraph, Style

BULLET = "•"

_ITEMS: tuple[Format, ...] = ("lowerLetter", "lowerRoman", "upperLetter")
_PLACE = re.compile("%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class Form(NamedTuple):
    """How a number is printed."""

    format: Format
    pattern: str


class Number(NamedTuple):
    """A number as printed, and the counts behind it: one a level, the paragraph's own last.

    A level that nothing has been counted at is 0; so is a bullet.
    """

    label: str
    counts: tuple[int, ...]


def labels(document: Document) -> dict[str, str]:
    """The printed number of each paragraph that has one and an id, in reading order."""
    found: dict[str, str] = {}
    _label(document.body, Counting(), found)
    return found


def form(style: Style) -> Form | None:
    """The form that a style's number is printed in; None for a paragraph without a number."""
    if style.kind == "item":
        usual = _ITEMS[style.level - 1] if 1 <= style.level <= len(_ITEMS) else "decimal"
        return Form(style.format or usual, style.pattern or "(%1)")
    own = style.format or style.pattern
    if style.kind == "numbered" or (style.kind == "heading" and own):
        return Form(style.format or "decimal", style.pattern or "%1.")
    return None


def label(pattern: str, level: int, numbers: Mapping[int, str]) -> str:
    """A pattern filled in at a level from the numbers printed by level; ``0`` for one missing."""
    own = max((int(n) for n in _PLACE.findall(pattern)), default=level)

    def printed(match: re.Match[str]) -> str:
        return numbers.get(level - own + int(match[1]), "0")

    return _PLACE.sub(printed, pattern)


def number(kind: Format, count: int) -> str:
    """A count, from 1, as printed: ``28`` is ``bb`` in letters, ``xxviii`` in Roman numerals."""
    if count < 1 or kind in ("", "decimal"):
        return str(count)
    if kind == "bullet":
        return BULLET
    small = _letters(count) if kind.endswith("Letter") else _roman(count)
    return small.upper() if kind.startswith("upper") else small


def _letters(count: int) -> str:
    """From a to z, then aa, bb ... (Office Open XML, ST_NumberFormat lowerLetter)."""
    times, letter = divmod(count - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _roman(count: int) -> str:
    out = []
    for value, sign in _ROMAN:
        times, count = divmod(count, value)
        out.append(sign * times)
    return "".join(out)


class Counting:
    """Counts along one text, paragraph by paragraph in reading order; a note has one of its own."""

    def __init__(self) -> None:
        self._kinds: dict[Kind, _Counter] = {}
        self._items = [_Counter()]

    def enter(self) -> None:
        """A cell begins: no list runs into it."""
        self._items.append(_Counter())

    def leave(self) -> None:
        """The cell ends, and what stood around it goes on."""
        self._items.pop()

    def interrupt(self) -> None:
        """A block that is no item has come: the next item starts a new list."""
        self._items[-1] = _Counter()

    def next(self, style: Style) -> Number | None:
        """The number of the next paragraph; None if it has none."""
        if style.kind != "item":
            self.interrupt()
        printed = form(style)
        if printed is None:
            return None
        counter = self._items[-1]
        if style.kind != "item":
            counter = self._kinds.setdefault(style.kind, _Counter())
        return counter.next(max(style.level, 1), printed)


class _Counter:
    """How far one kind of paragraph is counted: by level and form, and the latest by level."""

    def __init__(self) -> None:
        self.counts: dict[tuple[int, Form], int] = {}
        self.latest: dict[int, tuple[int, str]] = {}

    def next(self, level: int, form: Form) -> Number:
        self.counts = {key: count for key, count in self.counts.items() if key[0] <= level}
        self.latest = {above: held for above, held in self.latest.items() if above < level}
        if form.format == "bullet":
            return Number(BULLET, self._levels(level))
        count = self.counts[level, form] = self.counts.get((level, form), 0) + 1
        self.latest[level] = count, number(form.format, count)
        printed = {at: text for at, (_, text) in self.latest.items()}
        return Number(label(form.pattern, level, printed), self._levels(level))

    def _levels(self, level: int) -> tuple[int, ...]:
        return tuple(self.latest.get(at, (0, ""))[0] for at in range(1, level + 1))


def _label(blocks: tuple[Block, ...], counting: Counting, found: dict[str, str]) -> None:
    for block in blocks:
        if isinstance(block, Paragraph):
            given = counting.next(block.style)
            if given and block.id:
                found[block.id] = given.label
            for anchor in block.anchors:
                if isinstance(anchor.object, Note):
                    _label(anchor.object.blocks, Counting(), found)
            continue
        counting.interrupt()
        for row in block.rows:
            for cell in row.cells:
                counting.enter()
                _label(cell.blocks, counting, found)
                counting.leave()
