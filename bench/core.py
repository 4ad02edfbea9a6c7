"""The merge core: its scores on planted negotiations, its time, and its memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.planted import Load, Planted, plant
from bench.scores import Scores, score
from bench.speed import measures as speeds
from bench.table import Measure
from bench.texts import document, submitted
from mufakat.change.amendment import Merge, Script
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.text.document import Document

Met = Callable[[float], bool]

SEEDS = range(7, 17)
QUICK = 3  # negotiations of them are enough to see which way a change of the merge goes


@dataclass(frozen=True, slots=True)
class Scored:
    """A kind of negotiation: how many changes each of eleven makes, and the bars it is held to."""

    name: str
    load: Load
    edits: int
    recall: float
    cosponsors: float


KINDS = {
    "light": Scored("light", "light", 60, 0.97, 0.99),
    "heavy": Scored("heavy", "heavy", 120, 0.80, 0.88),
}


def measures(*, large: bool) -> list[Measure]:
    """The rows of the merge core; ``large``: with those of 193 delegations, and more scored."""
    seeds = SEEDS if large else SEEDS[:QUICK]
    return [
        *speeds(large=large),
        *(row for kind in KINDS.values() for row in _rows(kind, *scored(kind, seeds))),
    ]


def merged(planted: Planted, *, ids: bool = True) -> tuple[Document, dict[str, Document], Merge]:
    """The base, the texts, and what the merge makes of them."""
    base = document(planted.base)
    texts = {state: submitted(planted, state, ids=ids) for state in planted.changes}
    scripts = {state: _script(base, text) for state, text in texts.items()}
    return base, texts, merge(base, scripts, tuple(texts))


def _script(base: Document, text: Document) -> Script:
    """The comparison, and nothing where it fails: then all that was planted counts as lost."""
    try:
        return diff(base, text)
    except (ValueError, AssertionError):
        return ()


def scored(kind: Scored, seeds: Sequence[int] = SEEDS) -> tuple[Scores, Scores]:
    """The scores over several negotiations, with the base's ids kept, and with all of them lost."""
    kept = lost = Scores()
    for seed in seeds:
        planted = plant(11, 400, kind.edits, seed=seed, load=kind.load)
        kept += score(planted, merged(planted)[2])
        lost += score(planted, merged(planted, ids=False)[2])
    return kept, lost


def _rows(kind: Scored, kept: Scores, lost: Scores) -> list[Measure]:
    def row(what: str, rate: Callable[[Scores], float], bar: str, met: Met) -> Measure:
        values = rate(kept), rate(lost)
        result = " / ".join(f"{value:.4f}" for value in values)
        return Measure(f"{what}, {kind.name}", result, bar, all(map(met, values)))

    def least(bar: float) -> tuple[str, Met]:
        return f"{bar:g}", lambda value: value >= bar

    return [
        row("exactness (ids kept / lost)", lambda s: s.exactness, *least(1)),
        row("edit recall", lambda s: s.edit_recall, *least(kind.recall)),
        row("moves found", lambda s: s.recall("moved"), *least(0.99)),
        row("splits found", lambda s: s.recall("split"), *least(0.99)),
        row("joins found", lambda s: s.recall("joined"), *least(0.99)),
        row("co-sponsor recall", lambda s: s.cosponsor_recall, *least(kind.cosponsors)),
        row("co-sponsor precision", lambda s: s.cosponsor_precision, *least(1)),
        row("hunks per true edit", lambda s: s.hunks, ".95 to 1.10", lambda v: 0.95 <= v <= 1.10),
        row("reading burden", lambda s: s.burden, "1.3", lambda v: v <= 1.3),
    ]
