"""A later submission is taken into a finished merge."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.change.editing import STATES, Negotiation, negotiations
from tests.laws import law

from mufakat.change.amendment import Fragment, Replace, Script
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.text.document import Document, Paragraph, digest

BASE = Document((Paragraph("p1", "We support strong growth of the digital economy."),))


def words(start: int, end: int, text: str) -> Replace:
    return Replace("p1", start, end, Fragment(text))


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


def test_what_a_delegation_has_taken_back_since_is_in_it_no_more() -> None:
    scripts: dict[str, Script] = {s: (words(11, 17, s),) for s in STATES[:2]}
    finished = merge(BASE, scripts, STATES)
    del scripts[STATES[1]]
    assert merge(BASE, scripts, STATES, so_far=finished) == merge(BASE, scripts, STATES)


def alike() -> tuple[Replace, Replace]:
    """Two amendments that would bear one id, were ids not longer then."""
    first = {_short(op): op for op in (words(11, 17, f"growing {n}") for n in range(600))}
    second = (words(32, 39, f"common {n}") for n in count())
    return next((first[_short(op)], op) for op in second if _short(op) in first)


def _short(operation: Replace) -> str:
    return digest(repr(operation))[:4]


@pytest.mark.parametrize("late", STATES[:3])
def test_ids_are_told_apart_whichever_comes_late(late: str) -> None:
    operations = *alike(), words(0, 2, "All")
    scripts = {state: (op,) for state, op in zip(STATES, operations, strict=False)}
    at_once = merge(BASE, scripts, STATES)
    assert len({a.id[: len("p1-1234")] for a in at_once.amendments}) == 2
    in_time = {state: script for state, script in scripts.items() if state != late}
    assert merge(BASE, scripts, STATES, so_far=merge(BASE, in_time, STATES)) == at_once
