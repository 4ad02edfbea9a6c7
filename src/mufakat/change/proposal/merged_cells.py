"""Cells made one, or parted again: what one delegation does to them and to what stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mufakat.change.amendment import (
    Amendment,
    Insert,
    Join,
    Move,
    Operation,
    Remove,
    Replace,
    Reshape,
    Restyle,
)
from mufakat.change.apply import apply
from mufakat.change.layout import Layout
from mufakat.change.proposal.bundles import Bundles
from mufakat.change.proposal.columns import starts
from mufakat.text.document import Cell, Document, Paragraph, Row, Table


@dataclass(frozen=True, slots=True)
class Recut:
    """A table before and after its cells are merged or parted, and the base cells concerned.

    ``manner`` says which: ``merge the cells`` or ``part the cells``.
    """

    before: Table
    after: Table
    cells: frozenset[str]
    manner: str

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows that these cells are in."""
        return tuple(
            row.id for row in self.before.rows if any(c.id in self.cells for c in row.cells)
        )

    def words(self) -> list[str]:
        """What stands in the cells that come of it."""
        meant = {*self.cells, ""}
        return [
            text
            for row in self.after.rows
            if row.id in self.rows
            for cell in row.cells
            if cell.id in meant
            for text in _texts(cell)
            if text
        ]


@dataclass(slots=True)
class _Done:
    """What one set of sponsors does to cells, and to the blocks directly in them.

    ``come`` is by row and the cell before, all else by the cell.
    """

    gone: dict[str, Amendment] = field(default_factory=dict)
    shaped: dict[str, Reshape] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    come: dict[tuple[str, str], list[Amendment]] = field(default_factory=lambda: defaultdict(list))
    inside: dict[str, list[Amendment]] = field(default_factory=lambda: defaultdict(list))
    tables: dict[str, Table] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Step:
    """A change of a row's cells: how many columns and how many cells there are more of."""

    id: str
    columns: int
    cells: int
    cell: Cell


def merged_cells(mates: Sequence[Amendment], where: Layout) -> Iterator[set[str]]:
    """The ids of amendments that together merge or part cells."""
    if not any(_is_of_cells(amendment.operation, where) for amendment in mates):
        return iter(())
    done, bundles = _done(mates, where), Bundles()
    for table in done.tables.values():
        for row in table.rows:
            for run in _runs(row, done):
                _tie_across(run, done, bundles)
        _tie_down(table, done, bundles)
    return iter(bundles)


def recut(operations: Sequence[Operation], where: Layout) -> Recut:
    """What operations that merge or part cells make of their table."""
    cells = frozenset({_cell(operation, where) for operation in operations} - {""})
    table = where.nodes[where.parent[where.parent[next(iter(cells))]]]
    assert isinstance(table, Table)
    after = apply(Document((table,)), operations).body[0]
    assert isinstance(after, Table)
    merged = any(
        (isinstance(op, Remove) and op.block in cells) or (isinstance(op, Reshape) and op.continued)
        for op in operations
    )
    return Recut(table, after, cells, "merge the cells" if merged else "part the cells")


def _cell(operation: Operation, where: Layout) -> str:
    """The base cell that an operation changes, or changes something in; none for a new one."""
    if isinstance(operation, Insert):
        return "" if isinstance(operation.node, Cell) else operation.parent
    node = where.nodes[operation.block]
    return node.id if isinstance(node, Cell) else where.parent[node.id]


def _is_of_cells(operation: Operation, where: Layout) -> bool:
    """Whether a cell is put in, taken out or given another shape."""
    if isinstance(operation, Insert):
        return isinstance(operation.node, Cell)
    return isinstance(operation, Remove | Reshape) and isinstance(
        where.nodes[operation.block], Cell
    )


