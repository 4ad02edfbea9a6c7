"""What a delegate does to the look of the issued file in LibreOffice: what comes in."""

from __future__ import annotations

import pytest
from tests.services.desk import Desk

from mufakat.refusal import Refusal


def test_a_whole_paragraph_in_bold_is_in_bold(desk: Desk) -> None:
    words = "The next meeting will be held in Bangkok."
    found = desk.understood(("select", words), ("do", "Bold"))
    desk.check(found, {words: f"**{words}**"}, {"formatting": 1})


def test_so_is_a_heading_in_italics(desk: Desk) -> None:
    found = desk.understood(("select", "Money"), ("do", "Italic"))
    desk.check(found, {"Money": "*Money*"}, {"formatting": 1})


def test_the_style_of_a_heading_taken_off_its_words_is_no_proposal_and_told(desk: Desk) -> None:
    found = desk.understood(("select", "Money"), ("do", "Bold"))  # as headings are already
    left_out = "A tracked change of fonts or layout in paragraph 8 (“Money”) was left out."
    told = (left_out,) if desk.tracked and desk.save == "docx" else ()
    desk.check(found, {}, {}, told=told)


def test_a_text_set_in_bold_is_bold_in_every_paragraph(desk: Desk) -> None:
    found = desk.understood(("do", "SelectAll"), ("do", "Bold"))
    assert found.changes == {"formatting": 20}


def test_the_words_of_a_text_box_come_in_and_are_told(desk: Desk) -> None:
    found = desk.understood(("after", "kind hospitality"), ("box", "Words in a box."))
    assert found.changes == {"new paragraph": 1}
    wanted = desk.base().replace("for its work.", "for its work.\n\n[]{} Words in a box.")
    assert found.text == wanted
    assert any("text of a text box in" in told for told in found.warnings)


def test_a_paragraph_that_becomes_a_heading_leaves_nothing_behind(desk: Desk) -> None:
    found = desk.understood(("before", "The funds of"), ("style", "Heading 1"))
    assert found.changes == {"restyle": 1}
    assert "\n# The funds of the plan are as follows." in found.text


def test_merged_cells_are_found(desk: Desk) -> None:
    steps = ("select_cells", "Partners", "two million"), ("do", "MergeCells")
    found = desk.understood(*steps)
    assert found.changes == {"merged cells": 1}
    assert "[]{#p12 cell=c5 span=2} Partners\n\n[]{} two million" in found.text


def test_a_date_put_in_is_its_words_and_told(desk: Desk) -> None:
    found = desk.understood(("after", "warmly"), ("do", "InsertDateField"))
    assert found.changes in ({"replacement": 1}, {"insertion": 1})
    assert any("A field" in told and "kept as plain words" in told for told in found.warnings)


def test_a_table_in_a_cell_comes_in_or_is_refused(desk: Desk) -> None:
    steps = ("after", "two million"), ("table", "Inner")
    if desk.save == "docx":
        assert '[]{cell=""} Inner' in desk.understood(*steps).text
        return
    with pytest.raises(Refusal, match="without loss") as refused:
        desk.understood(*steps)
    assert ".docx" in refused.value.hint


def test_a_table_of_contents_comes_in_as_paragraphs_and_is_told(desk: Desk) -> None:
    found = desk.understood(("before", "Opening"), ("contents",))
    assert found.changes["new paragraph"] == 4
    assert "Table of Contents" in found.text
    assert any("kept as plain words" in told for told in found.warnings)


def test_hidden_words_are_read_and_told(desk: Desk) -> None:
    found = desk.understood(("select", "warmly"), ("hide",))
    assert (found.text, found.changes) == (desk.base(), {})
    assert any("Hidden text in" in told for told in found.warnings)


@pytest.mark.parametrize("desk", ["tracked", "untracked"], indirect=True)
@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("The Meeting noted", "paragraph 4 (“The Meeting noted the plan, and asked …”)"),
        ("the second", "paragraph 6 (“the second report is due in June;”)"),
    ],
)
def test_numbers_that_begin_anew_are_told_and_no_change(desk: Desk, words: str, place: str) -> None:
    found = desk.understood(("before", words), ("do", "NumberingStart"))
    told = f"The new beginning of the numbers in {place} was left out; numbers follow the draft's "
    desk.check(found, {}, {}, told=(f"{told}own rules.",))


@pytest.mark.parametrize("desk", ["untracked"], indirect=True)
def test_an_enumeration_put_in_begins_anew_by_the_draft_s_own_rules(desk: Desk) -> None:
    steps = ("after", "its work."), ("do", "InsertPara"), ("style", "Mufakat Item 1")
    found = desk.understood(*steps, ("type", "one more;"), ("do", "NumberingStart"))
    assert found.changes == {"new paragraph": 1}
    assert not any("beginning" in told for told in found.warnings)


@pytest.mark.parametrize(
    "steps",
    [
        (("type", "A last word."),),
        (("do", "InsertPara"), ("type", "A last word.")),
        (("type", "A last word."), ("do", "InsertPara"), ("type", "And another.")),
    ],
)
def test_what_is_written_at_the_end_of_the_file_is_the_end_of_the_text(
    desk: Desk, steps: tuple[tuple[str, ...], ...]
) -> None:
    found = desk.understood(("end",), *steps)
    written = [step[1] for step in steps if step[0] == "type"]
    like = "{}" if desk.save == "odt" else "{.num}"  # where nothing tells it from plain words
    more = "".join(f"\n\n[]{like} {words}" for words in written)
    last = "will be held in Bangkok."
    desk.check(found, {last: f"{last}{more}"}, {"new paragraph": len(written)})


def test_what_is_written_on_the_cover_is_told_and_no_proposal(desk: Desk) -> None:
    found = desk.understood(("after", "How to reply"), ("type", " (Malaysia asks for a week)"))
    assert found.changes == {}
    [told] = [one for one in found.warnings if "outside the text" in one]
    assert "“How to reply (Malaysia asks for a week)” is new" in told
