from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import AUTHORS, documents, tracked_documents

from mufakat.text.document import (
    OBJECT,
    Anchor,
    Document,
    Note,
    Paragraph,
    Span,
    Style,
    Table,
    normal_spans,
    paragraphs,
)
from mufakat.text.markup import parse, serialise
from mufakat.text.tracked import (
    Comment,
    FormatChange,
    Revision,
    StyleChange,
    TrackedBlock,
    TrackedDocument,
    TrackedNote,
    TrackedParagraph,
    TrackedRun,
    TrackedTable,
    accepted,
    original,
    sponsors,
    stands,
    view,
)
from mufakat.text.tracking import (
    track_block,
    track_cell,
    track_row,
    tracked,
)

MYS, SGP = "MYS", "SGP"
INSERTED, DELETED = (Revision("insert", MYS),), (Revision("delete", MYS),)
NUMBERED, ITEM = Style("numbered"), Style("item")

some_authors = st.sets(st.sampled_from(AUTHORS))


def text(document: Document) -> list[str]:
    """Each paragraph's words."""
    return [paragraph.text for paragraph in paragraphs(document)]


def para(ident: str, *runs: TrackedRun, mark: tuple[Revision, ...] = ()) -> TrackedParagraph:
    """A numbered paragraph."""
    return TrackedParagraph(ident, runs, NUMBERED, mark)


def run(words: str, *revisions: Revision) -> TrackedRun:
    """A run without marks."""
    return TrackedRun(words, revisions=revisions)


def both(*blocks: TrackedBlock) -> tuple[Document, Document]:
    """The original and the accepted text."""
    document = TrackedDocument(blocks)
    return original(document), accepted(document)


# The laws


@given(documents())
def test_a_text_without_changes_is_itself_in_every_view(document: Document) -> None:
    assert original(tracked(document)) == document
    assert accepted(tracked(document)) == document


@given(tracked_documents(), some_authors)
def test_every_view_is_a_document_that_can_be_written(
    document: TrackedDocument, authors: set[str]
) -> None:
    seen = view(document, authors.__contains__)
    assert parse(serialise(seen)) == seen


@given(tracked_documents(), some_authors)
def test_a_view_shows_only_what_somebody_wrote(
    document: TrackedDocument, authors: set[str]
) -> None:
    seen = paragraphs(view(document, authors.__contains__), notes=False)
    written = iter("".join(words(document.body)))
    assert all(character in written for paragraph in seen for character in paragraph.text)


def words(blocks: tuple[TrackedBlock, ...]) -> Iterator[str]:
    """All words in reading order, whoever wants them, without the notes'."""
    for block in blocks:
        if isinstance(block, TrackedTable):
            for row in block.rows:
                for cell in row.cells:
                    yield from words(cell.blocks)
        else:
            yield from (one.text for one in block.runs)


@given(tracked_documents())
def test_an_author_without_changes_changes_no_view(document: TrackedDocument) -> None:
    assert view(document, lambda author: author == "XXX") == original(document)


@given(documents(), st.data())
def test_an_inserted_block_comes_and_a_deleted_block_goes(
    document: Document, data: st.DataObject
) -> None:
    if not document.body:
        return
    at = data.draw(st.integers(0, len(document.body) - 1))
    body = [*tracked(document).body]
    without = Document(document.body[:at] + document.body[at + 1 :])
    body[at] = track_block(document.body[at], INSERTED)
    assert both(*body) == (without, document)
    body[at] = track_block(document.body[at], DELETED)
    assert both(*body) == (document, without)
    body[at] = track_block(document.body[at], (*INSERTED, Revision("delete", SGP)))
    assert both(*body) == (without, without)
    assert view(TrackedDocument(tuple(body)), lambda author: author == MYS) == document


@given(documents(), st.data())
def test_a_moved_block_is_at_one_place_in_every_view(
    document: Document, data: st.DataObject
) -> None:
    old, new = (data.draw(st.integers(0, len(document.body))) for _ in range(2))
    block = Paragraph("x1", "moved")
    body: list[TrackedBlock | None] = [*tracked(document).body, None]
    before = [*document.body[:old], block, *document.body[old:]]
    after = [*document.body[:new], block, *document.body[new:]]
    out: list[TrackedBlock] = []
    for at, held in enumerate(body):
        if at == old:
            out.append(track_block(block, (Revision("move-from", MYS, move="m"),)))
        if at == new:
            out.append(track_block(block, (Revision("move-to", MYS, move="m"),)))
        out += [held] if held else []
    assert both(*out) == (Document(tuple(before)), Document(tuple(after)))


# What is accepted and what is not


def test_something_stands_when_all_that_brought_it_is_accepted_and_nothing_that_took_it() -> None:
    stack = (Revision("insert", MYS), Revision("delete", SGP))
    assert [stands(stack, seen.__contains__) for seen in ((), (MYS,), (SGP,), (MYS, SGP))] == [
        False,
        True,
        False,
        False,
    ]


def test_an_inserted_mark_splits_and_a_deleted_mark_joins() -> None:
    joined, split = both(para("p1", run("one "), mark=INSERTED), para("p2", run("two")))
    assert (text(joined), text(split)) == (["one two"], ["one ", "two"])
    split, joined = both(para("p1", run("one "), mark=DELETED), para("p2", run("two")))
    assert (text(split), text(joined)) == (["one ", "two"], ["one two"])


