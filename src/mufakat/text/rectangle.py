"""A table is rectangular: a row that one delegation adds and a column that another adds meet."""

from __future__ import annotations

from dataclasses import replace

from mufakat.text.document import Block, Cell, Document, Paragraph, Row, Table


def squared(document: Document) -> Document:
    """The document with every row of a table as wide as its widest, filled with empty cells."""
    return Document(tuple(_block(block) for block in document.body))


def _block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return block
    widest = max((_width(row) for row in block.rows), default=0)
    return Table(block.id, tuple(_row(row, widest) for row in block.rows))


def _row(row: Row, widest: int) -> Row:
    cells = tuple(replace(cell, blocks=tuple(map(_block, cell.blocks))) for cell in row.cells)
    missing = widest - _width(row)
    return replace(row, cells=(*cells, *(Cell("", (Paragraph(""),)) for _ in range(missing))))


def _width(row: Row) -> int:
    return sum(cell.span for cell in row.cells)
