"""What the chair's decisions make of a merge: the next text, and what is carried forward.

Accepted amendments are carried out together, so they must not contradict each other. What is
deferred is said again against the new text: accepting it there gives the same as accepting it with
the others would have given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mufakat.change.amendment import (
    Amendment,
    Carried,
    Fragment,
    Insert,
    Merge,
    Operation,
    Remove,
    Replace,
)
from mufakat.change.apply import apply
from mufakat.change.contest import contradict, together
from mufakat.change.diff import diff
from mufakat.change.layout import Layout, layout
from mufakat.text.document import Document, Paragraph
from mufakat.text.rectangle import squared

ACCEPTED, MODIFIED, DEFERRED = "accepted", "accepted as modified", "deferred"


@dataclass(frozen=True, slots=True)
class Decision:
    """The chair's word on one amendment: a disposition, and the chair's own text if modified."""

    disposition: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The text after the rulings (new blocks have no ids), and what is carried forward."""

    document: Document
    deferred: tuple[Amendment, ...]


def contradictions(merged: Merge, decisions: Mapping[str, Decision]) -> tuple[tuple[str, str], ...]:
    """The pairs of accepted amendments that cannot both be had."""
    where = layout(merged.base)
    taken = _taken(merged, decisions)
    return tuple(
        (a.id, b.id)
        for n, (a, one) in enumerate(taken)
        for b, other in taken[n + 1 :]
        if not _same_sponsor(a, one, b, other) and one != other and contradict(one, other, where)
    )


def _same_sponsor(a: Amendment, one: Operation, b: Amendment, other: Operation) -> bool:
    """One delegation's own operations go together, unless the chair has put other words in."""
    return one == a.operation and other == b.operation and together(a, b)


def can_be_modified(amendment: Amendment) -> bool:
    """Whether the chair can put other words in this amendment's place."""
    if isinstance(amendment.operation, Insert):
        return isinstance(amendment.operation.node, Paragraph)
    return isinstance(amendment.operation, Replace | Remove)


def resolve(merged: Merge, decisions: Mapping[str, Decision]) -> Resolution:
    """The text with everything accepted carried out; raises ValueError on a contradiction."""
    clash = contradictions(merged, decisions)
    if clash:
        raise ValueError(f"accepted amendments contradict each other: {clash}")
    operations = [op for _, op in _taken(merged, decisions)]
    deferred = tuple(
        a
        for a in merged.amendments
        if a.id in decisions and decisions[a.id].disposition == DEFERRED
    )
    return Resolution(squared(apply(merged.base, operations)), deferred)


def carry(
    merged: Merge, decisions: Mapping[str, Decision], new: Document, amendment: Amendment
) -> Carried:
    """A deferred amendment against ``new``, the text that ``resolve`` gave (with its final ids).

    Where it contradicts something accepted it is said as the change it would make to those words.
    """
    where = layout(merged.base)
    both = _taken(merged, {**decisions, amendment.id: Decision(ACCEPTED)})
    kept = [
        op
        for other, op in both
        if other is amendment or not contradict(op, amendment.operation, where)
    ]
    wanted = squared(apply(merged.base, kept))
    return Carried(amendment.id, amendment.sponsors, diff(new, wanted))


def _taken(merged: Merge, decisions: Mapping[str, Decision]) -> list[tuple[Amendment, Operation]]:
    """The accepted operations, in the order in which they stand at a gap."""
    where = layout(merged.base)
    states = {state: n for n, state in enumerate(merged.states)}
    taken = []
    for amendment in merged.amendments:
        decision = decisions.get(amendment.id)
        if decision and decision.disposition == ACCEPTED:
            taken.append((amendment, amendment.operation))
        elif decision and decision.disposition == MODIFIED:
            taken.append((amendment, modified(amendment, decision.text, where)))
    return sorted(taken, key=lambda pair: _turn(pair[0], states))


def _turn(amendment: Amendment, states: Mapping[str, int]) -> tuple[int, int]:
    first = min(range(len(amendment.sponsors)), key=lambda n: states.get(amendment.sponsors[n], 0))
    return states.get(amendment.sponsors[first], 0), amendment.ranks[first]


def modified(amendment: Amendment, text: str, where: Layout) -> Operation:
    """The operation with the chair's words in the place of the delegation's."""
    match amendment.operation:
        case Replace() as op:
            return Replace(op.block, op.start, op.end, Fragment(text))
        case Insert(node=Paragraph()) as op:
            assert isinstance(op.node, Paragraph)
            return Insert(op.parent, op.after, Paragraph("", text, op.node.style), op.nth)
        case Remove() as op:
            paragraph = where.paragraph(op.block)
            if paragraph is not None:
                return Replace(op.block, 0, len(paragraph.text), Fragment(text))
    raise ValueError(f"the words of {amendment.id} ({amendment.kind}) cannot be modified")
