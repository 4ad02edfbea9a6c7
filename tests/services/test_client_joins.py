"""A delegate deletes from one paragraph, or past a table, into the next in LibreOffice."""

from __future__ import annotations

import pytest
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
def test_cells_of_which_all_words_are_deleted_stay(desk: Desk) -> None:
    found = desk.understood(("select_cells", "Partners", "two million"), ("do", "Delete"))
    desk.check(found, {" Partners": "", " two million": ""}, {"deletion": 2})
