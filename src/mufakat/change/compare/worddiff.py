"""Which words of one text stand for which words of another: hunks of tokens.

rapidfuzz finds the most words and signs that can stay; a clean-up then joins hunks that only
common words and signs hold apart, so that "the" and "," never hold two edits apart. A repeated
phrase slides to the right as far as it goes, so that the same edit is always the same hunk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Sequence
from itertools import accumulate

from rapidfuzz.distance import Indel

from mufakat.text.document import MARK

Hunk = tuple[int, int, int, int]
"""``a[i:j]`` was replaced by ``b[k:l]``: token numbers."""
Run = tuple[int, int, int]
"""So many items stay: the first one's place in either text, and their number."""
Weigh = Callable[[str], float]

HOLDS_APART = 0.3  # words weighing no more than this between two hunks do not hold them apart
OF_SMALLER = 0.2  # nor do words that weigh no more than this share of the smaller hunk


def hunks(a: Sequence[str], b: Sequence[str], weigh: Weigh) -> list[Hunk]:
    """The hunks that turn the keys ``a`` into the keys ``b``, left to right, none touching."""
    found = [part for hunk in _differences(a, b) for part in _parted(hunk, a, b)]
    found = _touching(_slide(_whole(found, a, b), a, b))
    return [_trim(h, a, b) for h in _clean(found, a, b, weigh)]


def _differences(a: Sequence[str], b: Sequence[str]) -> list[Hunk]:
    """What stands between words that stay; spaces have no say in which words those are."""
    found = []
    i = k = 0
    for j, l, length in [*_kept(a, b), (len(a), len(b), 0)]:
        hunk = _trim((i, j, k, l), a, b)
        if hunk[0] < hunk[1] or hunk[2] < hunk[3]:
            found.append(hunk)
        i, k = j + length, l + length
    return found


def _kept(a: Sequence[str], b: Sequence[str]) -> list[Run]:
    """The tokens that stay, spaces between words that stay among them."""
    old = [n for n, key in enumerate(a) if key != " "]
    new = [n for n, key in enumerate(b) if key != " "]
    kept: list[Run] = []
    for i, k, length in _runs([a[n] for n in old], [b[n] for n in new]):
        j, l, size = old[i], new[k], old[i + length - 1] + 1 - old[i]
        if a[j : j + size] == b[l : l + size]:
            kept.append((j, l, size))
        else:
            kept += [(old[i + n], new[k + n], 1) for n in range(length)]
    return kept


def _runs(x: Sequence[str], y: Sequence[str]) -> list[Run]:
    """The most words that can stay.

    Words that plainly stay are settled first, so that how the words before one are read does not
    depend on what is edited behind it.
    """
    runs: list[Run] = []

    def add(i: int, k: int, length: int) -> None:
        if runs and runs[-1][0] + runs[-1][2] == i and runs[-1][1] + runs[-1][2] == k:
            i, k, length = *runs[-1][:2], runs.pop()[2] + length
        runs.append((i, k, length))

    once = _once(x, y)
    head, tail = _ends(x, y, once)
    add(0, 0, head)
    i = k = head
    for j, l in [*_settled(x, y, once, head, tail), (len(x) - tail, len(y) - tail)]:
        for op in Indel.opcodes(x[i:j], y[k:l]):
            if op.tag == "equal":
                add(i + op.src_start, k + op.dest_start, op.src_end - op.src_start)
        i, k = j, l
    add(i, k, tail)
    return [run for run in runs if run[2]]


def _once(x: Sequence[str], y: Sequence[str]) -> set[str]:
    """The words that stand once in each."""
    there = Counter(y)
    return {key for key, count in Counter(x).items() if count == 1 == there[key]}


def _ends(x: Sequence[str], y: Sequence[str], once: Container[str]) -> tuple[int, int]:
    """How many words stay at the start and at the end, up to one that stands once in each."""
    head, tail, most = 0, 0, min(len(x), len(y))
    while head < most and x[head] == y[head]:
        head += 1
    while tail < most - head and x[-1 - tail] == y[-1 - tail]:
        tail += 1
    while head and x[head - 1] not in once:
        head -= 1
    while tail and x[-tail] not in once:
        tail -= 1
    return head, tail


def _settled(
    x: Sequence[str], y: Sequence[str], once: Container[str], head: int, tail: int
) -> list[tuple[int, int]]:
    """Of the words that stand once in each, those beside an equal one that no other crosses."""
    there = {y[k]: k for k in range(head, len(y) - tail) if y[k] in once}
    pairs = [(i, there[x[i]]) for i in range(head, len(x) - tail) if x[i] in there]
    least = list(accumulate((k for _, k in reversed(pairs)), min))[::-1]
    most = -1
    out = []
    for (i, k), behind in zip(pairs, [*least[1:], len(y)], strict=False):
        most = max(most, k)
        if most == k < behind and (
            (i and k and x[i - 1] == y[k - 1]) or x[i + 1 : i + 2] == y[k + 1 : k + 2] != []
        ):
            out.append((i, k))
    return out


