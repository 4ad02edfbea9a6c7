"""Which short texts are known by a number alone."""

from __future__ import annotations

import pytest

from mufakat.change.compare.labels import shape_of
from mufakat.text.document import Paragraph
from mufakat.text.tokens import tokenise


def shape(text: str) -> str:
    return "".join(shape_of(Paragraph("p1", text), tokenise(text).keys))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Article R132-4", "Article #-#"),
        ("Annex IV", "Annex #"),
        ("Appendix B", "Appendix #"),
        ("(b)", "(#)"),
        ("(iii) on scams", "(#) on scams"),
        ("12.", "#."),
        ("3.1 Digital trust", "#.# Digital trust"),
    ],
)
def test_numbers_are_taken_out_of_a_label(text: str, seen: str) -> None:
    assert shape(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Preamble",
        "We need a plan",
        "I agree",
        "a civil mix",
        "We agreed in 2026 to " + "go on " * 9,
    ],
)
def test_other_texts_have_no_shape(text: str) -> None:
    assert shape(text) == ""
