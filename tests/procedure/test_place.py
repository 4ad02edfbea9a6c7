from __future__ import annotations

from tests.procedure.sample_merge import BASE, LABELS

from mufakat.procedure.place import Places
from mufakat.text.document import Document, Paragraph, Row, Style, Table

PLACES = Places.of(BASE, LABELS)


def test_a_place_is_said_as_across_the_table() -> None:
    said = {ident: PLACES.name(ident) for ident in PLACES.nodes}
    assert said == {
        "h1": "title",
        "h2": "heading “Digital trust”",
        "p2": "1",
        "p3": "2",
        "p5": "2(a)",
        "p6": "note 1",
        "p7": "2(b)",
        "p4": "3",
        "p8": "after 3",
        "t1": "table 1",
        "r1": "table 1, heading row",
        "c21": "table 1, heading row, column 1",
        "p21": "table 1, heading row, column 1",
        "c22": "table 1, heading row, column 2",
        "p22": "table 1, heading row, column 2",
        "r2": "table 1, row 1",
        "c23": "table 1, row 1, column 1",
        "p23": "table 1, row 1, column 1",
        "c24": "table 1, row 1, column 2",
        "p24": "table 1, row 1, column 2",
    }


def test_rows_are_counted_below_the_heading_and_headings_if_there_are_several() -> None:
    def table(*headings: bool) -> Document:
        rows = (Row(f"r{n}", (), header=heading) for n, heading in enumerate(headings))
        return Document((Table("t1", tuple(rows)),))

    def named(document: Document) -> list[str]:
        return [name for ident, name in Places.of(document).printed.items() if ident != "t1"]

    assert named(table(True, True, False, False)) == [
        "table 1, heading row 1",
        "table 1, heading row 2",
        "table 1, row 1",
        "table 1, row 2",
    ]
    assert named(table(False, False)) == ["table 1, row 1", "table 1, row 2"]


def test_items_of_items_bullets_and_items_under_a_heading() -> None:
    document = Document(
        (
            Paragraph("p0", "Greetings", Style()),
            Paragraph("p1", "first", Style("item", 1)),
            Paragraph("h1", "Skills", Style("heading", 1)),
            Paragraph("p2", "a", Style("item", 1)),
            Paragraph("p3", "b", Style("item", 2)),
            Paragraph("p4", "c", Style("item", 1, "bullet")),
            Paragraph("p5", "text"),
            Paragraph("p6", "more text"),
        )
    )
    places = Places.of(document, {"p1": "(a)", "p2": "(a)", "p3": "(i)", "p4": "•"})
    assert [places.name(ident) for ident in places.nodes] == [
        "opening",
        "(a)",
        "heading “Skills”",
        "heading “Skills”, (a)",
        "heading “Skills”, (a)(i)",
        "heading “Skills”, bullet 1",
        "after heading “Skills”",
        "after heading “Skills”, text 2",
    ]


def test_the_whole_text_and_the_unknown_have_a_name() -> None:
    assert PLACES.name("") == "whole text"
    assert PLACES.name("p99") == "p99"
