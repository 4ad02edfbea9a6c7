"""Hypothesis strategies for negotiations: a small base and what several delegations make of it.

Few words, so that texts repeat themselves; edits of every kind the merge knows, mixed and nested.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from mufakat.change.fragment import cut, glue, paragraph
from mufakat.text.document import (
    OBJECT,
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
    normal_spans,
)

STATES = ("BRN", "KHM", "IDN", "LAO", "MYS")
WORDS = ("the", "digital", "of", "trust", "cables", ",", "and", "shall", "AI", "“safe”", "ไทยแลนด์")
STYLES = (Style(), Style("numbered"), Style("item"), Style("heading", 2))

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
sentences = st.lists(st.sampled_from(WORDS), min_size=0, max_size=14).map(" ".join)


@st.composite
def bases(draw: st.DrawFn) -> Document:
    """A base of some paragraphs, perhaps with a table and a note, every node with an id."""
    texts = draw(st.lists(sentences, min_size=1, max_size=6))
    body: list[Block] = [
        Paragraph(f"p{n}", text, draw(st.sampled_from(STYLES)), draw(spans(len(text))))
        for n, text in enumerate(texts, 1)
    ]
    if draw(st.integers(0, 3)) == 0:
        at = draw(st.integers(0, len(body) - 1))
        body[at] = with_note(body[at], draw(st.integers(0, len(texts[at]))), "n1", draw(sentences))
    if draw(st.integers(0, 2)) == 0:
        body.insert(draw(st.integers(0, len(body))), draw(tables()))
    return Document(tuple(body))


@st.composite
def spans(draw: st.DrawFn, length: int) -> tuple[Span, ...]:
    if length < 2 or draw(st.integers(0, 3)):
        return ()
    start = draw(st.integers(0, length - 1))
    return (
        Span(
            start, draw(st.integers(start + 1, length)), draw(st.sampled_from(("bold", "italic")))
        ),
    )


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 3))
    rows = tuple(
        Row(
            f"r{r}",
            tuple(Cell(f"c{r}{c}", (Paragraph(f"q{r}{c}", draw(words)),)) for c in range(columns)),
            header=r == 0 and draw(st.booleans()),
        )
        for r in range(draw(st.integers(1, 3)))
    )
    return Table("t1", rows)


def with_note(block: Block, at: int, ident: str, text: str) -> Block:
    """The paragraph with a note at an offset."""
    assert isinstance(block, Paragraph)
    note = Note(ident, (Paragraph(f"{ident}p1" if ident else "", text),))
    pieces = (cut(block, 0, at), cut(block, at, len(block.text)))
    made = paragraph(block.id, pieces[:1], block.style)
    head = replace(made, text=made.text + OBJECT, anchors=(*made.anchors, Anchor(at, note)))
    tail = pieces[1]
    joined = glue((cut(head, 0, len(head.text)), tail))
    anchors = tuple(Anchor(a.offset, note) if a.offset == at else a for a in joined.anchors)
    return Paragraph(block.id, joined.text, block.style, normal_spans(joined.spans), anchors)


@dataclass(frozen=True, slots=True)
class Negotiation:
    """A base and each delegation's text."""

    base: Document
    texts: dict[str, Document]


@st.composite
def negotiations(draw: st.DrawFn, states: int = 4) -> Negotiation:
    """A base and ``states`` submissions; some edit another's text, so that edits are shared."""
    base = draw(bases())
    texts: dict[str, Document] = {}
    for state in draw(st.permutations(STATES[:states])):
        start, shared = base, draw(st.booleans())
        if texts and shared:
            start = texts[draw(st.sampled_from(sorted(texts)))]
        edited = start
        for _ in range(draw(st.integers(0, 3))):
            edited = draw(edits(edited))
        if draw(st.integers(0, 4)) == 0:
            edited = nameless(edited)
        texts[state] = edited
    return Negotiation(base, texts)


def nameless(document: Document) -> Document:
    """The text as a program that loses ids gives it back."""
    return Document(tuple(replace(block, id="") for block in document.body))


