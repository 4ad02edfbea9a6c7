"""Contested passages: amendments linked, directly or through others, by rival claims.

A passage is not a clique: some of its amendments can be accepted together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from mufakat.change.amendment import Amendment, Passage
from mufakat.change.claims import Claims, neighbours
from mufakat.change.contest import rival, together
from mufakat.change.layout import Layout


def contested(
    amendments: Sequence[Amendment],
    at: Mapping[str, int],
    where: Layout,
    known: Sequence[Passage] = (),
    among: Collection[str] | None = None,
) -> tuple[tuple[Amendment, ...], tuple[Passage, ...]]:
    """The amendments (in reading order) with their passages, and the passages in reading order.

    ``at`` tells where each amendment stands. Passages are sought ``among`` these ids only, for
    those of all others are ``known``; None means that there are none.
    """
    active: Sequence[int] = range(len(amendments))
    if among is not None:
        active = sorted(at[ident] for ident in among if ident in at)
    groups = _groups([amendments[n] for n in active], where)
    return _named(amendments, at, active, known, [[active[n] for n in group] for group in groups])


def _groups(amendments: Sequence[Amendment], where: Layout) -> list[list[int]]:
    """The amendments linked by rival claims, directly or through others, by their numbers."""
    sets = _Sets(len(amendments))
    for a, b in neighbours(amendments, Claims(where)):
        if sets.find(a) != sets.find(b) and _linked(amendments[a], amendments[b], where):
            sets.join(a, b)
    _tie(amendments, sets)
    return [group for group in sets.groups() if len(group) > 1]


def _tie(amendments: Sequence[Amendment], sets: _Sets) -> None:
    """What stands or falls together is contested together, if any of it is."""
    members: dict[str, list[int]] = defaultdict(list)
    for n, amendment in enumerate(amendments):
        if amendment.proposal and not amendment.typographic:
            members[amendment.proposal].append(n)
    for group in members.values():
        if any(sets.count[sets.find(n)] > 1 for n in group):
            for n in group[1:]:
                sets.join(group[0], n)


def _linked(one: Amendment, other: Amendment, where: Layout) -> bool:
    return rival(one.operation, other.operation, where) and not together(one, other)


def _named(
    amendments: Sequence[Amendment],
    at: Mapping[str, int],
    active: Sequence[int],
    known: Sequence[Passage],
    groups: Sequence[Sequence[int]],
) -> tuple[tuple[Amendment, ...], tuple[Passage, ...]]:
    """A passage is called by the place of its first amendment, so that it keeps its name."""
    found = [*known, *(_passage([amendments[n] for n in group]) for group in groups)]
    found.sort(key=lambda passage: at[passage.amendments[0]])
    used: Counter[str] = Counter()
    names = dict.fromkeys(active, "")
    for k, passage in enumerate(found):
        first = passage.blocks[0] or "start"
        used[first] += 1
        name = f"passage-{first}" + (f".{used[first]}" if used[first] > 1 else "")
        if passage.id != name:
            found[k] = replace(passage, id=name)
            names.update((at[ident], name) for ident in passage.amendments)
    out = list(amendments)
    for n, name in names.items():
        if out[n].passage != name:
            out[n] = replace(out[n], passage=name)
    return tuple(out), tuple(found)


def _passage(group: Sequence[Amendment]) -> Passage:
    """A passage that has no name yet."""
    blocks = dict.fromkeys(amendment.operation.block for amendment in group)
    return Passage("", tuple(amendment.id for amendment in group), tuple(blocks))


class _Sets:
    """Union-find over the first ``count`` numbers; a root's count is that of its set."""

    def __init__(self, count: int) -> None:
        self.root = list(range(count))
        self.count = [1] * count

    def find(self, n: int) -> int:
        while self.root[n] != n:
            self.root[n] = self.root[self.root[n]]
            n = self.root[n]
        return n

    def join(self, a: int, b: int) -> None:
        first, second = sorted((self.find(a), self.find(b)))
        if first != second:
            self.root[second] = first
            self.count[first] += self.count[second]

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for n in range(len(self.root)):
            found[self.find(n)].append(n)
        return list(found.values())
