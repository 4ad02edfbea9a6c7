"""One delegation's replacement said through another's, where the result is the same.

If B replaces one word and A the same word and the next but one, the clean-up may have given A one
hunk over both. A's hunk is taken apart wherever another delegation's operation lies on a cheapest
way from its old words to its new ones: that is what finds A as B's co-sponsor.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from rapidfuzz.distance import Indel

from mufakat.change.amendment import Operation, Replace
from mufakat.change.fragment import cut, glue, part
from mufakat.change.layout import Layout
from mufakat.text.document import Paragraph
from mufakat.text.tokens import fold, tokenise

ENDS = ".;:!?\u2029"  # what sentences, clauses of a list and paragraphs end with
AT_MOST = 64  # other operations tried on one hunk; a hot paragraph has hundreds


def reexpress(
    operations: Mapping[Replace, int], where: Layout
) -> dict[Replace, tuple[Replace, ...]]:
    """Those replacements at one block that are better said through others, with their parts.

    ``operations`` are all at that block, each with how many delegations propose it.
    """
    pool = _Pool(operations)
    return {op: said for op in operations if (said := tuple(_apart(op, pool, where))) != (op,)}


def unrelated(own: Collection[Operation], others: Collection[Operation], where: Layout) -> bool:
    """Whether none of these can be said through the others at one block, or mean the same."""
    reached = [(type(op), *_reach(op, where)) for op in others]
    return not any(
        kind is type(op) and begin <= end and start <= stop
        for op in own
        for start, end in (_reach(op, where),)
        for kind, begin, stop in reached
    )


def _reach(op: Operation, where: Layout) -> tuple[int, int]:
    """A replacement's stretch with the white space after it; all else reaches everywhere."""
    base = where.paragraph(op.block) if isinstance(op, Replace) else None
    return (op.start, _past_space(base, op.end)) if isinstance(op, Replace) and base else (0, 0)


class _Pool:
    """All replacements at one block, by where they begin."""

    def __init__(self, operations: Mapping[Replace, int]) -> None:
        self.ordered = sorted(operations, key=lambda op: op.start)
        self.starts = [op.start for op in self.ordered]
        self.sponsors = operations

    def inside(self, op: Replace, end: int) -> list[Replace]:
        """The others from ``op``'s start to ``end``, of most delegations and most words first."""
        first, last = bisect_left(self.starts, op.start), bisect_right(self.starts, end)
        if last - first < 2:
            return []  # itself alone, as nearly always
        found = [other for other in self.ordered[first:last] if other.end <= end and other != op]
        return sorted(found, key=lambda other: _first(other, self.sponsors[other]))[:AT_MOST]

    def clear(self, start: int, end: int) -> bool:
        """Whether nobody does anything to ``[start, end)``."""
        return not any(
            other.start < end and start < other.end
            for other in self.ordered[: bisect_left(self.starts, end)]
        )


def _first(op: Replace, sponsors: int) -> tuple[int, int, int, int, str]:
    return (
        -sponsors,
        -(op.end - op.start + len(op.fragment.text)),
        op.start,
        op.end,
        op.fragment.text,
    )


def _apart(op: Replace, pool: _Pool, where: Layout) -> list[Replace]:
    base = where.paragraph(op.block)
    if base is None or not op.fragment.text:
        return [op]
    end = _past_space(base, op.end)
    others = pool.inside(op, end)
    if not others:
        return [op]
    found = _split(op, pool.inside(op, op.end), base)
    wider = _with_space(op, end, pool, base)
    if found == [op] and wider != op:
        apart = _split(wider, others, base)
        found = apart if apart != [wider] else found
    return found if len(set(found)) == len(found) else [op]


def _past_space(base: Paragraph, at: int) -> int:
    """Where the white space ends that stands at a place."""
    while at < len(base.text) and base.text[at].isspace():
        at += 1
    return at


def _with_space(op: Replace, end: int, pool: _Pool, base: Paragraph) -> Replace:
    """The same with the white space after it, up to ``end``, where nobody else touches that.

    New words that end a hunk may stand before that space or after it: it is the same text.
    """
    if end == op.end or base.spans or op.fragment.spans or not pool.clear(op.end, end):
        return op
    space = cut(base, op.end, end)
    return Replace(op.block, op.start, end, glue((op.fragment, space)))


def _split(op: Replace, others: Sequence[Replace], base: Paragraph) -> list[Replace]:
    for n, other in enumerate(others):
        if not (op.start <= other.start and other.end <= op.end) or other == op:
            continue
        sides = _sides(op, other, base)
        if sides:
            left, right = sides
            rest = others[n + 1 :]
            return [*_again(left, rest, base), other, *_again(right, rest, base)]
    return [op]


