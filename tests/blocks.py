"""Blocks of a document: one that is known to be of one kind, and whether tables are sound."""

from __future__ import annotations

from itertools import accumulate
from typing import TypeVar

from mufakat.text.document import Block, Document, Note, Paragraph, Table

Kind = TypeVar("Kind", Paragraph, Table)


def block(document: Document, kind: type[Kind], at: int = 0) -> Kind:
    """The block at this place of the body, which must be of this kind."""
    found = document.body[at]
    assert isinstance(found, kind)
    return found


def rectangular(block: Block) -> bool:
    """Whether rows are equally wide, and a continued cell stands under one of its own columns."""
    if isinstance(block, Paragraph):
        notes = (anchor.object for anchor in block.anchors)
        return all(all(map(rectangular, n.blocks)) for n in notes if isinstance(n, Note))
    above: set[tuple[int, int]] = set()
    for row in block.rows:
        starts = accumulate((cell.span for cell in row.cells), initial=0)
        places = {(start, cell.span): cell for start, cell in zip(starts, row.cells, strict=False)}
        if any(cell.continued and place not in above for place, cell in places.items()):
            return False
        above = set(places)
    widths = {sum(cell.span for cell in row.cells) for row in block.rows}
    inside = (inner for row in block.rows for cell in row.cells for inner in cell.blocks)
    return len(widths) == 1 and 0 not in widths and all(map(rectangular, inside))
