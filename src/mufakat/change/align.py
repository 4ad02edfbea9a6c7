"""Which block of a draft each block of a submitted text is.

Ids that came back are hints, words decide. Exact and unique texts are paired first, then what
stands between them by a gap dynamic programme over likeness; what is left and alike elsewhere has
been moved. Number labels inside texts are words like others, so a short numbered heading is paired
only when it is the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

from mufakat.text.document import Cell, Node, Paragraph, Row, Table
from mufakat.text.tokens import tokenise

LIKE = 0.5  # two paragraphs of which half the words are the same are one, edited
LIKE_WITH_ID = 0.2  # an id that came back needs less
LIKE_MOVED = 0.6  # out of its place it needs more
FEW_WORDS = 4  # shorter texts are paired only when they are equal, or in their place with their id


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which base node each submitted one is.

    ``pairs[j]`` is the base index of submitted node ``j``, or None; ``moved`` are those ``j`` that
    stand out of the base's order.
    """

    pairs: tuple[int | None, ...]
    moved: frozenset[int]


def words_of(node: Node) -> tuple[str, ...]:
    """The folded tokens of all the node's text, in reading order."""
    if isinstance(node, Paragraph):
        return tokenise(node.text).keys
    children: Sequence[Node]
    if isinstance(node, Table):
        children = node.rows
    elif isinstance(node, Row):
        children = node.cells
    else:
        children = node.blocks
    return tuple(word for child in children for word in (*words_of(child), "\u2029"))


def hint_of(node: Node) -> str:
    """The id by which the node may be known again: its own, or its first paragraph's."""
    if isinstance(node, Paragraph):
        return node.id
    if isinstance(node, Cell):
        return next((hint for b in node.blocks if (hint := hint_of(b))), "")
    children: Sequence[Node] = node.rows if isinstance(node, Table) else node.cells
    return next((hint for child in children if (hint := hint_of(child))), "")


def align(base: Sequence[Node], submitted: Sequence[Node]) -> Alignment:
    """Pairs the submitted nodes with the base's; a base node is paired at most once."""
    return _Aligner(base, submitted).run()


