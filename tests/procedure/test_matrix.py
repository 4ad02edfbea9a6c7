from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.procedure import sample_merge as sample

from mufakat.change.amendment import Merge, Remark, Replace
from mufakat.procedure.disposition import Ruling
from mufakat.procedure.matrix import Positions, rows
from mufakat.procedure.wording import wording
from mufakat.text.document import Document, Paragraph

ROWS = rows(sample.MERGE, sample.LABELS, "ADGMIN-6/JS")
BY_ID = {row.id: row for row in ROWS}
NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)


def _ruling(name: str, disposition: str, text: str = "") -> Ruling:
    return Ruling((name,), disposition, "Consensus.", "Chair", NOW, text)  # type: ignore[arg-type]


def test_every_proposal_and_every_comment_is_in_it_once() -> None:
    printed = [row.id for row in ROWS] + [ident for row in ROWS for ident in row.remarks]
    lodged = [a.id for a in sample.MERGE.amendments] + [r.id for r in sample.MERGE.remarks]
    assert sorted(printed) == sorted(lodged)
    assert [row.number for row in ROWS] == list(range(1, len(ROWS) + 1))


def test_lines_are_in_reading_order_and_replies_follow_what_they_answer() -> None:
    assert [row.id for row in ROWS] == [
        "VNM-1",
        "p2.1",
        "p2.2",
        "p2.3",
        "p2.4",
        "p3.1",
        "p3.2",
        "THA-1",
        "SGP-1",
        "p5.1",
        "p7.1",
        "p4.1",
        "p8.1",
        "r2.1",
        "c21.1",
    ]


def test_a_line_says_where_who_and_what() -> None:
    row = BY_ID["p2.1"]
    assert (row.paragraph, row.place, row.symbol) == ("p2", "1", "ADGMIN-6/JS")
    assert row.states == ("MYS", "SGP")
    assert row.original.bracketed() == wording(sample.STRONG, sample.BASE).original.bracketed()
    assert (row.disposition, row.ruling, row.resulting) == ("", "", "")


def test_a_states_comment_on_its_own_change_is_the_reason() -> None:
    row = BY_ID["p2.1"]
    assert row.reason == "MYS: “Robust” is the agreed language of 2025."
    assert row.remarks == ("MYS-1",)
    assert BY_ID["p2.2"].reason == ""


def test_a_comment_is_no_reason_for_anothers_change_or_for_other_words() -> None:
    remark = replace(sample.WHY, sponsor="IDN")
    merge = replace(sample.MERGE, remarks=(remark,))
    assert {row.id: row.reason for row in rows(merge, sample.LABELS, "")}["p2.1"] == ""
    for start, end in ((60, 66), (0, 3)):
        elsewhere = replace(sample.WHY, start=start, end=end)
        merge = replace(sample.MERGE, remarks=(elsewhere,))
        found = {row.id: row for row in rows(merge, sample.LABELS, "")}
        assert found["p2.1"].reason == ""
        assert found["MYS-1"].type == "comment"


def test_a_comment_has_its_words_and_those_it_is_about() -> None:
    row = BY_ID["THA-1"]
    assert (row.place, row.type, row.reason) == ("2", "comment", "Which scams are meant?")
    assert "[online scams]" in row.original.bracketed()
    assert BY_ID["SGP-1"].observation == "in reply to THA: “Which scams are meant?”"
    assert BY_ID["VNM-1"].place == "whole text"


def test_a_contested_line_names_its_rivals_and_their_sponsors() -> None:
    assert BY_ID["p2.1"].observation == "contested with p2.2 (THA)"
    assert BY_ID["p2.2"].observation == "contested with p2.1 (MYS, SGP)"
    assert BY_ID["p3.2"].observation == ""


