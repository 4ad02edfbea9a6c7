"""The text of an instrument at one moment: paragraphs and tables with stable ids.

Offsets are code points. Inside a paragraph's text three characters stand for something else:

* ``BREAK`` (line feed) is a line break, a tab is a tab;
* ``OBJECT`` (U+FFFC) is an anchored object: a note or something kept whole, found in ``anchors``;
* ``MARK`` (U+2029) never occurs in a document; in a change it stands for a paragraph's end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

BREAK = "\n"
OBJECT = "\ufffc"
MARK = "\u2029"

Kind = Literal["title", "heading", "numbered", "item", "plain"]
Format = Literal["", "decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "bullet"]
NoteKind = Literal["footnote", "endnote"]
MarkName = Literal["bold", "italic", "underline", "superscript", "subscript", "strike", "link"]


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph's mark carries: what the paragraph is, and how it is numbered.

    ``level`` counts from 1. ``format`` and ``pattern`` (``%1.``, ``(%1)``, ``%1.%2``) say how the
    number is printed where it is not the kind's usual one; see ``numbering.labels``.
    """

    kind: Kind = "plain"
    level: int = 1
    format: Format = ""
    pattern: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A mark over ``text[start:end]``; ``value`` is a link's address, else empty."""

    start: int
    end: int
    mark: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A foot- or endnote, living where it is referred to."""

    id: str
    blocks: tuple[Block, ...]
    kind: NoteKind = "footnote"


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something kept whole and never looked into (an image, a formula), known by its digest."""

    kind: str
    digest: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The object that the ``OBJECT`` character at ``offset`` stands for."""

    offset: int
    object: Note | Opaque


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; its ``spans`` are sorted, and those of one mark and value never touch."""

    id: str
    text: str = ""
    style: Style = field(default_factory=Style)
    spans: tuple[Span, ...] = ()
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, ``span`` columns wide; a ``continued`` one belongs to the cell above."""

    id: str
    blocks: tuple[Block, ...]
    span: int = 1
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; a ``header`` row is repeated on each page."""

    id: str
    cells: tuple[Cell, ...]
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells of blocks; every row covers the same number of columns."""

    id: str
    rows: tuple[Row, ...]


Block = Paragraph | Table
Node = Paragraph | Table | Row | Cell


@dataclass(frozen=True, slots=True)
class Document:
    """The text of an instrument at one moment, in reading order."""

    body: tuple[Block, ...] = ()


def paragraphs(document: Document, *, notes: bool = True) -> Iterator[Paragraph]:
    """Every paragraph in reading order; a note's paragraphs follow the one that refers to it."""
    yield from _paragraphs(document.body, notes)


def _paragraphs(blocks: tuple[Block, ...], notes: bool) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            for anchor in block.anchors if notes else ():
                if isinstance(anchor.object, Note):
                    yield from _paragraphs(anchor.object.blocks, notes)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell.blocks, notes)


def normal_spans(spans: list[Span] | tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans in the one form that a paragraph keeps: sorted, merged, none empty."""
    if not spans:
        return ()
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.mark, s.value, s.start, s.end)):
        if span.start >= span.end:
            continue
        last = merged[-1] if merged else None
        if last and (last.mark, last.value) == (span.mark, span.value) and span.start <= last.end:
            merged[-1] = Span(last.start, max(last.end, span.end), span.mark, span.value)
        else:
            merged.append(span)
    return tuple(sorted(merged, key=lambda s: (s.start, s.end, s.mark, s.value)))


def digest(text: str | bytes) -> str:
    """The SHA-256 of a text (as UTF-8) or of bytes, in hexadecimal: everything's name here."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()
