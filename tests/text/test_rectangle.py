"""Tables stay rectangular."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from tests import strategies

from mufakat.text.document import (
    OBJECT,
    Anchor,
    Cell,
    Document,
    Note,
    Paragraph,
    Row,
    Table,
)
from mufakat.text.rectangle import squared


def row(*texts: str) -> Row:
    return Row("", tuple(Cell("", (Paragraph("", text),)) for text in texts))


def test_a_short_row_is_filled_with_empty_cells() -> None:
    table = Table("t1", (row("Topic", "Lead", "Year"), row("Cloud", "Lao PDR")))
    filled = Table("t1", (row("Topic", "Lead", "Year"), row("Cloud", "Lao PDR", "")))
    assert squared(Document((table,))) == Document((filled,))


def test_a_cell_that_goes_on_from_one_that_is_gone_is_one_of_its_own() -> None:
    lone = row("Cloud", "Lao PDR")
    merged = Row("", (lone.cells[0], replace(lone.cells[1], continued=True)))
    for rows, wanted in (((merged, lone), (lone, lone)), ((lone, merged), (lone, merged))):
        assert squared(Document((Table("t1", rows),))) == Document((Table("t1", wanted),))


def test_a_table_in_a_note_is_squared_too() -> None:
    def noted(*rows: Row) -> Document:
        note = Note("n1", (Table("t1", rows),))
        return Document((Paragraph("p1", OBJECT, anchors=(Anchor(0, note),)),))

    assert squared(noted(row("a", "b"), row("c"))) == noted(row("a", "b"), row("c", ""))


def test_what_has_lost_its_cells_or_rows_is_gone() -> None:
    words = Paragraph("p1", "words")
    table = Table("t1", (row("Topic"), Row("r2", ())))
    assert squared(Document((table, words))) == Document((Table("t1", (row("Topic"),)), words))
    assert squared(Document((Table("t2", (Row("r1", ()),)), words))) == Document((words,))


def test_a_cell_that_has_lost_everything_holds_an_empty_paragraph() -> None:
    lone = Table("t1", (Row("", (Cell("", (Table("t2", ()),)),)),))
    assert squared(Document((lone,))) == Document((Table("t1", (row(""),)),))


@given(strategies.documents())
def test_what_is_rectangular_stays_as_it_is(document: Document) -> None:
    assert squared(document) == document
