"""The laws of the merge, over negotiations of every kind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.change.editing import (
    BASE_BYTES,
    EDIT_BYTES,
    STATES,
    Negotiation,
    lodged,
    merged,
    negotiation,
    negotiations,
)
from tests.laws import law, said

from mufakat.change.amendment import Operation, Replace, Script
from mufakat.change.apply import apply
from mufakat.change.compare.diff import diff
from mufakat.change.contest import contradict, rival, together
from mufakat.change.fragment import bare
from mufakat.change.layout import layout
from mufakat.change.merge import merge, project, script_of
from mufakat.change.record import as_data
from mufakat.change.show.track import track
from mufakat.text.document import digest
from mufakat.text.tracked import alone, original, view

DATES = dict.fromkeys(STATES, "2025-12-01T00:00:00Z")


@law
@given(negotiations(2))
def test_a_script_carried_out_on_the_base_is_exactly_the_submitted_text(n: Negotiation) -> None:
    for text in n.texts.values():
        assert bare(apply(n.base, diff(n.base, text))) == bare(text)


@law
@given(negotiations())
def test_seen_through_one_delegation_the_merge_is_what_it_submitted(n: Negotiation) -> None:
    whole = merged(n)
    for state, text in n.texts.items():
        assert bare(project(whole, state)) == bare(text)


@law
@given(negotiations(), st.permutations(STATES))
def test_the_order_of_submissions_does_not_matter(n: Negotiation, order: list[str]) -> None:
    scripts = lodged(n)
    other = {state: scripts[state] for state in order if state in scripts}
    first, second = (merge(n.base, given, STATES) for given in (scripts, other))
    assert first == second
    assert json.dumps(as_data(first)) == json.dumps(as_data(second))


def test_another_process_makes_the_same_bytes_of_the_same_submissions() -> None:
    code = "from tests.change.test_laws import fingerprint; print(fingerprint())"
    paths = os.pathsep.join(sys.path)
    made = {
        subprocess.run(
            (sys.executable, "-c", code),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert made == {f"{fingerprint()}\n"}


def fingerprint() -> str:
    """What a hundred merges come to."""
    dice = Random(0)
    made = []
    for _ in range(100):
        submissions = [[dice.randbytes(EDIT_BYTES) for _ in range(4)] for _ in range(4)]
        made.append(as_data(merged(negotiation(dice.randbytes(BASE_BYTES), submissions))))
    return digest(json.dumps(made))


@law
@given(negotiations())
def test_every_operation_is_in_one_amendment_under_its_sponsor(n: Negotiation) -> None:
    scripts = lodged(n)
    whole = merge(n.base, scripts, STATES)
    assert len({a.id for a in whole.amendments}) == len(whole.amendments)
    assert len({a.operation for a in whole.amendments}) == len(whole.amendments)
    for state, script in scripts.items():
        own = script_of(whole, state)
        assert len(own) == sum(state in a.sponsors for a in whole.amendments)
        new, gone = _without(own, script), _without(script, own)
        assert new.keys() == gone.keys()
        for block, operations in new.items():
            # Said through others' operations: words for words, and to the same effect.
            assert all(isinstance(op, Replace) for op in (*operations, *gone[block]))
            assert apply(n.base, operations) == apply(n.base, gone[block])


def _without(these: Script, those: Script) -> dict[str, list[Operation]]:
    """What is in the one and not in the other, each as often as it is there, by block."""
    rest: dict[str, list[Operation]] = defaultdict(list)
    for operation, count in (Counter(these) - Counter(those)).items():
        rest[getattr(operation, "block", "")] += [operation] * count
    return rest


@law
@given(negotiations())
def test_who_sponsors_an_amendment_has_proposed_these_words_however_typed(n: Negotiation) -> None:
    whole = merged(n)
    for amendment in whole.amendments:
        shown = said(apply(n.base, [amendment.operation]))
        for one in amendment.typed:
            assert one.sponsor in amendment.sponsors
            assert one.operation != amendment.operation
            assert said(apply(n.base, [one.operation])) == shown


@law
@given(negotiations())
def test_a_delegations_own_operations_never_contradict(n: Negotiation) -> None:
    whole, where = merged(n), layout(n.base)
    for state in n.texts:
        for one, other in combinations(script_of(whole, state), 2):
            assert not contradict(one, other, where)


@law
@given(negotiations())
def test_passages_are_the_rivals_that_hang_together(n: Negotiation) -> None:
    whole, where = merged(n), layout(n.base)
    linked: dict[str, set[str]] = defaultdict(set)
    for one, other in combinations((a for a in whole.amendments if not a.typographic), 2):
        if not together(one, other) and rival(one.operation, other.operation, where):
            assert one.passage == other.passage != ""
            linked[one.id].add(other.id)
            linked[other.id].add(one.id)
    for proposal in whole.proposals:
        bound = [a.id for a in whole.amendments if a.proposal == proposal.id and not a.typographic]
        if not linked.keys().isdisjoint(bound):
            for name in bound[1:]:
                linked[bound[0]].add(name)
                linked[name].add(bound[0])
    assert linked.keys() == {a.id for a in whole.amendments if a.passage}
    named = {a.id: a.passage for a in whole.amendments if a.passage}
    for passage in whole.passages:
        assert [name for name in named if named[name] == passage.id] == list(passage.amendments)
        assert _reached(passage.amendments[0], linked) == set(passage.amendments)


def _reached(start: str, linked: Mapping[str, set[str]]) -> set[str]:
    reached, ahead = set[str](), {start}
    while ahead:
        reached |= ahead
        ahead = {other for name in ahead for other in linked[name]} - reached
    return reached


@law
@given(negotiations())
def test_tracked_changes_of_one_delegation_alone_are_its_text_and_of_none_the_base(
    n: Negotiation,
) -> None:
    tracked = track(merged(n), DATES)
    assert bare(original(tracked)) == bare(n.base)
    for state, text in n.texts.items():
        assert bare(view(tracked, alone(state))) == bare(text)
