"""Where the words of a delegation's text come from: the draft, or one of its operations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mufakat.change.amendment import (
    Format,
    Insert,
    Operation,
    Replace,
    Script,
    Stretch,
)
from mufakat.change.apply import apply
from mufakat.change.layout import Layout
from mufakat.change.remark.sharing import Piece, Sharing
from mufakat.text.document import (
    Anchor,
    Block,
    Cell,
    Document,
    Node,
    Note,
    Paragraph,
    Row,
    Span,
    Table,
    paragraphs,
)

_DYE, _NEW = "dye", "#"


@dataclass(frozen=True, slots=True)
class Origin:
    """The words of a submitted text: ``base`` those that the draft has, ``new`` all others.

    ``new`` are stretches, each with the place in the script of the operation that put it in.
    """

    base: Sharing
    new: tuple[tuple[Stretch, int], ...]

    def operations(self, stretch: Stretch) -> tuple[int, ...]:
        """Which operations put words of this stretch in, in the order of the words."""
        return tuple(dict.fromkeys(op for words, op in self.new if _meet(words, stretch)))


def origin(base: Document, script: Script) -> Origin:
    """Where the words come from of the text that the script makes of the base.

    Each word is dyed with its place and goes the way that ``apply`` sends it, so that there is no
    second account of that way.
    """
    dyer = _Dyer(script)
    dyed = Document(dyer.blocks(base.body))
    made = apply(dyed, [_dyed(op, n) for n, op in enumerate(script) if not isinstance(op, Format)])
    kept: list[Piece] = []
    new: list[tuple[Stretch, int]] = []
    noted = _in_notes(made)
    for number, paragraph in enumerate(paragraphs(made)):
        note = number in noted
        for span in paragraph.spans:
            if span.mark == _DYE and span.value.startswith(_NEW):
                words = Stretch(number, span.start, number, span.end)
                new.append((words, int(span.value.removeprefix(_NEW))))
            elif span.mark == _DYE:
                source, at = map(int, span.value.split(":"))
                length = span.end - span.start
                kept.append(Piece(source, at, number, span.start, length, note=note))
        if paragraph.id:
            source, end = dyer.numbers[paragraph.id], dyer.lengths[paragraph.id]
            there = len(paragraph.text)
            kept.append(Piece(source, end, number, there, 1, mark=True, note=note))
    return Origin(Sharing.of_all(kept), tuple(new))


def _in_notes(document: Document) -> set[int]:
    """The numbers of the paragraphs that stand in notes."""
    noted: set[int] = set()
    number = 0
    for paragraph in paragraphs(document, notes=False):
        notes = [a.object.blocks for a in paragraph.anchors if isinstance(a.object, Note)]
        inside = sum(1 for blocks in notes for _ in paragraphs(Document(blocks)))
        noted.update(range(number + 1, number + 1 + inside))
        number += 1 + inside
    return noted


def gap(operation: Operation, where: Layout) -> tuple[str, int]:
    """The base paragraph and offset at which an operation's new words come in."""
    if isinstance(operation, Replace):
        return operation.block, operation.end
    if isinstance(operation, Insert):
        return _end(operation.after, where) or _start(operation.parent, where)
    return "", 0


def _meet(words: Stretch, other: Stretch) -> bool:
    start, end = (other.first, other.start), (other.last, other.end)
    first, last = (words.first, words.start), (words.last, words.end)
    return first <= start <= last if start == end else first < end and start < last


def _end(ident: str, where: Layout) -> tuple[str, int] | None:
    """The end of a node's last paragraph."""
    node = where.nodes.get(ident)
    while node is not None and not isinstance(node, Paragraph):
        inner: Sequence[Node] = _inside(node)
        node = inner[-1] if inner else None
    return (node.id, len(node.text)) if node is not None else None


def _inside(node: Table | Row | Cell) -> Sequence[Node]:
    if isinstance(node, Table):
        return node.rows
    return node.cells if isinstance(node, Row) else node.blocks


def _start(ident: str, where: Layout) -> tuple[str, int]:
    """The beginning of a container's first paragraph; of the body's if the container is none."""
    for node in where.nodes.values():
        if isinstance(node, Paragraph) and (not ident or ident in where.holders(node.id)):
            return node.id, 0
    return "", 0


# -- dyeing ----------------------------------------------------------------------------------


class _Dyer:
    """Dyes a base's words with their places, in pieces that no operation cuts."""

    def __init__(self, script: Script) -> None:
        self.numbers: dict[str, int] = {}
        self.lengths: dict[str, int] = {}
        self._cuts: dict[str, set[int]] = defaultdict(set)
        for operation in script:
            if isinstance(operation, Replace):
                self._cuts[operation.block].update((operation.start, operation.end))

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        return tuple(
            self._table(block) if isinstance(block, Table) else self._paragraph(block)
            for block in blocks
        )

    def _table(self, table: Table) -> Table:
        rows = []
        for row in table.rows:
            cells = tuple(replace(cell, blocks=self.blocks(cell.blocks)) for cell in row.cells)
            rows.append(replace(row, cells=cells))
        return replace(table, rows=tuple(rows))

    def _paragraph(self, block: Paragraph) -> Paragraph:
        number, length = len(self.numbers), len(block.text)
        self.numbers[block.id], self.lengths[block.id] = number, length
        cuts = sorted({0, length, *self._cuts.get(block.id, ())})
        spans = tuple(Span(start, end, _DYE, f"{number}:{start}") for start, end in pairwise(cuts))
        anchors = tuple(
            Anchor(a.offset, replace(a.object, blocks=self.blocks(a.object.blocks)))
            if isinstance(a.object, Note)
            else a
            for a in block.anchors
        )
        return replace(block, spans=spans, anchors=anchors)


def _dyed(operation: Operation, place: int) -> Operation:
    dipped = _Dip(f"{_NEW}{place}")
    if isinstance(operation, Replace):
        words = operation.fragment
        spans, anchors = dipped.words(words.text), dipped.anchors(words.anchors)
        return replace(operation, fragment=replace(words, spans=spans, anchors=anchors))
    if isinstance(operation, Insert):
        return replace(operation, node=dipped.node(operation.node))
    return operation


@dataclass(frozen=True, slots=True)
class _Dip:
    """Dyes new words, all in one colour."""

    colour: str

    def node(self, node: Node) -> Node:
        if isinstance(node, Row):
            return self.row(node)
        return self.cell(node) if isinstance(node, Cell) else self.block(node)

    def block(self, block: Block) -> Block:
        if isinstance(block, Table):
            return replace(block, rows=tuple(map(self.row, block.rows)))
        return replace(block, spans=self.words(block.text), anchors=self.anchors(block.anchors))

    def row(self, row: Row) -> Row:
        return replace(row, cells=tuple(map(self.cell, row.cells)))

    def cell(self, cell: Cell) -> Cell:
        return replace(cell, blocks=tuple(map(self.block, cell.blocks)))

    def words(self, text: str) -> tuple[Span, ...]:
        return (Span(0, len(text), _DYE, self.colour),) if text else ()

    def anchors(self, anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
        return tuple(
            Anchor(a.offset, replace(a.object, blocks=tuple(map(self.block, a.object.blocks))))
            if isinstance(a.object, Note)
            else a
            for a in anchors
        )
