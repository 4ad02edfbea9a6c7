"""Rare runs of words tell which texts are the same, edited."""

from __future__ import annotations

from mufakat.change.compare.shingles import shared


def words(*texts: str) -> list[tuple[str, ...]]:
    return [tuple(text.split()) for text in texts]


def test_an_edited_text_shares_most_with_what_it_was() -> None:
    old = words("We noted the report on cables and repair.", "We agreed to share what we know now.")
    new = words("We also agreed to share what all know now.", "We noted the report on sea cables.")
    votes = shared(old, new)
    assert votes[0, 1] > 0
    assert votes[1, 0] > 0
    assert (0, 0) not in votes


def test_what_stands_everywhere_says_nothing() -> None:
    stock = ["of the digital economy"] * 5
    assert shared(words(*stock), words(*stock)) == {}
