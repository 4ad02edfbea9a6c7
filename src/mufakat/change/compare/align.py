"""Which block of a draft each block of a submitted text is.

Ids that came back are hints, words decide. Exact and unique texts, ids that came back, and texts
that share rare runs of words make one chain, as heavy as can be; what stands between is paired by
likeness. Short numbered headings are never paired by likeness: each goes with what it
stands before. What is left and alike elsewhere has been moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from rapidfuzz.distance import Indel

from mufakat.change.compare.labels import shape_of
from mufakat.change.compare.shingles import shared
from mufakat.text.document import Cell, Node, Paragraph, Row, Table
from mufakat.text.tokens import tokenise, words

LIKE = 0.5  # two paragraphs of which half the words are the same are one, edited
LIKE_WITH_ID = 0.2  # an id that came back needs less
LIKE_MOVED = 0.6  # out of its place it needs more
CONTAINED = 0.9  # a part of which this share stands in the whole is a piece of it
FEW_WORDS = 4  # shorter texts are paired only when they are equal, or in their place with their id
HUGE = 20_000  # tokens: what is longer is known by its id alone; no meeting has such a paragraph
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
        self.base_told: list[tuple[str, ...] | None] = [None] * len(base)
        self.told: list[tuple[str, ...] | None] = [None] * len(submitted)
        self.base_hints = [hint_of(node) for node in base]
        self.hints = [hint_of(node) for node in submitted]
        self.base_shapes = list(map(shape_of, base, self.base_words))
        self.shapes = list(map(shape_of, submitted, self.words))
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
        return 1 + self._like(*pair) * len(self.base_words[pair[0]])

    def _anchors(self) -> list[tuple[int, int]]:
        """Pairs sure by themselves: an equal text that is unique, or an id and likeness."""
        where = {hint: i for i, hint in enumerate(self.base_hints) if hint}
        by_id: dict[int, int] = {}
        for j, hint in enumerate(self.hints):
            i = where.get(hint) if hint else None
            if i is not None and self._like(i, j) >= LIKE_WITH_ID:
                by_id[j] = i
        there = _single(self.base, self.base_words, self.base_shapes)
        chosen: dict[int, int] = {}
        used: set[int] = set()
        for key, j in _single(self.submitted, self.words, self.shapes).items():
            i = there.get(key)
            if i is not None:
                chosen[j] = i
                used.add(i)
        for j, i in by_id.items():
            if j not in chosen and i not in used:
                chosen[j] = i
                used.add(i)
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
        votes = shared([self._base_told(i) for i in rows], [self._told(j) for j in columns])
        return [(rows[r], columns[c]) for r, c in votes if self._acceptable(rows[r], columns[c])]

    def _like(self, i: int, j: int) -> float:
        """Twice the words in common, over all words; signs and spaces do not make texts alike.

        Of a few words the letters count as well: a heading may be another for one capital.
        """
        if type(self.base[i]) is not type(self.submitted[j]):
            return 0.0
        a, b = self.base_words[i], self.words[j]
        if a == b:
            return 1.0
        known = LIKE_WITH_ID if self.base_hints[i] == self.hints[j] != "" else 0.0
        if not a or not b or max(len(a), len(b)) > HUGE:
            return known  # emptied, filled, or not worth the time
        told, given = self._base_told(i), self._told(j)
        like = float(Indel.normalized_similarity(told, given))
        if max(len(told), len(given)) > FEW_WORDS:
            return like
        letters = (" ".join(words).casefold() for words in (told, given))
        return max(like, known, Indel.normalized_similarity(*letters))

    def _base_told(self, i: int) -> tuple[str, ...]:
        told = self.base_told[i] = (
            self.base_told[i] or words(self.base_words[i]) or self.base_words[i]
        )
        return told

    def _told(self, j: int) -> tuple[str, ...]:
        told = self.told[j] = self.told[j] or words(self.words[j]) or self.words[j]
        return told

    def _acceptable(self, i: int, j: int) -> float:
        """The likeness of a pair in its place, or 0 where it is too small to be one."""
        like = self._like(i, j)
        if like == 1.0:
            return like
        sizes = len(self._base_told(i)), len(self._told(j))
        if like and min(sizes) > FEW_WORDS and _contained(like, sizes) >= CONTAINED:
            return like
        if self.base_hints[i] and self.base_hints[i] == self.hints[j]:
            return like if like >= LIKE_WITH_ID else 0.0
        if min(sizes) <= FEW_WORDS:
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
        ranked = [(-1.0, i, j) for i, j in left if self._worth_moving(i, j)]
        ranked += sorted(
            (-like, i, j)
            for i, j in self._elsewhere(free, open_)
            if (like := self._moved_like(i, j))
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
        votes = shared([self._base_told(i) for i in free], [self._told(j) for j in open_])
        return ((free[r], open_[c]) for r, c in votes)

    def _moved_like(self, i: int, j: int) -> float:
        like = self._like(i, j) if self._worth_moving(i, j) else 0.0
        return like if like >= LIKE_MOVED else 0.0

    def _worth_moving(self, i: int, j: int) -> bool:
        if self.base_shapes[i] or self.shapes[j]:
            return False
        return min(len(self._base_told(i)), len(self._told(j))) > FEW_WORDS or (
            self.base_words[i] == self.words[j] != ()
        )


def _contained(like: float, sizes: tuple[int, int]) -> float:
    """Which share of the shorter text stands in the longer one."""
    return like * sum(sizes) / 2 / min(sizes)


def _single(
    nodes: Sequence[Node],
    words: Sequence[tuple[str, ...]],
    shapes: Sequence[tuple[str, ...]],
) -> dict[tuple[type[Node], tuple[str, ...]], int]:
    """The nodes whose words no other has; of numbered headings the words without the number."""
    keys = [(type(n), s or w) for n, w, s in zip(nodes, words, shapes, strict=True)]
    count = Counter(keys)
    return {key: n for n, key in enumerate(keys) if key[1] and count[key] == 1}


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
