"""Tables stay rectangular."""

from __future__ import annotations

from hypothesis import given
from tests import strategies

from mufakat.text.document import Cell, Document, Paragraph, Row, Table
from mufakat.text.rectangle import squared


def row(*texts: str) -> Row:
    return Row("", tuple(Cell("", (Paragraph("", text),)) for text in texts))


def test_a_short_row_is_filled_with_empty_cells() -> None:
    table = Table("t1", (row("Topic", "Lead", "Year"), row("Cloud", "Lao PDR")))
    filled = Table("t1", (row("Topic", "Lead", "Year"), row("Cloud", "Lao PDR", "")))
    assert squared(Document((table,))) == Document((filled,))


@given(strategies.documents())
def test_what_is_rectangular_stays_as_it_is(document: Document) -> None:
    assert squared(document) == document
