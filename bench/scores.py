"""How well a merge says the planted truth: rates over counts that add up over negotiations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bench.burden import proposed_words, shown_words, words
from bench.changes import Change, sort_of
from bench.found import find, made_it, own_amendments
from bench.planted import Planted
from bench.texts import submitted
from mufakat.change.amendment import Merge
from mufakat.change.fragment import bare
from mufakat.change.merge import project

BLOCKS = ("moved", "split", "joined")
"""The changes whose recall is told apart from that of the edits."""

Found = dict[tuple[Change, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of one or more negotiations, and the rates they give."""

    counts: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Scores) -> Scores:
        return Scores(self.counts + other.counts)

    def _rate(self, part: str, whole: str) -> float:
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 1.0

    @property
    def exactness(self) -> float:
        """The share of the texts that the merge gives back exactly."""
        return self._rate("exact", "texts")

    def recall(self, sort: str) -> float:
        """The share of one sort's planted changes that were found."""
        return self._rate(f"found {sort}", f"made {sort}")

    @property
    def edit_recall(self) -> float:
        """The same for all sorts but moves, splits and joins."""
        sorts = [key[5:] for key in self.counts if key.startswith("made ")]
        edits = [sort for sort in sorts if sort not in BLOCKS]
        made = sum(self.counts[f"made {sort}"] for sort in edits)
        return sum(self.counts[f"found {sort}"] for sort in edits) / made if made else 1.0

    @property
    def cosponsor_recall(self) -> float:
        """Of those who made a change after its first maker, the share that stands beside one."""
        return self._rate("together", "followers")

    @property
    def cosponsor_precision(self) -> float:
        """The share of the sponsors of shared amendments who made that very change."""
        return self._rate("right", "credits")

    @property
    def hunks(self) -> float:
        """Proposals a planted change, each delegation's counted by itself."""
        return self._rate("hunks", "planted")

    @property
    def burden(self) -> float:
        """Words shown in the compilation over words of the base and distinct proposed ones.

        Only the paragraphs that take the changes are read: the others would flatter it.
        """
        return self._rate("shown", "given")


def score(planted: Planted, merged: Merge) -> Scores:
    """The counts of one negotiation."""
    where = found(planted, merged)
    return Scores(
        Counter(
            _exactness(planted, merged)
            | _recalls(planted, where)
            | _credits(planted, merged)
            | _hunks(planted, merged)
            | _burden(planted, merged)
        )
    )


def found(planted: Planted, merged: Merge) -> Found:
    """For every planted change and each of its makers the amendments that are it."""
    own = own_amendments(merged)
    return {
        (change, state): find(planted, own, change, state)
        for change, states in planted.truth.items()
        for state in states
    }


def _exactness(planted: Planted, merged: Merge) -> dict[str, int]:
    same = (bare(project(merged, s)) == bare(submitted(planted, s)) for s in planted.changes)
    return {"texts": len(planted.changes), "exact": sum(same)}


def _recalls(planted: Planted, where: Found) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for change, states in planted.truth.items():
        ways = Counter(way for state in states if (way := where[change, state]))
        counts[f"made {sort_of(change)}"] += len(states)
        counts[f"found {sort_of(change)}"] += ways.total()
        counts["followers"] += len(states) - 1
        counts["together"] += max(ways.values(), default=1) - 1
    return dict(counts)


def _credits(planted: Planted, merged: Merge) -> dict[str, int]:
    own = own_amendments(merged)
    shared = [(a, s) for a in merged.amendments if len(a.own) > 1 for s in a.own]
    right = sum(made_it(planted, own, a, s) for a, s in shared)
    return {"credits": len(shared), "right": right}


def _hunks(planted: Planted, merged: Merge) -> dict[str, int]:
    """What stands or falls together is read as one."""
    read = {(a.proposal or a.id, state) for a in merged.amendments for state in a.own}
    return {"hunks": len(read), "planted": sum(map(len, planted.changes.values()))}


def _burden(planted: Planted, merged: Merge) -> dict[str, int]:
    """Of the paragraphs that anybody could change."""
    base = sum(words(piece.text) for piece in planted.base[: planted.busy])
    return {"shown": shown_words(merged, planted.busy), "given": base + proposed_words(planted)}
