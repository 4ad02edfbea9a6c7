"""A delegate edits the issued file in LibreOffice: what comes in is what was done there.

Each edit is made four times: with tracking on and with tracking off, saved as .docx and as .odt.
"""

from __future__ import annotations

import pytest
from tests.delegate import Step
from tests.services.desk import HANDS, Desk

PARTNERS = """\
::: {#r3 .row}
[]{#p12 cell=c5} Partners

[]{#p13 cell=c6} two million
:::

"""


def test_a_file_that_was_opened_and_saved_holds_no_change(desk: Desk) -> None:
    desk.check(desk.understood(), {}, {})


# Words


def test_words_typed_over_are_a_replacement(desk: Desk) -> None:
    found = desk.understood(("retype", "warmly", "very cordially"))
    desk.check(found, {"warmly": "very cordially"}, {"replacement": 1})


def test_words_put_in_and_taken_out_are_found_each(desk: Desk) -> None:
    found = desk.understood(
        ("after", "officials"),
        ("type", " in charge"),
        ("delete", " kind"),
        ("delete", "every year"),
    )
    edits = {"officials": "officials in charge", " kind": "", "every year": ""}
    desk.check(found, edits, {"deletion": 2, "insertion": 1})


@pytest.mark.parametrize("desk", [hand for hand in HANDS if HANDS[hand][0]], indirect=True)
def test_what_is_edited_with_tracking_off_in_a_tracked_file_is_told(desk: Desk) -> None:
    found = desk.understood(
        ("retype", "warmly", "very cordially"),
        ("untrack",),
        ("retype", "million", "billion"),
        ("select", "kind"),
        ("do", "Bold"),
    )
    assert found.changes == {"formatting": 1, "replacement": 2}
    told = "2 changes" if desk.save == "docx" else "One change"  # .odt says nothing of formatting
    assert any(one.startswith(f"{told} in this tracked file w") for one in found.warnings)


def test_any_script_comes_in_as_it_was_typed(desk: Desk) -> None:
    words = "ความร่วมมือ, Việt Nam, 東協 “and” no\u00a0break"
    found = desk.understood(("retype", "Bangkok", words))
    desk.check(found, {"Bangkok": words}, {"replacement": 1})


def test_words_replaced_throughout_are_replaced_wherever_they_stood(desk: Desk) -> None:
    found = desk.understood(("replace_all", "million", "billion"))
    edits = {f"{n} million": f"{n} billion" for n in ("one", "two", "three")}
    desk.check(found, edits, {"replacement": 3})


def test_a_line_break_is_one(desk: Desk) -> None:
    found = desk.understood(("after", "kind hospitality,"), ("do", "InsertLinebreak"))
    broken = "kind hospitality,[]{.br}" + " " * (desk.save == "docx")  # pandoc drops the space
    desk.check(found, {"kind hospitality, ": broken}, {"typographic": 1})


def test_what_was_taken_back_is_no_change(desk: Desk) -> None:
    found = desk.understood(("delete", " kind"), ("do", "Undo"))
    desk.check(found, {}, {})


def test_bold_and_italic_are_formatting(desk: Desk) -> None:
    found = desk.understood(
        ("select", "thanked the host"), ("do", "Bold"), ("select", "Bangkok"), ("do", "Italic")
    )
    edits = {"thanked the host": "**thanked the host**", "Bangkok": "*Bangkok*"}
    desk.check(found, edits, {"formatting": 2})


def test_another_font_is_no_proposal(desk: Desk) -> None:
    found = desk.understood(("select", "thanked the host"), ("font", "Courier New"))
    left_out = (
        "A tracked change of fonts or layout in paragraph 19 "
        "(“The Meeting thanked the host for its …”) was left out."
    )
    told = (left_out,) if desk.tracked and desk.save == "docx" else ()
    desk.check(found, {}, {}, told=told)


# Paragraphs


def test_a_split_paragraph_is_a_split(desk: Desk) -> None:
    found = desk.understood(("after", "hospitality,"), ("do", "InsertPara"))
    edits = {
        "[]{#p16 .num} The": "[]{.num} The",
        "hospitality, and": "hospitality,\n\n[]{#p16 .num} &#32;and",
    }
    desk.check(found, edits, {"split": 1})


def test_joined_paragraphs_are_a_join(desk: Desk) -> None:
    found = desk.understood(("after", "its work."), ("do", "Delete"))
    edits = {"[]{#p16 .num}": "[]{#p17 .num}", "its work.\n\n[]{#p17 .num} The": "its work.The"}
    desk.check(found, edits, {"join": 1})


