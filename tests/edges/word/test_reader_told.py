"""What cannot be carried is named with its place; what is no part of the text is no words."""

from __future__ import annotations

from typing import Any

import pytest
from tests.edges.word.builder import (
    DAY,
    by,
    dele,
    ins,
    p,
    package,
    part,
    r,
    sdt,
    style,
    tbl,
    tc,
    tr,
)
from tests.edges.word.test_reader import texts

from mufakat.edges.word.reader import Return, read
from mufakat.text.document import Note, Table, paragraphs
from mufakat.text.tracked import TrackedParagraph, accepted, original

PROMPT = "Click or tap here to enter text."
LAYOUT = "A tracked change of fonts or layout {} was left out."

HEADING = style("H1", "heading 1")


def control(properties: str, *inner: str) -> str:
    return sdt(*inner).replace("<w:sdtPr/>", f"<w:sdtPr>{properties}</w:sdtPr>")


def words(returned: Return) -> list[str]:
    return texts(accepted(returned.tracked))


def test_the_prompt_of_an_empty_control_is_no_word_of_the_text() -> None:
    returned = read(package(p("Name: ", control("<w:showingPlcHdr/>", r(PROMPT)), ".")))
    assert words(returned) == ["Name: ."]
    assert returned.warnings == (
        "The prompt of an empty content control in paragraph 1 (“Name: .”) was left out.",
    )


def test_an_empty_control_of_whole_paragraphs_has_a_prompt_too() -> None:
    returned = read(package(p("One"), control("<w:showingPlcHdr/>", p(r(PROMPT))), p("Two")))
    assert words(returned) == ["One", "", "Two"]
    assert returned.warnings == (
        "The prompt of an empty content control after paragraph 1 was left out.",
    )


def test_what_was_typed_into_a_control_is_read() -> None:
    filled = control('<w:showingPlcHdr w:val="0"/>', r("Vientiane"))
    returned = read(package(p("Name: ", filled)))
    assert (words(returned), returned.warnings) == (["Name: Vientiane"], ())


def test_a_cell_whose_control_is_empty_stays() -> None:
    returned = read(package(tbl(tr(control("<w:showingPlcHdr/>", tc(p(r(PROMPT)))), "b"))))
    [table] = accepted(returned.tracked).body
    assert isinstance(table, Table)
    assert [texts_of(cell.blocks) for cell in table.rows[0].cells] == [[""], ["b"]]


def texts_of(blocks: tuple[Any, ...]) -> list[str]:
    return [block.text for block in blocks]


@pytest.mark.parametrize("way", ["Ins", "Del", "MoveFrom", "MoveTo"])
def test_a_tracked_change_of_a_control_is_told_of(way: str) -> None:
    around = (
        f'<w:customXml{way}RangeStart w:id="7" w:author="MYS" w:date="{DAY}"/>',
        f'<w:customXml{way}RangeEnd w:id="7"/>',
    )
    inline = read(package(p("A ", around[0], sdt(r("name")), around[1])))
    between = read(package(p("One"), around[0], sdt(p("Two")), around[1]))
    assert words(inline) == ["A name"]
    told = (
        "A tracked change of a content control or of custom XML {} was left out; "
        "its words are read."
    )
    assert inline.warnings == (told.format("in paragraph 1 (“A name”)"),)
    assert between.warnings == (told.format("after paragraph 1"),)


def test_a_tracked_change_of_a_paragraph_marks_fonts_is_told_of() -> None:
    change = f"<w:rPr><w:b/><w:rPrChange {by('SGP')}><w:rPr/></w:rPrChange></w:rPr>"
    assert read(package(p("One", props=change))).warnings == (
        LAYOUT.format("in paragraph 1 (“One”)"),
    )


def test_a_paragraph_made_bold_as_a_whole_needs_no_word_on_its_mark() -> None:
    bolder = f"<w:b/><w:rPrChange {by('SGP')}><w:rPr/></w:rPrChange>"
    returned = read(package(p(r("One", bolder), props=f"<w:rPr>{bolder}</w:rPr>")))
    assert returned.warnings == ()


def test_a_tracked_change_of_a_rows_own_table_layout_is_told_of() -> None:
    change = f"<w:tblPrEx><w:tblPrExChange {by('SGP')}><w:tblPrEx/></w:tblPrExChange></w:tblPrEx>"
    row = tr("a").replace("<w:tr>", f"<w:tr>{change}")
    assert read(package(p("One"), tbl(row))).warnings == (LAYOUT.format("after paragraph 1"),)


def merging(one: str, two: str) -> Return:
    cells = (tc("a", props=f"<w:cellMerge {by('VNM')} {way}/>") for way in (one, two))
    return read(package(p("One"), tbl(*(tr(cell, "b") for cell in cells))))


@pytest.mark.parametrize(
    ("one", "two", "continued"),
    [
        ('w:vMerge="rest"', 'w:vMerge="cont"', True),
        ('w:vMergeOrig="rest"', 'w:vMergeOrig="cont"', False),
    ],
)
def test_a_tracked_merging_of_cells_is_taken_as_done(one: str, two: str, continued: bool) -> None:
    returned = merging(one, two)
    _, table = accepted(returned.tracked).body
    assert isinstance(table, Table)
    assert [row.cells[0].continued for row in table.rows] == [False, continued]
    assert returned.warnings == (
        "2 tracked mergings of cells were taken as done: after paragraph 1, after paragraph 3.",
    )


