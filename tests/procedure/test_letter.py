from __future__ import annotations

from dataclasses import replace

import pytest
from tests.procedure import sample_merge as sample

from mufakat.procedure.letter import letter
from mufakat.procedure.matrix import Row, rows

ROWS = rows(sample.MERGE, sample.LABELS, "ADGMIN-6/JS")


def _ruled(**dispositions: str) -> tuple[Row, ...]:
    return tuple(
        replace(row, disposition=dispositions.get(row.id.replace(".", "_"), "accepted"))
        for row in ROWS
    )


def test_a_letter_answers_each_of_the_delegations_proposals_and_no_others() -> None:
    made = letter("MYS", ROWS)
    assert [entry.row.id for entry in made.proposals] == ["p2.1", "p5.1", "r2.1", "c21.1"]
    assert [entry.others for entry in made.proposals] == [("SGP",), (), (), ()]
    assert made.comments == ()


def test_comments_are_on_the_record() -> None:
    made = letter("SGP", ROWS)
    assert [(e.row.reason, e.outcome) for e in made.comments] == [
        ("Those of the report.", "on the record")
    ]


def test_the_first_sentence_counts() -> None:
    made = letter(
        "MYS",
        _ruled(p5_1="not accepted", r2_1="deferred"),
        name="Malaysia",
        draft="the Zero draft",
    )
    assert made.opening == (
        "Of the 4 proposals that Malaysia made on the Zero draft, 2 were accepted, 1 was not "
        "accepted and 1 was deferred."
    )
    assert made.counts["accepted"] == 2
    assert sum(made.counts.values()) == len(made.proposals)


@pytest.mark.parametrize(
    ("code", "opening"),
    [
        ("THA", "Both proposals that THA made on the draft were accepted. "
                "Its comment is on the record."),
        ("LAO", "LAO made no proposal and no comment on the draft."),
        ("VNM", "Both proposals that VNM made on the draft were accepted. "
                "Its comment is on the record."),
    ],
)  # fmt: skip
def test_the_first_sentence_reads_well_for_few(code: str, opening: str) -> None:
    rows = tuple(replace(r, disposition="" if r.type == "comment" else "accepted") for r in ROWS)
    assert letter(code, rows).opening == opening


@pytest.mark.parametrize(
    ("over", "opening"),
    [
        (
            1,
            "Both proposals that THA made on Rev.1 or had standing over from an earlier round were",
        ),
        (2, "Both proposals of THA that stood over from an earlier round were"),
    ],
)
def test_what_stood_over_was_not_made_on_this_draft(over: int, opening: str) -> None:
    own = [row for row in ROWS if "THA" in row.states and row.type != "comment"]
    carried = [replace(row, carried=("THA",)) for row in own[:over]]
    rows = [replace(row, disposition="accepted") for row in (*carried, *own[over:])]
    assert letter("THA", rows, draft="Rev.1").opening == f"{opening} accepted."


def test_one_proposal_no_proposal_and_pending() -> None:
    one = tuple(row for row in ROWS if row.id == "p3.1")
    assert letter("IDN", one).opening == (
        "The one proposal that IDN made on the draft awaits a decision."
    )
    comment = tuple(row for row in ROWS if row.id == "THA-1")
    assert letter("THA", comment, name="the Kingdom").opening == (
        "The Kingdom made no proposal on the draft. Its comment is on the record."
    )
    assert letter("IDN", one).proposals[0].outcome == "pending"


def test_the_heading_speaks_of_proposals_only_where_there_are_some() -> None:
    comments = [row for row in ROWS if row.type == "comment"]
    assert letter("MYS", ROWS).heading == "What became of your proposals"
    assert letter("SGP", comments).heading == "Your comments on the record"
    assert letter("LAO", ROWS).heading == "The outcome of the round"


def test_a_name_with_an_article_begins_a_sentence() -> None:
    made = letter("LAO", ROWS, name="the Philippines")
    assert made.opening.startswith("The Philippines made no proposal")