def test_a_deletion_from_one_paragraph_into_the_next_joins_them(desk: Desk) -> None:
    found = desk.understood(("select", " warmly.", "Meeting noted the plan"), ("do", "Delete"))
    edits = {
        "[]{#p1 .num}": "[]{#p2 .num}",
        " warmly.\n\n[]{#p2 .num} The Meeting noted the plan": "",
    }
    desk.check(found, edits, {"join": 1})


def test_a_paragraph_that_was_put_in_is_new(desk: Desk) -> None:
    found = desk.understood(("after", "warmly."), ("do", "InsertPara"), ("type", "It began late."))
    desk.check(found, {"warmly.": "warmly.\n\n[]{.num} It began late."}, {"new paragraph": 1})


def test_so_is_one_before_the_first_and_one_behind_the_last(desk: Desk) -> None:
    found = desk.understood(
        ("before", "The Meeting was"),
        ("do", "InsertPara"),
        ("do", "GoUp"),
        ("type", "First of all."),
        ("after", "in Bangkok."),
        ("do", "InsertPara"),
        ("type", "Last of all."),
    )
    edits = {
        "[]{#p1 .num}": "[]{.num} First of all.\n\n[]{#p1 .num}",
        "Bangkok.": "Bangkok.\n\n[]{.num} Last of all.",
    }
    desk.check(found, edits, {"new paragraph": 2})


def test_a_deleted_paragraph_is_one(desk: Desk) -> None:
    found = desk.understood(("select_until", "the second", "the third"), ("do", "Delete"))
    edits = {"[]{#p5 .item} the second report is due in June;\n\n": ""}
    desk.check(found, edits, {"deleted paragraph": 1})


def test_a_paragraph_whose_words_were_cut_away_is_still_there(desk: Desk) -> None:
    found = desk.understood(("select", "the first report is due in May;"), ("do", "Cut"))
    whole = "[]{#p4 .item} the first report is due in May;"
    if desk.save == "docx" or not desk.tracked:
        desk.check(found, {whole: "[]{#p4 .item}"}, {"deletion": 1})
    else:
        desk.check(found, {whole: "[]{.item}"}, {"deleted paragraph": 1, "new paragraph": 1})


def test_a_paragraph_moved_by_a_key_is_a_move(desk: Desk) -> None:
    found = desk.understood(("before", "the first report"), ("do", "MoveDown"))
    edits = {
        "[]{#p4 .item} the first report is due in May;\n\n": "",
        "in June;": "in June;\n\n[]{#p4 .item} the first report is due in May;",
    }
    desk.check(found, edits, {"move": 1})


def test_so_is_the_last_one_that_was_moved(desk: Desk) -> None:
    found = desk.understood(("before", "The next meeting"), ("do", "MoveUp"))
    edits = {
        "\n\n[]{#p17 .num} The next meeting will be held in Bangkok.": "",
        "[]{#p16": "[]{#p17 .num} The next meeting will be held in Bangkok.\n\n[]{#p16",
    }
    desk.check(found, edits, {"move": 1})


def test_so_is_one_that_was_cut_out_and_pasted(desk: Desk) -> None:
    found = desk.understood(
        ("select_until", "the first", "the second"),
        ("do", "Cut"),
        ("before", "the third"),
        ("do", "Paste"),
    )
    edits = {
        "[]{#p4 .item} the first report is due in May;\n\n": "",
        "in June;": "in June;\n\n[]{#p4 .item} the first report is due in May;",
    }
    desk.check(found, edits, {"move": 1})


def test_a_renamed_heading_keeps_its_id(desk: Desk) -> None:
    found = desk.understood(("after", "Money"), ("type", " and funds"))
    desk.check(found, {"Money": "Money and funds"}, {"insertion": 1})


def test_so_does_one_that_was_typed_anew(desk: Desk) -> None:
    found = desk.understood(("retype", "Money", "Funding"))
    if desk.save == "docx" or not desk.tracked:
        desk.check(found, {"Money": "Funding"}, {"replacement": 1})
    else:  # the bookmark is deleted with the words that it stood around
        new = {"deleted paragraph": 1, "new paragraph": 1}
        desk.check(found, {"Money {#h3}": "Funding {}"}, new)


def test_a_paragraph_that_was_given_another_style_is_restyled(desk: Desk) -> None:
    found = desk.understood(("before", "the second report"), ("style", "Mufakat Numbered"))
    desk.check(found, {"[]{#p5 .item}": "[]{#p5 .num}"}, {"restyle": 1})


# Notes


