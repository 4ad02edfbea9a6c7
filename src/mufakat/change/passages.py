"""Contested passages: amendments linked, directly or through others, by rival claims.

A passage is not a clique: some of its amendments can be accepted together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations, product

from mufakat.change.amendment import Amendment, Insert, Join, Move, Operation, Passage, Replace
from mufakat.change.contest import rival, together
from mufakat.change.layout import Layout, place

Claims = tuple[tuple[str, bool], ...]


def contested(
    amendments: Sequence[Amendment], where: Layout, fresh: Collection[str] | None = None
) -> tuple[tuple[Amendment, ...], tuple[Passage, ...]]:
    """The amendments (in reading order) with their passages, and the passages in reading order.

    ``fresh`` are the ids of those that are new since passages were found before; None means all.
    What they do not touch is taken over as it was.
    """
    claims = _all_claims(amendments, where)
    sets = _Sets(len(amendments))
    active = range(len(amendments)) if fresh is None else _touched(amendments, claims, fresh)
    held = set(active)
    _keep(amendments, held, sets)
    for a, b in _neighbours(amendments, claims, active):
        if sets.find(a) != sets.find(b) and _linked(amendments[a], amendments[b], where):
            sets.join(a, b)
    _tie(amendments, sets)
    return _named(amendments, [group for group in sets.groups() if len(group) > 1])


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
    amendments: Sequence[Amendment], groups: list[list[int]]
) -> tuple[tuple[Amendment, ...], tuple[Passage, ...]]:
    """A passage is called by the place of its first amendment, so that it keeps its name."""
    names = [""] * len(amendments)
    used: Counter[str] = Counter()
    passages = []
    for group in groups:
        first = place(amendments[group[0]].operation) or "start"
        used[first] += 1
        name = f"passage-{first}" + (f".{used[first]}" if used[first] > 1 else "")
        for n in group:
            names[n] = name
        blocks = dict.fromkeys(place(amendments[n].operation) for n in group)
        passages.append(Passage(name, tuple(amendments[n].id for n in group), tuple(blocks)))
    out = (
        a if a.passage == name else replace(a, passage=name)
        for a, name in zip(amendments, names, strict=True)
    )
    return tuple(out), tuple(passages)


# -- what a later submission leaves as it was ------------------------------------------------


def _touched(
    amendments: Sequence[Amendment],
    claims: Sequence[Claims],
    fresh: Collection[str],
) -> list[int]:
    """The fresh ones, what shares a claim with them, and the passages that these belonged to."""
    keys = {
        key for a, own in zip(amendments, claims, strict=True) if a.id in fresh for key, _ in own
    }
    near = [n for n, own in enumerate(claims) if any(key in keys for key, _ in own)]
    passages = {amendments[n].passage for n in near} - {""}
    chosen = set(near)
    return [n for n, a in enumerate(amendments) if n in chosen or a.passage in passages]


def _keep(amendments: Sequence[Amendment], active: set[int], sets: _Sets) -> None:
    """The passages of all others stay joined."""
    first: dict[str, int] = {}
    for n, amendment in enumerate(amendments):
        if amendment.passage and n not in active:
            sets.join(first.setdefault(amendment.passage, n), n)


# -- who could be rivals ---------------------------------------------------------------------


def _all_claims(amendments: Sequence[Amendment], where: Layout) -> list[Claims]:
    """What each lays a hand on; those that replace words of one paragraph do on the same."""
    words: dict[str, Claims] = {}
    found: list[Claims] = []
    for amendment in amendments:
        operation = amendment.operation
        if amendment.typographic:
            found.append(())
        elif not isinstance(operation, Replace):
            found.append(tuple(_claims(operation, where)))
        else:
            if operation.block not in words:
                words[operation.block] = tuple(_claims(operation, where))
            found.append(words[operation.block])
    return found


def _claims(operation: Operation, where: Layout) -> Iterator[tuple[str, bool]]:
    """Blocks and gaps, and whether on the thing itself.

    False: on something inside it, which only an amendment of the thing itself can rival.
    """
    if isinstance(operation, Insert):
        yield f"{operation.parent}>{operation.after}", True
        inside = operation.parent
    else:
        yield operation.block, True
        inside = where.parent[operation.block]
    if inside:
        yield inside, False
        for holder in where.holders(inside):
            yield holder, False
    if isinstance(operation, Move):
        yield f"{operation.parent}>{operation.after}", True
        if operation.parent and operation.parent != inside:
            yield operation.parent, False
            for holder in where.holders(operation.parent):
                yield holder, False
    if isinstance(operation, Join):
        yield f"{inside}>{operation.block}", True
        if operation.block in where.following:
            yield where.following[operation.block], True


def _neighbours(
    amendments: Sequence[Amendment],
    claims: Sequence[Claims],
    active: Sequence[int],
) -> Iterator[tuple[int, int]]:
    """Pairs that could be rivals, each perhaps more than once."""
    on: dict[str, list[int]] = defaultdict(list)
    inside: dict[str, list[int]] = defaultdict(list)
    for n in active:
        for key, itself in claims[n]:
            (on if itself else inside)[key].append(n)
    for key, members in on.items():
        yield from _pairs(amendments, members)
        for a in members:
            for b in inside.get(key, ()):
                yield a, b


def _pairs(amendments: Sequence[Amendment], members: Sequence[int]) -> Iterator[tuple[int, int]]:
    """All pairs but those of one sponsor, and of replacements too far apart to touch."""
    words: list[tuple[int, int, int]] = []
    others: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for n in members:
        amendment = amendments[n]
        if isinstance(operation := amendment.operation, Replace):
            words.append((operation.start, operation.end, n))
        else:
            others[amendment.own, amendment.standing].append(n)
    words.sort()
    for k, (_, end, a) in enumerate(words):
        for start, _, b in words[k + 1 :]:
            if start > end:
                break
            yield a, b
    for one, other in combinations(others.values(), 2):
        yield from product(one, other)
    for a in chain.from_iterable(others.values()):
        for _, _, b in words:
            yield a, b


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