@st.composite
def edits(draw: st.DrawFn, document: Document) -> Document:
    """The document after one edit."""
    body = list(document.body)
    kind = draw(
        st.sampled_from(
            (
                "words",
                "words",
                "words",
                "new",
                "drop",
                "move",
                "split",
                "join",
                "style",
                "bold",
                "note",
                "table",
            )
        )
    )
    if not body or kind == "new":
        at = draw(st.integers(0, len(body)))
        new = Paragraph("", draw(sentences), draw(st.sampled_from(STYLES)))
        return Document((*body[:at], new, *body[at:]))
    at = draw(st.integers(0, len(body) - 1))
    block = body[at]
    if kind == "drop":
        del body[at]
    elif kind == "move":
        body.insert(draw(st.integers(0, len(body) - 1)), body.pop(at))
    elif isinstance(block, Table):
        body[at : at + 1] = draw(table_edits(block))
    elif kind == "words" or kind == "table":
        body[at] = draw(word_edits(block))
    elif kind == "style":
        body[at] = replace(block, style=draw(st.sampled_from(STYLES)))
    elif kind == "note":
        body[at] = draw(note_edits(block))
    elif kind == "bold":
        body[at] = replace(block, spans=normal_spans((*block.spans, *draw(spans(len(block.text))))))
    elif kind == "split":
        cutting = draw(st.integers(0, len(block.text)))
        first = paragraph(block.id, (keep(block, 0, cutting),), draw(st.sampled_from(STYLES)))
        second = paragraph("", (keep(block, cutting, len(block.text)),), block.style)
        body[at : at + 1] = [first, second]
    elif kind == "join" and at + 1 < len(body) and isinstance(after := body[at + 1], Paragraph):
        whole = (keep(block, 0, len(block.text)), keep(after, 0, len(after.text)))
        body[at : at + 2] = [paragraph(after.id, whole, after.style)]
    return Document(tuple(body))


def keep(block: Paragraph, start: int, end: int):  # type: ignore[no-untyped-def]
    """A cut that keeps the ids of notes, as an edit in a word processor does."""
    piece = cut(block, start, end)
    held = {a.offset: a.object for a in block.anchors}
    return replace(
        piece, anchors=tuple(Anchor(a.offset, held[a.offset + start]) for a in piece.anchors)
    )


@st.composite
def word_edits(draw: st.DrawFn, block: Paragraph) -> Paragraph:
    """The paragraph with some words replaced, put in or taken out."""
    start = draw(st.integers(0, len(block.text)))
    end = draw(st.integers(start, min(len(block.text), start + 12)))
    new = draw(st.one_of(st.just(""), words, words.map(lambda w: w + " ")))
    middle = paragraph("", (cut(Paragraph("", new), 0, len(new)),), block.style)
    pieces = (keep(block, 0, start), cut(middle, 0, len(new)), keep(block, end, len(block.text)))
    return paragraph(block.id, pieces, block.style)


@st.composite
def note_edits(draw: st.DrawFn, block: Paragraph) -> Paragraph:
    """The paragraph with its note's words edited, or with a new note."""
    if block.anchors:
        first = block.anchors[0]
        assert isinstance(first.object, Note)
        body = tuple(
            draw(word_edits(b)) if isinstance(b, Paragraph) else b for b in first.object.blocks
        )
        changed = Anchor(first.offset, replace(first.object, blocks=body))
        return replace(block, anchors=(changed, *block.anchors[1:]))
    noted = with_note(block, draw(st.integers(0, len(block.text))), "", draw(sentences))
    assert isinstance(noted, Paragraph)
    return noted


@st.composite
def table_edits(draw: st.DrawFn, table: Table) -> list[Block]:
    """The table with a row, a column or a cell's words changed."""
    rows = list(table.rows)
    kind = draw(st.sampled_from(("row", "drop row", "column", "words", "header", "span")))
    at = draw(st.integers(0, len(rows) - 1))
    if kind == "row":
        cells = tuple(Cell("", (Paragraph("", draw(words)),)) for _ in rows[at].cells)
        rows.insert(at, Row("", cells))
    elif kind == "drop row" and len(rows) > 1:
        del rows[at]
    elif kind == "column":
        where = draw(st.integers(0, len(rows[0].cells)))
        text = draw(words)
        rows = [
            replace(r, cells=(*r.cells[:where], Cell("", (Paragraph("", text),)), *r.cells[where:]))
            for r in rows
        ]
    elif kind == "header":
        rows[at] = replace(rows[at], header=not rows[at].header)
    else:
        held = list(rows[at].cells)
        column = draw(st.integers(0, len(held) - 1))
        if kind == "span" and column + 1 < len(held):
            one, other = held[column], held.pop(column + 1)
            blocks = (*one.blocks, *other.blocks)
            held[column] = replace(one, blocks=blocks, span=one.span + other.span)
        else:
            blocks = tuple(
                draw(word_edits(b)) if isinstance(b, Paragraph) else b for b in held[column].blocks
            )
            held[column] = replace(held[column], blocks=blocks)
        rows[at] = replace(rows[at], cells=tuple(held))
    return [replace(table, rows=tuple(rows))]
