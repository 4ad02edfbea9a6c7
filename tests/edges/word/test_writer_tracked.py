"""Tracked changes as Word has them: wrappers, marks, moves, rows, cells, formats, styles."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from lxml import etree
from tests.edges.word.written import (
    W,
    body,
    came,
    file_of,
    find,
    local,
    para,
    plain,
    run,
    shape,
    tree,
    val,
    went,
    words,
)

from mufakat.edges.word.reader import read
from mufakat.refusal import Refusal
from mufakat.text.document import Cell, Paragraph, Row, Style, Table
from mufakat.text.tracked import (
    Comment,
    FormatChange,
    Revision,
    StyleChange,
    TrackedCell,
    TrackedNote,
    TrackedRow,
    TrackedTable,
)
from mufakat.text.tracking import (
    track_block,
    track_cell,
    track_row,
)

GOES = Revision("move-from", "IDN", "2025-11-27T08:00:00Z", "a move")
COMES = Revision("move-to", "IDN", "2025-11-27T08:00:00Z", "a move")

# The order of the schema (ECMA-376 part 1: CT_PPr, CT_ParaRPr and CT_RPr, CT_TcPr, CT_TrPr).
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs "
    "suppressAutoHyphens spacing ind contextualSpacing jc outlineLvl rPr sectPr pPrChange",
    "rPr": "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike color spacing "
    "kern sz szCs u shd vertAlign lang rPrChange",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar vAlign cellIns cellDel",
    "trPr": "cantSplit tblHeader ins del",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlJc pPr rPr",
    "p": "pPr *",
    "tc": "tcPr *",
    "tr": "trPr *",
}


def disorder(root: etree._Element) -> list[str]:
    """The elements whose children do not stand in the schema's order."""
    wrong = []
    for element in root.iter(*(W + name for name in ORDER)):
        order, held = ORDER[local(element)].split(), list(map(local, element))
        rest = order.index("*") if "*" in order else -1
        places = [order.index(name) if name in order else rest for name in held]
        if -1 in places or places != sorted(places):
            wrong.append(f"{local(element)}: {held}")
    return wrong


def who(elements: Iterable[etree._Element]) -> list[tuple[str, str, str]]:
    return [(local(e), val(e, "author"), val(e, "date")) for e in elements]


def test_words_put_in_and_struck_carry_author_and_date() -> None:
    [paragraph] = body(file_of(para("We ", run("noted", went()), run("hailed", came("MYS; SGP")))))
    assert shape(paragraph) == "r(t) del(r(delText)) ins(r(t))"
    assert who(find(paragraph, "w:del") + find(paragraph, "w:ins")) == [
        ("del", "THA", "2025-11-27T09:00:00Z"),
        ("ins", "MYS; SGP", "2025-11-27T08:00:00Z"),
    ]


def test_stacks_nest_outermost_first_and_open_only_where_they_change() -> None:
    [paragraph] = body(
        file_of(
            para(run("a", came()), run("b", came(), went()), run("c", came()), run("d", went()))
        )
    )
    assert shape(paragraph) == "ins(r(t) del(r(delText)) r(t)) del(r(delText))"


def test_a_date_that_is_none_is_left_out() -> None:
    dates = "yesterday", "", "2026-02-31T25:61:00Z"
    [paragraph] = body(file_of(para(*(run(f"{n}", came(date=d)) for n, d in enumerate(dates)))))
    assert [val(e, "date") for e in find(paragraph, "w:ins")] == ["", "", ""]


def test_a_paragraphs_mark_says_that_it_came_or_went() -> None:
    blocks = body(file_of(para("New.", mark=(came(),)), para(mark=(came(), went()), ident="p2")))
    marks = [find(p, "w:pPr/w:rPr/*") for p in blocks]
    assert [who(m) for m in marks] == [
        [("ins", "MYS", "2025-11-27T08:00:00Z")],
        [("ins", "MYS", "2025-11-27T08:00:00Z"), ("del", "THA", "2025-11-27T09:00:00Z")],
    ]


