"""The text that a set of operations makes of a base.

The operations must not contradict each other (see ``contest.contradict``). Their order matters
only where several put something at one gap: there it is the order in which it will stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mufakat.change.amendment import (
    Format,
    Fragment,
    Insert,
    Join,
    Move,
    Operation,
    Remove,
    Replace,
    Reshape,
    Restyle,
)
from mufakat.change.fragment import paragraph, paragraphs_of, part
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
    Style,
    Table,
    normal_spans,
)


def apply(base: Document, operations: Iterable[Operation]) -> Document:
    """The base with the operations carried out; base blocks keep their ids, new ones have none.

    Raises ValueError if two operations replace the same words.
    """
    return Document(_Applier(base, operations).blocks("", base.body))


@dataclass(frozen=True, slots=True)
class _Come:
    """What comes into a gap: a new node, or a base node moved there."""

    node: Node
    moved: bool


class _Applier:
    def __init__(self, base: Document, operations: Iterable[Operation]) -> None:
        self.edits: dict[str, list[Replace]] = defaultdict(list)
        self.formats: dict[str, list[Format]] = defaultdict(list)
        self.styles: dict[str, Style] = {}
        self.joined: set[str] = set()
        self.gone: set[str] = set()
        self.shapes: dict[str, Reshape] = {}
        self.gaps: dict[tuple[str, str], list[_Come]] = defaultdict(list)
        nodes: dict[str, Node] = {}
        for op in operations:
            match op:
                case Replace():
                    self.edits[op.block].append(op)
                case Format():
                    self.formats[op.block].append(op)
                case Restyle():
                    self.styles[op.block] = op.style
                case Join():
                    self.joined.add(op.block)
                case Remove():
                    self.gone.add(op.block)
                case Reshape():
                    self.shapes[op.block] = op
                case Insert():
                    self.gaps[op.parent, op.after].append(_Come(op.node, moved=False))
                case Move():
                    nodes = nodes or index(base)
                    self.gone.add(op.block)
                    self.gaps[op.parent, op.after].append(_Come(nodes[op.block], moved=True))
        self.touched = {*self.edits, *self.formats, *self.styles, *self.joined}

    def blocks(self, parent: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
        flow = _Flow()
        self._gap(parent, "", flow)
        for block in blocks:
            if block.id not in self.gone:
                self._block(block, flow)
            if (parent, block.id) in self.gaps:
                self._gap(parent, block.id, flow)
        return flow.end()

    def _gap(self, parent: str, after: str, flow: _Flow) -> None:
        for come in self.gaps.get((parent, after), ()):
            assert isinstance(come.node, Paragraph | Table)
            if come.moved:
                self._block(come.node, flow)
            elif isinstance(come.node, Table):
                flow.table(come.node)
            else:
                flow.words(Fragment(come.node.text, come.node.spans, come.node.anchors))
                flow.mark("", come.node.style)

    def _block(self, block: Block, flow: _Flow) -> None:
        if isinstance(block, Table):
            flow.table(Table(block.id, self._rows(block)))
            return
        if self._stays(block) and not flow.pending:
            flow.whole(block)
            return
        for piece in self._words(block):
            flow.words(piece)
        style = self.styles.get(block.id, block.style)
        if block.id in self.joined:
            flow.open_mark(block.id, style)
        else:
            flow.mark(block.id, style)

    def _stays(self, block: Paragraph) -> bool:
        """Whether nothing is done to the paragraph; one with notes is looked into."""
        return not (block.id in self.touched or block.anchors)

    def _words(self, block: Paragraph) -> list[Fragment]:
        """The paragraph's words after its edits, in order."""
        block = self._formatted(self._with_notes(block))
        edits = self.edits.get(block.id)
        if not edits:
            return [Fragment(block.text, block.spans, block.anchors)]
        out, at = [], 0
        # A gap's insertions come before the words that begin there; sorting keeps their own order.
        for edit in sorted(edits, key=lambda e: (e.start, e.end > e.start)):
            if edit.start < at:
                raise ValueError(f"two operations replace the same words of {block.id}")
            out += [_piece(block, at, edit.start), edit.fragment]
            at = edit.end
        return [*out, _piece(block, at, len(block.text))]

    def _with_notes(self, block: Paragraph) -> Paragraph:
        if not any(isinstance(a.object, Note) for a in block.anchors):
            return block
        anchors = tuple(
            Anchor(a.offset, replace(a.object, blocks=self.blocks(a.object.id, a.object.blocks)))
            if isinstance(a.object, Note)
            else a
            for a in block.anchors
        )
        return replace(block, anchors=anchors)

    def _formatted(self, block: Paragraph) -> Paragraph:
        spans = block.spans
        for op in self.formats.get(block.id, ()):
            if op.on:
                spans = (*spans, Span(op.start, op.end, op.mark, op.value))
            else:
                spans = tuple(piece for span in spans for piece in _without(span, op))
        return block if spans is block.spans else replace(block, spans=normal_spans(spans))

    def _rows(self, table: Table) -> tuple[Row, ...]:
        return tuple(
            row if new else self._row(row)
            for row, new in self._sequence(table.id, table.rows)
            if isinstance(row, Row)
        )

    def _row(self, row: Row) -> Row:
        shape = self.shapes.get(row.id)
        cells = tuple(
            cell if new else self._cell(cell)
            for cell, new in self._sequence(row.id, row.cells)
            if isinstance(cell, Cell)
        )
        return Row(row.id, cells, shape.header if shape else row.header)

    def _cell(self, cell: Cell) -> Cell:
        blocks = self.blocks(cell.id, cell.blocks)
        shape = self.shapes.get(cell.id)
        if shape:
            return Cell(cell.id, blocks, shape.span, shape.continued)
        return replace(cell, blocks=blocks)

    def _sequence(self, parent: str, nodes: Sequence[Row | Cell]) -> list[tuple[Node, bool]]:
        """The rows or cells after insertions, removals and moves, and whether each is new."""
        out: list[tuple[Node, bool]] = []
        for node in (None, *nodes):
            if node is not None and node.id not in self.gone:
                out.append((node, False))
            gap = self.gaps.get((parent, node.id if node else ""), ())
            out += [(come.node, not come.moved) for come in gap]
        return out


