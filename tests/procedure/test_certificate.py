from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

from tests.procedure import sample_merge as sample

from mufakat.change.amendment import ChangeKind, Proposal
from mufakat.procedure.certificate import GROUPS, LAWS, Law, certificate, record, table

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
MADE = certificate(
    sample.MERGE,
    [Law(name, True) for name in LAWS],
    instrument="joint-statement",
    draft="zero",
    round=1,
    digest="ab" * 32,
    when=NOW,
)


def test_each_change_is_counted_for_each_sponsor_and_once_in_all() -> None:
    assert MADE.kinds["MYS"] == {"join": 1, "new row": 1, "replacement": 1, "table layout": 1}
    assert MADE.kinds["SGP"] == {"new paragraph": 1, "replacement": 1}
    assert MADE.amendments == 12
    assert (MADE.shared, MADE.passages, MADE.contested) == (1, 1, 2)
    assert MADE.remarks == {"IDN": 0, "MYS": 1, "SGP": 1, "THA": 1, "VNM": 1}


def test_a_proposal_without_a_fate_is_in_brackets_and_others_are_counted_too() -> None:
    assert MADE.fates["bracketed"] == 12
    made = certificate(
        sample.MERGE,
        (),
        instrument="x",
        draft="zero",
        round=1,
        digest="",
        when=NOW,
        fates={"p2.1": "incorporated", "old.1": "superseded"},
    )
    assert (made.fates["incorporated"], made.fates["bracketed"]) == (1, 11)
    assert made.fates["superseded"] == 1
    assert sum(made.fates.values()) == 13


def test_what_stands_or_falls_together_is_one_proposal_of_several_changes() -> None:
    column = Proposal("p2.1", "join", ("p2.1", "p5.1"))
    parts = [
        replace(a, proposal="p2.1") for a in sample.MERGE.amendments if a.id in column.amendments
    ]
    merge = replace(
        sample.MERGE,
        amendments=(*parts, *(a for a in sample.MERGE.amendments if a.id not in column.amendments)),
        proposals=(column,),
    )
    made = certificate(
        merge,
        (),
        instrument="x",
        draft="zero",
        round=1,
        digest="",
        when=NOW,
        fates={"MYS/1 1": "superseded", "MYS/1 2": "superseded"},
        earlier={"MYS/1 1": "superseded"},
    )
    assert (made.amendments, made.proposals) == (12, 11)
    assert (made.fates["bracketed"], made.fates["superseded"]) == (12, 2)
    assert (made.became["bracketed"], made.became["superseded"]) == (11, 1)
    assert (made.shared, made.contested) == (1, 2)
    held = record(made)
    assert (held["changes"], held["proposals"]) == (12, 11)


def test_one_broken_law_breaks_the_certificate() -> None:
    assert MADE.holds
    broken = replace(MADE, laws=(*MADE.laws, Law("projection", False, "MYS: p2 differs")))
    assert not broken.holds


def test_the_record_is_plain_data_with_every_law_and_count() -> None:
    held = record(MADE)
    assert json.loads(json.dumps(held)) == held
    assert held["holds"] is True
    laws = held["laws"]
    assert isinstance(laws, list)
    assert [law["law"] for law in laws] == list(LAWS)
    assert all(law["promise"] for law in laws)
    assert held["when"] == "2026-01-12T09:00:00+00:00"


def test_the_page_has_a_row_for_each_delegation_and_their_sums() -> None:
    head, *body, sums = table(MADE)
    assert [row[0] for row in body] == list(sample.MERGE.states)
    assert all(len(row) == len(head) for row in (*body, sums))
    assert sums[-1] == str(sum(len(a.sponsors) for a in sample.MERGE.amendments))
    assert sums[head.index("Comments")] == "4"
    words = head.index("Words")
    assert [row[words] for row in body] == ["0", "1", "1", "1", "0"]


def test_each_kind_of_change_is_in_one_group() -> None:
    grouped = [kind for kinds in GROUPS.values() for kind in kinds]
    assert sorted(grouped) == sorted(get_args(ChangeKind))