def test_what_two_take_away_names_both() -> None:
    [paragraph] = body(file_of(para("Old.", mark=(went("THA"), went("VNM; THA")))))
    assert who(find(paragraph, "w:pPr/w:rPr/*")) == [("del", "THA; VNM", "2025-11-27T09:00:00Z")]


def test_what_one_puts_in_within_anothers_insertion_is_refused_on_a_mark() -> None:
    with pytest.raises(Refusal, match="put in by two delegations"):
        file_of(para("New.", mark=(came("THA"), came("VNM"))))


def moved() -> bytes:
    return file_of(
        para(run("Moved ", GOES), run("words.", GOES), mark=(GOES,), ident="p1"),
        plain("Between.", "p2"),
        para(run("Moved ", COMES), run("in", COMES, came()), mark=(COMES,), ident=""),
    )


def test_a_moves_halves_share_a_name_and_enclose_words_and_mark() -> None:
    blocks = body(moved())
    assert [local(child) for child in blocks] == [
        "p", "moveFromRangeEnd", "p", "p", "moveToRangeEnd",
    ]  # fmt: skip
    starts = list(blocks.iter(f"{W}moveFromRangeStart", f"{W}moveToRangeStart"))
    assert {val(start, "name") for start in starts} == {"move1"}
    ends = list(blocks.iter(f"{W}moveFromRangeEnd", f"{W}moveToRangeEnd"))
    assert [val(e, "id") for e in starts] == [val(e, "id") for e in ends]
    assert shape(blocks[0]) == "moveFromRangeStart moveFrom(r(t) r(t))"
    assert shape(blocks[3]) == "moveToRangeStart moveTo(r(t) ins(r(t)))"
    assert [local(e) for e in find(blocks, "w:p/w:pPr/w:rPr/*")] == ["moveFrom", "moveTo"]


def test_a_move_that_ends_within_a_paragraph_ends_there() -> None:
    blocks = body(
        file_of(para("We ", run("moved", GOES), " it."), para(run("moved", COMES), ident="p2"))
    )
    assert shape(blocks[0]) == "r(t) moveFromRangeStart moveFrom(r(t)) moveFromRangeEnd r(t)"
    assert shape(blocks[1]) == "moveToRangeStart moveTo(r(t)) moveToRangeEnd"


def test_a_move_encloses_all_its_words_whatever_a_comment_cuts_them_into() -> None:
    blocks = body(
        file_of(
            para(run("moved words", GOES), run("", GOES), ident="p1"),
            para(run("moved words", COMES), ident="p2"),
            comments=tuple(
                Comment(f"c{n}", "SGP", "Why?", ident, 3, 7) for n, ident in enumerate(("p1", "p2"))
            ),
        )
    )
    for block, half in zip(blocks, ("moveFrom", "moveTo"), strict=False):
        assert shape(block) == (
            f"{half}RangeStart {half}(r(t)) commentRangeStart {half}(r(t)) commentRangeEnd "
            f"r(commentReference) {half}(r(t)) {half}RangeEnd"
        )


def test_a_move_encloses_a_link_that_is_put_in_anew() -> None:
    change = FormatChange("SGP", (), "2025-12-01T00:00:00Z")
    linked = (("link", "https://asean.org"),)
    blocks = body(
        file_of(
            para(run("a", GOES, marks=linked, format=change), ident="p1"),
            para(run("a", COMES), ident="p2"),
        )
    )
    assert shape(blocks[0]) == (
        "moveFromRangeStart moveFrom(del(r(delText))) hyperlink(moveFrom(ins(r(t)))) "
        "moveFromRangeEnd"
    )


def test_a_move_without_its_other_half_is_a_deletion_or_an_insertion() -> None:
    alone = COMES._replace(move="elsewhere")
    nameless = (GOES._replace(move=""), COMES._replace(move=""))
    [paragraph] = body(
        file_of(para(run("a", GOES), run("b", alone), *(run("c", n) for n in nameless)))
    )
    assert shape(paragraph) == "del(r(delText)) ins(r(t)) del(r(delText)) ins(r(t))"


