"""Contested passages: amendments linked, directly or through others, by rival claims.

A passage is not a clique: some of its amendments can be accepted together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import chain, combinations, product

from mufakat.change.amendment import Amendment, Insert, Join, Move, Operation, Passage, Replace
from mufakat.change.contest import rival, together
from mufakat.change.layout import Layout, place

Claim = tuple[str, bool]
Claims = tuple[Claim, ...]


def contested(
    amendments: Sequence[Amendment],
    where: Layout,
    before: Sequence[Passage] = (),
    anew: Collection[str] | None = None,
) -> tuple[tuple[Amendment, ...], tuple[Passage, ...]]:
    """The amendments (in reading order) with their passages, and the passages in reading order.

    ``anew`` are the ids of those that came or went since the passages ``before`` were found; None
    means all. What they do not touch is taken over as it was.
    """
    claims = _Claims(where)
    at = {amendment.id: n for n, amendment in enumerate(amendments)}
    if anew is None:
        active: list[int] = list(range(len(amendments)))
        stay: list[Passage] = []
    else:
        active, stay = _touched(amendments, at, claims, before, anew)
    groups = _groups([amendments[n] for n in active], claims, where)
    return _named(amendments, at, active, stay, [[active[n] for n in group] for group in groups])


def _groups(amendments: Sequence[Amendment], claims: _Claims, where: Layout) -> list[list[int]]:
    """The amendments linked by rival claims, directly or through others, by their numbers."""
    sets = _Sets(len(amendments))
    for a, b in _neighbours(amendments, claims):
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
    stay: Sequence[Passage],
    groups: Sequence[Sequence[int]],
) -> tuple[tuple[Amendment, ...], tuple[Passage, ...]]:
    """A passage is called by the place of its first amendment, so that it keeps its name."""
    found = [*stay, *(_passage([amendments[n] for n in group]) for group in groups)]
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
    blocks = dict.fromkeys(place(amendment.operation) for amendment in group)
    return Passage("", tuple(amendment.id for amendment in group), tuple(blocks))


# -- what a later submission leaves as it was ------------------------------------------------


def _touched(
    amendments: Sequence[Amendment],
    at: Mapping[str, int],
    claims: _Claims,
    before: Sequence[Passage],
    anew: Collection[str],
) -> tuple[list[int], list[Passage]]:
    """Where those stand that must be looked at, and the passages that stay.

    Looked at are the new ones, what shares a claim with them, what stands or falls with these, and
    the passages that any of them was in.
    """
    laid = [claim for name in anew if name in at for claim in claims.of(amendments[at[name]])]
    rivals = {(key, True) for key, _ in laid} | {(key, False) for key, itself in laid if itself}
    beside = _beside(amendments, claims, rivals)
    near = {*anew, *(a.id for a in beside)}
    if tied := {a.proposal for a in beside} - {""}:
        near.update(a.id for a in amendments if a.proposal in tied)
    stay = []
    for passage in before:
        if near.isdisjoint(passage.amendments):
            stay.append(passage)
        else:
            near.update(passage.amendments)
    return sorted(at[name] for name in near if name in at), stay


def _beside(
    amendments: Iterable[Amendment], claims: _Claims, rivals: AbstractSet[Claim]
) -> list[Amendment]:
    """Those with a claim among these; of all that change one block it is asked once."""
    blocks: dict[str, bool] = {}
    found = []
    for amendment in amendments:
        operation = amendment.operation
        if amendment.typographic:
            continue
        if isinstance(operation, Insert | Move | Join):
            near = not rivals.isdisjoint(claims.of(amendment))
        else:
            if operation.block not in blocks:
                blocks[operation.block] = not rivals.isdisjoint(claims.of(amendment))
            near = blocks[operation.block]
        if near:
            found.append(amendment)
    return found


# -- who could be rivals ---------------------------------------------------------------------


class _Claims:
    """What each amendment lays a hand on; those that change one block, words or all, do alike."""

    def __init__(self, where: Layout) -> None:
        self.where = where
        self.blocks: dict[str, Claims] = {}

    def of(self, amendment: Amendment) -> Claims:
        """Its claims; what is typographic has none."""
        operation = amendment.operation
        if amendment.typographic:
            return ()
        if isinstance(operation, Insert | Move | Join):
            return tuple(_claims(operation, self.where))
        found = self.blocks.get(operation.block)
        if found is None:
            found = self.blocks[operation.block] = tuple(_claims(operation, self.where))
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


def _neighbours(amendments: Sequence[Amendment], claims: _Claims) -> Iterator[tuple[int, int]]:
    """Pairs that could be rivals, each perhaps more than once."""
    on: dict[str, list[int]] = defaultdict(list)
    inside: dict[str, list[int]] = defaultdict(list)
    for n, amendment in enumerate(amendments):
        for key, itself in claims.of(amendment):
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
