"""How wide a table's columns are, and which of its cells reach down into the next row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mufakat.text.tracked import TrackedBlock, TrackedParagraph, TrackedRow, TrackedTable

_FEWEST, _MOST = 4, 46  # characters by which a column's share of the width is measured
_SHORT = 14  # characters that a column has on one line, if that leaves the others half the width
_LETTER, _MARGINS = 105, 216  # twentieths of a point


@dataclass(frozen=True, slots=True)
class Grid:
    """Column widths in twentieths of a point; (row, column) of the cells that begin a merge."""

    widths: tuple[int, ...]
    merged: frozenset[tuple[int, int]]


def grid(table: TrackedTable, width: int) -> Grid:
    """A table's columns, ``width`` all together: short words on one line, long ones more room."""
    columns = max((sum(cell.span for cell in row.cells) for row in table.rows), default=1)
    longest = [_FEWEST] * max(columns, 1)
    for row in table.rows:
        column = 0
        for cell in row.cells:
            if cell.span == 1 and not cell.continued:
                length = max((_length(block) for block in cell.blocks), default=0)
                longest[column] = max(longest[column], min(length, _MOST))
            column += cell.span
    return Grid(_widths(longest, width), frozenset(_merged(table)))


def _length(block: TrackedBlock) -> int:
    """The characters of a paragraph; a table within a cell wants all the room there is."""
    if not isinstance(block, TrackedParagraph):
        return _MOST
    return sum(len(run.text) for run in block.runs)


def _widths(longest: list[int], width: int) -> tuple[int, ...]:
    short = {n: float(n * _LETTER + _MARGINS) for n in longest if n <= _SHORT}
    left = width - sum(short.get(n, 0) for n in longest)
    long = sum(n for n in longest if n not in short)
    if not long or left < width / 2:
        return _shares(longest, width)
    return _shares([short.get(n) or n * left / long for n in longest], width)


def _shares(weights: Sequence[float], width: int) -> tuple[int, ...]:
    total = sum(weights)
    edges = [round(width * sum(weights[:n]) / total) for n in range(len(weights) + 1)]
    return tuple(b - a for a, b in pairwise(edges))


def _merged(table: TrackedTable) -> Iterator[tuple[int, int]]:
    for nth, (row, below) in enumerate(pairwise(table.rows)):
        reaching = {column for column, continued in _columns(below) if continued}
        yield from ((nth, column) for column, on in _columns(row) if not on and column in reaching)


def _columns(row: TrackedRow) -> Iterator[tuple[int, bool]]:
    column = 0
    for cell in row.cells:
        yield column, cell.continued
        column += cell.span