def test_a_footnote_that_was_put_in_is_an_insertion(desk: Desk) -> None:
    found = desk.understood(("after", "warmly"), ("do", "InsertFootnote"), ("type", "Very warmly."))
    edits = {"warmly": "warmly[^-1]", "[^n1]: ": "[^-1]: []{} Very warmly.\n\n[^n1]: "}
    desk.check(found, edits, {"insertion": 1})


def test_words_of_a_footnote_are_edited_like_others(desk: Desk) -> None:
    found = desk.understood(("retype", "seven", "eight"))
    desk.check(found, {"seven": "eight"}, {"replacement": 1})


def test_a_footnote_that_was_deleted_with_its_words_is_gone(desk: Desk) -> None:
    found = desk.understood(("select", "noted the plan", " and asked"), ("do", "Delete"))
    note = "\n\n[^n1]: []{#p3} Circulated as document seven."
    if desk.save == "docx":
        edits = {"noted the plan,[^n1] and asked": "", note: ""}
        desk.check(found, edits, {"deletion": 1, "typographic": 1})
    else:  # pandoc makes one space of two
        desk.check(found, {"noted the plan,[^n1] and asked ": "", note: ""}, {"deletion": 1})


@pytest.mark.parametrize("desk", [hand for hand in HANDS if not HANDS[hand][0]], indirect=True)
def test_a_text_pasted_into_a_new_document_proposes_nothing(desk: Desk) -> None:
    everything: tuple[Step, ...] = (("do", "SelectAll"), ("do", "SelectAll"))
    found = desk.understood(*everything, ("do", "Copy"), ("anew",), ("do", "Paste"))
    assert (found.text, found.changes) == (desk.base(), {})


# Tables


def test_a_row_that_was_put_in_is_new_with_its_words(desk: Desk) -> None:
    found = desk.understood(
        ("before", "Partners"),
        ("do", "InsertRowsBefore"),
        ("do", "GoUp"),
        ("type", "Banks"),
        ("do", "JumpToNextCell"),
        ("type", "four million"),
    )
    row = '::: {.row}\n[]{cell=""} Banks\n\n[]{cell=""} four million\n:::\n\n'
    desk.check(found, {"::: {#r3 .row}": f"{row}::: {{#r3 .row}}"}, {"new row": 1})


def test_a_deleted_row_is_gone(desk: Desk) -> None:
    desk = desk.plainly()
    found = desk.understood(("before", "Partners"), ("do", "DeleteRows"))
    desk.check(found, {PARTNERS: ""}, {"deleted row": 1})


def test_words_in_a_cell_are_edited_like_others(desk: Desk) -> None:
    found = desk.understood(
        ("retype", "two million", "five million"), ("after", "Friends"), ("type", " of it")
    )
    edits = {"two million": "five million", "Friends": "Friends of it"}
    desk.check(found, edits, {"insertion": 1, "replacement": 1})


def test_a_deleted_table_is_gone(desk: Desk) -> None:
    desk = desk.plainly()
    found = desk.understood(("before", "Amount"), ("do", "DeleteTable"))
    base = desk.base()
    table = base[base.index("::::") : base.index("## Closing")]
    desk.check(found, {table: ""}, {"deleted table": 1})


@pytest.mark.parametrize("desk", [hand for hand in HANDS if not HANDS[hand][0]], indirect=True)
def test_a_column_is_taken_out_without_tracking_for_there_is_none(desk: Desk) -> None:
    found = desk.understood(("before", "Amount"), ("do", "DeleteColumns"))
    cells = ("c2} Amount", "c4} one million", "c6} two million", "c8} three million")
    edits = {f"\n\n[]{{#p{9 + 2 * n} cell={cell}": "" for n, cell in enumerate(cells)}
    desk.check(found, edits, {"deleted column": 1})


# Comments


def test_comments_stand_on_their_words_and_are_the_delegation_s(desk: Desk) -> None:
    found = desk.understood(
        ("select", "the plan"),
        ("comment", "Which plan?"),
        ("select", "warmly.", "The Meeting noted"),
        ("comment", "Both?"),
    )
    desk.check(found, {}, {})
    said = {r.text: (r.sponsor, r.block, r.last, r.quoted) for r in found.remarks}
    assert said == {
        "Which plan?": ("MYS", "p2", "", "the plan"),
        "Both?": ("MYS", "p1", "p2", "warmly.\nThe Meeting noted"),
    }


def test_a_comment_on_words_that_were_put_in_quotes_them(desk: Desk) -> None:
    steps: tuple[Step, ...] = (
        ("after", "officials"),
        ("type", " in charge"),
        ("select", "in charge"),
        ("comment", "Who?"),
    )
    (remark,) = desk.understood(*steps).remarks
    assert (remark.text, remark.block, remark.quoted) == ("Who?", "p2", "in charge")
