"""Every delegation's changes against one draft brought together: attributed, nothing decided.

The merge is the base plus each operation with its sponsors. Equal operations are one amendment;
operations that claim the same words or place form a contested passage. The result does not depend
on the order of the submissions (law 4).
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from mufakat.change.amendment import (
    Amendment,
    Carried,
    Merge,
    Operation,
    Remark,
    Replace,
    Script,
    Standing,
    Typed,
)
from mufakat.change.apply import apply
from mufakat.change.kinds import kind_of
from mufakat.change.layout import Layout, layout, place, position
from mufakat.change.passages import contested
from mufakat.change.proposal.proposals import alike, proposals
from mufakat.change.reexpress import reexpress, unrelated
from mufakat.change.spelling import Ranks, same
from mufakat.text.document import Document, digest

ID_DIGITS = 4
STEP = 1_000  # ranks between two operations of a script: room for the parts of one taken apart
LAST = 1_000_000_000  # the rank of what stands over: after all that was lodged now


def merge(
    base: Document,
    scripts: Mapping[str, Script],
    roster: Sequence[str],
    remarks: Sequence[Remark] = (),
    carried: Sequence[Carried] = (),
    *,
    so_far: Merge | None = None,
) -> Merge:
    """All scripts as one merge; ``roster`` gives the order in which delegations are named.

    ``carried`` are the proposals that stand over from the round before. ``so_far`` is a merge of
    some of the same scripts and all the same ``carried``: the result is the same without it, and
    comes sooner, for only what the other scripts touch is worked out anew.
    """
    turns = {state: n for n, state in enumerate(roster)}
    where = layout(base)
    states = tuple(sorted(scripts, key=turns.__getitem__))
    earlier = so_far if so_far and set(so_far.states) <= set(scripts) else None
    touched = _touched(scripts, earlier) if earlier else None
    standing: dict[Operation, list[Carried]] = defaultdict(list)
    for proposal in carried:
        for operation in proposal.script:
            standing[operation].append(proposal)
    held = _by_place(scripts, standing, touched)
    aside = _set_aside(held, set(scripts) - set(earlier.states), where) if earlier else {}
    found = [
        amendment
        for ident, given in (held | aside).items()
        for amendment in _amendments(ident, given, standing, turns, where)
    ]

    def turn(amendment: Amendment) -> tuple[int, int, int, int, int, int, str]:
        return _turn(amendment, turns, where)

    if earlier is None or touched is None:
        tied, together = proposals(sorted(found, key=turn), where)
        amendments, passages = contested(tied, where)
    else:
        there = [a for a in earlier.amendments if place(a.operation) in touched]
        if not _told_apart(there, found, aside):
            return merge(base, scripts, roster, remarks, carried)
        before = {a.id: a for a in there if place(a.operation) not in aside}
        came, went = _compared(before, found)
        gone = {a.id for a in went}
        ordered = [a for a in earlier.amendments if a.id not in gone]
        for amendment in came:
            insort(ordered, amendment, key=turn)
        others = {alike(a) for a in (*came, *went)}
        tied, together = proposals(ordered, where, earlier.proposals, others)
        anew = {a.id for a in (*came, *went)}
        anew.update(a.id for a, b in zip(ordered, tied, strict=True) if a is not b)
        amendments, passages = contested(tied, where, earlier.passages, anew)
    said = tuple(sorted(remarks, key=lambda r: (turns[r.sponsor], r.id)))
    return Merge(base, states, amendments, passages, together, said)


def script_of(merged: Merge, state: str) -> Script:
    """One delegation's operations in its own order."""
    own = [
        (a.ranks[a.sponsors.index(state)], a.as_typed(state))
        for a in merged.amendments
        if state in a.own
    ]
    return tuple(op for _, op in sorted(own, key=lambda pair: pair[0]))


def project(merged: Merge, state: str) -> Document:
    """The text seen through one delegation alone: what it submitted (law 2)."""
    return apply(merged.base, script_of(merged, state))


def _content(amendment: Amendment) -> tuple[object, ...]:
    """An amendment but for what it belongs to."""
    who = amendment.sponsors, amendment.ranks, amendment.carried, amendment.standing
    return *who, amendment.operation, amendment.typed


# -- one place after the other ---------------------------------------------------------------


def _touched(scripts: Mapping[str, Script], earlier: Merge) -> set[str]:
    """The places that must be worked out."""
    new = set(scripts) - set(earlier.states)
    return {place(operation) for state in new for operation in scripts[state]}


def _set_aside(held: Mapping[str, Ranks], new: set[str], where: Layout) -> dict[str, Ranks]:
    """The new delegations' operations where they have nothing to do with the others there.

    Then those need not be worked out again.
    """
    found = {}
    for ident, given in held.items():
        own = {op: states for op, states in given.items() if not new.isdisjoint(states)}
        others = [op for op in given if op not in own]
        shared = any(not new.issuperset(states) for states in own.values())
        if not shared and unrelated(own, others, where):
            found[ident] = own
    return found


