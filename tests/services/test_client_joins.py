"""A delegate deletes from one paragraph, or past a table, into the next in LibreOffice."""

from __future__ import annotations

import pytest
from tests.delegate import NAME, Step
from tests.services.desk import HANDS, Desk

TRACKED_DOCX = pytest.mark.parametrize("desk", ["tracked"], indirect=True)


def told(paragraph: str) -> tuple[str, ...]:
    return (
        f"LibreOffice gave a paragraph (“{paragraph}”) the style of the deleted one before it; "
        "its style is the draft's again.",
    )


def table_of(desk: Desk) -> str:
    base = desk.base()
    return base[base.index("::::") : base.index("## Closing")]


def test_a_deleted_heading_gives_its_style_to_nobody(desk: Desk) -> None:
    found = desk.understood(("select_until", "Money", "The funds"), ("do", "Delete"))
    by_docx = told("The funds of the plan are as follows.")
    told_here = by_docx if desk.tracked and desk.save == "docx" else ()
    desk.check(found, {"## Money {#h3}\n\n": ""}, {"deleted paragraph": 1}, told=told_here)


def test_nor_does_a_deleted_item_before_a_heading(desk: Desk) -> None:
    found = desk.understood(("select_until", "the third", "Money"), ("do", "Delete"))
    item = "[]{#p6 .item} the third report is due in July.\n\n"
    told_here = told("Money") if desk.tracked and desk.save == "docx" else ()
    desk.check(found, {item: ""}, {"deleted paragraph": 1}, told=told_here)


@TRACKED_DOCX
def test_a_paragraph_that_joins_a_heading_was_restyled_under_tracking(desk: Desk) -> None:
    found = desk.understood(("select", "ney", "The funds"), ("do", "Delete"))
    edits = {
        "## Money {#h3}\n\n[]{#p7 .num} The funds of the plan are as follows.": (
            "## Mo of the plan are as follows. {#p7}"
        )
    }
    changes = {"deleted paragraph": 1, "replacement": 1, "restyle": 1}
    desk.check(found, edits, changes)


def test_a_table_deleted_with_the_words_around_it_is_a_deleted_table(desk: Desk) -> None:
    found = desk.understood(("select_until", "The funds", "Closing"), ("do", "Delete"))
    funds = "[]{#p7 .num} The funds of the plan are as follows.\n\n"
    told_here = told("Closing") if desk.tracked and desk.save == "docx" else ()
    edits = {funds: "", table_of(desk): ""}
    desk.check(found, edits, {"deleted paragraph": 1, "deleted table": 1}, told=told_here)


@pytest.mark.parametrize(
    "desk", [hand for hand in HANDS if HANDS[hand][1] == "docx"], indirect=True
)
def test_so_is_one_between_halves_of_paragraphs(desk: Desk) -> None:
    found = desk.understood(("select", "are as follows.", "Closing"), ("do", "Delete"))
    edits = {
        "are as follows.": "&#32;",
        " &#32;": "&#32;",
        table_of(desk): "",
        "\n\n## Closing {#h4}": "",
    }
    changes = {"deleted paragraph": 1, "deleted table": 1, "deletion": 1}
    desk.check(found, edits, changes)


@TRACKED_DOCX
def test_so_is_one_that_was_moved_with_the_words_before_it(desk: Desk) -> None:
    cut: tuple[Step, ...] = ("select_until", "The funds", "Closing"), ("do", "Cut")
    found = desk.understood(*cut, ("before", "The Meeting noted"), ("do", "Paste"))
    funds, table = found.text.index("The funds of"), found.text.index("Partners")
    assert funds < table < found.text.index("The Meeting noted")
    assert (found.text.count(".table}"), found.changes["move"]) == (1, 2)


@TRACKED_DOCX
def test_a_paragraph_joins_the_one_that_words_are_left_of(desk: Desk) -> None:
    away: tuple[Step, ...] = ("select_until", "Money", "The funds"), ("do", "Delete")
    found = desk.understood(*away, ("select", "the plan are", "Closing"), ("do", "Delete"))
    assert ".num} The funds of&#32;\n" in found.text


@TRACKED_DOCX
def test_three_paragraphs_that_are_joined_have_the_style_of_the_first(desk: Desk) -> None:
    join: tuple[Step, ...] = ("after", "in July."), ("do", "Delete")
    found = desk.understood(("select", "ney", "The funds"), ("do", "Delete"), *join)
    assert ".item} the third report is due in July.Mo of the plan are as follows.\n" in found.text


@TRACKED_DOCX
def test_cells_of_which_all_words_are_deleted_stay(desk: Desk) -> None:
    found = desk.understood(("select_cells", "Partners", "two million"), ("do", "Delete"))
    desk.check(found, {" Partners": "", " two million": ""}, {"deletion": 2})


def test_a_paragraph_put_in_behind_a_heading_is_new_and_nothing_else(desk: Desk) -> None:
    found = desk.understood(("after", "Money"), ("do", "InsertPara"), ("type", "It is scarce."))
    desk.check(found, {"{#h3}": "{#h3}\n\n[]{} It is scarce."}, {"new paragraph": 1})


@TRACKED_DOCX
def test_half_a_paragraph_behind_a_moved_one_keeps_its_style(desk: Desk) -> None:
    steps = ("before", "The Meeting noted"), ("do", "MoveDown"), ("after", "the first")
    found = desk.understood(*steps, ("do", "InsertPara"))
    assert "[]{.item} the first\n\n[]{#p4 .item} &#32;report" in found.text


# What LibreOffice forgets was put in, once another has deleted it


def refused(*words: Step) -> tuple[Step, ...]:
    """One puts a paragraph in, and another deletes it."""
    put_in: tuple[Step, ...] = (("do", "InsertPara"), ("type", "Proposed and refused."))
    return (*words, *put_in, ("sign", "Other"), ("delete", "Proposed and refused."), ("sign", NAME))


@TRACKED_DOCX
def test_what_came_and_went_again_is_no_proposal_and_told_with_its_place(desk: Desk) -> None:
    found = desk.understood(*refused(("after", "as follows.")))
    told = (
        "Made and taken back again, and so no proposal: insertion (3, “The funds of the plan are "
        "as follows.Proposed and refused.”).",
    )
    assert (found.text, found.changes, found.warnings) == (desk.base(), {}, told)


@TRACKED_DOCX
def test_it_is_told_apart_from_what_was_not_tracked(desk: Desk) -> None:
    steps = ("untrack",), ("retype", "warmly", "cordially")
    found = desk.understood(*refused(("after", "as follows.")), *steps)
    assert found.changes == {"replacement": 1}
    one, other = found.warnings
    assert one.startswith("One change in this tracked file was made with tracking switched off")
    assert other.startswith("Made and taken back again")
