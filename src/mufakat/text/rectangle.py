"""A table is rectangular: a row that one delegation adds and a column that another adds meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from mufakat.text.document import Anchor, Block, Cell, Document, Note, Paragraph, Row, Table

Place = tuple[int, int]
"""The column that a cell begins in, and how many it covers."""


def squared(document: Document) -> Document:
    """The document with every row of a table as wide as its widest, filled with empty cells.

    A cell that belongs to the one above it, where there is none of the same columns, is one of its
    own. A row without cells and a table without rows are gone; a cell or note is never empty.
    """
    return Document(_blocks(document.body))


def _blocks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    made = (_table(b) if isinstance(b, Table) else _paragraph(b) for b in blocks)
    return tuple(b for b in made if isinstance(b, Paragraph) or b.rows)


def _filled(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return _blocks(blocks) or (Paragraph(""),)


def _paragraph(block: Paragraph) -> Paragraph:
    if not any(isinstance(anchor.object, Note) for anchor in block.anchors):
        return block
    return replace(block, anchors=tuple(map(_anchor, block.anchors)))


def _anchor(anchor: Anchor) -> Anchor:
    if not isinstance(anchor.object, Note):
        return anchor
    return replace(anchor, object=replace(anchor.object, blocks=_filled(anchor.object.blocks)))


def _table(table: Table) -> Table:
    widest = max((_width(row) for row in table.rows), default=0)
    rows: list[Row] = []
    above: frozenset[Place] = frozenset()
    for row in (row for row in table.rows if row.cells):
        rows.append(_row(row, widest, above))
        above = frozenset(_places(rows[-1]))
    return Table(table.id, tuple(rows))


def _row(row: Row, widest: int, above: frozenset[Place]) -> Row:
    cells = [
        replace(cell, blocks=_filled(cell.blocks), continued=cell.continued and place in above)
        for cell, place in zip(row.cells, _places(row), strict=True)
    ]
    missing = widest - _width(row)
    return replace(row, cells=(*cells, *(Cell("", (Paragraph(""),)) for _ in range(missing))))


def _places(row: Row) -> list[Place]:
    ends = accumulate(cell.span for cell in row.cells)
    return [(end - cell.span, cell.span) for cell, end in zip(row.cells, ends, strict=True)]


def _width(row: Row) -> int:
    return sum(cell.span for cell in row.cells)
