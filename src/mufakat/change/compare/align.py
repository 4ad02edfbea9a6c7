"""Which block of a draft each block of a submitted text is.

Ids that came back are hints, words decide. Exact and unique texts, ids that came back, and texts
that share rare runs of words make one chain, as heavy as can be; what stands between is paired by
likeness. Short numbered headings are never paired by likeness: each goes with what it
stands before. What is left and alike elsewhere has been moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, product

from rapidfuzz.distance import Indel

from mufakat.change.compare.likeness import Likeness
from mufakat.change.compare.shingles import shared
from mufakat.text.document import Node, Paragraph

SMALL = 400  # pairs out of their place that are all weighed; of more, those that share rare runs
LARGE = 250_000  # pairs in a gap that are too many to weigh at all


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which base node each submitted one is.

    ``pairs[j]`` is the base index of submitted node ``j``, or None; ``moved`` are those ``j`` that
    stand out of the base's order.
    """

    pairs: tuple[int | None, ...]
    moved: frozenset[int]


def align(base: Sequence[Node], submitted: Sequence[Node]) -> Alignment:
    """Pairs the submitted nodes with the base's; a base node is paired at most once."""
    return _Aligner(base, submitted).run()


class _Aligner:
    def __init__(self, base: Sequence[Node], submitted: Sequence[Node]) -> None:
        self.base, self.submitted = base, submitted
        self.alike = Likeness(base, submitted)
        self.base_shapes, self.shapes = self.alike.base_shapes, self.alike.shapes
        self.pairs: list[int | None] = [None] * len(submitted)
        self.taken = [False] * len(base)

    def run(self) -> Alignment:
        sure = self._anchors()
        # Of one base node's pairs the later come first, so that a chain can hold only one of them.
        candidates = sorted([*sure, *self._likely(sure)], key=lambda pair: (pair[0], -pair[1]))
        for i, j in _increasing(candidates, self._weight):
            self._pair(i, j)
        self._fill_gaps(labels=False)
        self._pair_labels()
        self._fill_gaps(labels=True)
        self._slide()
        moved = self._find_moves(sure)
        return Alignment(tuple(self.pairs), frozenset(moved))

    def _pair(self, i: int, j: int) -> None:
        self.pairs[j] = i
        self.taken[i] = True

    def _weight(self, pair: tuple[int, int]) -> float:
        return 1 + self.alike.like(*pair) * len(self.alike.base_words[pair[0]])

    def _anchors(self) -> list[tuple[int, int]]:
        """Pairs sure by themselves: an equal text that is unique, or an id and likeness."""
        there = _single(self.base, self.alike.base_words, self.base_shapes)
        chosen: dict[int, int] = {}
        used: set[int] = set()
        for key, j in _single(self.submitted, self.alike.words, self.shapes).items():
            i = there.get(key)
            if i is not None:
                chosen[j] = i
                used.add(i)
        chosen |= self.alike.by_id(chosen, used)
        return sorted((i, j) for j, i in chosen.items())

    def _likely(self, sure: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Among what is left, pairs that share rare runs of words and are alike enough."""
        known = {i for i, _ in sure}, {j for _, j in sure}
        rows = [i for i in range(len(self.base)) if i not in known[0] and not self.base_shapes[i]]
        columns = [
            j for j in range(len(self.submitted)) if j not in known[1] and not self.shapes[j]
        ]
        if not rows or not columns:
            return []
        alike = self.alike
        votes = shared([alike.base_told(i) for i in rows], [alike.told(j) for j in columns])
        return [(rows[r], columns[c]) for r, c in votes if alike.in_place(rows[r], columns[c])]

    def _fill_gaps(self, *, labels: bool) -> None:
        """Pairs what stands between pairs; ``labels``: short numbered headings as well."""
        for rows, columns in self._gaps(labels=labels):
            for i, j in self._best(rows, columns):
                self._pair(i, j)

    def _gaps(self, *, labels: bool) -> list[tuple[list[int], list[int]]]:
        """What is unpaired between neighbouring pairs, on both sides."""
        fixed = [(i, j) for j, i in enumerate(self.pairs) if i is not None]
        edges = [(-1, -1), *fixed, (len(self.base), len(self.submitted))]
        found = []
        for (i0, j0), (i1, j1) in pairwise(edges):
            if i1 == i0 + 1 or j1 == j0 + 1:
                continue
            rows = [
                i
                for i in range(i0 + 1, i1)
                if not self.taken[i] and (labels or not self.base_shapes[i])
            ]
            columns = [j for j in range(j0 + 1, j1) if labels or not self.shapes[j]]
            if rows and columns:
                found.append((rows, columns))
        return found

    def _pair_labels(self) -> None:
        """Short numbered headings: each with what it stands before, else equal or in its turn."""
        for j in range(len(self.submitted) - 2, -1, -1):
            follower = self.pairs[j + 1]
            if self.pairs[j] is None and follower and self._same_label(follower - 1, j):
                self._pair(follower - 1, j)
        for rows, columns in self._gaps(labels=True):
            rows = [i for i in rows if self.base_shapes[i]]
            columns = [j for j in columns if self.shapes[j]]
            in_turn = [self.base_shapes[i] for i in rows] == [self.shapes[j] for j in columns]
            chosen = zip(rows, columns, strict=True) if in_turn else self._equal_run(rows, columns)
            for i, j in chosen:
                self._pair(i, j)

    def _same_label(self, i: int, j: int) -> bool:
        return not self.taken[i] and self.base_shapes[i] == self.shapes[j] != ()

    def _best(self, rows: list[int], columns: list[int]) -> list[tuple[int, int]]:
        """The order-keeping pairs of greatest likeness, weighted by how much text they pair."""
        if len(rows) * len(columns) > LARGE:
            return self._equal_run(rows, columns)
        score = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
        gain = [[self.alike.gain(i, j) for j in columns] for i in rows]
        for r in range(len(rows) - 1, -1, -1):
            for c in range(len(columns) - 1, -1, -1):
                best = max(score[r + 1][c], score[r][c + 1])
                if gain[r][c]:
                    best = max(best, gain[r][c] + score[r + 1][c + 1])
                score[r][c] = best
        found, r, c = [], 0, 0
        while r < len(rows) and c < len(columns):
            if gain[r][c] and score[r][c] == gain[r][c] + score[r + 1][c + 1]:
                found.append((rows[r], columns[c]))
                r, c = r + 1, c + 1
            elif score[r][c] == score[r + 1][c]:
                r += 1
            else:
                c += 1
        return found

    def _equal_run(self, rows: list[int], columns: list[int]) -> list[tuple[int, int]]:
        """Too many to weigh one by one: equal texts in order."""
        found = []
        matcher = Indel.opcodes(
            [self.alike.base_words[i] for i in rows], [self.alike.words[j] for j in columns]
        )
        for op in matcher:
            if op.tag == "equal":
                found += [
                    (rows[op.src_start + k], columns[op.dest_start + k])
                    for k in range(op.src_end - op.src_start)
                ]
        return found

    def _slide(self) -> None:
        """Of equal neighbours it is the last that went, whoever took which away."""
        where = {i: j for j, i in enumerate(self.pairs) if i is not None}
        for i in range(len(self.base) - 1):
            j = where.get(i + 1)
            if i in where or j is None or not self._equal(i, j):
                continue
            self.pairs[j], where[i] = i, j
            del where[i + 1]
            self.taken[i], self.taken[i + 1] = True, False

    def _equal(self, i: int, j: int) -> bool:
        """Whether a base paragraph, the one after it and a submitted one say the same."""
        one, other, given = self.base[i], self.base[i + 1], self.submitted[j]
        return (
            isinstance(one, Paragraph)
            and isinstance(other, Paragraph)
            and isinstance(given, Paragraph)
            and one.text == other.text == given.text
            and one.style == other.style
            and not (one.anchors or other.anchors)
        )

    def _find_moves(self, candidates: list[tuple[int, int]]) -> set[int]:
        """Pairs what is left over and alike somewhere else, best likeness first."""
        moved = set()
        free = [i for i, taken in enumerate(self.taken) if not taken]
        open_ = [j for j, i in enumerate(self.pairs) if i is None]
        left = [(i, j) for i, j in candidates if self.pairs[j] is None and not self.taken[i]]
        ranked = [(-1.0, i, j) for i, j in left if self.alike.worth_moving(i, j)]
        ranked += sorted(
            (-like, i, j)
            for i, j in self._elsewhere(free, open_)
            if (like := self.alike.out_of_place(i, j))
        )
        for _, i, j in ranked:
            if self.pairs[j] is None and not self.taken[i]:
                self._pair(i, j)
                moved.add(j)
        for j in range(len(self.submitted) - 2, -1, -1):
            follower = self.pairs[j + 1] if j + 1 in moved and self.pairs[j] is None else None
            if follower and self._same_label(follower - 1, j):
                self._pair(follower - 1, j)
                moved.add(j)
        return moved

    def _elsewhere(self, free: list[int], open_: list[int]) -> Iterable[tuple[int, int]]:
        if len(free) * len(open_) <= SMALL:
            return product(free, open_)
        votes = shared([self.alike.base_told(i) for i in free], [self.alike.told(j) for j in open_])
        return ((free[r], open_[c]) for r, c in votes)


def _single(
    nodes: Sequence[Node],
    words: Sequence[tuple[str, ...]],
    shapes: Sequence[tuple[str, ...]],
) -> dict[tuple[type[Node], tuple[str, ...]], int]:
    """The nodes whose words no other has; of numbered headings the words without the number."""
    found: dict[tuple[type[Node], tuple[str, ...]], int] = {}
    repeated = []
    for n, (node, told, shape) in enumerate(zip(nodes, words, shapes, strict=True)):
        key = type(node), shape or told
        if key[1] and found.setdefault(key, n) != n:
            repeated.append(key)
    for key in repeated:
        found.pop(key, None)
    return found


def _increasing(
    pairs: list[tuple[int, int]], weight: Callable[[tuple[int, int]], float]
) -> list[tuple[int, int]]:
    """The heaviest chain of pairs (sorted by base index) that keeps the submitted order too.

    A pair that no other crosses is part of it; only the others need to be weighed.
    """
    order = [j for _, j in pairs]
    before = [-1, *accumulate(order, max)]
    after = [*accumulate(reversed(order), min)][::-1]
    last = len(pairs) - 1
    crossed: list[tuple[int, int]] = []
    chain: list[tuple[int, int]] = []
    for n, (pair, j) in enumerate(zip(pairs, order, strict=True)):
        alone = before[n] < j and (n == last or j < after[n + 1])
        (chain if alone else crossed).append(pair)
    return sorted([*chain, *_heaviest(crossed, weight)]) if crossed else chain


def _heaviest(
    pairs: list[tuple[int, int]], weight: Callable[[tuple[int, int]], float]
) -> list[tuple[int, int]]:
    # The k-th best chain ends at ``ends[k]`` and weighs ``totals[k]``: both strictly increasing.
    ends: list[int] = []
    totals: list[float] = []
    chains: list[int] = []
    links: list[int] = []
    for n, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        total = weight(pairs[n]) + (totals[at - 1] if at else 0.0)
        links.append(chains[at - 1] if at else -1)
        stop = at
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        ends[at:stop] = [j]
        totals[at:stop] = [total]
        chains[at:stop] = [n]
    best: list[tuple[int, int]] = []
    n = chains[-1] if chains else -1
    while n >= 0:
        best.append(pairs[n])
        n = links[n]
    return best[::-1]
