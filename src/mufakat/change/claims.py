"""What each amendment lays a hand on, and so which two could be rivals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product

from mufakat.change.amendment import Amendment, Insert, Join, Move, Operation, Replace
from mufakat.change.layout import Layout

Claim = tuple[str, bool]
"""A block or a gap, and whether on the thing itself.

False: on something inside it, which only an amendment of the thing itself can rival.
"""

ALSO_ELSEWHERE = (Insert, Move, Join)
"""Operations whose claims are not all on the block that they are found at and what holds it."""


class Claims:
    """What each amendment lays a hand on; those that change one block, words or all, do alike."""

    def __init__(self, where: Layout) -> None:
        self.where = where
        self.blocks: dict[str, tuple[Claim, ...]] = {}

    def of(self, amendment: Amendment) -> tuple[Claim, ...]:
        """Its claims; what is typographic has none."""
        operation = amendment.operation
        if amendment.typographic:
            return ()
        if isinstance(operation, ALSO_ELSEWHERE):
            return tuple(_of(operation, self.where))
        found = self.blocks.get(operation.block)
        if found is None:
            found = self.blocks[operation.block] = tuple(_of(operation, self.where))
        return found


def _of(operation: Operation, where: Layout) -> Iterator[Claim]:
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


def neighbours(amendments: Sequence[Amendment], claims: Claims) -> Iterator[tuple[int, int]]:
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
