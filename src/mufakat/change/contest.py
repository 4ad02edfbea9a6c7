"""When two operations lay claim to the same words or place, and when both cannot be had.

``rival`` groups what the chair should see together; ``contradict`` is narrower: of two that
contradict only one can be accepted. One delegation's own operations are never asked about.
"""

from __future__ import annotations

from itertools import pairwise

from mufakat.change.amendment import (
    Amendment,
    Format,
    Insert,
    Join,
    Move,
    Operation,
    Remove,
    Replace,
    Reshape,
    Restyle,
)
from mufakat.change.layout import Layout


def together(a: Amendment, b: Amendment) -> bool:
    """Whether one delegation proposed both at once: then they cannot stand against each other."""
    origins = ({one.origin for one in amendment.standing} for amendment in (a, b))
    return bool(set(a.own) & set(b.own)) or bool(set.intersection(*origins))


def contradict(a: Operation, b: Operation, where: Layout) -> bool:
    """Whether at most one of two different operations can be carried out."""
    return _contradict(a, b, where) or _contradict(b, a, where)


def rival(a: Operation, b: Operation, where: Layout) -> bool:
    """Whether two delegations' different operations claim the same words, boundary or place."""
    return contradict(a, b, where) or _touch(a, b, where) or _touch(b, a, where)


def _contradict(a: Operation, b: Operation, where: Layout) -> bool:
    if isinstance(b, Insert):
        return _bars(a, b, where)
    return _undoes(a, b, where)


Standing = Replace | Join | Restyle | Remove | Move | Format | Reshape
"""An operation on a block that the base has."""


def _undoes(a: Operation, b: Standing, where: Layout) -> bool:
    if isinstance(a, Remove):
        return not isinstance(b, Format) and _inside(a.block, b, where)
    if isinstance(a, Replace):
        overlap = isinstance(b, Replace) and a.block == b.block and _overlap(a, b)
        return overlap or _covers_note(a, b.block, where)
    if isinstance(a, Move | Restyle | Reshape):
        return type(a) is type(b) and a.block == b.block
    if isinstance(a, Join):
        return isinstance(b, Restyle | Move) and a.block == b.block
    if isinstance(a, Format) and isinstance(b, Format):
        same = (a.block, a.mark, a.on, b.on) == (b.block, b.mark, True, True)
        return same and a.value != b.value and a.start < b.end and b.start < a.end
    return False


def _inside(removed: str, b: Standing, where: Layout) -> bool:
    """Whether an operation works on, or moves something into, what is taken away."""
    if removed in (b.block, *where.holders(b.block)):
        return True
    return isinstance(b, Move) and removed in (b.parent, *where.holders(b.parent))


def _bars(a: Operation, new: Insert, where: Layout) -> bool:
    """Whether ``a`` takes away the place where something new would be put."""
    match a:
        case Remove():
            return new.parent != "" and a.block in (new.parent, *where.holders(new.parent))
        case Join():
            return (new.parent, new.after) == (where.parent.get(a.block), a.block)
        case Replace():
            return _covers_note(a, new.parent, where)
    return False


def _overlap(a: Replace, b: Replace) -> bool:
    if a.start == a.end or b.start == b.end:
        return a.start < b.start < a.end or b.start < a.start < b.end
    return a.start < b.end and b.start < a.end


def _covers_note(a: Replace, ident: str, where: Layout) -> bool:
    """Whether ``a`` replaces the reference of a note that ``ident`` lies in."""
    chain = [ident, *where.holders(ident)]
    for inner, outer in pairwise(chain):
        if outer == a.block and inner in where.offset:
            return a.start <= where.offset[inner] < a.end
    return False


def _touch(a: Operation, b: Operation, where: Layout) -> bool:
    match a, b:
        case (Replace(), Replace()) if a.block == b.block:
            return a.start == a.end and b.start <= a.start <= b.end
        case (Replace(), Restyle()) if a.block == b.block:
            return bool(a.fragment.styles)
        case (Join(), Replace()) if a.block == b.block:
            text = where.paragraph(a.block)
            return text is not None and b.end == len(text.text)
        case (Join(), _) if not isinstance(b, Insert):
            if where.following.get(a.block) != b.block:
                return False
            return isinstance(b, Remove | Move | Restyle | Join) or (
                isinstance(b, Replace) and b.start == 0
            )
        case (Insert() | Move(), Insert() | Move()):
            return (a.parent, a.after) == (b.parent, b.after)
    return False
