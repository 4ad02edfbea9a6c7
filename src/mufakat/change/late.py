"""One more submission into a finished merge: only what it touches is worked out anew."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from mufakat.change.amendment import Amendment, Merge, Passage, Proposal
from mufakat.change.claims import ALSO_ELSEWHERE, Claims
from mufakat.change.layout import Layout
from mufakat.change.passages import contested
from mufakat.change.proposal.proposals import alike, proposals
from mufakat.change.reexpress import unrelated
from mufakat.change.spelling import Ranks
from mufakat.change.sponsors import ID_DIGITS, Sponsors

Found = tuple[tuple[Amendment, ...], tuple[Passage, ...], tuple[Proposal, ...]]
Anew = tuple[list[Amendment], list[Amendment]]
"""The amendments that came, and those that went; all others are as they were."""


def taken_in(finished: Merge, sponsors: Sponsors) -> Found | None:
    """What all the scripts make, when most are merged already; None: it must be done at once."""
    new = sponsors.scripts.keys() - set(finished.states)
    if len(finished.states) + len(new) > len(sponsors.scripts):
        return None
    anew = _anew(finished, new, sponsors)
    return _tied(finished, *anew, sponsors) if anew else None


def _anew(finished: Merge, new: AbstractSet[str], sponsors: Sponsors) -> Anew | None:
    """The amendments that come with the new scripts, and those that go."""
    touched = {operation.block for state in new for operation in sponsors.scripts[state]}
    held = sponsors.by_place(touched)
    apart = _apart(held, new, sponsors.where)
    found = sponsors.amendments(held | apart)
    there = [a for a in finished.amendments if a.operation.block in touched]
    if not _named_as_among_all(there, found, apart):
        return None
    return _compared([a for a in there if a.operation.block not in apart], found)


def _tied(
    finished: Merge, came: Sequence[Amendment], went: Sequence[Amendment], sponsors: Sponsors
) -> Found:
    """All amendments, with what is contested and what belongs together."""
    gone = {a.id for a in went}
    ordered = [a for a in finished.amendments if a.id not in gone]
    for amendment in came:
        insort(ordered, amendment, key=sponsors.turn)
    among = {alike(a) for a in (*came, *went)}
    at = {amendment.id: n for n, amendment in enumerate(ordered)}
    tied, together = proposals(ordered, at, sponsors.where, finished.proposals, among)
    retied = [b for a, b in zip(ordered, tied, strict=True) if a is not b]
    near, known = _near(tied, finished.passages, [*came, *retied], gone, sponsors.where)
    return *contested(tied, at, sponsors.where, known, near), together


def _apart(held: Mapping[str, Ranks], new: AbstractSet[str], where: Layout) -> dict[str, Ranks]:
    """The new operations of the places where they have nothing to do with the others there.

    Then those need not be worked out again.
    """
    found = {}
    for ident, given in held.items():
        own = {op: states for op, states in given.items() if not new.isdisjoint(states)}
        others = [op for op in given if op not in own]
        shared = any(not states.keys() <= new for states in own.values())
        if not shared and unrelated(own, others, where):
            found[ident] = own
    return found


def _named_as_among_all(
    there: Iterable[Amendment], found: Iterable[Amendment], apart: Collection[str]
) -> bool:
    """Whether what was worked out by itself is called as it would be among all at its place."""
    others = [a.id for a in there if a.operation.block in apart]
    own = [a.id for a in found if a.operation.block in apart]
    short = all(len(name.rpartition("-")[2]) == ID_DIGITS for name in (*others, *own))
    return short and set(others).isdisjoint(own)


def _compared(before: Iterable[Amendment], found: Iterable[Amendment]) -> Anew:
    came, left = [], {a.id: a for a in before}
    for amendment in found:
        old = left.get(amendment.id)
        if old and _content(old) == _content(amendment):
            del left[old.id]
        else:
            came.append(amendment)
    return came, list(left.values())


def _content(amendment: Amendment) -> tuple[object, ...]:
    """An amendment but for what it belongs to."""
    who = amendment.sponsors, amendment.ranks, amendment.carried, amendment.standing
    return *who, amendment.operation, amendment.typed


def _near(
    amendments: Sequence[Amendment],
    passages: Iterable[Passage],
    anew: Sequence[Amendment],
    gone: AbstractSet[str],
    where: Layout,
) -> tuple[set[str], list[Passage]]:
    """The ids of all that could be contested anew, and the passages that stay.

    That is what shares a claim with what is ``anew``, what stands or falls with it, and the
    passages that any of it, or of what is ``gone``, was in.
    """
    beside = _beside(amendments, anew, where)
    near = {*gone, *(a.id for a in anew), *(a.id for a in beside)}
    if tied := {a.proposal for a in beside} - {""}:
        near.update(a.id for a in amendments if a.proposal in tied)
    stay = []
    for passage in passages:
        if near.isdisjoint(passage.amendments):
            stay.append(passage)
        else:
            near.update(passage.amendments)
    return near, stay


def _beside(
    amendments: Sequence[Amendment], anew: Iterable[Amendment], where: Layout
) -> list[Amendment]:
    """Those whose claims could rival those of ``anew``."""
    claims = Claims(where)
    laid = [claim for a in anew for claim in claims.of(a)]
    keys = {key for key, _ in laid}
    rivals = {(key, True) for key in keys} | {(key, False) for key, itself in laid if itself}
    return [
        a
        for a in amendments
        # Most are in a block that nothing holds, and lay a hand on nothing else.
        if (
            (op := a.operation).block in keys
            or isinstance(op, ALSO_ELSEWHERE)
            or where.parent[op.block]
        )
        and not rivals.isdisjoint(claims.of(a))
    ]
