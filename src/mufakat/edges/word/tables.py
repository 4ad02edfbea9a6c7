"""How wide a table's columns are, and which of its cells reach down into the next row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from mufakat.text.tracked import TrackedBlock, TrackedParagraph, TrackedRow, TrackedTable

_FEWEST, _MOST = 7, 46  # characters by which a column's share of the width is measured


@dataclass(frozen=True, slots=True)
class Grid:
    """Column widths in twentieths of a point; (row, column) of the cells that begin a merge."""

    widths: tuple[int, ...]
    merged: frozenset[tuple[int, int]]


def grid(table: TrackedTable, width: int) -> Grid:
    """A table's columns, the wider the longer their words, ``width`` all together."""
    columns = max((sum(cell.span for cell in row.cells) for row in table.rows), default=1)
    weights = [_FEWEST] * max(columns, 1)
    for row in table.rows:
        column = 0
        for cell in row.cells:
            if cell.span == 1 and not cell.continued:
                longest = max((_length(block) for block in cell.blocks), default=0)
                weights[column] = max(weights[column], min(longest, _MOST))
            column += cell.span
    return Grid(_shares(weights, width), frozenset(_merged(table)))


def _length(block: TrackedBlock) -> int:
    """The characters of a paragraph; a table within a cell wants all the room there is."""
    if not isinstance(block, TrackedParagraph):
        return _MOST
    return sum(len(run.text) for run in block.runs)


def _shares(weights: list[int], width: int) -> tuple[int, ...]:
    total = sum(weights)
    edges = [width * sum(weights[:n]) // total for n in range(len(weights) + 1)]
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
