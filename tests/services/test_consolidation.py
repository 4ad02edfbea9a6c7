from __future__ import annotations

import json
from pkgutil import resolve_name

import pytest
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.edges.manifest import complete
from mufakat.services.admit_submission import admit_submission
from mufakat.services.consolidation import merge_record, recorded_merge


def test_the_merge_is_published_as_the_record_keeps_it(round_one: Life) -> None:
    life = round_one
    life.submit("MYS", office.tracked(life.issued("MYS"), {"warmly": "cordially"}))
    life.submit("SGP", office.tracked(life.issued("SGP"), {"warmly": "well"}))
    life.submit("THA", office.commented(life.issued("THA"), "warmly", "Why?"))
    life.close()
    found = life.consolidate()
    data = found.outputs["merge"].read_bytes()
    assert data == life.git("cat-file", "blob", f"{found.commit}:rounds/1/merge.json").encode()
    head = life.workspace.ledger.head(NAME)
    assert head is not None
    merged = recorded_merge(life.workspace.ledger, head, 1)
    assert merge_record(merged) == data
    assert merged.base == life.text()
    assert [remark.text for remark in merged.remarks] == ["Why?"]


def test_the_merge_comes_with_the_next_draft_and_says_each_proposal_s_fate(round_one: Life) -> None:
    life = round_one
    life.submit("MYS", office.tracked(life.issued("MYS"), {"warmly": "cordially"}))
    life.submit("SGP", office.tracked(life.issued("SGP"), {"warmly": "well"}))
    life.submit("THA", office.tracked(life.issued("THA"), {"kind hospitality": "hospitality"}))
    life.close()
    before = json.loads(life.consolidate().outputs["merge"].read_bytes())
    assert not any("fate" in amendment for amendment in before["amendments"])
    life.rule(MYS=("not accepted", ""), THA=("deferred", ""))
    held = json.loads((life.issue().outputs.clean.parent / "merge.json").read_bytes())
    assert {a["sponsors"][0]: a.pop("fate") for a in held["amendments"]} == {
        "MYS": "declined",
        "SGP": "incorporated",
        "THA": "deferred",
    }
    assert held == before


def test_whoever_is_slower_lays_no_older_consolidation_over_a_newer_one(
    round_one: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, where = round_one, "mufakat.services.consolidate.publish"
    life.submit("MYS", office.tracked(life.issued("MYS"), {"warmly": "cordially"}))
    life.close()
    life.submit("SGP", office.tracked(life.issued("SGP"), {"warmly": "well"}), now=15)
    life.consolidate(now=16)
    put = resolve_name(where)
    newer: list[str] = []

    def slow(*args: object) -> object:
        monkeypatch.setattr(where, put)
        admit_submission(life.workspace, NAME, "SGP", "The post.", now=life.day(17))
        newer.append(life.consolidate(now=18).commit)
        return put(*args)

    monkeypatch.setattr(where, slow)
    found = life.consolidate(now=19)
    assert newer == [found.commit]
    assert complete(found.outputs["merge"].parent)
    data = found.outputs["merge"].read_bytes()
    assert data == life.git("cat-file", "blob", f"{found.commit}:rounds/1/merge.json").encode()
