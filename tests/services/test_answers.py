"""The chair's answers, when the round is consolidated again after they were asked."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.refusal import Refusal
from mufakat.services.admit_submission import admit_submission
from mufakat.services.apply_rulings import Ruled, apply_rulings
from mufakat.services.export_rulings import Exported, export_rulings
from mufakat.services.reopen_round import reopen_round

WARMLY, HOST = "warmly", "kind hospitality"
YES = {"disposition": "accepted", "reason": "By consensus."}
NO = {"disposition": "not accepted", "reason": "Said elsewhere."}
LATER = {"disposition": "deferred", "reason": "For the next round."}


@pytest.fixture
def asked(rivals: Life) -> Life:
    """The chair has the file."""
    export(rivals, "first.yaml")
    return rivals


def export(life: Life, name: str, source: str = "") -> Exported:
    old = life.workspace.root / source if source else None
    return export_rulings(life.workspace, NAME, life.workspace.root / name, old)


def held(life: Life, name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((life.workspace.root / name).read_text())
    return found


def fill(life: Life, name: str, by: dict[str, dict[str, str]], **general: dict[str, str]) -> None:
    """Answers the entries of a file by the words that they propose."""
    file = held(life, name) | general
    for entry in file["rulings"]:
        for words, answer in by.items():
            if f"[{words}]" in entry.get("proposed", "") + entry.get("original", ""):
                entry |= answer
    (life.workspace.root / name).write_text(yaml.safe_dump(file, allow_unicode=True))


def apply(life: Life, name: str) -> Ruled:
    return apply_rulings(life.workspace, NAME, life.workspace.root / name, now=life.day(18))


def late(life: Life, code: str, words: dict[str, str]) -> None:
    """A late file is admitted, and the round consolidated again."""
    life.submit(code, office.tracked(life.issued(code), words), now=14.5)
    admit_submission(life.workspace, NAME, code, "It came an hour late.", now=life.day(15))
    life.consolidate(now=16)


def test_answers_hold_where_every_proposal_is_still_there_and_nothing_is_new(asked: Life) -> None:
    fill(asked, "first.yaml", {"cordially": YES, "well": NO, "kind ": LATER})
    late(asked, "THA", {WARMLY: "cordially"})
    ruled = apply(asked, "first.yaml")
    assert ruled.counts == {"accepted": 1, "not accepted": 1, "deferred": 1}
    (news,) = ruled.news
    assert news.endswith("is now also proposed by THA.")


def test_nothing_new_is_ruled_on_by_an_earlier_file(asked: Life) -> None:
    fill(asked, "first.yaml", {"cordially": YES}, rest=NO, consensual=YES)
    late(asked, "THA", {WARMLY: "graciously", "noted the plan": "noted the bold plan"})
    refs = asked.refs()
    with pytest.raises(Refusal, match="consolidated again; 2 proposals do not fit") as refused:
        apply(asked, "first.yaml")
    assert all("by THA) is new" in line for line in refused.value.details)
    assert f"mufakat rulings {NAME} export NEW --from OLD" in refused.value.hint
    assert asked.refs() == refs


def test_a_new_export_keeps_the_answers_and_asks_for_those_that_are_missing(asked: Life) -> None:
    modified = {"disposition": "accepted as modified", "reason": "Shorter.", "text": "fondly"}
    fill(asked, "first.yaml", {"cordially": modified, "well": NO}, consensual=YES, rest=LATER)
    late(asked, "THA", {WARMLY: "graciously"})
    done = export(asked, "second.yaml", "first.yaml")
    assert (done.proposals, done.kept, done.left) == (4, 3, ())
    file = held(asked, "second.yaml")
    assert file["rest"] == file["consensual"] == {"disposition": "", "reason": ""}
    assert next(e for e in file["rulings"] if e["by"] == "MYS")["text"] == "fondly"
    assert [(e["by"], e["disposition"], e.get("news")) for e in file["rulings"]] == [
        ("MYS", "accepted as modified", None),
        ("SGP", "not accepted", None),
        ("THA", "", "new"),
        ("SGP", "accepted", None),
    ]
    with pytest.raises(Refusal, match="One proposal has no ruling"):
        apply(asked, "second.yaml")
    fill(asked, "second.yaml", {"graciously": NO})
    assert apply(asked, "second.yaml").counts == {
        "accepted as modified": 1,
        "not accepted": 2,
        "accepted": 1,
    }


def test_what_was_accepted_because_nobody_contested_it_is_asked_again(asked: Life) -> None:
    fill(asked, "first.yaml", {}, consensual=YES, rest=LATER)
    late(asked, "THA", {HOST: "great hospitality"})
    done = export(asked, "second.yaml", "first.yaml")
    assert (done.proposals, done.kept) == (4, 2)
    entries = held(asked, "second.yaml")["rulings"]
    assert [(e["disposition"], e.get("news")) for e in entries if e["place"] == "3"] == [
        ("", "new"),
        ("", "now in a contested passage"),
    ]


def test_an_answer_to_what_is_no_longer_there_is_named_and_kept_to_be_read(asked: Life) -> None:
    fill(asked, "first.yaml", {"cordially": YES, "well": NO, "kind ": LATER})
    reopen_round(asked.workspace, NAME, asked.day(20), "At their request.", now=asked.day(15))
    asked.submit("MYS", None, now=15.5)
    asked.close(now=21)
    asked.consolidate(now=21)
    with pytest.raises(Refusal, match="One proposal does not fit") as refused:
        apply(asked, "first.yaml")
    assert "by MYS) is no longer there" in refused.value.details[0]
    done = export(asked, "second.yaml", "first.yaml")
    assert (done.proposals, done.kept) == (2, 2)
    assert "by MYS): accepted; By consensus." in done.left[0]
    assert "#   p" in (asked.workspace.root / "second.yaml").read_text()
    assert apply(asked, "second.yaml").counts == {"not accepted": 1, "deferred": 1}


def test_a_ruling_on_a_passage_holds_for_what_was_in_it_when_the_chair_saw_it(asked: Life) -> None:
    file = held(asked, "first.yaml")
    passage = file["rulings"][0]["passage"]
    file |= {"rulings": [{"passage": passage, **NO}], "rest": YES}
    (asked.workspace.root / "first.yaml").write_text(yaml.safe_dump(file))
    late(asked, "THA", {WARMLY: "graciously"})
    with pytest.raises(Refusal, match="One proposal does not fit"):
        apply(asked, "first.yaml")
    export(asked, "second.yaml", "first.yaml")
    entries = held(asked, "second.yaml")["rulings"]
    assert [e["disposition"] for e in entries] == ["not accepted", "not accepted", "", "accepted"]


def test_a_file_of_another_round_is_nobody_s_answer(asked: Life) -> None:
    fill(asked, "first.yaml", {}, rest=LATER)
    apply(asked, "first.yaml")
    asked.issue(now=19)
    asked.open(until=40, now=20)
    asked.close(now=40)
    asked.consolidate(now=40)
    with pytest.raises(Refusal, match="another consolidation"):
        export(asked, "second.yaml", "first.yaml")
    commit = asked.git("rev-parse", f"{NAME}~1").strip()
    file = held(asked, "first.yaml") | {"round": 2, "consolidation": commit}
    (asked.workspace.root / "first.yaml").write_text(yaml.safe_dump(file))
    with pytest.raises(Refusal, match="another consolidation"):
        export(asked, "second.yaml", "first.yaml")
