from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.blocks import block
from tests.procedure import sample_merge as sample

from mufakat.change.amendment import Merge, Remark, Replace, Standing, Stretch
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge as merge_all
from mufakat.procedure.disposition import Disposition, Ruling
from mufakat.procedure.matrix import Positions, rows
from mufakat.procedure.wording import wording
from mufakat.text.document import Cell, Document, Paragraph, Table
from mufakat.text.document import Row as TableRow
from mufakat.text.identity import identify

ROWS = rows(sample.MERGE, sample.LABELS, "ADGMIN-6/JS")
BY_ID = {row.id: row for row in ROWS}
NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)


def _ruling(name: str, disposition: Disposition, text: str = "") -> Ruling:
    return Ruling((name,), disposition, "Consensus.", "Chair", NOW, text)


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


def test_a_resolved_comment_argues_for_nothing_and_is_told_as_such() -> None:
    assert sample.WHY.text in BY_ID["p2.1"].reason
    merge = replace(sample.MERGE, remarks=(replace(sample.WHY, resolved=True),))
    found = {row.id: row for row in rows(merge, sample.LABELS, "")}
    assert found["p2.1"].reason == ""
    assert found[sample.WHY.id].observation == f"marked as resolved by {sample.WHY.sponsor}"


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
    carried = replace(
        sample.NEW,
        sponsors=("SGP", "THA"),
        carried=("THA",),
        standing=(Standing("p7-ab12", ("SGP", "THA")),),
    )
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
        ("[", ""),
        ("500", "[500]"),
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


# -- amendments that stand or fall together --------------------------------------------------


def table(*lines: tuple[str, ...]) -> Document:
    made = (
        TableRow("", tuple(Cell("", (Paragraph("", text),)) for text in line)) for line in lines
    )
    return Document((Table("", tuple(made)),))


PROJECTS = identify(table(("Topic", "Lead"), ("Cables", "Singapore"), ("Skills", "Cambodia")))
WIDER = table(
    ("Topic", "Lead", "Year"), ("Cables", "Singapore", "2027"), ("Skills", "Cambodia", "2028")
)


def merged(*remarks: Remark, **texts: Document) -> Merge:
    scripts = {state: diff(PROJECTS, text) for state, text in texts.items()}
    return merge_all(PROJECTS, scripts, ("KHM", "LAO", "SGP"), remarks)


def test_a_new_column_is_one_line_with_one_ruling() -> None:
    whole = merged(KHM=WIDER)
    ruled = {a.id: _ruling(a.id, "deferred") for a in whole.amendments}
    (row,) = rows(whole, {}, "X", rulings=ruled, resulting=PROJECTS)
    assert (row.id, row.kind, row.type) == (whole.amendments[0].id, "new column", "substantive")
    assert (row.place, row.manner) == ("table 1", "new column after “Lead”")
    assert row.proposed.text == "Year / 2027 / 2028"
    assert (row.disposition, row.resulting) == ("deferred", "")


def test_a_comment_on_any_cell_of_a_new_column_is_the_reason_for_all_of_it() -> None:
    cell = Remark("KHM-1", "KHM", "It takes longer.", "p6", 8, 8, "2028", own=Stretch(8, 0, 8, 4))
    (row,) = rows(merged(cell, KHM=WIDER), {}, "X")
    assert (row.reason, row.remarks) == ("It takes longer.", ("KHM-1",))


def test_a_rival_of_one_cell_is_a_rival_of_its_column() -> None:
    other = table(
        ("Topic", "Lead", "When"), ("Cables", "Singapore", "2030"), ("Skills", "Cambodia", "2031")
    )
    one, two = rows(merged(KHM=WIDER, SGP=other), {}, "X")
    assert one.passage == two.passage != ""
    assert one.observation == f"contested with {two.id} (SGP)"
    assert two.observation == f"contested with {one.id} (KHM)"


def test_a_renumbering_is_technical_and_so_are_merged_cells_that_keep_their_words() -> None:
    lines = ("We noted the report on cables.", "We agreed to act on scams at once.")
    before = identify(
        Document(tuple(Paragraph("", f"({n}) {t}") for n, t in zip("bc", lines, strict=True)))
    )
    after = Document(tuple(Paragraph("", f"({n}) {t}") for n, t in zip("cd", lines, strict=True)))
    numbers = merge_all(before, {"KHM": diff(before, after)}, ("KHM",))
    (row,) = rows(numbers, {}, "X")
    assert (row.kind, row.type, row.proposed.text) == ("renumbering", "technical", "(c) / (d)")

    def one_merged(*words: str) -> Document:
        both = Cell("", tuple(Paragraph("", word) for word in words), span=2)
        first, _, last = block(PROJECTS, Table).rows
        return Document((Table("", (first, TableRow("", (both,)), last)),))

    assert {row.type for row in rows(merged(KHM=one_merged("Cables", "Singapore")), {}, "X")} == {
        "technical"
    }
    assert {row.type for row in rows(merged(KHM=one_merged("Cables", "Malaysia")), {}, "X")} == {
        "substantive"
    }


# -- comments on a delegation's own words ----------------------------------------------------

WARM = Document((Paragraph("p1", "We welcomed the plan and the report."),))


def commented(text: str, *remarks: Remark) -> dict[str, tuple[str, ...]]:
    """The remarks of each line by the words it proposes, of comments by their own."""
    script = diff(WARM, Document((Paragraph("p1", text),)))
    whole = merge_all(WARM, {"KHM": script}, ("KHM",), remarks)
    found = rows(whole, {}, "X")
    return {row.proposed.text or row.reason: row.remarks for row in found}


def test_a_comment_argues_for_the_proposal_on_whose_words_it_stands() -> None:
    text = "We warmly welcomed the long plan and the report."
    for start, end, words in ((3, 9, "warmly"), (23, 27, "long")):
        remark = Remark("KHM-1", "KHM", "Because.", "p1", 3, 3, own=Stretch(0, start, 0, end))
        found = commented(text, remark)
        assert [named for said, named in found.items() if words in said and named]
        assert sum(bool(named) for named in found.values()) == 1


def test_a_comment_on_words_that_its_author_deletes_is_the_reason() -> None:
    remark = Remark("KHM-1", "KHM", "Too long.", "p1", 21, 35)
    assert commented("We welcomed the plan.", remark) == {"We welcomed the plan.": ("KHM-1",)}