def test_a_note_knows_no_moves() -> None:
    note = TrackedNote("n1", (para(run("a", GOES), run("b", COMES), ident="p2"),))
    data = file_of(
        para(run("x", GOES), run("\ufffc", GOES, object=note)), para(run("x", COMES), ident="p3")
    )
    assert "move" not in shape(tree(data, "word/footnotes.xml"))
    assert shape(body(data)[0]) == (
        "moveFromRangeStart moveFrom(r(t) r(footnoteReference)) moveFromRangeEnd"
    )


def table(*rows: TrackedRow) -> TrackedTable:
    return TrackedTable("t1", rows)


def row(*texts: str, header: bool = False) -> Row:
    return Row("", tuple(Cell("", (Paragraph("", text),)) for text in texts), header)


def test_rows_and_cells_say_that_they_came_or_went() -> None:
    kept, new = row("a", "b"), row("c", "d")
    cells = (
        track_cell(Cell("", (Paragraph("", "e"),)), (came("VNM"),)),
        *track_row(kept).cells[1:],
    )
    [held] = body(
        file_of(
            table(
                track_row(kept),
                track_row(new, (came("MYS"),)),
                track_row(new, (came("MYS"), went("THA"))),
                TrackedRow("", cells),
                TrackedRow("", (TrackedCell("", cells[1].blocks, revisions=(GOES,)), cells[1])),
            )
        )
    )
    found = [[local(e) for e in find(r, "w:trPr/*")] for r in find(held, "w:tr")]
    whole = "cantSplit"  # no row is torn by the end of a page
    assert found == [[whole], [whole, "ins"], [whole, "ins", "del"], [whole], [whole]]
    assert [local(e) for e in find(held, "w:tr/w:tc/w:tcPr/*") if local(e) != "tcW"] == [
        "cellIns", "cellDel",
    ]  # fmt: skip
    second = find(held, "w:tr")[1]
    assert shape(find(second, "w:tc/w:p")[0]) == "ins(r(t))"


def test_tables_have_their_shape() -> None:
    def cell(text: str, span: int = 1, *, continued: bool = False) -> Cell:
        return Cell("", (Paragraph("", text),), span, continued)

    merged = Table(
        "t1",
        (
            Row("", (cell("Head", 2), cell("H")), True),
            Row("", (cell("a"), cell("b"), cell("c"))),
            Row("", (cell("", continued=True), cell("d", 2))),
        ),
    )
    [held] = body(file_of(track_block(merged)))
    assert len(find(held, "w:tblGrid/w:gridCol")) == 3
    assert sum(int(val(g, "w")) for g in find(held, "w:tblGrid/w:gridCol")) == 9072
    rows = find(held, "w:tr")
    assert [len(find(r, "w:trPr/w:tblHeader")) for r in rows] == [1, 0, 0]
    assert [[val(s) for s in find(r, "w:tc/w:tcPr/w:gridSpan")] for r in rows] == [["2"], [], ["2"]]
    merges = [[val(m) for m in find(r, "w:tc/w:tcPr/w:vMerge")] for r in rows]
    assert merges == [[], ["restart"], [""]]
    for one in rows:
        widths = [int(val(w, "w")) for w in find(one, "w:tc/w:tcPr/w:tcW")]
        assert sum(widths) == 9072


@pytest.mark.parametrize(
    ("columns", "on_one_line"),
    [
        (("1", "words " * 20, "13 January", "words " * 20), (0, 2)),
        (("13 January", "words " * 20), (0,)),
        (("13 January",) * 6, ()),  # then they share the width alike
    ],
)
def test_short_words_in_a_table_stand_on_one_line(
    columns: tuple[str, ...], on_one_line: tuple[int, ...]
) -> None:
    cells = tuple(Cell(f"c{n}", (Paragraph("", words),)) for n, words in enumerate(columns))
    [held] = find(body(file_of(track_block(Table("t", (Row("r", cells),))))), "w:tbl")
    widths = [int(val(g, "w")) for g in find(held, "w:tblGrid/w:gridCol")]
    assert sum(widths) == 9072
    assert all(widths[n] >= len(columns[n]) * 105 + 216 for n in on_one_line)
    assert max(widths) - min(widths) <= 1 or on_one_line


