"""What holds for every merge, whatever is in it."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations

from tests.corpus.case import Case
from tests.corpus.outcome import consolidate, scripts

from mufakat.change.amendment import Merge
from mufakat.change.contest import contradict
from mufakat.change.fragment import bare
from mufakat.change.layout import layout
from mufakat.change.merge import merge, project, script_of
from mufakat.change.record import as_data, from_data
from mufakat.change.show.track import track
from mufakat.text.tracked import (
    TrackedDocument,
    TrackedParagraph,
    alone,
    original,
    stands,
    view,
)


def check_laws(given: Case) -> None:
    """Projection, rejecting everything, order, the record, and comments at their words."""
    merged = consolidate(given)
    tracked = track(merged, dict.fromkeys(given.texts, ""))
    assert bare(original(tracked)) == bare(given.base), "with every change rejected"
    for state, submitted in given.texts.items():
        assert bare(project(merged, state)) == bare(submitted), f"seen through {state} alone"
        assert bare(view(tracked, alone(state))) == bare(submitted), f"{state} accepted alone"
        _check_own(merged, state)
    _check_order(given, merged)
    assert from_data(json.loads(json.dumps(as_data(merged)))) == merged, "kept in the record"
    _check_comments(given, tracked)


def _check_own(merged: Merge, state: str) -> None:
    """A delegation's own operations never contradict each other."""
    where = layout(merged.base)
    for one, other in combinations(script_of(merged, state), 2):
        assert not contradict(one, other, where), f"{state} contradicts itself: {one} and {other}"


def _check_order(given: Case, merged: Merge) -> None:
    """The submissions in another order, or one after the other, give the same merge."""
    backwards = replace(given, texts=dict(reversed(list(given.texts.items()))))
    assert consolidate(backwards) == merged, "lodged in another order"
    so_far = None
    lodged = dict(reversed(scripts(given).items()))
    for n in range(1, len(lodged) + 1):
        some = dict(list(lodged.items())[:n])
        so_far = merge(given.base, some, given.roster, given.remarks, so_far=so_far)
    assert so_far == merged, "lodged one after the other"


def _check_comments(given: Case, tracked: TrackedDocument) -> None:
    """A comment is at the words of the draft that it was made on, whatever became of them."""
    assert len(tracked.comments) == len(given.remarks)
    paragraphs = {b.id: b for b in tracked.body if isinstance(b, TrackedParagraph)}
    quoted = {remark.id: remark.quoted for remark in given.remarks}
    for comment in tracked.comments:
        shown = [(c, run) for run in paragraphs[comment.block].runs for c in run.text]
        under = shown[comment.start : comment.end]
        words = "".join(c for c, run in under if stands(run.revisions, lambda _: False))
        assert words == quoted[comment.id], f"a comment of {comment.author}"
