"""Fresh ids are unique, in reading order, and never those of somebody else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import any_documents, documents, identified

from mufakat.text.document import (
    OBJECT,
    Anchor,
    Cell,
    Document,
    Note,
    Paragraph,
    Row,
    Style,
    Table,
)
from mufakat.text.identity import identify, ids


def test_ids_follow_the_reading_order() -> None:
    note = Note("", (Paragraph("", "a note"),))
    table = Table("", (Row("", (Cell("", (Paragraph("", "in a cell"),)),)),))
    body = (
        Paragraph("", "Title", Style("title")),
        Paragraph("", "Opening", Style("heading")),
        Paragraph("", f"Words{OBJECT}", anchors=(Anchor(5, note),)),
        table,
        Paragraph("", "Last"),
    )
    found = list(ids(identify(Document(body))))
    assert found == ["h1", "h2", "p1", "n1", "p2", "t1", "r1", "c1", "p3", "p4"]


def test_what_has_an_id_keeps_it_and_the_new_count_on() -> None:
    document = Document((Paragraph("p7", "a"), Paragraph("", "b"), Paragraph("intro", "c")))
    assert list(ids(identify(document))) == ["p7", "p8", "intro"]


def test_ids_of_earlier_drafts_are_not_given_again() -> None:
    document = Document((Paragraph("p1", "a"), Paragraph("", "b")))
    assert list(ids(identify(document, taken=("p1", "p9", "h30")))) == ["p1", "p10"]


@given(documents())
def test_a_document_with_all_its_ids_stays_as_it_is(document: Document) -> None:
    assert identify(document) == document


@given(any_documents(), st.lists(st.sampled_from(("p3", "h2", "t9", "x", "c01", "n1")), max_size=3))
def test_new_ids_are_unique_and_nothing_else_changes(document: Document, taken: list[str]) -> None:
    before = list(ids(document))
    after = identify(document, taken)
    fresh = [ident for ident in ids(after) if ident not in before]
    assert len(set(fresh)) == len(fresh)
    assert not set(fresh) & set(taken)
    assert identified(after, lambda *_: "") == identified(document, lambda *_: "")
