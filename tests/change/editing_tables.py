"""Edits of one table: its rows, columns, cells and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import accumulate

from tests.change.dice import Dice
from tests.change.editing_words import phrase

from mufakat.text.document import Block, Cell, Paragraph, Row, Table

Rows = list[Row]
Inner = Callable[[Dice, tuple[Block, ...]], tuple[Block, ...]]


def new_table(dice: Dice, *, nested: bool = False) -> Table:
    """A table of up to three rows and columns; one of its cells may hold a table."""
    columns, count = dice.pick((2, 1, 3)), dice.pick((2, 1, 3))
    header = dice.seldom(3)
    rows = [
        Row("", tuple(_new_cell(dice) for _ in range(columns)), header and n == 0)
        for n in range(count)
    ]
    if not nested and dice.seldom(4):
        held = rows[0].cells[0]
        inner = (new_table(dice, nested=True), *held.blocks)
        rows[0] = replace(rows[0], cells=(replace(held, blocks=inner), *rows[0].cells[1:]))
    return Table("", tuple(rows))


def _new_cell(dice: Dice) -> Cell:
    return Cell("", (Paragraph("", phrase(dice, 0, 2)),))


def table_edited(dice: Dice, table: Table, inner: Inner) -> Table:
    """The table after one edit; ``inner`` edits what stands in a cell."""
    rows = list(table.rows)
    at = dice.below(len(rows))
    if dice.below(3):
        dice.pick(EDITS)(dice, rows, at)
    else:
        _cell_edited(dice, rows, at, inner)
    return replace(table, rows=tuple(_settled(rows)))


def _cell_edited(dice: Dice, rows: Rows, at: int, inner: Inner) -> None:
    cells = list(rows[at].cells)
    n = dice.below(len(cells))
    blocks = inner(dice, cells[n].blocks) or (Paragraph(""),)
    cells[n] = replace(cells[n], blocks=blocks)
    rows[at] = replace(rows[at], cells=tuple(cells))


def _row_in(dice: Dice, rows: Rows, at: int) -> None:
    cells = tuple(replace(_new_cell(dice), span=cell.span) for cell in rows[at].cells)
    rows.insert(at + dice.below(2), Row("", cells))


def _row_repeated(dice: Dice, rows: Rows, at: int) -> None:
    rows.insert(at, replace(rows[at], id=dice.pick(("", rows[at].id))))


def _row_out(dice: Dice, rows: Rows, at: int) -> None:
    if len(rows) > 1:
        del rows[at]


def _row_moved(dice: Dice, rows: Rows, at: int) -> None:
    row = rows.pop(at)
    rows.insert(dice.below(len(rows) + 1), row)


def _header(dice: Dice, rows: Rows, at: int) -> None:
    rows[at] = replace(rows[at], header=not rows[at].header)


def _column_in(dice: Dice, rows: Rows, at: int) -> None:
    """A new cell in every row; a cell over several columns grows instead."""
    column = dice.below(_width(rows[at]) + 1)
    for n, row in enumerate(rows):
        cells: list[Cell] = []
        for start, cell in _starts(row):
            if start == column:
                cells.append(_new_cell(dice))
            wider = start < column < start + cell.span
            cells.append(replace(cell, span=cell.span + wider))
        if column == _width(row):
            cells.append(_new_cell(dice))
        rows[n] = replace(row, cells=tuple(cells))


def _column_out(dice: Dice, rows: Rows, at: int) -> None:
    """A cell taken out of every row; a cell over several columns shrinks instead."""
    column = dice.below(_width(rows[at]))
    for n, row in enumerate(rows):
        cells = tuple(
            replace(cell, span=cell.span - (start <= column < start + cell.span))
            for start, cell in _starts(row)
        )
        if _width(row) > 1:
            rows[n] = replace(row, cells=tuple(cell for cell in cells if cell.span))


def _merged_across(dice: Dice, rows: Rows, at: int) -> None:
    cells = list(rows[at].cells)
    n = dice.below(len(cells))
    if n + 1 < len(cells):
        one, other = cells[n], cells.pop(n + 1)
        blocks = (*one.blocks, *other.blocks) if dice.below(3) else one.blocks
        cells[n] = replace(one, blocks=blocks, span=one.span + other.span)
        rows[at] = replace(rows[at], cells=tuple(cells))


def _merged_down(dice: Dice, rows: Rows, at: int) -> None:
    """A cell and the one under it become one, or are parted again."""
    if at + 1 == len(rows):
        return
    start, upper = dice.pick(list(_starts(rows[at])))
    cells = [
        (
            replace(lower, blocks=(Paragraph(""),), continued=not lower.continued)
            if (begin, lower.span) == (start, upper.span)
            else lower
        )
        for begin, lower in _starts(rows[at + 1])
    ]
    rows[at + 1] = replace(rows[at + 1], cells=tuple(cells))


def _settled(rows: Rows) -> Iterator[Row]:
    """The rows; a cell that no longer stands under one of its own columns is one by itself."""
    above: set[tuple[int, int]] = set()
    for row in rows:
        places = [(start, cell.span) for start, cell in _starts(row)]
        cells = tuple(
            replace(cell, continued=cell.continued and place in above)
            for place, cell in zip(places, row.cells, strict=True)
        )
        above = set(places)
        yield replace(row, cells=cells)


def _starts(row: Row) -> Iterator[tuple[int, Cell]]:
    """Each cell with the column at which it begins."""
    return zip(accumulate((c.span for c in row.cells), initial=0), row.cells, strict=False)


def _width(row: Row) -> int:
    return sum(cell.span for cell in row.cells)


EDITS: tuple[Callable[[Dice, Rows, int], None], ...] = (
    *(_row_in, _row_out, _row_out, _row_moved, _row_repeated, _header),
    *(_column_in, _column_in, _column_out, _column_out, _merged_across, _merged_down),
)
