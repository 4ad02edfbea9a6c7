"""Paragraphs read as one stream of words with marks between."""

from __future__ import annotations

from mufakat.change.amendment import Fragment, Join, Operation, Replace
from mufakat.change.compare.flow import diff_flow
from mufakat.text.document import Paragraph

OLD = (
    Paragraph("p1", "They noted the report."),
    Paragraph("p2", "The Ministers thanked the host."),
)


def changed(*new: str) -> list[Operation]:
    return diff_flow(OLD, [Paragraph("", text) for text in new], lambda _: 1.0, lambda _, __: [])


def test_a_join_is_a_mark_taken_away() -> None:
    assert changed("They noted the report.The Ministers thanked the host.") == [Join("p1")]


def test_words_put_in_at_a_seam_stand_before_it() -> None:
    assert changed("They noted the report. The Ministers thanked the host.") == [
        Replace("p1", 22, 22, Fragment(" ")),
        Join("p1"),
    ]


def test_a_capital_lost_at_a_seam_is_lost_by_the_second_paragraph() -> None:
    assert changed("They noted the report; the Ministers thanked the host.") == [
        Replace("p1", 21, 22, Fragment("; ")),
        Join("p1"),
        Replace("p2", 0, 3, Fragment("the")),
    ]