def _done(mates: Sequence[Amendment], where: Layout) -> _Done:
    done = _Done()
    for amendment in mates:
        row = ""
        match amendment.operation:
            case Insert(node=Cell()) as op:
                done.come[op.parent, op.after].append(amendment)
                row = op.parent
            case Insert() as op:
                done.inside[op.parent].append(amendment)
            case Reshape(block) as op if isinstance(where.nodes[block], Cell):
                done.shaped[block], done.names[block] = op, amendment.id
                row = where.parent[block]
            case Remove(block) if isinstance(where.nodes[block], Cell):
                done.gone[block], done.names[block] = amendment, amendment.id
                row = where.parent[block]
            case Remove(block) | Replace(block) | Join(block) | Restyle(block) | Move(block):
                done.inside[where.parent[block]].append(amendment)
        table = where.nodes[where.parent[row]] if row else None
        if isinstance(table, Table):
            done.tables[table.id] = table
    return done


# -- cells side by side ----------------------------------------------------------------------


def _runs(row: Row, done: _Done) -> Iterator[list[_Step]]:
    """Changes side by side after which the row is as wide as before, and otherwise cut."""
    for run in _changes(row, done):
        otherwise = sum(step.cells for step in run) or not all(step.cells for step in run)
        if len(run) > 1 and otherwise and sum(step.columns for step in run) == 0:
            yield run


def _changes(row: Row, done: _Done) -> Iterator[list[_Step]]:
    """The changes of a row's cells; where a cell stays as it is, a new list begins."""
    run = list(_new(row, "", done))
    for cell in row.cells:
        shaped = done.shaped.get(cell.id)
        if cell.id in done.gone:
            run.append(_Step(done.names[cell.id], -cell.span, -1, cell))
        elif shaped and shaped.span != cell.span:
            run.append(_Step(done.names[cell.id], shaped.span - cell.span, 0, cell))
        else:
            yield run
            run = []
        run += _new(row, cell.id, done)
    yield run


def _new(row: Row, after: str, done: _Done) -> Iterator[_Step]:
    for amendment in done.come.get((row.id, after), ()):
        operation = amendment.operation
        if isinstance(operation, Insert) and isinstance(operation.node, Cell):
            yield _Step(amendment.id, operation.node.span, 1, operation.node)


def _tie_across(run: Sequence[_Step], done: _Done, bundles: Bundles) -> None:
    bundles.tie(*(step.id for step in run))
    words = [text for step in run if step.cells for text in _texts(step.cell)]
    for step in run:
        if not step.cells:
            bundles.tie(step.id, *_carried_over(step.cell, words, done))


def _carried_over(cell: Cell, words: Sequence[str], done: _Done) -> Iterator[str]:
    """What brings other cells' words into this one, or takes words out for them."""
    for amendment in done.inside.get(cell.id, ()):
        operation = amendment.operation
        if isinstance(operation, Insert | Remove):
            yield amendment.id
        elif isinstance(operation, Replace):
            new = operation.fragment.text.strip()
            if new and any(new in text or text in new for text in words if text):
                yield amendment.id


def _texts(cell: Cell) -> list[str]:
    return [block.text for block in cell.blocks if isinstance(block, Paragraph)]


# -- cells under one another -----------------------------------------------------------------


def _tie_down(table: Table, done: _Done, bundles: Bundles) -> None:
    """Ties a cell that comes to continue those above it, or no longer does, to them."""
    above: dict[int, list[Cell]] = {}  # by column: the cell that begins there, and its top one
    for row in table.rows:
        here = {}
        for start, cell in zip(starts(row), row.cells, strict=False):
            shaped, upper = done.shaped.get(cell.id), above.get(start, [])
            turned = shaped is not None and shaped.continued != cell.continued
            if turned and upper:
                bundles.tie(
                    done.names[cell.id],
                    *(amendment.id for amendment in done.inside.get(cell.id, ())),
                    *(done.names[one.id] for one in upper if one.id in done.names),
                    *_carried_over(upper[-1], _texts(cell), done),
                )
            here[start] = [cell, upper[-1]] if upper and (turned or cell.continued) else [cell]
        above = here
