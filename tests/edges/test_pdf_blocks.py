from __future__ import annotations

from typing import Any

from mufakat.edges.pdf_blocks import Setting, printable
from mufakat.text.document import Block, Cell, Paragraph, Row, Span, Style, Table


def _cell(text: str, span: int = 1, continued: bool = False) -> Cell:
    return Cell("", (Paragraph("", text),), span, continued)


def _rows(*rows: Row) -> list[list[tuple[str, int, int]]]:
    """The cells of a table that was set: words, columns, rows."""
    [table] = Setting({}).blocks((Table("t1", rows),))
    return [
        [(_said(c["blocks"]), c["colspan"], c["rowspan"]) for c in row] for row in table["rows"]
    ]


def _said(blocks: list[dict[str, Any]]) -> str:
    return " ".join(run["text"] for block in blocks for run in block["runs"])


def test_continued_cells_are_one_cell_of_several_rows() -> None:
    assert _rows(
        Row("", (_cell("tall"), _cell("one"))),
        Row("", (_cell("", continued=True), _cell("two"))),
        Row("", (_cell("", continued=True), _cell("three"))),
    ) == [[("tall", 1, 3), ("one", 1, 1)], [("two", 1, 1)], [("three", 1, 1)]]


def test_a_continued_cell_keeps_its_words() -> None:
    rows = _rows(Row("", (_cell("tall"),)), Row("", (_cell("more", continued=True),)))
    assert rows == [[("tall more", 1, 2)], []]


def test_a_cell_of_another_width_does_not_continue_the_one_above() -> None:
    rows = _rows(
        Row("", (_cell("wide", 2), _cell("x"))),
        Row("", (_cell("narrow", continued=True), _cell("y"), _cell("z"))),
    )
    assert rows[1] == [("narrow", 1, 1), ("y", 1, 1), ("z", 1, 1)]


def test_the_header_does_not_reach_into_the_body() -> None:
    rows = _rows(
        Row("", (_cell("head"), _cell("one")), header=True),
        Row("", (_cell("", continued=True), _cell("two"))),
    )
    assert rows == [[("head", 1, 1), ("one", 1, 1)], [("", 1, 1), ("two", 1, 1)]]


def test_a_short_row_is_filled_up() -> None:
    rows = _rows(Row("", (_cell("a"), _cell("b"), _cell("c"))), Row("", (_cell("d"),)))
    assert rows[1] == [("d", 1, 1), ("", 1, 1), ("", 1, 1)]


def test_columns_are_as_wide_as_their_words_ask_for() -> None:
    rows = (Row("", (_cell("1"), _cell("many words " * 20), _cell("words " * 4))),)
    [table] = Setting({}).blocks((Table("t1", rows),))
    first, second, third = table["columns"]
    assert first < third < second


def _kept(*blocks: Block) -> list[bool]:
    return [block.get("sticky", False) for block in Setting({}).blocks(blocks)]


def test_a_caption_and_an_introduction_stay_with_what_follows() -> None:
    item = Paragraph("p2", "one", Style("item"))
    table = Table("t1", (Row("", (_cell("x"),)),))
    numbered = Paragraph("p1", "The Meeting agreed to:", Style("numbered"))
    caption = Paragraph("p3", "Table 1")
    assert _kept(numbered, item, item, caption, table, numbered) == [
        True, False, False, True, False, False,
    ]  # fmt: skip


def test_marks_links_lines_and_tabs_are_runs() -> None:
    paragraph = Paragraph(
        "p1",
        "ab\ncd\te",
        Style(),
        (Span(0, 4, "bold"), Span(1, 2, "proposed"), Span(6, 7, "link", "https://asean.org")),
    )
    [block] = Setting({"p1": "1."}).blocks((paragraph,))
    assert block["label"] == "1."
    said = [run.get("text", next(iter(run))) for run in block["runs"]]
    assert said == ["a", "b", "break", "c", "d", "tab", "e"]
    assert block["runs"][0]["marks"] == ["bold"]
    assert block["runs"][1]["marks"] == ["bold"]
    assert block["runs"][-1]["link"] == "https://asean.org"


def test_no_level_of_the_outline_is_left_out() -> None:
    headings = [Paragraph(f"h{n}", "x", Style("heading", n)) for n in (3, 5, 1, 2, 6)]
    assert [block["outline"] for block in Setting({}).blocks(headings)] == [1, 2, 1, 2, 3]


def test_what_ink_cannot_show_is_replaced_or_left_out() -> None:
    assert printable("a\x00b\u200ec\u200bd\x9f") == "a\ufffdbc\u200bd\ufffd"
