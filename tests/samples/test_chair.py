"""The chair finds each proposal again by its words, and is puzzled where none fits."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from mufakat.samples import chair
from mufakat.samples.chair import Puzzled, rule

DISPOSITIONS = {"accepted", "accepted as modified", "not accepted", "deferred"}


def entry(by: str, *words: str, **others: str) -> dict[str, Any]:
    return {
        "proposals": ["p1-0a1b"],
        "place": "1",
        "by": by,
        "kind": "replacement",
        "original": "",
        "proposed": " … ".join(words),
        **others,
        "disposition": "",
        "reason": "",
    }


def exported(*entries: dict[str, Any], number: int = 1) -> str:
    held = {
        "instrument": "joint-statement",
        "round": number,
        "consolidation": "c0ffee",
        "rest": {"disposition": "", "reason": ""},
        "rulings": list(entries),
    }
    text: str = yaml.safe_dump(held, allow_unicode=True, sort_keys=False)
    return "# A remark at the top.\n" + text


EXPECTED = tuple(entry(answer.by, *answer.words, passage="x") for answer in chair._ANSWERS)


def test_rules_on_everything_with_a_reason() -> None:
    filled = yaml.safe_load(rule(exported(*EXPECTED, entry("TLS", "small islands"))))
    assert filled["consolidation"] == "c0ffee"
    assert filled["rest"]["disposition"] == "accepted"
    assert filled["rest"]["reason"]
    *ruled, rest = filled["rulings"]
    assert rest["disposition"] == ""
    assert {one["disposition"] for one in ruled} == DISPOSITIONS
    for one in ruled:
        assert one["reason"]
        assert ("text" in one) == (one["disposition"] == "accepted as modified")


def test_looks_past_the_brackets_that_set_off_the_words_in_question() -> None:
    bracketed = [
        {**one, "proposed": one["proposed"].replace(" ", " [", 1) + "]"} for one in EXPECTED
    ]
    filled = yaml.safe_load(rule(exported(*bracketed)))
    assert all(one["disposition"] for one in filled["rulings"])


def test_is_puzzled_by_a_contested_proposal_without_an_answer() -> None:
    with pytest.raises(Puzzled, match="no answer"):
        rule(exported(*EXPECTED, entry("BRN", "something new", passage="passage-9")))


def test_is_puzzled_by_an_answer_that_finds_no_proposal() -> None:
    with pytest.raises(Puzzled, match="Nobody proposes"):
        rule(exported(*EXPECTED[1:]))


def test_an_answer_is_for_its_sponsors_alone() -> None:
    others = [{**one, "by": "BRN"} for one in EXPECTED]
    with pytest.raises(Puzzled):
        rule(exported(*others))


def test_accepts_what_was_deferred_once_it_is_confirmed() -> None:
    text = exported(
        entry("KHM", "through points of contact"), entry("IDN; MYS", "estimates"), number=3
    )
    deferred, other = yaml.safe_load(rule(text))["rulings"]
    assert deferred["disposition"] == "accepted"
    assert "confirmed" in deferred["reason"]
    assert other["disposition"] == ""
