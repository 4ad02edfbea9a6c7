"""Numbers that automatic numbering would print otherwise than the file did: they become words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from mufakat.edges.word.read_notices import Notices, place
from mufakat.text.document import (
    Anchor,
    Block,
    Cell,
    Document,
    Note,
    Paragraph,
    Row,
    Span,
    Style,
    Table,
    paragraphs,
)
from mufakat.text.numbering import labels

_BULLET = "bullet"


def settle(document: Document, shown: Mapping[str, str], notices: Notices) -> Document:
    """The document, in which every number prints as ``shown`` says (by paragraph id).

    Where our own counting differs, the number is put in front of the words, the paragraph loses
    its automatic one, and the person is told. Taking one out can change the count of others, so
    this goes on until all agree.
    """
    literal: set[str] = set()

    def changed(paragraph: Paragraph) -> Paragraph:
        return _literal(paragraph, shown) if paragraph.id in literal else paragraph

    settled = document
    while wrong := _wrong(settled, shown) - literal:
        literal |= wrong
        settled = each_paragraph(document, changed)
    for ordinal, paragraph in enumerate(paragraphs(document), 1):
        if shown.get(paragraph.id) and paragraph.id in literal:
            notices.add("own number", place(ordinal, paragraph.text))
    return settled


def _wrong(document: Document, shown: Mapping[str, str]) -> set[str]:
    counted = labels(document)
    return {
        paragraph.id
        for paragraph in paragraphs(document)
        if paragraph.style.format != _BULLET
        and (paragraph.id in shown or paragraph.id in counted)
        and shown.get(paragraph.id, "") != counted.get(paragraph.id, "")
    }


def _literal(paragraph: Paragraph, shown: Mapping[str, str]) -> Paragraph:
    """The paragraph with its number as words in front, and no automatic one."""
    kept = paragraph.style.kind in ("title", "heading")
    style = Style(paragraph.style.kind, paragraph.style.level) if kept else Style()
    label = shown.get(paragraph.id, "")
    lead = f"{label} " if label else ""
    by = len(lead)
    return replace(
        paragraph,
        text=lead + paragraph.text,
        style=style,
        spans=tuple(Span(s.start + by, s.end + by, s.mark, s.value) for s in paragraph.spans),
        anchors=tuple(Anchor(a.offset + by, a.object) for a in paragraph.anchors),
    )


def each_paragraph(document: Document, change: Callable[[Paragraph], Paragraph]) -> Document:
    """The document with every paragraph changed, those in cells and notes too."""

    def anchor(old: Anchor) -> Anchor:
        note = old.object
        if not isinstance(note, Note):
            return old
        return replace(old, object=replace(note, blocks=tuple(map(block, note.blocks))))

    def cell(old: Cell) -> Cell:
        return replace(old, blocks=tuple(map(block, old.blocks)))

    def row(old: Row) -> Row:
        return replace(old, cells=tuple(map(cell, old.cells)))

    def block(old: Block) -> Block:
        if isinstance(old, Table):
            return replace(old, rows=tuple(map(row, old.rows)))
        return change(replace(old, anchors=tuple(map(anchor, old.anchors))))

    return Document(tuple(map(block, document.body)))