def _again(op: Replace, others: Sequence[Replace], base: Paragraph) -> list[Replace]:
    return _split(op, others, base) if _is_something(op) else []


def _is_something(op: Replace) -> bool:
    return op.start < op.end or bool(op.fragment.text)


def _tears(op: Replace, parts: Iterable[Replace]) -> bool:
    """Whether words for words would become words out here and words in there."""
    held = [part for part in parts if _is_something(part)]
    if not _is_two_sided(op) or any(map(_is_two_sided, held)):
        return False
    return any(
        one.end == other.start and bool(one.fragment.text) != bool(other.fragment.text)
        for one, other in pairwise(held)
    )


def _is_buried(left: Replace, other: Replace, right: Replace, base: Paragraph) -> bool:
    """Whether one word changed alike stands amid words of which none has stayed: a chance."""
    if other.fragment.styles or not all(map(_is_two_sided, (left, other, right))):
        return False
    beside = base.text[left.end : other.start] + base.text[other.end : right.start]
    return not any(map(str.isalnum, beside))


def _is_two_sided(op: Replace) -> bool:
    return op.start < op.end and bool(op.fragment.text)


def _sides(op: Replace, other: Replace, base: Paragraph) -> tuple[Replace, Replace] | None:
    """What is left of ``op`` on both sides of ``other``, if that way costs nothing more."""
    cost = _cost(base.text[op.start : op.end], op.fragment.text)
    own = _cost(base.text[other.start : other.end], other.fragment.text)
    if fold(base.text[other.start : other.end]) == fold(other.fragment.text):
        return None
    for at in _places(op, other):
        end = at + len(other.fragment.text)
        if part(op.fragment, at, end) != other.fragment:
            continue
        if _is_scrap(op, other, at, end):
            continue
        left = Replace(op.block, op.start, other.start, part(op.fragment, 0, at))
        right = Replace(op.block, other.end, op.end, part(op.fragment, end, len(op.fragment.text)))
        if own + _cost_of(left, base) + _cost_of(right, base) <= cost:
            left, right = _trim(left, base), _trim(right, base)
            if not _tears(op, (left, other, right)) and not _is_buried(left, other, right, base):
                return left, right
    return None


def _is_scrap(op: Replace, other: Replace, start: int, end: int) -> bool:
    """Whether ``other`` puts in words that happen to be among the many new ones at this place."""
    text = op.fragment.text
    if op.start == op.end:
        return not _is_whole(text, start, end)
    if other.start < other.end:
        return False
    return (other.start == op.start and start > 0) or (other.start == op.end and end < len(text))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` is one or more whole sentences of the text, or clauses of a list."""
    before, inside, after = text[:start].rstrip(), text[start:end].rstrip(), text[end:].strip()
    return bool(inside) and (not before or before[-1] in ENDS) and (not after or inside[-1] in ENDS)


def _places(op: Replace, other: Replace) -> list[int]:
    """Where in ``op``'s new words the other's could stand: at token boundaries only."""
    text, wanted = op.fragment.text, other.fragment.text
    cuts = tokenise(text).cuts
    return [c for c in cuts if text.startswith(wanted, c) and c + len(wanted) in cuts]


def _cost_of(op: Replace, base: Paragraph) -> int:
    return _cost(base.text[op.start : op.end], op.fragment.text)


def _cost(old: str, new: str) -> int:
    """How many characters of words and signs must at least be taken out and put in."""
    a, b = ([token for token in _raw(text) if not token.isspace()] for text in (old, new))
    kept = sum(
        sum(map(len, a[o.src_start : o.src_end])) for o in Indel.opcodes(a, b) if o.tag == "equal"
    )
    return sum(map(len, a)) + sum(map(len, b)) - 2 * kept


def _raw(text: str) -> list[str]:
    cuts = tokenise(text).cuts
    return [text[i:j] for i, j in pairwise(cuts)]


def _trim(op: Replace, base: Paragraph) -> Replace:
    """The replacement without the words that both its ends share."""
    old, new = _raw(base.text[op.start : op.end]), _raw(op.fragment.text)
    if op.fragment.spans or op.fragment.anchors or base.spans:
        return op
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    first, last = sum(map(len, old[:head])), sum(map(len, old[len(old) - tail :]))
    text = op.fragment.text
    return Replace(
        op.block, op.start + first, op.end - last, part(op.fragment, first, len(text) - last)
    )
