"""What the chair's decisions make of a merge: the next text, and what is carried forward.

Accepted amendments are carried out together, so they must not contradict each other. What is
deferred is said again against the new text: accepting it there gives the same as accepting it with
the others would have given.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mufakat.change.amendment import (
    Amendment,
    Carried,
    Fragment,
    Insert,
    Merge,
    Move,
    Operation,
    Remove,
    Replace,
)
from mufakat.change.apply import apply
from mufakat.change.compare.diff import diff
from mufakat.change.contest import contradict, together
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
    """The text after the rulings (new blocks have no ids), and what is carried forward.

    Of deferred amendments that stand or fall together only the first is in ``deferred``.
    """

    document: Document
    deferred: tuple[Amendment, ...]


def contradictions(merged: Merge, decisions: Mapping[str, Decision]) -> tuple[tuple[str, str], ...]:
    """The pairs of accepted amendments that cannot both be had."""
    where = layout(merged.base)
    taken = [(a, op) for a, op in _taken(merged, decisions) if not a.typographic]
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
    match amendment.operation:
        case Replace() | Insert(node=Paragraph()):
            return True
    return amendment.kind == "deleted paragraph"


def resolve(merged: Merge, decisions: Mapping[str, Decision]) -> Resolution:
    """The text with everything accepted carried out; raises ValueError on a contradiction."""
    clash = contradictions(merged, decisions)
    if clash:
        raise ValueError(f"accepted amendments contradict each other: {clash}")
    operations = _fitting(merged, _taken(merged, decisions))
    deferred: dict[str, Amendment] = {}
    for amendment in merged.amendments:
        if _is_deferred(amendment, decisions):
            deferred.setdefault(amendment.proposal or amendment.id, amendment)
    return Resolution(squared(apply(merged.base, operations)), tuple(deferred.values()))


def carry(
    merged: Merge, decisions: Mapping[str, Decision], new: Document, amendment: Amendment
) -> Carried:
    """A deferred amendment against ``new``, the text that ``resolve`` gave (with its final ids).

    All of its proposal that is deferred with it is carried as one. Where it contradicts something
    accepted it is said as the change it would make to those words.
    """
    where = layout(merged.base)
    own = [a for a in merged.amendments if a is amendment or _goes_with(a, amendment, decisions)]
    both = {**decisions, **{a.id: Decision(ACCEPTED) for a in own}}
    said = {a.operation for a in own if not a.typographic}
    kept = {
        a.id: both[a.id]
        for a, op in _taken(merged, both)
        if op in said or not any(contradict(op, o, where) for o in said)
    }
    wanted = squared(apply(merged.base, _fitting(merged, _taken(merged, kept))))
    return Carried(amendment.id, amendment.sponsors, diff(new, wanted))


def _is_deferred(amendment: Amendment, decisions: Mapping[str, Decision]) -> bool:
    return amendment.id in decisions and decisions[amendment.id].disposition == DEFERRED


def _goes_with(a: Amendment, b: Amendment, decisions: Mapping[str, Decision]) -> bool:
    return a.proposal == b.proposal != "" and _is_deferred(a, decisions)


def _fitting(merged: Merge, taken: Sequence[tuple[Amendment, Operation]]) -> list[Operation]:
    """Where accepted words go or change, quotes and spaces typed otherwise in them go with them.

    Of two ways to type the same signs the first is taken.
    """
    where = layout(merged.base)
    kept = [op for amendment, op in taken if not amendment.typographic]
    dropped = set()
    for amendment, op in taken:
        if amendment.typographic and any(contradict(op, other, where) for other in kept):
            dropped.add(op)
        elif amendment.typographic:
            kept.append(op)
    return [op for _, op in taken if op not in dropped]


def _taken(merged: Merge, decisions: Mapping[str, Decision]) -> list[tuple[Amendment, Operation]]:
    """The accepted operations, each once, in the order in which they stand at a gap."""
    where = layout(merged.base)
    taken: dict[Operation, Amendment] = {}
    for amendment in merged.amendments:
        decision = decisions.get(amendment.id)
        if decision and decision.disposition == ACCEPTED:
            taken.setdefault(amendment.operation, amendment)
        elif decision and decision.disposition == MODIFIED:
            taken.setdefault(modified(amendment, decision.text, where), amendment)
    gaps: dict[tuple[str, str | int], list[tuple[Amendment, Operation]]] = defaultdict(list)
    for operation, amendment in taken.items():
        gaps[_gap(operation)].append((amendment, operation))
    return [pair for pairs in gaps.values() for pair in _in_turn(pairs)]


def _gap(operation: Operation) -> tuple[str, str | int]:
    """Where the operation puts something in; what puts nothing in stands in no order."""
    match operation:
        case Insert() | Move():
            return operation.parent, operation.after
        case Replace():
            return operation.block, operation.start
    return operation.block, -1


def _in_turn(pairs: list[tuple[Amendment, Operation]]) -> list[tuple[Amendment, Operation]]:
    """Each delegation's own order, as far as they agree; what is left to choose as one reads."""
    queues: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for n, (amendment, _) in enumerate(pairs):
        for state, rank in zip(amendment.sponsors, amendment.ranks, strict=True):
            insort(queues[state], (rank, n))
    out: list[tuple[Amendment, Operation]] = []
    while len(out) < len(pairs):
        heads = {queue[0][1] for queue in queues.values() if queue}
        agreed = [n for n in heads if all(queues[s][0][1] == n for s in pairs[n][0].sponsors)]
        chosen = min(agreed or heads)
        out.append(pairs[chosen])
        for state in pairs[chosen][0].sponsors:
            queues[state] = [held for held in queues[state] if held[1] != chosen]
    return out


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
