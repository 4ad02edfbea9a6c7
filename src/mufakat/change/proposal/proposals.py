"""Which amendments stand or fall together: a column, merged cells, a join, a pair of brackets ...

Only amendments of exactly the same sponsors are grouped, so that nobody is made to share what
others proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mufakat.change.amendment import (
    Amendment,
    ChangeKind,
    Join,
    Merge,
    Proposal,
    ProposalKind,
    Replace,
    Standing,
)
from mufakat.change.layout import Layout
from mufakat.change.proposal.brackets import brackets
from mufakat.change.proposal.bundles import Bundles
from mufakat.change.proposal.columns import columns
from mufakat.change.proposal.merged_cells import merged_cells
from mufakat.change.proposal.renumbering import renumbering

Found = Iterator[tuple[ProposalKind, Collection[str]]]
"""The ids of amendments that belong together, and what they are."""
Alike = tuple[tuple[str, ...], tuple[str, ...], tuple[Standing, ...]]


@dataclass(frozen=True, slots=True)
class Whole:
    """A proposal with its amendments, in reading order; most have one."""

    id: str
    kind: ProposalKind | ChangeKind
    amendments: tuple[Amendment, ...]

    @property
    def first(self) -> Amendment:
        """The amendment that speaks for them: all have its sponsors."""
        return self.amendments[0]

    @property
    def passage(self) -> str:
        """The contested passage that any of them is in, or empty."""
        return next((a.passage for a in self.amendments if a.passage), "")

    @property
    def typographic(self) -> bool:
        """Whether nothing in it is more than typographic."""
        return all(a.typographic for a in self.amendments)


def wholes(merged: Merge) -> tuple[Whole, ...]:
    """Every proposal of a merge, in the reading order of their first amendments."""
    known = {amendment.id: amendment for amendment in merged.amendments}
    grouped = {proposal.id: proposal for proposal in merged.proposals}
    inside = {name for proposal in merged.proposals for name in proposal.amendments[1:]}
    return tuple(
        _whole(amendment, grouped.get(amendment.id), known)
        for amendment in merged.amendments
        if amendment.id not in inside
    )


def _whole(first: Amendment, group: Proposal | None, known: dict[str, Amendment]) -> Whole:
    if group is None:
        return Whole(first.id, first.kind, (first,))
    return Whole(group.id, group.kind, tuple(known[name] for name in group.amendments))


def proposals(
    amendments: Sequence[Amendment],
    at: Mapping[str, int],
    where: Layout,
    known: Iterable[Proposal] = (),
    among: Collection[Alike] | None = None,
) -> tuple[tuple[Amendment, ...], tuple[Proposal, ...]]:
    """The amendments with their proposals, and every proposal of more than one amendment.

    ``amendments`` are all of a merge, in reading order; ``at`` tells where each stands. Only
    ``among`` these is anything other than when the ``known`` proposals were found; None means that
    there were none.
    """
    anew = _anew(amendments, among)
    found = [
        _proposal(kind, [a.id for a in mates if a.id in together])
        for mates in _mates(amendments[n] for n in anew)
        for kind, together in _found(mates, where)
    ]
    redone = {amendments[n].id for n in anew}
    stay = (p for p in known if p.id in at and p.id not in redone)
    names = {name: proposal.id for proposal in found for name in proposal.amendments}
    out = list(amendments)
    for n in anew:
        out[n] = _named(out[n], names.get(out[n].id, ""))
    return tuple(out), tuple(sorted((*stay, *found), key=lambda proposal: at[proposal.id]))


def alike(amendment: Amendment) -> Alike:
    """What must be the same of amendments that are grouped: who proposes them, and since when."""
    return amendment.sponsors, amendment.carried, amendment.standing


def _proposal(kind: ProposalKind, ids: Sequence[str]) -> Proposal:
    return Proposal(ids[0], kind, tuple(ids))


def _named(amendment: Amendment, name: str) -> Amendment:
    return amendment if amendment.proposal == name else replace(amendment, proposal=name)


def _anew(amendments: Sequence[Amendment], among: Collection[Alike] | None) -> Sequence[int]:
    """Where those stand of which it must be asked anew what they belong to."""
    if among is None:
        return range(len(amendments))
    whose = {sponsors for sponsors, _, _ in among}
    return [n for n, a in enumerate(amendments) if a.sponsors in whose and alike(a) in among]


def _mates(amendments: Iterable[Amendment]) -> Iterator[list[Amendment]]:
    """Those that are alike, where that is more than one."""
    held: dict[Alike, list[Amendment]] = defaultdict(list)
    for amendment in amendments:
        held[alike(amendment)].append(amendment)
    return (mates for mates in held.values() if len(mates) > 1)


def _found(mates: list[Amendment], where: Layout) -> Found:
    """What belongs together among one set of sponsors; each amendment to one proposal at most."""
    for find in (_merged_cells, _columns, _joins, _renumberings, _brackets):
        taken: set[str] = set()
        for kind, together in find(mates, where):
            yield kind, together
            taken.update(together)
        if taken:
            mates = [amendment for amendment in mates if amendment.id not in taken]


def _merged_cells(mates: Sequence[Amendment], where: Layout) -> Found:
    for together in merged_cells(mates, where):
        yield "merged cells", together


def _columns(mates: Sequence[Amendment], where: Layout) -> Found:
    for new, together in columns(mates, where):
        yield "new column" if new else "deleted column", together


def _renumberings(mates: Sequence[Amendment], where: Layout) -> Found:
    for together in renumbering(mates, where):
        yield "renumbering", together


def _brackets(mates: Sequence[Amendment], where: Layout) -> Found:
    for together in brackets(mates, where):
        yield "brackets", together


def _joins(mates: Sequence[Amendment], where: Layout) -> Found:
    """Each join with the words that are put in or taken out where the two paragraphs meet."""
    joins = {a.operation.block: a.id for a in mates if isinstance(a.operation, Join)}
    after = {where.following.get(block, ""): block for block in joins}
    bundles = Bundles()
    for amendment in mates if joins else ():
        operation = amendment.operation
        if not isinstance(operation, Replace):
            continue
        text = where.paragraph(operation.block)
        if operation.block in joins and text and operation.end == len(text.text):
            bundles.tie(joins[operation.block], amendment.id)
        if operation.block in after and operation.start == 0:
            bundles.tie(joins[after[operation.block]], amendment.id)
    for together in bundles:
        yield "join", together
