"""Hypothesis strategies for texts, shared by all tests.

* ``documents()``: what a Word file can hold and XML can carry, every node with an id; hostile
  characters, five scripts, notes in notes, tables in cells.
* ``small_documents()``: the same shapes in few words, so that texts repeat themselves.
* ``any_documents()``: all that the text model allows, also what no Word file holds.
* ``tracked_documents()``: several authors' tracked changes of every kind, nested, and comments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate, groupby, permutations
from typing import TypeVar

from hypothesis import strategies as st

from mufakat.text.document import (
    BREAK,
    MARK,
    OBJECT,
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
    digest,
    normal_spans,
)
from mufakat.text.tracked import (
    Comment,
    FormatChange,
    Revision,
    RevisionKind,
    StyleChange,
    TrackedBlock,
    TrackedCell,
    TrackedDocument,
    TrackedNote,
    TrackedParagraph,
    TrackedRow,
    TrackedRun,
    TrackedTable,
)
from mufakat.text.tracking import (
    track_block,
    track_cell,
    track_row,
)

AUTHORS = ("MYS", "SGP", "THA", "VNM")
DATES = ("2026-01-05T09:00:00Z", "2026-01-06T15:30:00Z")

LATIN = (
    "The Meeting ",
    "digital ",
    "trust",
    ", ",
    "AI",
    " and ",
    "“safe”",
    "US$300 ",
    "don’t ",
    "5%",
)
ASIAN = (
    "ไทยแลนด์", "ความร่วมมือ", "ສປປ ລາວ", "ດິຈິຕອນ", "ព្រះរាជា", "\u200bឌីជីថល", "မြန်မာ", "ဒစ်ဂျစ်တယ်",
    "Vi\u1ec7t Nam ", "Vie\u0323\u0302t Nam ",  # composed, decomposed
)  # fmt: skip
HOSTILE = (
    "{{ 7 * 7 }}", "{% raw %}", "=cmd()", "*", "**", "_", "__init__", "a_b", "`x`", "<b>", "</w:p>",
    "<", "&amp;", "&", "&#65;", "\\", "[x](y)", "[x]{.y}", "[^n1]", "![", "!", "#", "##", " {#p1}",
    "{.x}", "{", "~~", "^2^", "$x$", "$1$", "@x", "-@y", "u@x.org", "---", "...", "'", '"', ":::",
    "|", "1. ", "(a) ", " ", "  ", "\u00a0", "\u00ad", "\u200b", "\u2011", "\u202e", BREAK, "\t",
    "\U0001f91d", "e\u0301", "]", "[", "]]>", "%1", "\\n", "\\begin{x}", "<!--", "http://x.org",
    "(@x)", ">){",
)  # fmt: skip
LINKS = (
    "https://example.org/a?b=1&copy=2#c",
    "mailto:x@example.org",
    'a "b" <c> [d] {e} \\f',
    "%20",
)
SHAPES = (
    *[((1,),), ((1, 1),), ((1, 1), (1, 1))] * 2,
    ((1,), (1,)),
    ((1, 1, 1), (2, 1)),
    ((2,), (1, 1), (1, 1)),
    ((1, 2), (1, 2), (3,)),
)  # the columns that each cell of each row covers
FEW = (
    "the", "digital", "trust", "shall", "and", "cables", ",",
    "the digital", "trust , and", "of the cables", "the cables shall", "digital trust shall the",
)  # fmt: skip

T = TypeVar("T")
Mark = tuple[str, str]
Content = str | Note | Opaque


def _several(
    of: st.SearchStrategy[T], least: int = 0, most: int = 4
) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(of, min_size=least, max_size=most).map(tuple)


def _seldom(usual: st.SearchStrategy[T], seldom: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    # one_of would count equal choices once.
    return st.sampled_from([usual] * 4 + [seldom]).flatmap(lambda chosen: chosen)


xml_characters = st.characters(
    codec="utf-8",
    exclude_categories=("Cs", "Cc"),
    exclude_characters=f"{OBJECT}{MARK}\u2028\ufeff\ufffe\uffff",
)
words = st.sampled_from(LATIN + ASIAN)
texts = _seldom(
    st.lists(st.sampled_from(LATIN * 2 + ASIAN * 3 + HOSTILE), min_size=1, max_size=4).map("".join),
    st.text(xml_characters, max_size=6),
)
few_words = st.lists(st.sampled_from(FEW), max_size=4).map(" ".join)

STYLES = (
    *[Style()] * 3,
    *[Style("numbered")] * 3,
    Style("title"),
    Style("heading", 1),
    Style("heading", 2),
    Style("heading", 1, pattern="Article %1"),
    Style("heading", 2, pattern="%1.%2"),
    Style("item"),
    Style("item"),
    Style("item", 2),
    Style("item", 3),
    Style("item", format="bullet"),
    Style("item", 2, "decimal", "%1)"),
    Style("numbered", 2, "upperRoman", "%1.%2"),
)
styles = st.sampled_from(STYLES)
marks = st.sampled_from(
    (
        *[()] * 5,
        *[(("bold", ""),)] * 2,
        *[(("italic", ""),)] * 2,
        (("underline", ""),),
        (("strike", ""),),
        (("superscript", ""),),
        (("subscript", ""),),
        (("bold", ""), ("italic", "")),
        (("bold", ""), ("italic", ""), ("underline", "")),
        *[(("link", link),) for link in LINKS],
        (("italic", ""), ("link", LINKS[0])),
    )
)
few_marks = st.sampled_from((*[()] * 6, (("bold", ""),), (("italic", ""),)))
opaques = st.builds(
    Opaque, st.sampled_from(("image", "formula")), words.map(digest), st.sampled_from(HOSTILE)
)


# Documents


def paragraph(
    style: Style, contents: Iterable[tuple[Content, tuple[Mark, ...]]], ident: str = ""
) -> Paragraph:
    """A paragraph of pieces, each with its marks; a note or object stands for its character."""
    text, spans, anchors = "", list[Span](), list[Anchor]()
    for content, held in contents:
        start = len(text)
        if isinstance(content, str):
            text += content
        else:
            anchors.append(Anchor(start, content))
            text += OBJECT
        spans += [Span(start, len(text), *mark) for mark in held]
    return Paragraph(ident, text, style, normal_spans(spans), tuple(anchors))


def _paragraphs(
    words: st.SearchStrategy[str], held: st.SearchStrategy[tuple[Mark, ...]], depth: int
) -> st.SearchStrategy[Paragraph]:
    """Paragraphs whose notes hold notes down to ``depth``."""
    contents: st.SearchStrategy[Content] = words
    if depth:
        inner = _paragraphs(words, held, depth - 1)
        bodies: st.SearchStrategy[tuple[Block, ...]] = _several(inner, 1, 2)
        if depth > 1:
            bodies = _seldom(bodies, st.tuples(_tables(inner), inner))
        notes = st.builds(Note, st.just(""), bodies, st.sampled_from(("footnote", "endnote")))
        contents = _seldom(contents, st.one_of(notes, opaques))
    return st.builds(paragraph, styles, _several(st.tuples(contents, held), 0, 3))


def _tables(inner: st.SearchStrategy[Paragraph], depth: int = 0) -> st.SearchStrategy[Table]:
    """Rectangular tables with cells over several columns and rows, nested down to ``depth``."""
    blocks: st.SearchStrategy[tuple[Block, ...]] = _seldom(st.tuples(inner), _several(inner, 1, 2))
    if depth:
        blocks = _seldom(blocks, st.tuples(_tables(inner, depth - 1), inner))
    return _shaped_tables(blocks)


@st.composite
def _shaped_tables(draw: st.DrawFn, blocks: st.SearchStrategy[tuple[Block, ...]]) -> Table:
    shapes = draw(st.sampled_from(SHAPES))
    above: set[tuple[int, int]] = set()
    rows = []
    for n, shape in enumerate(shapes):
        places = list(zip(accumulate(shape, initial=0), shape, strict=False))
        cells = []
        for place in places:
            continued = place in above and draw(st.booleans())
            held = (Paragraph(""),) if continued else draw(blocks)
            cells.append(Cell("", held, place[1], continued))
        rows.append(Row("", tuple(cells), n == 0 and draw(st.booleans())))
        above = set(places)
    return Table("", tuple(rows))


def _bodies(
    words: st.SearchStrategy[str], held: st.SearchStrategy[tuple[Mark, ...]], depth: int
) -> st.SearchStrategy[tuple[Block, ...]]:
    """Blocks, each table with a paragraph behind it, as Word wants it."""
    usual = _paragraphs(words, held, depth)
    inner = _seldom(words.map(lambda text: Paragraph("", text)), usual)
    one: st.SearchStrategy[tuple[Block, ...]] = usual.map(lambda block: (block,))
    groups = _seldom(one, st.tuples(_tables(inner, 1), inner))
    return _several(groups, 0, 5).map(lambda found: tuple(b for group in found for b in group))


def identified(document: Document, named: Callable[[str, int], str] | None = None) -> Document:
    """The document with ids ``h1``, ``p1``, ``t1`` ... in reading order, or with those named."""
    counts = dict.fromkeys("hptrcn", 0)
    name = named or (lambda letter, count: f"{letter}{count}")

    def fresh(letter: str) -> str:
        counts[letter] += 1
        return name(letter, counts[letter])

    def block(old: Block) -> Block:
        if isinstance(old, Paragraph):
            ident = fresh("h" if old.style.kind in ("title", "heading") else "p")
            return replace(old, id=ident, anchors=tuple(map(anchor, old.anchors)))
        return replace(old, id=fresh("t"), rows=tuple(map(row, old.rows)))

    def row(old: Row) -> Row:
        return replace(old, id=fresh("r"), cells=tuple(map(cell, old.cells)))

    def cell(old: Cell) -> Cell:
        return replace(old, id=fresh("c"), blocks=tuple(map(block, old.blocks)))

    def anchor(old: Anchor) -> Anchor:
        if isinstance(old.object, Opaque):
            return old
        note = replace(old.object, id=fresh("n"))
        return replace(old, object=replace(note, blocks=tuple(map(block, note.blocks))))

    return Document(tuple(map(block, document.body)))


@cache
def documents(*, notes: int = 2) -> st.SearchStrategy[Document]:
    """Documents that a Word file can hold; notes lie in notes down to ``notes``."""
    return _bodies(texts, marks, notes).map(Document).map(identified)


@cache
def small_documents() -> st.SearchStrategy[Document]:
    """Documents in few words, so that texts repeat themselves."""
    return _bodies(few_words, few_marks, 1).map(Document).map(identified)


@cache
def any_documents() -> st.SearchStrategy[Document]:
    """All that the text model allows: any characters, styles and marks, empty ids and cells."""
    odd = st.text(st.characters(exclude_characters=OBJECT), max_size=8)
    names = st.sampled_from(("bold", "italic", "superscript", "proposed", "x-1", "kind"))
    pairs = st.one_of(st.tuples(st.just("link"), odd), st.tuples(names, st.just("") | odd))
    held = _seldom(marks, st.sets(pairs, max_size=3).map(lambda found: tuple(sorted(found))))
    odd_styles = st.builds(
        Style,
        st.sampled_from(("title", "heading", "numbered", "item", "plain")),
        st.integers(-1, 12),
        st.sampled_from(("", "decimal", "bullet")),
        st.just("") | odd,
    )
    things = st.builds(Opaque, st.text(max_size=3), odd, st.text(max_size=5))
    any_styles = _seldom(styles, odd_styles)
    simple = st.builds(paragraph, any_styles, _several(st.tuples(_seldom(texts, odd), held), 0, 2))
    cells = st.builds(Cell, st.just(""), _several(simple, 0, 2), st.integers(-1, 3), st.booleans())
    rows = st.builds(Row, st.just(""), _several(cells, 0, 2), st.booleans())
    tables = st.builds(Table, st.just(""), _several(rows, 0, 2))
    blocks: st.SearchStrategy[Block] = _seldom(simple, tables)
    notes = st.builds(
        Note, st.just(""), _several(blocks, 0, 2), st.sampled_from(("footnote", "endnote"))
    )
    contents: st.SearchStrategy[Content] = _seldom(texts, st.one_of(odd, notes, things))
    rich = st.builds(paragraph, any_styles, _several(st.tuples(contents, held)))
    nested = st.builds(Cell, st.just(""), _several(tables | rich, 0, 2))
    outer = st.builds(Row, st.just(""), _several(nested, 0, 2))
    several = st.builds(Table, st.just(""), _several(outer, 1, 2))
    stems = st.sampled_from(("", "9", "a.b:c-", "_"))
    return st.builds(_some_identified, _several(_seldom(rich, several)), st.integers(1, 3), stems)


def _some_identified(body: tuple[Block, ...], every: int, stem: str) -> Document:
    return identified(Document(body), lambda letter, n: "" if n % every else f"{stem}{letter}{n}")


# Tracked changes

# Chosen as a whole, for each draw takes its time.
_WHO = (*AUTHORS, f"{AUTHORS[0]}; {AUTHORS[2]}")
_CHANGES = tuple(
    (Revision(kind, author, date),)
    for kind in tuple[RevisionKind, ...](("insert", "delete"))
    for author in _WHO
    for date in DATES
)
_NESTED = tuple(
    (Revision("insert", author, DATES[0]), Revision("delete", other, DATES[1]))
    for author, other in permutations(AUTHORS, 2)
)
_MARKS = ((), (("bold", ""),), (("italic", ""), ("underline", "")), (("link", LINKS[0]),))
_FORMATS = tuple(
    (held, FormatChange(_WHO[n % len(_WHO)], before, DATES[0]))
    for n, (held, before) in enumerate(permutations(_MARKS, 2))
)
_RESTYLED = tuple(
    (style, StyleChange(_WHO[n % len(_WHO)], before, DATES[0]))
    for n, (style, before) in enumerate(permutations((Style(), *STYLES[-5:]), 2))
)

authors = st.sampled_from(_WHO)
_changes = st.sampled_from(_CHANGES)
_stacks = st.sampled_from(((),) * len(_CHANGES) + _CHANGES + _NESTED)
_formats = _seldom(marks.map(lambda held: (tuple(sorted(held)), None)), st.sampled_from(_FORMATS))
_restyles = _seldom(styles.map(lambda style: (style, None)), st.sampled_from(_RESTYLED))


_contents: st.SearchStrategy[Content | None] = _seldom(texts, opaques)
_plain_runs = st.lists(st.tuples(_contents, _stacks, _formats), max_size=3)
_noted_runs = st.lists(st.tuples(_seldom(_contents, st.none()), _stacks, _formats), max_size=3)


@st.composite
def _runs(draw: st.DrawFn, noted: bool) -> tuple[TrackedRun, ...]:
    runs = []
    for content, stack, (held, change) in draw(_noted_runs if noted else _plain_runs):
        thing: TrackedNote | Anchor | None = None
        if content is None:
            # A note comes and goes with its reference: then nothing in it is tracked.
            inner = TrackedParagraph("") if stack else draw(_tracked_paragraphs(False))
            thing = TrackedNote("", (inner, TrackedParagraph("")))
        elif not isinstance(content, str):
            thing = Anchor(0, content)
        text = content if isinstance(content, str) else OBJECT
        runs.append(TrackedRun(text, held, stack, thing, change))
    return _joined(runs)


def _joined(runs: Sequence[TrackedRun]) -> tuple[TrackedRun, ...]:
    """Neighbours that differ in nothing are one run; none is empty."""
    out: list[TrackedRun] = []
    for _, group in groupby(
        (run for run in runs if run.text),
        key=lambda run: (run.marks, run.revisions, run.format, run.object or ""),
    ):
        same = list(group)
        if same[0].object:
            out += same
        else:
            out.append(replace(same[0], text="".join(run.text for run in same)))
    return tuple(out)


@st.composite
def _tracked_paragraphs(draw: st.DrawFn, noted: bool = True) -> TrackedParagraph:
    style, change = draw(_restyles)
    return TrackedParagraph("", draw(_runs(noted)), style, draw(_stacks), change)


@st.composite
def _tracked_tables(draw: st.DrawFn) -> TrackedTable:
    """Tables with rows or one column inserted or deleted, or changes within the cells."""
    columns, lines = draw(st.sampled_from(((1, 1), (1, 2), (2, 1), (2, 2), (3, 2))))
    simple = texts.map(lambda text: Paragraph("", text))
    column = draw(st.sampled_from((-1, 0, columns - 1)))
    change = draw(_changes)
    rows = []
    for _ in range(lines):
        if column < 0 and draw(st.booleans()):
            cells = tuple(Cell("", (draw(simple),)) for _ in range(columns))
            rows.append(track_row(Row("", cells), draw(_changes)))
            continue
        tracked: list[TrackedCell] = []
        for at in range(columns):
            if at == column:
                tracked.append(track_cell(Cell("", (draw(simple),)), change))
            else:
                tracked.append(TrackedCell("", _ended((draw(_tracked_paragraphs(False)),))))
        rows.append(TrackedRow("", tuple(tracked)))
    return TrackedTable("", tuple(rows))


def _ended(blocks: tuple[TrackedBlock, ...]) -> tuple[TrackedBlock, ...]:
    """The blocks, ending in a paragraph whose mark nobody changed."""
    if not blocks or isinstance(blocks[-1], TrackedTable):
        return (*blocks, TrackedParagraph(""))
    return (*blocks[:-1], replace(blocks[-1], mark=()))


_untracked = _paragraphs(texts, marks, 1)
_tracked_groups: st.SearchStrategy[tuple[tuple[TrackedBlock, ...], ...]] = _several(
    _seldom(
        st.tuples(_tracked_paragraphs()),
        st.one_of(
            st.tuples(st.builds(track_block, _untracked, _changes)),
            st.tuples(_tracked_tables(), _tracked_paragraphs()),
            st.tuples(st.builds(track_block, _tables(_untracked), _changes), _tracked_paragraphs()),
        ),
    ),
    0,
    5,
)


@st.composite
def tracked_documents(draw: st.DrawFn) -> TrackedDocument:
    """Texts under several authors' tracked changes, with comments, every node with an id."""
    body = [block for group in draw(_tracked_groups) for block in group]
    if draw(st.integers(0, 3)) == 3:
        _moved(
            body, draw(_untracked), draw(authors), draw(st.integers(0, 6)), draw(st.integers(0, 6))
        )
    named = _named(_ended(tuple(body)))
    return TrackedDocument(named, draw(_comments(named)))