class _Aligner:
    def __init__(self, base: Sequence[Node], submitted: Sequence[Node]) -> None:
        self.base, self.submitted = base, submitted
        self.base_words = [words_of(node) for node in base]
        self.words = [words_of(node) for node in submitted]
        self.base_hints = [hint_of(node) for node in base]
        self.hints = [hint_of(node) for node in submitted]
        self.pairs: list[int | None] = [None] * len(submitted)
        self.taken = [False] * len(base)

    def run(self) -> Alignment:
        candidates = self._anchors()
        kept = _increasing(candidates, self._weight)
        for i, j in kept:
            self._pair(i, j)
        self._fill_gaps()
        moved = self._find_moves(candidates)
        return Alignment(tuple(self.pairs), frozenset(moved))

    def _pair(self, i: int, j: int) -> None:
        self.pairs[j] = i
        self.taken[i] = True

    def _weight(self, pair: tuple[int, int]) -> float:
        return 1 + len(self.base_words[pair[0]])

    def _anchors(self) -> list[tuple[int, int]]:
        """Pairs sure by themselves: an equal text that is unique, or an id and likeness."""
        where = {hint: i for i, hint in enumerate(self.base_hints) if hint}
        by_id: dict[int, int] = {}
        for j, hint in enumerate(self.hints):
            i = where.get(hint) if hint else None
            if i is not None and self._like(i, j) >= LIKE_WITH_ID:
                by_id[j] = i
        base_count = Counter(zip(map(type, self.base), self.base_words, strict=True))
        count = Counter(zip(map(type, self.submitted), self.words, strict=True))
        unique = {
            (type(node), words): i
            for i, (node, words) in enumerate(zip(self.base, self.base_words, strict=True))
            if words and base_count[type(node), words] == 1
        }
        chosen: dict[int, int] = {}
        used: set[int] = set()
        for j, (node, words) in enumerate(zip(self.submitted, self.words, strict=True)):
            i = unique.get((type(node), words))
            if i is not None and count[type(node), words] == 1 and self._settles(i, j, by_id):
                chosen[j] = i
                used.add(i)
        for j, i in by_id.items():
            if j not in chosen and i not in used:
                chosen[j] = i
                used.add(i)
        return sorted((i, j) for j, i in chosen.items())

    def _settles(self, i: int, j: int, by_id: dict[int, int]) -> bool:
        return by_id.get(j, i) == i or self.words[j] != self.base_words[by_id[j]]

    def _like(self, i: int, j: int) -> float:
        if type(self.base[i]) is not type(self.submitted[j]):
            return 0.0
        a, b = self.base_words[i], self.words[j]
        if a == b:
            return 1.0
        if not a or not b:
            # An emptied or filled paragraph is the same one only where its id came back.
            return LIKE_WITH_ID if self.base_hints[i] == self.hints[j] != "" else 0.0
        return float(Indel.normalized_similarity(a, b))

    def _acceptable(self, i: int, j: int) -> float:
        """The likeness of a pair in its place, or 0 where it is too small to be one."""
        like = self._like(i, j)
        if like == 1.0:
            return like
        if self.base_hints[i] and self.base_hints[i] == self.hints[j]:
            return like if like >= LIKE_WITH_ID else 0.0
        if min(len(self.base_words[i]), len(self.words[j])) <= 2 * FEW_WORDS:
            return like if like >= LIKE_MOVED and not self._numbered(i, j) else 0.0
        return like if like >= LIKE else 0.0

    def _numbered(self, i: int, j: int) -> bool:
        """Whether two short texts differ in a number: "Article 12" never is "Article 13"."""
        if not isinstance(self.base[i], Paragraph):
            return False
        digits = [
            [w for w in words if any(c.isdigit() for c in w)]
            for words in (self.base_words[i], self.words[j])
        ]
        return digits[0] != digits[1]

    def _fill_gaps(self) -> None:
        fixed = [(i, j) for j, i in enumerate(self.pairs) if i is not None]
        edges = [
            (-1, -1),
            *sorted(fixed, key=lambda p: p[1]),
            (len(self.base), len(self.submitted)),
        ]
        for (i0, j0), (i1, j1) in pairwise(edges):
            rows = [i for i in range(i0 + 1, i1) if not self.taken[i]]
            columns = [j for j in range(j0 + 1, j1) if self.pairs[j] is None]
            if rows and columns:
                for i, j in self._best(rows, columns):
                    self._pair(i, j)

    def _best(self, rows: list[int], columns: list[int]) -> list[tuple[int, int]]:
        """The order-keeping pairs of greatest likeness, weighted by how much text they pair."""
        if len(rows) * len(columns) > 250_000:
            return self._equal_run(rows, columns)
        score = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
        gain = [[self._gain(i, j) for j in columns] for i in rows]
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

    def _gain(self, i: int, j: int) -> float:
        like = self._acceptable(i, j)
        return like * like * (1 + len(self.base_words[i]) + len(self.words[j])) if like else 0.0

    def _equal_run(self, rows: list[int], columns: list[int]) -> list[tuple[int, int]]:
        """Too many to weigh one by one: equal texts in order."""
        found = []
        matcher = Indel.opcodes(
            [self.base_words[i] for i in rows], [self.words[j] for j in columns]
        )
        for op in matcher:
            if op.tag == "equal":
                found += [
                    (rows[op.src_start + k], columns[op.dest_start + k])
                    for k in range(op.src_end - op.src_start)
                ]
        return found

    def _find_moves(self, candidates: list[tuple[int, int]]) -> set[int]:
        """Pairs what is left over and alike somewhere else, best likeness first."""
        moved = set()
        for i, j in candidates:
            if self.pairs[j] is None and not self.taken[i] and self._worth_moving(i, j):
                self._pair(i, j)
                moved.add(j)
        free = [i for i, taken in enumerate(self.taken) if not taken]
        open_ = [j for j, i in enumerate(self.pairs) if i is None]
        if len(free) * len(open_) <= 250_000:
            ranked = sorted(
                (-like, i, j) for i in free for j in open_ if (like := self._moved_like(i, j))
            )
            for _, i, j in ranked:
                if self.pairs[j] is None and not self.taken[i]:
                    self._pair(i, j)
                    moved.add(j)
        return moved

    def _moved_like(self, i: int, j: int) -> float:
        like = self._like(i, j) if self._worth_moving(i, j) else 0.0
        return like if like >= LIKE_MOVED else 0.0

    def _worth_moving(self, i: int, j: int) -> bool:
        return min(len(self.base_words[i]), len(self.words[j])) > 2 * FEW_WORDS or (
            self.base_words[i] == self.words[j] != ()
        )


def _increasing(
    pairs: list[tuple[int, int]], weight: Callable[[tuple[int, int]], float]
) -> list[tuple[int, int]]:
    """The heaviest chain of pairs (sorted by base index) that keeps the submitted order too."""
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