def test_a_delegations_own_other_proposal_is_no_rival() -> None:
    own = replace(sample.STEADY, sponsors=("MYS",))
    merge = replace(sample.MERGE, amendments=(sample.STRONG, own), remarks=())
    assert [row.observation for row in rows(merge, sample.LABELS, "")] == ["", ""]


def test_what_stands_over_is_said() -> None:
    carried = replace(sample.NEW, sponsors=("SGP", "THA"), carried=("THA",), origin="p7-ab12")
    merge = replace(sample.MERGE, amendments=(carried,), passages=(), remarks=())
    (row,) = rows(merge, sample.LABELS, "")
    assert row.observation == "stands over from p7-ab12 (THA)"


def test_the_secretariats_words_and_the_positions_are_printed() -> None:
    found = rows(
        sample.MERGE,
        sample.LABELS,
        "",
        observations={"p2.1": "See the Review."},
        positions={"p2.1": Positions(("LAO",), ("VNM",))},
    )
    row = {row.id: row for row in found}["p2.1"]
    assert row.observation == "contested with p2.2 (THA); See the Review."
    assert (row.supported, row.opposed) == (("LAO",), ("VNM",))


def test_the_ruling_and_what_came_of_it_are_printed() -> None:
    new = Document((Paragraph("p2", sample.P2.replace("strong", "solid"), sample.NUMBERED),))
    rulings = {
        "p2.1": _ruling("p2.1", "accepted as modified", "solid"),
        "p2.2": _ruling("p2.2", "not accepted"),
    }
    found = rows(sample.MERGE, sample.LABELS, "", rulings=rulings, resulting=new)
    by_id = {row.id: row for row in found}
    assert by_id["p2.1"].disposition == "accepted as modified"
    assert by_id["p2.1"].ruling == "Consensus."
    assert "the solid growth" in by_id["p2.1"].resulting
    assert by_id["p2.2"].disposition == "not accepted"
    assert "the solid growth" in by_id["p2.2"].resulting
    assert by_id["p8.1"].resulting == "(deleted)"


def _type(old: str, new: str) -> str:
    from mufakat.change.amendment import Fragment

    base = Document((Paragraph("p1", f"We {old} agree."),))
    change = sample.amendment(
        "p1.1", Replace("p1", 3, 3 + len(old), Fragment(new)), "replacement", "MYS"
    )
    (row,) = rows(Merge(base, ("MYS",), (change,)), {}, "")
    return row.type


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Member States", "member states"),
        ("the States", "States"),
        ("States,", "States"),
        ("digitisation", "digitization"),
        ("endeavours", "endeavors"),
        ("a programme of the centre", "the program of a center"),
        ("", ","),
    ],
)
def test_the_same_words_are_editorial(old: str, new: str) -> None:
    assert _type(old, new) == "editorial"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "not"),
        ("may", "shall"),
        ("300", "3.00"),
        ("1,5", "15"),
        ("four", "for"),
        ("national", "rational"),
        ("là", "la"),
        ("ที่", "ท"),
        ("50 %", "50 €"),
        ("were", "wer"),
    ],
)
def test_other_words_are_substantive(old: str, new: str) -> None:
    assert _type(old, new) == "substantive"


def test_the_types_of_the_other_kinds() -> None:
    types = {ident: row.type for ident, row in BY_ID.items()}
    assert types["p4.1"] == "typographic"
    assert {types[i] for i in ("p2.3", "p2.4", "p5.1", "p7.1", "c21.1")} == {"technical"}
    assert {types[i] for i in ("p3.1", "p3.2", "p8.1", "r2.1")} == {"substantive"}


def test_a_reply_to_nothing_known_and_a_place_that_is_gone_keep_their_line() -> None:
    lost = Remark("X-1", "THA", "As said.", "p99", 5, 9, "old words", parent="gone")
    (row,) = rows(replace(sample.MERGE, amendments=(), passages=(), remarks=(lost,)), {}, "")
    assert row.reason == "As said."
    assert row.original.text == "old words"