def _told_apart(
    there: Iterable[Amendment], found: Iterable[Amendment], aside: Container[str]
) -> bool:
    """Whether what was worked out by itself is called as it would be among all at its place."""
    others = [a.id for a in there if place(a.operation) in aside]
    own = [a.id for a in found if place(a.operation) in aside]
    short = all(len(name.rpartition("-")[2]) == ID_DIGITS for name in (*others, *own))
    return short and set(others).isdisjoint(own)


def _compared(
    before: Mapping[str, Amendment], found: Iterable[Amendment]
) -> tuple[list[Amendment], list[Amendment]]:
    """The amendments that came and those that went; all others are as they were."""
    came, left = [], dict(before)
    for amendment in found:
        old = before.get(amendment.id)
        if old and _content(old) == _content(amendment):
            del left[old.id]
        else:
            came.append(amendment)
    return came, list(left.values())


def _by_place(
    scripts: Mapping[str, Script], standing: Iterable[Operation], touched: set[str] | None
) -> dict[str, Ranks]:
    """Who proposes what, by place; co-sponsors are always found at one place."""
    held: dict[str, Ranks] = defaultdict(dict)
    for state, script in scripts.items():
        for n, operation in enumerate(script):
            ident = place(operation)
            if touched is None or ident in touched:
                held[ident].setdefault(operation, {})[state] = n * STEP
    for operation in standing:
        ident = place(operation)
        if touched is None or ident in touched:
            held[ident].setdefault(operation, {})
    return held


def _reexpressed(given: Ranks, standing: Container[Operation], where: Layout) -> Ranks:
    """The same with hunks said through others' operations; what stands over stays as it is."""
    words = {op: len(states) for op, states in given.items() if isinstance(op, Replace)}
    if len(words) < 2:
        return given
    parts = reexpress(words, where)
    if not parts:
        return given
    ranks: Ranks = {}
    for operation, states in given.items():
        pieces: Script = (operation,)
        if isinstance(operation, Replace) and operation not in standing:
            pieces = parts.get(operation, pieces)
        for n, piece in enumerate(pieces):
            ranks.setdefault(piece, {}).update({s: rank + n for s, rank in states.items()})
    return ranks


def _amendments(
    ident: str,
    given: Ranks,
    standing: Mapping[Operation, Sequence[Carried]],
    turns: Mapping[str, int],
    where: Layout,
) -> Iterator[Amendment]:
    """The amendments at one place."""
    groups = {
        meaning: (shown, ranks)
        for meaning, shown, ranks in same(
            _reexpressed(given, standing, where), standing, turns, where
        )
    }
    for name, meaning in identify(ident, groups):
        shown, ranks = groups[meaning]
        yield _amendment(name, shown, ranks, standing.get(shown, ()), turns, where)


def _amendment(
    name: str,
    operation: Operation,
    given: Ranks,
    standing: Sequence[Carried],
    turns: Mapping[str, int],
    where: Layout,
) -> Amendment:
    ranks = {state: rank for states in given.values() for state, rank in states.items()}
    late = {s: LAST + p.script.index(operation) for p in standing for s in p.sponsors}
    carried = late.keys() - ranks.keys()
    ranks = late | ranks
    sponsors = tuple(sorted(ranks, key=turns.__getitem__))
    typed = {s: op for op, states in given.items() if op != operation for s in states}
    kind = kind_of(operation, where)
    return Amendment(
        name,
        operation,
        kind,
        sponsors,
        tuple(map(ranks.__getitem__, sponsors)),
        typographic=kind == "typographic",
        carried=tuple(filter(carried.__contains__, sponsors)),
        standing=_standing(standing),
        typed=tuple(Typed(state, typed[state]) for state in sponsors if state in typed),
    )


def _standing(proposals: Sequence[Carried]) -> tuple[Standing, ...]:
    found = (Standing(proposal.origin, proposal.sponsors) for proposal in proposals)
    return tuple(sorted(found, key=lambda one: one.origin)) if proposals else ()


def identify(ident: str, operations: Iterable[Operation]) -> list[tuple[str, Operation]]:
    """A readable id for each operation at a place, the same whatever else is proposed beside it."""
    named = {digest(repr(operation)): operation for operation in operations}
    length = ID_DIGITS
    while len({name[:length] for name in named}) < len(named):
        length += 2
    return [(f"{ident or 'start'}-{name[:length]}", op) for name, op in sorted(named.items())]


def _turn(
    amendment: Amendment, turns: Mapping[str, int], where: Layout
) -> tuple[int, int, int, int, int, int, str]:
    """Reading order; at one gap each delegation's own order, the delegations in roster order."""
    first = turns[amendment.sponsors[0]]
    return *position(amendment.operation, where), first, amendment.ranks[0], amendment.id