def test_joined_paragraphs_have_the_style_and_id_of_the_mark_that_stands() -> None:
    last = replace(para("p2", run("two")), style=ITEM)
    _, joined = both(para("p1", run("one "), mark=DELETED), last)
    assert joined.body == (Paragraph("p2", "one two", ITEM),)


def test_joined_paragraphs_keep_an_id_that_is_known() -> None:
    # What Word writes for a paragraph begun at p1's end: p1's own mark stands behind the new words.
    before, _ = both(
        para("p1", run("one"), mark=INSERTED), para("", run("new", Revision("insert", MYS)))
    )
    assert before.body == (Paragraph("p1", "one", NUMBERED),)


def test_words_whose_mark_is_gone_before_a_table_or_at_the_end_keep_their_style() -> None:
    table = track_block(one_cell())
    assert isinstance(table, TrackedTable)
    _, seen = both(para("p1", run("one"), mark=DELETED), table, para("p2", run("x"), mark=DELETED))
    first, _, last = seen.body
    assert (first, last) == (Paragraph("p1", "one", NUMBERED), Paragraph("p2", "x", NUMBERED))


def test_paragraphs_join_across_a_table_that_is_gone() -> None:
    table = track_block(one_cell(), DELETED)
    _, seen = both(para("p1", run("one "), mark=DELETED), table, para("p2", run("two")))
    assert seen.body == (Paragraph("p2", "one two", NUMBERED),)


def one_cell() -> Table:
    """A table of one cell."""
    table = parse(":::: {#t1 .table}\n::: {#r1 .row}\n[]{#q1 cell=c1} a\n:::\n::::\n").body[0]
    assert isinstance(table, Table)
    return table


def test_rows_and_cells_come_and_go() -> None:
    table = one_cell()
    (row,) = table.rows
    (cell,) = row.cells
    new_row = track_row(replace(row, id="r2"), INSERTED)
    new_cell = track_cell(replace(cell, id="c2"), INSERTED)
    old_row = track_row(row)
    wider = replace(old_row, cells=(*old_row.cells, new_cell))
    before, after = both(TrackedTable("t1", (wider, new_row)))
    assert before.body == (table,)
    assert after.body == (
        Table("t1", (replace(row, cells=(cell, replace(cell, id="c2"))), replace(row, id="r2"))),
    )


def test_a_table_goes_with_its_last_row() -> None:
    _, after = both(track_block(one_cell(), DELETED))
    assert after == Document()


def test_marks_and_styles_go_back() -> None:
    change = FormatChange(MYS, (("italic", ""),))
    bold = TrackedRun("a", (("bold", ""),), format=change)
    block = TrackedParagraph("p1", (bold, run("b")), ITEM, restyle=StyleChange(MYS, NUMBERED))
    before, after = both(block)
    assert before.body == (Paragraph("p1", "ab", NUMBERED, (Span(0, 1, "italic"),)),)
    assert after.body == (Paragraph("p1", "ab", ITEM, (Span(0, 1, "bold"),)),)


def test_a_note_comes_with_its_reference_and_its_words_by_themselves() -> None:
    note = TrackedNote("n1", (para("p2", run("old"), run(" new", *INSERTED)),))
    kept = TrackedRun(OBJECT, object=note)
    before, after = both(para("p1", kept))
    assert text(before) == [OBJECT, "old"]
    assert text(after) == [OBJECT, "old new"]
    before, _ = both(para("p1", replace(kept, revisions=INSERTED)))
    assert text(before) == [""]


def test_a_whole_noted_paragraph_under_an_insertion_has_its_note_untouched() -> None:
    note = Note("n1", (Paragraph("p2", "said"),))
    block = Paragraph("p1", f"x{OBJECT}", anchors=(Anchor(1, note),))
    before, after = both(track_block(block, INSERTED))
    assert (before.body, after.body) == ((), (block,))


@pytest.mark.parametrize(
    ("author", "names"),
    [("MYS", ("MYS",)), ("MYS; SGP", ("MYS", "SGP")), (" MYS ;", ("MYS",)), ("", ())],
)
def test_an_author_may_be_several_delegations(author: str, names: tuple[str, ...]) -> None:
    assert sponsors(author) == names


# What the shared strategies promise to the other tests


@given(documents())
def test_documents_are_valid(document: Document) -> None:
    seen = [*paragraphs(document)]
    idents = [paragraph.id for paragraph in seen]
    assert len({*idents}) == len(idents)
    assert all(idents)
    for paragraph in seen:
        assert paragraph.spans == normal_spans(paragraph.spans)
        objects = [at for at, character in enumerate(paragraph.text) if character == OBJECT]
        assert objects == [anchor.offset for anchor in paragraph.anchors]
    for table in (block for block in document.body if isinstance(block, Table)):
        above: list[tuple[int, int]] = []
        for row in table.rows:
            widths = [cell.span for cell in row.cells]
            places = [*zip(accumulate(widths, initial=0), widths, strict=False)]
            assert sum(widths) == sum(cell.span for cell in table.rows[0].cells)
            for place, cell in zip(places, row.cells, strict=True):
                assert not cell.continued or place in above
            above = places


@given(tracked_documents())
def test_tracked_documents_are_as_a_reader_gives_them(document: TrackedDocument) -> None:
    lengths = {
        block.id: sum(len(one.text) for one in block.runs)
        for block in document.body
        if isinstance(block, TrackedParagraph)
    }
    for comment in document.comments:
        assert isinstance(comment, Comment)
        assert 0 <= comment.start <= comment.end <= lengths[comment.block]
    for block in document.body:
        if isinstance(block, TrackedParagraph):
            assert all(one.text for one in block.runs)