def _touching(found: list[Hunk]) -> list[Hunk]:
    out: list[Hunk] = []
    for hunk in found:
        if out and out[-1][1] == hunk[0] and out[-1][3] == hunk[2]:
            out[-1] = (out[-1][0], hunk[1], out[-1][2], hunk[3])
        else:
            out.append(hunk)
    return out


def _parted(hunk: Hunk, a: Sequence[str], b: Sequence[str]) -> list[Hunk]:
    """A repeat at a replacement's end is put in or taken out by itself, so that it can slide."""
    i, j, k, l = hunk
    if i < j and k < l:
        for p in range(i + 1, j):
            if a[p:j] == a[j : 2 * j - p]:
                return [(i, p, k, l), (p, j, l, l)]
        for p in range(k + 1, l):
            if b[p:l] == b[l : 2 * l - p]:
                return [(i, j, k, p), (j, j, p, l)]
    return [hunk]


def _whole(found: list[Hunk], a: Sequence[str], b: Sequence[str]) -> list[Hunk]:
    """Two insertions that can be had as one, or two deletions, are one: words between move over."""
    out: list[Hunk] = []
    for hunk in found:
        joined = _one(out[-1], hunk, a, b) if out else None
        if joined:
            out[-1] = joined
        else:
            out.append(hunk)
    return out


def _one(left: Hunk, right: Hunk, a: Sequence[str], b: Sequence[str]) -> Hunk | None:
    (i0, j0, k0, l0), (i, j, k, l) = left, right
    between = i - j0
    if i0 == j0 and i == j:
        if l - k >= between and b[l - between : l] == a[j0:i]:
            return i0, i0, k0, l - between
        if l0 - k0 >= between and b[k0 : k0 + between] == a[j0:i]:
            return i, i, k0 + between, l
    if k0 == l0 and k == l:
        if j - i >= between and a[j - between : j] == a[j0:i]:
            return i0, j - between, k0, k0
        if j0 - i0 >= between and a[i0 : i0 + between] == a[j0:i]:
            return i0 + between, j, l, l
    return None


def _slide(found: list[Hunk], a: Sequence[str], b: Sequence[str]) -> list[Hunk]:
    out: list[Hunk] = []
    for n, (i, j, k, l) in enumerate(found):
        stop = found[n + 1][0] if n + 1 < len(found) else len(a)
        if i == j:
            while i < stop and a[i] == b[k]:
                i, j, k, l = i + 1, j + 1, k + 1, l + 1
        elif k == l:
            while j < stop and a[i] == a[j]:
                i, j, k, l = i + 1, j + 1, k + 1, l + 1
        out.append((i, j, k, l))
    return out


def _clean(found: list[Hunk], a: Sequence[str], b: Sequence[str], weigh: Weigh) -> list[Hunk]:
    out: list[Hunk] = []
    for hunk in found:
        if out and not _held_apart(out[-1], hunk, a, b, weigh):
            out[-1] = (out[-1][0], hunk[1], out[-1][2], hunk[3])
        else:
            out.append(hunk)
    return out


def _trim(hunk: Hunk, a: Sequence[str], b: Sequence[str]) -> Hunk:
    """The hunk without the tokens that both its sides begin or end with."""
    i, j, k, l = hunk
    while i < j and k < l and a[j - 1] == b[l - 1]:
        j, l = j - 1, l - 1
    while i < j and k < l and a[i] == b[k]:
        i, k = i + 1, k + 1
    return i, j, k, l


def _held_apart(left: Hunk, right: Hunk, a: Sequence[str], b: Sequence[str], weigh: Weigh) -> bool:
    if _has_mark(left, a, b) or _has_mark(right, a, b):
        return True
    between = sum(map(weigh, a[left[1] : right[0]]))
    least = OF_SMALLER * min(_weight(left, a, b, weigh), _weight(right, a, b, weigh))
    # An insertion here and a deletion there are two edits, however little stands between them.
    if _two_sided(left) and _two_sided(right):
        least = max(least, HOLDS_APART)
    return between > least


def _has_mark(hunk: Hunk, a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether paragraphs are split or joined there: an edit near by is another matter."""
    i, j, k, l = hunk
    return MARK in a[i:j] or MARK in b[k:l]


def _two_sided(hunk: Hunk) -> bool:
    return hunk[0] < hunk[1] and hunk[2] < hunk[3]


def _weight(hunk: Hunk, a: Sequence[str], b: Sequence[str], weigh: Weigh) -> float:
    i, j, k, l = hunk
    return max(sum(map(weigh, a[i:j])), sum(map(weigh, b[k:l])))
