"""The table of who may do what, when: complete, free of contradiction, and as the page has it."""

from pathlib import Path
from typing import get_args

import pytest

from mufakat.procedure.rules import (
    ACTS,
    NEW,
    RULES,
    STATES,
    Act,
    InstrumentState,
    ParagraphState,
    Role,
    RoundState,
    SubmissionState,
    Thing,
    check,
    outcome,
)
from mufakat.procedure.rules_page import filled
from mufakat.refusal import Refusal

PAGE = Path(__file__).parents[2] / "docs" / "procedure.md"
KNOWN: dict[Thing, tuple[str, ...]] = {
    "instrument": get_args(InstrumentState),
    "round of comments": get_args(RoundState),
    "silence procedure": get_args(RoundState),
    "submission": get_args(SubmissionState),
    "paragraph": get_args(ParagraphState),
}
DECIDED_BY_WHAT_IS_IN_IT = ("submission", "paragraph")


def test_the_page_does_not_drift_from_the_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == filled(page), "make rules"


def test_a_page_without_a_place_for_something_is_refused() -> None:
    with pytest.raises(ValueError, match="paragraph"):
        filled(PAGE.read_text(encoding="utf-8").replace("rules: paragraph", "rules: p"))


def test_every_act_is_somebody_s_and_stands_in_the_table() -> None:
    assert set(ACTS) == set(get_args(Act))
    assert {act.who for act in ACTS.values()} == set(get_args(Role))
    assert {rule.act for rules in RULES.values() for rule in rules} == set(ACTS)


def test_only_the_chair_rules_admits_reopens_and_adopts() -> None:
    chairs = {act for act, doing in ACTS.items() if doing.who == "chair"}
    assert chairs == {"rule", "admit", "reopen", "adopt"}


@pytest.mark.parametrize("thing", get_args(Thing))
def test_every_state_can_be_come_to_and_only_known_states_are_named(thing: Thing) -> None:
    states = set(STATES[thing])
    assert states <= set(KNOWN[thing])
    assert {s for rule in RULES[thing] for s in rule.states} <= {NEW, *states}
    reached = {rule.then for rule in RULES[thing] if rule.then}
    first = {"clean"} if thing == "paragraph" else set()
    assert reached | first == states


@pytest.mark.parametrize("thing", get_args(Thing))
def test_one_act_in_one_state_has_one_outcome_unless_what_is_in_the_thing_decides(
    thing: Thing,
) -> None:
    pairs = [(rule.act, state) for rule in RULES[thing] for state in rule.states]
    assert thing in DECIDED_BY_WHAT_IS_IN_IT or len(pairs) == len(set(pairs))


@pytest.mark.parametrize("thing", get_args(Thing))
@pytest.mark.parametrize("act", get_args(Act))
def test_what_is_not_in_the_table_is_refused_with_what_would_be_needed(
    thing: Thing, act: Act
) -> None:
    for state in STATES[thing]:
        then = outcome(thing, state, act)
        if then is not None:
            assert check(thing, state, act, "It") == then
            continue
        with pytest.raises(Refusal, match=f"^It cannot be .*: it is {state}") as refused:
            check(thing, state, act, "It")
        assert refused.value.hint == STATES[thing][state].needed
        assert refused.value.hint.endswith(".")


def test_nothing_follows_adoption() -> None:
    assert not any(outcome("instrument", "adopted", act) for act in get_args(Act))
