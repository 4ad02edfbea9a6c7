"""Ids for what has none yet: ``h1`` ``p1`` ``t1`` ``r1`` ``c1`` ``n1``, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from mufakat.text.document import Anchor, Block, Cell, Document, Note, Paragraph, Row, Table

LETTERS = "hptrcn"

_NUMBERED = re.compile(rf"([{LETTERS}])([1-9][0-9]*)")


def identify(document: Document, taken: Iterable[str] = ()) -> Document:
    """The document with an id for every block, row, cell and note; ids that are there stay.

    A new id counts on from the highest of its letter, in the document and in ``taken`` (ids of
    earlier drafts, which are never given to anything else).
    """
    return _Names([*taken, *ids(document)]).document(document)


def ids(document: Document) -> Iterator[str]:
    """Every id of a document, in reading order."""
    return _ids(document.body)


def _ids(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if block.id:
            yield block.id
        if isinstance(block, Paragraph):
            for anchor in block.anchors:
                if isinstance(anchor.object, Note):
                    yield from filter(None, (anchor.object.id,))
                    yield from _ids(anchor.object.blocks)
            continue
        for row in block.rows:
            yield from filter(None, (row.id,))
            for cell in row.cells:
                yield from filter(None, (cell.id,))
                yield from _ids(cell.blocks)


class _Names:
    def __init__(self, taken: Iterable[str]) -> None:
        self._last = dict.fromkeys(LETTERS, 0)
        for ident in taken:
            if match := _NUMBERED.fullmatch(ident):
                self._last[match[1]] = max(self._last[match[1]], int(match[2]))

    def _fresh(self, letter: str, held: str) -> str:
        if held:
            return held
        self._last[letter] += 1
        return f"{letter}{self._last[letter]}"

    def document(self, document: Document) -> Document:
        return Document(self._blocks(document.body))

    def _blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(
            self._paragraph(block) if isinstance(block, Paragraph) else self._table(block)
            for block in blocks
        )

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        letter = "h" if paragraph.style.kind in ("title", "heading") else "p"
        ident = self._fresh(letter, paragraph.id)
        return replace(paragraph, id=ident, anchors=tuple(map(self._anchor, paragraph.anchors)))

    def _anchor(self, anchor: Anchor) -> Anchor:
        note = anchor.object
        if not isinstance(note, Note):
            return anchor
        ident = self._fresh("n", note.id)
        return replace(anchor, object=replace(note, id=ident, blocks=self._blocks(note.blocks)))

    def _table(self, table: Table) -> Table:
        ident = self._fresh("t", table.id)
        return Table(ident, tuple(map(self._row, table.rows)))

    def _row(self, row: Row) -> Row:
        ident = self._fresh("r", row.id)
        return replace(row, id=ident, cells=tuple(map(self._cell, row.cells)))

    def _cell(self, cell: Cell) -> Cell:
        ident = self._fresh("c", cell.id)
        return replace(cell, id=ident, blocks=self._blocks(cell.blocks))
