"""Columns put into a table or taken out of it: their cells, found row by row.

A row is compared with its own new self alone, so beside an equal cell (where both are empty, for
example) nobody can tell which one is new: it slides to where the other rows have theirs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from mufakat.change.amendment import Amendment, Insert, Remove, Reshape
from mufakat.change.fragment import bare_cell
from mufakat.change.layout import Layout
from mufakat.change.proposal.bundles import Bundles
from mufakat.text.document import Cell, Row


@dataclass(frozen=True, slots=True)
class _Part:
    """A cell that comes, goes or becomes wider: at which columns it may do so, and by how many."""

    id: str
    row: str
    at: tuple[int, ...]
    width: int


@dataclass(slots=True)
class _Changes:
    """What one set of sponsors does to the cells of a table."""

    come: list[_Part]
    gone: list[_Part]
    wider: list[_Part]


def columns(mates: Sequence[Amendment], where: Layout) -> Iterator[tuple[bool, set[str]]]:
    """The ids of amendments that put in (True) or take out a column, in at least two rows."""
    for changes in _by_table(mates, where).values():
        yield from ((True, together) for together in _new(changes))
        yield from ((False, together) for together in _deleted(changes))


def starts(row: Row) -> list[int]:
    """The column at which each cell begins, and the row's width."""
    return list(accumulate((cell.span for cell in row.cells), initial=0))


def row_of(ident: str, where: Layout) -> tuple[Row, int] | None:
    """The row that a cell stands in and its place among the row's cells, if it is a cell."""
    row = where.nodes.get(where.parent.get(ident, ""))
    if not isinstance(row, Row):
        return None
    return row, next(n for n, cell in enumerate(row.cells) if cell.id == ident)


def _by_table(mates: Sequence[Amendment], where: Layout) -> dict[str, _Changes]:
    tables: dict[str, _Changes] = defaultdict(lambda: _Changes([], [], []))
    for amendment in mates:
        operation = amendment.operation
        if isinstance(operation, Insert) and isinstance(operation.node, Cell):
            row = where.nodes[operation.parent]
            assert isinstance(row, Row)
            gaps = _gaps(row, operation.after, operation.node)
            part = _Part(amendment.id, row.id, gaps, operation.node.span)
            tables[where.parent[row.id]].come.append(part)
        elif isinstance(operation, Remove | Reshape) and (at := row_of(operation.block, where)):
            row, n = at
            changes, cell = tables[where.parent[row.id]], row.cells[n]
            if isinstance(operation, Remove):
                changes.gone.append(_Part(amendment.id, row.id, _alike(row, n), cell.span))
            elif operation.continued == cell.continued:
                edges = tuple(range(starts(row)[n], starts(row)[n + 1] + 1))
                grown = operation.span - cell.span
                changes.wider.append(_Part(amendment.id, row.id, edges, grown))
    return tables


def _gaps(row: Row, after: str, new: Cell) -> tuple[int, ...]:
    """The columns before which the new cell may stand, its own first."""
    cells = [bare_cell(cell) for cell in row.cells]
    own = next((n for n, cell in enumerate(row.cells, 1) if cell.id == after), 0)
    first = last = own
    while first > 0 and cells[first - 1] == new:
        first -= 1
    while last < len(cells) and cells[last] == new:
        last += 1
    return _columns(row, own, first, last)


def _alike(row: Row, own: int) -> tuple[int, ...]:
    """The columns of the cells beside the nth that are equal to it, its own first."""
    cells = [bare_cell(cell) for cell in row.cells]
    first = last = own
    while first > 0 and cells[first - 1] == cells[own]:
        first -= 1
    while last + 1 < len(cells) and cells[last + 1] == cells[own]:
        last += 1
    return _columns(row, own, first, last)


def _columns(row: Row, own: int, first: int, last: int) -> tuple[int, ...]:
    edges = starts(row)
    return edges[own], *(edges[n] for n in range(first, last + 1) if n != own)


def _settled(parts: Sequence[_Part]) -> Iterator[tuple[_Part, int]]:
    """Each with the one of its columns at which most rows have theirs."""
    votes = Counter(column for part in parts for column in part.at)
    for part in parts:
        yield part, max(part.at, key=votes.__getitem__)


def _new(changes: _Changes) -> Iterator[set[str]]:
    """Cells put in at one gap, with those that they stand under and the headings that grow."""
    bundles, rows = Bundles(), {}
    reached: Counter[tuple[str, int]] = Counter()
    known: set[str] = set()
    for part, gap in _settled(changes.come):
        begin = reached[part.row, gap]
        reached[part.row, gap] += part.width
        rows[part.id] = part.row
        covered = [_name(gap, begin + n) for n in range(part.width)]
        known.update(covered)
        bundles.tie(part.id, *covered)
    for part in changes.wider:
        names = [_name(gap, n) for gap in part.at for n in range(part.width)]
        rows[part.id] = part.row
        bundles.tie(part.id, *known.intersection(names))
    return _in_rows(bundles, rows)


def _deleted(changes: _Changes) -> Iterator[set[str]]:
    """Cells taken out of one column, with those over several columns and headings that shrink."""
    bundles, rows = Bundles(), {}
    known: set[str] = set()
    for part, column in _settled(changes.gone):
        rows[part.id] = part.row
        covered = [_name(column + n) for n in range(part.width)]
        known.update(covered)
        bundles.tie(part.id, *covered)
    for part in changes.wider:
        if part.width < 0:
            rows[part.id] = part.row
            names = [_name(column) for column in part.at[:-1]]
            bundles.tie(part.id, *known.intersection(names))
    return _in_rows(bundles, rows)


def _name(*at: int) -> str:
    return f"column {at}"


def _in_rows(bundles: Bundles, rows: dict[str, str]) -> Iterator[set[str]]:
    for bundle in bundles:
        together = bundle & rows.keys()
        if len({rows[name] for name in together}) > 1:
            yield together
