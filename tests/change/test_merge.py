"""A later submission is taken into a finished merge."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.change.editing import STATES, Negotiation, negotiations
from tests.laws import law

from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge


@law
@given(negotiations(), st.data())
def test_one_more_submission_into_a_finished_merge_is_merging_all_at_once(
    n: Negotiation, data: st.DataObject
) -> None:
    scripts = {state: diff(n.base, text) for state, text in n.texts.items()}
    late = data.draw(st.sets(st.sampled_from(sorted(scripts))))
    in_time = {state: script for state, script in scripts.items() if state not in late}
    finished = merge(n.base, in_time, STATES)
    assert merge(n.base, scripts, STATES, so_far=finished) == merge(n.base, scripts, STATES)
