"""Paragraphs of a plain text, whichever way it was written."""

from __future__ import annotations

import pytest

from mufakat.edges.plain_text import noted, parted

LONG = "The Ministers met in Ha Noi and took note of the report of the working group on all of " * 2


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        (f"Opening\n    1. {LONG}\n    2. They left.", ["Opening", f"1. {LONG}", "2. They left."]),
        (f"Opening\r\n\r\n{LONG}\r\nThey left.\r\n", ["Opening", LONG, "They left."]),
        ("They met.\nThey agreed;\nThey left.", ["They met.", "They agreed;", "They left."]),
        ("Aims\n1. to meet\n(a) soon\n- fully", ["Aims", "1. to meet", "(a) soon", "- fully"]),
    ],
)
def test_lines_are_paragraphs_where_some_are_long_or_none_is_blank(
    text: str, paragraphs: list[str]
) -> None:
    assert parted(text) == "\n\n".join(one.strip() for one in paragraphs)


@pytest.mark.parametrize(
    "text",
    [
        "The Ministers met\nin Ha Noi and\nagreed to act.\n\nThey left\nafter that.\n",
        "The Ministers met\nin Ha Noi and\nagreed to act.",
        f"{LONG}\n\n| A | B |\n|---|---|\n| 1 | 2 |\n",
        "They left.",
        "",
    ],
)
def test_lines_that_were_wrapped_by_hand_stay_together(text: str) -> None:
    assert parted(text) == text


def test_notes_at_the_end_are_the_notes_of_the_text() -> None:
    text = "They met,[1] and\nagreed.[2] See [a] and [3].\n\n[1] In Ha\nNoi.\n\n[2] On [1] May."
    assert noted(text) == (
        "They met,[^1] and\nagreed.[^2] See [a] and [3].\n\n[^1]: In Ha\nNoi.\n\n[^2]: On [1] May."
    )


@pytest.mark.parametrize(
    "text",
    [
        "They met.\n\n[1] In Ha Noi.",
        "They met,[1] and met again.[1]\n\n[1] In Ha Noi.",
        "They met.[1]\n\n[2] In Ha Noi.",
        "They met.[1]\n\n[1] In Ha Noi.\n\n[3] Soon.",
        "They met [1] in Ha Noi.",
    ],
)
def test_what_is_no_list_of_notes_stays_words(text: str) -> None:
    assert noted(text) == text