def test_a_cell_split_again_with_tracking_on_no_longer_continues_the_one_above() -> None:
    cell = tc("a", props=f'<w:vMerge/><w:cellMerge {by("VNM")} w:vMergeOrig="cont"/>')
    [table] = accepted(read(package(tbl(tr("x"), tr(cell)))).tracked).body
    assert isinstance(table, Table)
    assert not table.rows[1].cells[0].continued


def test_words_from_right_to_left_have_their_own_bold_and_italic() -> None:
    returned = read(
        package(
            p(
                r("שלום", "<w:bCs/><w:iCs/><w:rtl/>"),
                r("one", "<w:b/><w:rtl/>"),
                r("two", "<w:bCs/>"),
                r("three", "<w:b/><w:bCs/><w:cs/>"),
                r("four", '<w:b/><w:rtl w:val="0"/>'),
            )
        )
    )
    [first] = returned.tracked.body
    assert isinstance(first, TrackedParagraph)
    marks = {run.text: [mark for mark, _ in run.marks] for run in first.runs}
    assert marks == {"שלום": ["bold", "italic"], "onetwo": [], "threefour": ["bold"]}


@pytest.mark.parametrize(
    "inside",
    [
        f"<w:ins {by('A')}><m:r><m:t>q</m:t></m:r></w:ins>",
        f"<m:r><w:rPr><w:del {by('A')}/></w:rPr><m:t>q</m:t></m:r>",
    ],
)
def test_a_tracked_change_within_a_formula_is_told_of(inside: str) -> None:
    returned = read(package(p("Let ", f"<m:oMath>{inside}</m:oMath>")))
    assert (
        "A tracked change within a formula in paragraph 1 (“Let”) was taken as done."
        in returned.warnings
    )


def test_a_page_break_of_its_own_is_no_paragraph() -> None:
    broken = p(r('<w:br w:type="page"/>'))
    returned = read(package(p("One"), broken, p("Two")))
    assert words(returned) == ["One", "Two"]
    assert returned.warnings == ("A page or column break after paragraph 1 was left out.",)
    tracked = read(package(p("One"), p(ins("SGP", r('<w:br w:type="page"/>')), mark="ins SGP")))
    assert words(tracked) == ["One"]


def test_a_cell_with_nothing_but_a_page_break_keeps_its_paragraph() -> None:
    [table] = accepted(read(package(tbl(tr(tc(p(r('<w:br w:type="page"/>'))))))).tracked).body
    assert isinstance(table, Table)
    assert len(table.rows[0].cells[0].blocks) == 1


def test_a_new_section_is_told_of() -> None:
    returned = read(package(p("One", props="<w:sectPr/>"), p("Two")))
    assert returned.warnings == ("A section break in paragraph 1 (“One”) was left out.",)


def test_a_paragraph_with_nothing_but_a_section_break_goes_with_it() -> None:
    data = package(p("One"), p(props="<w:sectPr/>", style="H1"), p("Two"), styles=HEADING)
    returned = read(data)
    assert [paragraph.text for paragraph in paragraphs(accepted(returned.tracked))] == [
        "One",
        "Two",
    ]
    assert returned.warnings == ("A section break after paragraph 1 was left out.",)


def test_a_notes_own_sign_is_no_word_of_the_text() -> None:
    star = '<w:r><w:footnoteReference w:id="2" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    returned = read(package(p("One", star, " two"), footnotes={2: p(r("* "), "Star")}))
    paragraph, _ = paragraphs(accepted(returned.tracked))
    [anchor] = paragraph.anchors
    assert paragraph.text == "One￼ two"
    assert isinstance(anchor.object, Note)
    assert returned.warnings == (
        "The own sign of a note in paragraph 1 (“One two”) was left out; the note has a number.",
    )


def test_highlighting_is_told_of() -> None:
    bright, none = '<w:highlight w:val="yellow"/>', '<w:highlight w:val="none"/>'
    returned = read(package(p("One ", r("two", bright), r(" three", none))))
    assert words(returned) == ["One two three"]
    assert returned.warnings == (
        "The highlighting of words in paragraph 1 (“One two three”) was left out.",
    )


def test_a_picture_in_a_comment_is_told_of() -> None:
    said = (
        f'<w:comment w:id="0" w:author="VNM"><w:p>{r("See")}{r("<w:drawing/>")}</w:p></w:comment>'
    )
    mark = '<w:r><w:commentReference w:id="0"/></w:r>'
    returned = read(package(p("One", mark), comments=said))
    assert [comment.text for comment in returned.tracked.comments] == ["See"]
    assert returned.warnings == ("A picture or the like in a comment by VNM (“See”) was left out.",)


def test_what_stands_before_the_first_paragraph_has_a_place() -> None:
    assert (
        read(package("<w:altChunk/>", p("One")))
        .warnings[0]
        .startswith("Another file inserted into the text at the beginning was not read")
    )


def test_a_field_over_several_paragraphs_with_changes_in_it() -> None:
    begin, show, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    told = "<w:r><w:instrText> IF x </w:instrText></w:r>"
    returned = read(
        package(
            p("See ", begin, told, begin, told, show, "3", end, show, "one ", ins("MYS", "new")),
            p(dele("SGP", "two"), "three", end, " after"),
        )
    )
    assert texts(original(returned.tracked)) == ["See one ", "twothree after"]
    assert words(returned) == ["See one new", "three after"]


def test_words_in_the_margins_are_read_with_their_changes_accepted() -> None:
    head = part("header", p("Head ", ins("MYS", "new"), dele("MYS", "old")), "hdr")
    foot = part("footer", tbl(tr("cell")) + p("Foot"), "ftr")
    assert read(package(p("One"), parts=(head, foot))).surroundings == ("Head new", "cell", "Foot")
