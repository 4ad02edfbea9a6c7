"""Who proposes what, place by place: equal operations are one amendment with all its sponsors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from mufakat.change.amendment import (
    Amendment,
    Carried,
    Operation,
    Replace,
    Script,
    Standing,
    Typed,
)
from mufakat.change.kinds import kind_of
from mufakat.change.layout import Layout, position
from mufakat.change.reexpress import reexpress
from mufakat.change.spelling import Ranks, same
from mufakat.text.document import digest

ID_DIGITS = 4
STEP = 1_000  # ranks between two operations of a script: room for the parts of one taken apart
LAST = 1_000_000_000  # the rank of what stands over: after all that was lodged now


class Sponsors:
    """The scripts of all delegations against one base, and what stands over from before.

    ``turns`` gives the order in which delegations are named.
    """

    def __init__(
        self,
        scripts: Mapping[str, Script],
        carried: Sequence[Carried],
        roster: Sequence[str],
        where: Layout,
    ) -> None:
        self.scripts = scripts
        self.turns = {state: n for n, state in enumerate(roster)}
        self.where = where
        self.standing: dict[Operation, list[Carried]] = defaultdict(list)
        for proposal in carried:
            for operation in proposal.script:
                self.standing[operation].append(proposal)

    def by_place(self, among: Container[str] | None = None) -> dict[str, Ranks]:
        """Who proposes what, ``among`` these places or at all; co-sponsors are found at one."""
        held: dict[str, Ranks] = defaultdict(dict)
        for state, script in self.scripts.items():
            for n, operation in enumerate(script):
                if among is None or operation.block in among:
                    held[operation.block].setdefault(operation, {})[state] = n * STEP
        for operation in self.standing:
            if among is None or operation.block in among:
                held[operation.block].setdefault(operation, {})
        return held

    def amendments(self, held: Mapping[str, Ranks]) -> list[Amendment]:
        """What is proposed at these places."""
        return [a for ident, given in held.items() for a in self._at(ident, given)]

    def turn(self, amendment: Amendment) -> tuple[int, int, int, int, int, int, str]:
        """Reading order; at one gap each one's own order, the delegations as in the roster."""
        first = self.turns[amendment.sponsors[0]]
        return *position(amendment.operation, self.where), first, amendment.ranks[0], amendment.id

    def _at(self, ident: str, given: Ranks) -> Iterator[Amendment]:
        said = _reexpressed(given, self.standing, self.where)
        groups = {
            meaning: (shown, ranks)
            for meaning, shown, ranks in same(said, self.standing, self.turns, self.where)
        }
        for name, meaning in _identify(ident, groups):
            yield self._amendment(name, *groups[meaning])

    def _amendment(self, name: str, operation: Operation, given: Ranks) -> Amendment:
        standing = self.standing.get(operation, ())
        ranks = {state: rank for states in given.values() for state, rank in states.items()}
        late = {s: LAST + p.script.index(operation) for p in standing for s in p.sponsors}
        carried = late.keys() - ranks.keys()
        ranks = late | ranks
        sponsors = tuple(sorted(ranks, key=self.turns.__getitem__))
        typed = {s: op for op, states in given.items() if op != operation for s in states}
        kind = kind_of(operation, self.where)
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


def _standing(proposals: Sequence[Carried]) -> tuple[Standing, ...]:
    found = (Standing(proposal.origin, proposal.sponsors) for proposal in proposals)
    return tuple(sorted(found, key=lambda one: one.origin)) if proposals else ()


def _identify(ident: str, operations: Iterable[Operation]) -> list[tuple[str, Operation]]:
    """A readable id for each operation at a place, the same whatever else is proposed beside it."""
    named = {digest(repr(operation)): operation for operation in operations}
    length = ID_DIGITS
    while len({name[:length] for name in named}) < len(named):
        length += 2
    return [(f"{ident or 'start'}-{name[:length]}", op) for name, op in sorted(named.items())]
