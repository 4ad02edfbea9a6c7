"""How long the merge core takes, and how much it holds, against the text it is given.

The measure is tokenising everything once, the base and every text: no comparison of words can do
with less. Texts are made one at a time and let go, and no two share a string, as texts that are
read from files would not; making them is not timed.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from dataclasses import dataclass
from functools import partial

from bench.planted import Load, Planted, plant
from bench.table import Measure, cpu
from bench.texts import document, submitted
from mufakat.change.amendment import Merge, Script
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.text import tokens
from mufakat.text.document import Document, paragraphs

SEVERAL = 7


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU seconds of one consolidation, and of one more delegation that comes after it.

    ``bound`` is tokenising everything once, ``equal`` whether taking the late one in gave what a
    merge of all at once gives.
    """

    bound: float
    diffs: float
    merging: float
    late: float
    equal: bool

    @property
    def whole(self) -> float:
        """Comparing every text and merging the scripts."""
        return self.diffs + self.merging


def measures(*, large: bool) -> list[Measure]:
    """The rows of time and memory; ``large``: with those of 193 delegations."""
    small, double = best(11, 400, 60), best(22, 400, 60)
    rows = [
        _row("merge core, 11 delegations x 400 paragraphs x 60 edits", small, 5),
        Measure(
            "... twice the delegations",
            f"{double.whole / small.whole:.2f}x the time",
            "2.3x",
            double.whole <= 2.3 * small.whole,
        ),
        _one_more(11, small),
    ]
    for ids in (True, False):
        everywhere = best(11, 400, 400, load="everywhere", ids=ids)
        what = f"... every paragraph edited by each, ids {'kept' if ids else 'lost'}"
        rows.append(_row(what, everywhere, 12))
    if large:
        huge = best(193, 2000, 60, times=1)
        rows.append(_row("merge core, 193 x 2,000 x 60", huge, 2))
        rows += [_one_more(193, huge), _memory(193, 2000, 60)]
    return rows


def best(
    states: int,
    paragraphs: int,
    edits: int,
    *,
    load: Load = "light",
    ids: bool = True,
    times: int = 3,
) -> Spent:
    """The least seconds of several runs over one negotiation."""
    planted = plant(states + 1, paragraphs, edits, load=load)
    runs = [spent(planted, ids=ids) for _ in range(times)]
    return Spent(
        min(run.bound for run in runs),
        min(run.diffs for run in runs),
        min(run.merging for run in runs),
        min(run.late for run in runs),
        all(run.equal for run in runs),
    )


def spent(planted: Planted, *, ids: bool = True) -> Spent:
    """One run: the last delegation's text comes when the others are merged already."""
    *lodged, last = roster = tuple(planted.changes)
    base = document(planted.base)
    _forget()
    bound = cpu(partial(cut, base))[0]
    for state in lodged:
        text = submitted(planted, state, ids=ids)
        bound += cpu(partial(cut, text))[0]
    _forget()
    diffs, scripts = 0.0, {}
    for state in lodged:
        text = submitted(planted, state, ids=ids)
        seconds, scripts[state] = cpu(partial(diff, base, text))
        diffs += seconds
    seconds, whole = cpu(lambda: merge(base, scripts, roster))
    return Spent(
        bound, diffs, seconds, *_late(whole, scripts, roster, submitted(planted, last, ids=ids))
    )


def _late(
    whole: Merge, scripts: dict[str, Script], roster: tuple[str, ...], text: Document
) -> tuple[float, bool]:
    """Seconds of the comparison and of taking its script in, and whether the result is right.

    It comes in the process that made the whole, so the base's words are at hand; its own are not.
    Each takes milliseconds, which whatever else the machine does disturbs: the least of several.
    """
    comparing, script = min(
        (_compared_anew(whole.base, text) for _ in range(SEVERAL)), key=lambda run: run[0]
    )
    every = {**scripts, roster[-1]: script}
    taking_in, extended = cpu(lambda: merge(whole.base, every, roster, so_far=whole), times=SEVERAL)
    return comparing + taking_in, extended == merge(whole.base, every, roster)


def _compared_anew(base: Document, text: Document) -> tuple[float, Script]:
    _forget()
    for paragraph in paragraphs(base):
        tokens.tokenise(paragraph.text)
    return cpu(lambda: diff(base, text))


def cut(text: Document) -> int:
    """Tokenises a text, every paragraph of it."""
    return sum(len(tokens.cut(p.text).keys) for p in paragraphs(text))


def _forget() -> None:
    """Empties what is kept of texts seen before."""
    tokens.fold.cache_clear()
    tokens.tokenise.cache_clear()
    tokens.words.cache_clear()
    gc.collect()


def _row(what: str, run: Spent, bar: float) -> Measure:
    ratio = run.whole / run.bound
    seconds = f"{run.diffs:.2f} s comparing, {run.merging:.2f} s merging / {run.bound:.2f} s"
    return Measure(what, f"{ratio:.2f}x tokenising all once ({seconds})", f"{bar:g}x", ratio <= bar)


def _one_more(states: int, run: Spent) -> Measure:
    what, bar = f"... one more into the finished consolidation of {states}", f"2/{states} of it"
    share = run.late / run.whole * states
    found = f"{share:.2f}/{states} of it ({run.late:.3f} s / {run.whole:.2f} s)"
    if not run.equal:
        found += ", and not what merging at once gives"
    return Measure(what, found, bar, share <= 2 and run.equal)


def _memory(states: int, paragraphs: int, edits: int) -> Measure:
    """A process of its own that makes one text at a time, compares it and lets it go."""
    command = [sys.executable, "-m", "bench.streamed", *map(str, (states, paragraphs, edits))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    baseline, peak, given = map(int, done.stdout.split())
    found = (
        f"{peak / given:.2f}x the text ({peak >> 20} MB / {given >> 20} MB), of which "
        f"{(peak - baseline) / given:.2f}x above what it held before"
    )
    what = "... peak memory of a whole process that streams the texts"
    return Measure(what, found, "2.5x", peak <= 2.5 * given)