def test_words_stand_where_word_wants_them_around_tables() -> None:
    small = track_block(Table("t1", (row("a"),)))
    nested = TrackedTable("t2", (TrackedRow("", (TrackedCell("", (small,)), TrackedCell("", ()))),))
    blocks = body(file_of(small, nested))
    assert [local(b) for b in blocks] == ["tbl", "p", "tbl"]
    assert [shape(c) for c in find(blocks[2], "w:tr/w:tc")] == ["tbl(tr(tc(p(r(t))))) p", "p"]
    fillers = [blocks[1], *find(blocks[2], "w:tr/w:tc/w:p")]
    assert {val(s) for p in fillers for s in find(p, "w:pPr/w:pStyle")} == {"MufakatShell"}


def test_only_a_wholly_new_paragraph_stands_off_from_the_table_below_it() -> None:
    table = track_block(Table("t1", (row("a"),)))
    mine, other = came(), came("SGP")
    new = para(run("New.", mine), ident="", mark=(mine,))
    split, gone = para("Split.", mark=(mine,)), para(run("Gone.", went()), mark=(went(),))
    mixed = para(run("New, ", mine), run("later.", other), ident="", mark=(mine,))
    assert [len(body(file_of(p, table))) for p in (new, split, gone, mixed)] == [3, 2, 2, 2]
    line = body(file_of(new, table))[1]
    assert [val(s, "line") for s in find(line, "w:pPr/w:spacing")] == ["20"]
    assert read(file_of(new, table)).tracked.body[0] == new
    assert len(read(file_of(new, table)).tracked.body) == 2


def test_a_change_of_format_says_what_was() -> None:
    change = FormatChange("SGP", (("italic", ""),), "2025-11-27T08:00:00Z")
    [paragraph] = body(file_of(para(run("word", marks=(("bold", ""),), format=change))))
    [properties] = find(paragraph, "w:r/w:rPr")
    assert [local(e) for e in properties] == ["b", "bCs", "rPrChange"]
    assert [local(e) for e in find(properties, "w:rPrChange/w:rPr/*")] == ["i", "iCs"]
    assert who(find(properties, "w:rPrChange")) == [("rPrChange", "SGP", "2025-11-27T08:00:00Z")]


def test_a_change_of_style_says_what_was_with_its_list() -> None:
    change = StyleChange("SGP", Style("item"), "2025-11-27T08:00:00Z")
    [paragraph] = body(file_of(para("Words", style=Style("heading", 2), restyle=change)))
    [old] = find(paragraph, "w:pPr/w:pPrChange/w:pPr")
    assert [val(s) for s in find(paragraph, "w:pPr/w:pStyle")] == ["Heading2"]
    assert [local(e) for e in old] == ["pStyle", "numPr"]
    assert val(old[0]) == "MufakatItem1"


def test_everything_stands_in_the_order_of_the_schema() -> None:
    change = FormatChange("SGP", (("italic", ""),))
    everything = file_of(
        para(
            run("word", came(), marks=(("bold", ""), ("proposed", "")), format=change),
            style=Style("numbered"),
            mark=(went(), GOES),
            restyle=StyleChange("SGP", Style("item", 2)),
        ),
        table(track_row(row("a", "b", header=True), (came(), went()))),
        para(run("x", COMES), ident="p2"),
    )
    for part in ("document", "styles", "numbering", "header1", "footer1"):
        assert disorder(tree(everything, f"word/{part}.xml")) == []


def test_a_deleted_heading_between_items_does_not_start_their_list_again() -> None:
    item = Style("item")
    blocks = body(
        file_of(
            plain("a", "p1", item),
            para(run("gone", went()), ident="p2", mark=(went(),)),
            plain("b", "p3", item),
            plain("kept", "p4"),
            plain("a", "p5", item),
        )
    )
    lists = [val(n) for n in blocks.iter(f"{W}numId")]
    assert lists[0] == lists[1] != lists[2]
    assert words(blocks) == "agonebkepta"