class _Flow:
    """Gathers words and marks, and gives the paragraphs that they make."""

    def __init__(self) -> None:
        self.out: list[Block] = []
        self.pending: list[Fragment] = []
        self.open: tuple[str, Style] | None = None  # the mark that a joined paragraph has lost

    def words(self, fragment: Fragment) -> None:
        ended, rest = paragraphs_of(fragment) if fragment.styles else ((), fragment)
        for piece, style in zip(ended, fragment.styles, strict=True):
            self.pending.append(piece)
            self.mark("", style)
        if rest.text:
            self.pending.append(rest)

    def whole(self, block: Paragraph) -> None:
        self.out.append(block)
        self.open = None

    def mark(self, ident: str, style: Style) -> None:
        self.out.append(paragraph(ident, self.pending, style))
        self.pending, self.open = [], None

    def open_mark(self, ident: str, style: Style) -> None:
        self.open = (ident, style)

    def table(self, table: Table) -> None:
        self._close()
        self.out.append(table)

    def end(self) -> tuple[Block, ...]:
        self._close()
        return tuple(self.out)

    def _close(self) -> None:
        """Words that lost their mark and have no paragraph to run on into keep a mark after all."""
        if self.pending and self.open:
            self.mark(*self.open)
        self.pending, self.open = [], None


def _piece(block: Paragraph, start: int, end: int) -> Fragment:
    # Unlike ``fragment.cut`` this keeps the ids of notes: these words stay where they are.
    whole = Fragment(block.text, block.spans, block.anchors)
    return part(whole, start, end)


def _without(span: Span, op: Format) -> list[Span]:
    if (span.mark, span.value) != (op.mark, op.value):
        return [span]
    sides = (
        Span(span.start, min(span.end, op.start), *_name(span)),
        Span(max(span.start, op.end), span.end, *_name(span)),
    )
    return [side for side in sides if side.start < side.end]


def _name(span: Span) -> tuple[str, str]:
    return span.mark, span.value


def index(document: Document) -> dict[str, Node]:
    """Every node of the document by its id, notes' paragraphs included."""
    found: dict[str, Node] = {}
    _index(document.body, found)
    return found


def _index(blocks: Sequence[Block], found: dict[str, Node]) -> None:
    for block in blocks:
        found[block.id] = block
        if isinstance(block, Table):
            for row in block.rows:
                found[row.id] = row
                for cell in row.cells:
                    found[cell.id] = cell
                    _index(cell.blocks, found)
        else:
            for anchor in block.anchors:
                if isinstance(anchor.object, Note):
                    _index(anchor.object.blocks, found)
