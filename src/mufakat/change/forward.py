"""A return on an older draft brought forward: its changes said against the current draft.

The way from the older draft to the current one is a script like any other. Of the return's
proposals those that do not contradict it stand, those that are in it are there already, and the
others cannot be had as they were: none is bent to fit, and none is dropped unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mufakat.change.amendment import Amendment, Format, Merge, Operation, Remove, Replace, Script
from mufakat.change.apply import apply
from mufakat.change.compare.diff import diff
from mufakat.change.contest import contradict, rival
from mufakat.change.fragment import alike
from mufakat.change.layout import Layout, layout
from mufakat.change.merge import merge
from mufakat.change.proposal.proposals import Whole, wholes
from mufakat.change.ruling import ACCEPTED, Decision, resolve
from mufakat.text.document import Document

Outcome = Literal["stands", "already there", "cannot"]

_DRAFT, _RETURN = "draft", "return"


@dataclass(frozen=True, slots=True)
class Brought:
    """One proposal of the return and what became of it.

    ``beside`` are the changes of the draft that a proposal contradicts, or, if it stands, those
    that lay claim to the same place.
    """

    proposal: Whole
    outcome: Outcome
    beside: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Forward:
    """A return brought forward: ``script`` makes ``text`` of the current draft (ids aside).

    ``proposals`` are all that the return proposed of the older draft, in reading order.
    """

    script: Script
    text: Document
    proposals: tuple[Brought, ...]

    def having(self, outcome: Outcome) -> tuple[Brought, ...]:
        """The proposals of which this became."""
        return tuple(one for one in self.proposals if one.outcome == outcome)


def bring_forward(older: Document, script: Script, current: Document) -> Forward:
    """The return that ``script`` makes of the older draft, brought onto the current one.

    Blocks that both drafts have must have one id in both.
    """
    same = alike(apply(older, script).body, current.body)
    since = script if same else diff(older, current)  # one way there of several
    both = merge(older, {_DRAFT: since, _RETURN: script}, (_DRAFT, _RETURN))
    where = layout(older)
    issued = [a for a in both.amendments if _DRAFT in a.sponsors]
    proposals = tuple(
        _brought(proposal, issued, where)
        for proposal in wholes(both)
        if _RETURN in proposal.first.sponsors
    )
    wanted = _carried_out(both, proposals)
    return Forward(diff(current, wanted), wanted, proposals)


def _brought(proposal: Whole, issued: Sequence[Amendment], where: Layout) -> Brought:
    own = {a.id: a.as_typed(_RETURN) for a in proposal.amendments}
    shared = all(_DRAFT in a.sponsors for a in proposal.amendments)
    if shared and all(a.as_typed(_DRAFT) == own[a.id] for a in proposal.amendments):
        return Brought(proposal, "already there")
    met = [
        (other, operation)
        for operation in own.values()
        for other in issued
        if other.id not in own and (proposal.typographic or not other.typographic)
    ]
    barred = [other for other, op in met if _bars(other.as_typed(_DRAFT), op, where)]
    if barred:
        return Brought(proposal, "cannot", tuple(dict.fromkeys(barred)))
    near = [other for other, op in met if rival(other.as_typed(_DRAFT), op, where)]
    return Brought(proposal, "stands", tuple(dict.fromkeys(near)))


def _bars(issued: Operation, own: Operation, where: Layout) -> bool:
    """Whether an operation cannot be had as it was; a mark is lost with the words it was set on."""
    if contradict(issued, own, where):
        return True
    match issued, own:
        case Remove(), Format():
            return issued.block in (own.block, *where.holders(own.block))
        case Replace(), Replace() if issued.start < issued.end:
            return rival(issued, own, where)  # the words beside which it was to stand are gone
        case Replace(), Format() if issued.block == own.block:
            gap = issued.start == issued.end
            return not gap and issued.start < own.end and own.start < issued.end
    return False


def _carried_out(both: Merge, proposals: Sequence[Brought]) -> Document:
    """The older draft with all that was issued since, and what stands of the return."""
    standing = {
        a.id for one in proposals if one.outcome == "stands" for a in one.proposal.amendments
    }
    chosen = tuple(_chosen(both, standing))
    accepted = {a.id: Decision(ACCEPTED) for a in chosen}
    return resolve(replace(both, amendments=chosen), accepted).document


def _chosen(both: Merge, standing: set[str]) -> Iterator[Amendment]:
    for amendment in both.amendments:
        if amendment.id in standing:
            yield replace(amendment, operation=amendment.as_typed(_RETURN))
        elif _DRAFT in amendment.sponsors:
            yield replace(amendment, operation=amendment.as_typed(_DRAFT))
