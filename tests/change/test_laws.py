"""The laws of the merge, over negotiations of every kind."""

from __future__ import annotations

from hypothesis import given
from tests.change.editing import STATES, Negotiation, negotiations
from tests.laws import law

from mufakat.change.amendment import Merge
from mufakat.change.apply import apply
from mufakat.change.contest import contradict
from mufakat.change.diff import diff
from mufakat.change.fragment import bare
from mufakat.change.layout import layout
from mufakat.change.merge import merge, project, script_of
from mufakat.change.track import track
from mufakat.text.tracked import alone, original, view

DATES = dict.fromkeys(STATES, "2025-12-01T00:00:00Z")


def merged(negotiation: Negotiation) -> Merge:
    scripts = {state: diff(negotiation.base, text) for state, text in negotiation.texts.items()}
    return merge(negotiation.base, scripts, STATES)


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
@given(negotiations())
def test_the_order_of_submissions_does_not_matter(n: Negotiation) -> None:
    scripts = {state: diff(n.base, text) for state, text in n.texts.items()}
    backwards = dict(reversed(scripts.items()))
    assert merge(n.base, scripts, STATES) == merge(n.base, backwards, STATES)


@law
@given(negotiations())
def test_a_delegations_own_operations_never_contradict(n: Negotiation) -> None:
    whole, where = merged(n), layout(n.base)
    for state in n.texts:
        own = script_of(whole, state)
        for k, one in enumerate(own):
            assert not any(contradict(one, other, where) for other in own[k + 1 :])


@law
@given(negotiations())
def test_tracked_changes_of_one_delegation_alone_are_its_text_and_of_none_the_base(
    n: Negotiation,
) -> None:
    tracked = track(merged(n), DATES)
    assert bare(original(tracked)) == bare(n.base)
    for state, text in n.texts.items():
        assert bare(view(tracked, alone(state))) == bare(text)