def _moved(
    body: list[TrackedBlock], block: Paragraph, author: str, source: int, target: int
) -> None:
    """Puts a moved paragraph into the body, where it was and where it is now."""
    away = Revision("move-from", author, DATES[0], "m1")
    here = Revision("move-to", author, DATES[0], "m1")
    body.insert(source, track_block(block, (away,)))
    body.insert(target, track_block(block, (here,)))


def _named(body: tuple[TrackedBlock, ...]) -> tuple[TrackedBlock, ...]:
    counts = dict.fromkeys("ptrcn", 0)

    def fresh(letter: str) -> str:
        counts[letter] += 1
        return f"{letter}{counts[letter]}"

    def block(old: TrackedBlock) -> TrackedBlock:
        if isinstance(old, TrackedParagraph):
            return replace(old, id=fresh("p"), runs=tuple(map(run, old.runs)))
        return replace(old, id=fresh("t"), rows=tuple(map(row, old.rows)))

    def run(old: TrackedRun) -> TrackedRun:
        if not isinstance(old.object, TrackedNote):
            return old
        note = replace(old.object, id=fresh("n"))
        return replace(old, object=replace(note, blocks=tuple(map(block, note.blocks))))

    def row(old: TrackedRow) -> TrackedRow:
        return replace(old, id=fresh("r"), cells=tuple(map(cell, old.cells)))

    def cell(old: TrackedCell) -> TrackedCell:
        return replace(old, id=fresh("c"), blocks=tuple(map(block, old.blocks)))

    return tuple(map(block, body))


@st.composite
def _comments(draw: st.DrawFn, body: tuple[TrackedBlock, ...]) -> tuple[Comment, ...]:
    paragraphs = [block for block in body if isinstance(block, TrackedParagraph)]
    comments: list[Comment] = []
    for n in range(draw(st.sampled_from((0, 0, 0, 1, 2)))):
        block = draw(st.sampled_from(paragraphs))
        length = sum(len(run.text) for run in block.runs)
        start = draw(st.integers(0, length))
        end = draw(st.integers(start, length))
        reply, resolved = draw(st.booleans()), draw(st.booleans())
        author, text, date = draw(authors), draw(texts), draw(st.sampled_from(DATES))
        place = (block.id, start, end)
        parent = ""
        if reply and comments:
            first = comments[0]
            parent, place = first.id, (first.block, first.start, first.end)
        comments.append(Comment(f"k{n}", author, text, *place, date, parent, resolved))
    return tuple(comments)
