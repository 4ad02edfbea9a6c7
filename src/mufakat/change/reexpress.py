"""One delegation's replacement said through another's, where the result is the same.

If B replaces one word and A the same word and the next but one, the clean-up may have given A one
hunk over both. A's hunk is taken apart wherever another delegation's operation lies on a cheapest
way from its old words to its new ones: that is what finds A as B's co-sponsor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from rapidfuzz.distance import Indel

from mufakat.change.amendment import Operation, Replace, Script
from mufakat.change.fragment import part
from mufakat.change.layout import Layout
from mufakat.text.document import Paragraph
from mufakat.text.tokens import fold, tokenise

AT_MOST = 64  # other operations tried on one hunk; a hot paragraph has hundreds


def reexpress(scripts: Mapping[str, Script], where: Layout) -> dict[str, Script]:
    """The scripts with hunks taken apart at other delegations' operations; each gives the same."""
    pool = _pool(scripts.values())
    return {
        state: tuple(op for given in script for op in _apart(given, pool, where))
        for state, script in scripts.items()
    }


def _pool(scripts: Iterable[Script]) -> dict[str, tuple[Replace, ...]]:
    """All replacements by block, those of most delegations and of most words first."""
    seen: dict[str, dict[Replace, int]] = defaultdict(dict)
    for script in scripts:
        for op in script:
            if isinstance(op, Replace):
                seen[op.block][op] = seen[op.block].get(op, 0) + 1
    return {
        block: tuple(sorted(ops, key=lambda op: _first(op, ops[op]))) for block, ops in seen.items()
    }


def _first(op: Replace, sponsors: int) -> tuple[int, int, int, int, str]:
    return (
        -sponsors,
        -(op.end - op.start + len(op.fragment.text)),
        op.start,
        op.end,
        op.fragment.text,
    )


def _apart(op: Operation, pool: Mapping[str, Sequence[Replace]], where: Layout) -> list[Operation]:
    if not isinstance(op, Replace) or op.start == op.end or not op.fragment.text:
        return [op]
    base = where.paragraph(op.block)
    inner = [
        other
        for other in pool.get(op.block, ())
        if other != op
        and op.start <= other.start
        and other.end <= op.end
        and not other.fragment.styles
    ]
    if base is None or not inner or op.fragment.styles:
        return [op]
    return list(_split(op, inner[:AT_MOST], base))


def _split(op: Replace, others: Sequence[Replace], base: Paragraph) -> list[Replace]:
    for n, other in enumerate(others):
        if not (op.start <= other.start and other.end <= op.end) or other == op:
            continue
        sides = _sides(op, other, base)
        if sides:
            left, right = sides
            rest = others[n + 1 :]
            return [*_tidy(left, rest, base), other, *_tidy(right, rest, base)]
    return [op]


def _tidy(op: Replace, others: Sequence[Replace], base: Paragraph) -> list[Replace]:
    op = _trim(op, base)
    if op.start == op.end and not op.fragment.text:
        return []
    return _split(op, others, base)


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
        left = Replace(op.block, op.start, other.start, part(op.fragment, 0, at))
        right = Replace(op.block, other.end, op.end, part(op.fragment, end, len(op.fragment.text)))
        if own + _cost_of(left, base) + _cost_of(right, base) <= cost:
            return left, right
    return None


def _places(op: Replace, other: Replace) -> list[int]:
    """Where in ``op``'s new words the other's could stand: at token boundaries only."""
    text = op.fragment.text
    cuts = tokenise(text).cuts
    return [c for c in cuts if text.startswith(other.fragment.text, c)]


def _cost_of(op: Replace, base: Paragraph) -> int:
    return _cost(base.text[op.start : op.end], op.fragment.text)


def _cost(old: str, new: str) -> int:
    """How many characters of words must at least be taken out and put in."""
    a, b = _raw(old), _raw(new)
    kept = sum(
        sum(map(len, a[o.src_start : o.src_end])) for o in Indel.opcodes(a, b) if o.tag == "equal"
    )
    return len(old) + len(new) - 2 * kept


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
