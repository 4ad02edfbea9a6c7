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
from mufakat.change.reexpress import reexpress
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
    found = [
        amendment
        for ident, given in _by_place(scripts, standing, touched).items()
        for amendment in _amendments(ident, given, standing, turns, where)
    ]

    def turn(amendment: Amendment) -> tuple[int, int, int, int, int, int, str]:
        return _turn(amendment, turns, where)

    if earlier is None or touched is None:
        tied, together = proposals(sorted(found, key=turn), where)
        amendments, passages = contested(tied, where)
    else:
        ordered, came, went = _compared(earlier, found, touched)
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


def _compared(
    earlier: Merge, found: Iterable[Amendment], touched: set[str]
) -> tuple[list[Amendment], list[Amendment], list[Amendment]]:
    """The amendments that are as they were, and those that came and that went."""
    before = {a.id: a for a in earlier.amendments if place(a.operation) in touched}
    came: list[Amendment] = []
    for amendment in found:
        old = before.get(amendment.id)
        if old and _content(old) == _content(amendment):
            del before[old.id]
        else:
            came.append(amendment)
    return [a for a in earlier.amendments if a.id not in before], came, list(before.values())


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
    own = {state: (op, rank) for op, states in given.items() for state, rank in states.items()}
    late = {s: LAST + p.script.index(operation) for p in standing for s in p.sponsors}
    carried = {state: rank for state, rank in late.items() if state not in own}
    sponsors = tuple(sorted((*own, *carried), key=turns.__getitem__))
    kind = kind_of(operation, where)
    return Amendment(
        name,
        operation,
        kind,
        sponsors,
        tuple(own[state][1] if state in own else carried[state] for state in sponsors),
        typographic=kind == "typographic",
        carried=tuple(state for state in sponsors if state in carried),
        standing=tuple(
            sorted((Standing(p.origin, p.sponsors) for p in standing), key=lambda s: s.origin)
        ),
        typed=tuple(
            Typed(state, op)
            for state in sponsors
            if state in own and (op := own[state][0]) != operation
        ),
    )


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
