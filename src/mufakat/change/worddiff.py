"""Which words of one text stand for which words of another: hunks of tokens.

rapidfuzz finds the fewest tokens to take out and put in; a clean-up then joins hunks that only
common words and signs hold apart, so that "the" and "," never hold two edits apart. A repeated
phrase slides to the right as far as it goes, so that the same edit is always the same hunk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz.distance import Indel

Hunk = tuple[int, int, int, int]
"""``a[i:j]`` was replaced by ``b[k:l]``: token numbers."""
Weigh = Callable[[str], float]

HOLDS_APART = 0.3  # words weighing no more than this between two hunks do not hold them apart
OF_SMALLER = 0.2  # nor do words that weigh no more than this share of the smaller hunk


def hunks(a: Sequence[str], b: Sequence[str], weigh: Weigh) -> list[Hunk]:
    """The hunks that turn the keys ``a`` into the keys ``b``, left to right, none touching."""
    found: list[Hunk] = []
    for op in Indel.opcodes(a, b):
        if op.tag == "equal":
            continue
        hunk = (op.src_start, op.src_end, op.dest_start, op.dest_end)
        found.append(hunk)
    return [_trim(h, a, b) for h in _clean(_touching(_slide(_touching(found), a, b)), a, b, weigh)]


def _touching(found: list[Hunk]) -> list[Hunk]:
    out: list[Hunk] = []
    for hunk in found:
        if out and out[-1][1] == hunk[0] and out[-1][3] == hunk[2]:
            out[-1] = (out[-1][0], hunk[1], out[-1][2], hunk[3])
        else:
            out.append(hunk)
    return out


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
    between = sum(map(weigh, a[left[1] : right[0]]))
    if between > 1.5:  # more than any hunk's share could bridge in ordinary prose
        smaller = min(_weight(left, a, b, weigh), _weight(right, a, b, weigh))
        return between > OF_SMALLER * smaller
    smaller = min(_weight(left, a, b, weigh), _weight(right, a, b, weigh))
    # One-sided hunks on both sides are an insertion here and a deletion there: two edits.
    if not (_two_sided(left) and _two_sided(right)):
        return between > OF_SMALLER * smaller
    return between > max(HOLDS_APART, OF_SMALLER * smaller)


def _two_sided(hunk: Hunk) -> bool:
    return hunk[0] < hunk[1] and hunk[2] < hunk[3]


def _weight(hunk: Hunk, a: Sequence[str], b: Sequence[str], weigh: Weigh) -> float:
    i, j, k, l = hunk
    return max(sum(map(weigh, a[i:j])), sum(map(weigh, b[k:l])))
