"""Cutting words out of paragraphs with their marks and objects, and putting them together again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mufakat.change.amendment import Fragment
from mufakat.text.document import (
    MARK,
    Anchor,
    Block,
    Cell,
    Document,
    Note,
    Opaque,
    Paragraph,
    Row,
    Span,
    Style,
    Table,
    normal_spans,
)


def cut(paragraph: Paragraph, start: int, end: int) -> Fragment:
    """``[start, end)`` of a paragraph as a fragment; its notes lose their ids."""
    anchors = tuple(
        Anchor(a.offset - start, bare_object(a.object))
        for a in paragraph.anchors
        if start <= a.offset < end
    )
    return Fragment(paragraph.text[start:end], clip(paragraph.spans, start, end), anchors)


def clip(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """The parts of the spans inside ``[start, end)``, counted from ``start``."""
    return tuple(
        Span(max(s.start, start) - start, min(s.end, end) - start, s.mark, s.value)
        for s in spans
        if s.start < end and s.end > start
    )


def glue(pieces: Sequence[Fragment]) -> Fragment:
    """Fragments one after the other as one."""
    if len(pieces) == 1:
        return pieces[0]
    at = 0
    text: list[str] = []
    spans: list[Span] = []
    anchors: list[Anchor] = []
    styles: list[Style] = []
    for piece in pieces:
        text.append(piece.text)
        spans += [Span(s.start + at, s.end + at, s.mark, s.value) for s in piece.spans]
        anchors += [Anchor(a.offset + at, a.object) for a in piece.anchors]
        styles += piece.styles
        at += len(piece.text)
    return Fragment("".join(text), normal_spans(spans), tuple(anchors), tuple(styles))


def part(fragment: Fragment, start: int, end: int) -> Fragment:
    """``[start, end)`` of a fragment."""
    first = fragment.text.count(MARK, 0, start)
    count = fragment.text.count(MARK, start, end)
    anchors = tuple(
        Anchor(a.offset - start, a.object) for a in fragment.anchors if start <= a.offset < end
    )
    return Fragment(
        fragment.text[start:end],
        clip(fragment.spans, start, end),
        anchors,
        fragment.styles[first : first + count],
    )


def mark(style: Style) -> Fragment:
    """A paragraph's end."""
    return Fragment(MARK, styles=(style,))


def paragraphs_of(fragment: Fragment) -> tuple[tuple[Fragment, ...], Fragment]:
    """The fragment cut at its marks: the pieces before each mark, and what follows the last."""
    pieces, start = [], 0
    for _ in fragment.styles:
        end = fragment.text.index(MARK, start)
        pieces.append(part(fragment, start, end))
        start = end + 1
    return tuple(pieces), part(fragment, start, len(fragment.text))


def paragraph(ident: str, pieces: Sequence[Fragment], style: Style) -> Paragraph:
    """A paragraph made of fragments without marks."""
    whole = glue(pieces) if pieces else Fragment()
    return Paragraph(ident, whole.text, style, normal_spans(whole.spans), whole.anchors)


def bare(document: Document) -> Document:
    """The document without any ids: what two texts are compared by."""
    return Document(tuple(bare_block(block) for block in document.body))


def bare_block(block: Block) -> Block:
    """The block without any ids."""
    if isinstance(block, Table):
        return Table("", tuple(bare_row(row) for row in block.rows))
    if not block.id and not block.anchors:
        return block
    anchors = tuple(Anchor(a.offset, bare_object(a.object)) for a in block.anchors)
    return Paragraph("", block.text, block.style, block.spans, anchors)


def alike(one: Sequence[Block], other: Sequence[Block]) -> bool:
    """Whether the blocks are the same but for ids."""
    return len(one) == len(other) and all(map(_alike, one, other))


def _alike(one: Block, other: Block) -> bool:
    if isinstance(one, Table) or isinstance(other, Table) or one.anchors or other.anchors:
        return bare_block(one) == bare_block(other)
    return (one.text, one.style, one.spans) == (other.text, other.style, other.spans)


def bare_row(row: Row) -> Row:
    """The row without any ids."""
    return Row("", tuple(bare_cell(cell) for cell in row.cells), row.header)


def bare_cell(cell: Cell) -> Cell:
    """The cell without any ids."""
    return replace(cell, id="", blocks=tuple(bare_block(block) for block in cell.blocks))


def bare_object(thing: Note | Opaque) -> Note | Opaque:
    """A note without any ids; anything else as it is."""
    if isinstance(thing, Note):
        blocks = tuple(bare_block(block) for block in thing.blocks)
        return replace(thing, id="", blocks=blocks)
    return thing
