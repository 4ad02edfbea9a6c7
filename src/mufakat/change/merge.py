"""Every delegation's changes against one draft brought together: attributed, nothing decided.

The merge is the base plus each operation with its sponsors. Equal operations are one amendment;
operations that claim the same words or place form a contested passage. The result does not depend
on the order of the submissions (law 4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mufakat.change.amendment import (
    Amendment,
    Carried,
    ChangeKind,
    Format,
    Insert,
    Join,
    Merge,
    Move,
    Operation,
    Passage,
    Remark,
    Remove,
    Replace,
    Reshape,
    Restyle,
    Script,
)
from mufakat.change.apply import apply
from mufakat.change.contest import rival, together
from mufakat.change.layout import Layout, layout, place, reading_order
from mufakat.change.reexpress import reexpress
from mufakat.text.document import Cell, Document, Node, Row, Table, digest
from mufakat.text.tokens import fold

ID_DIGITS = 4
LAST = 1_000_000  # the rank of what stands over: after all that was lodged now


def merge(
    base: Document,
    scripts: Mapping[str, Script],
    roster: Sequence[str],
    remarks: Sequence[Remark] = (),
    carried: Sequence[Carried] = (),
) -> Merge:
    """All scripts as one merge; ``roster`` gives the order in which delegations are named.

    ``carried`` are the proposals that stand over from the round before.
    """
    where = layout(base)
    states = tuple(sorted(scripts, key=roster.index))
    said = reexpress({state: scripts[state] for state in states}, where)
    amendments = contested(_gather(said, carried, roster, where), where)
    return Merge(
        base,
        states,
        *amendments,
        remarks=tuple(sorted(remarks, key=lambda r: (roster.index(r.sponsor), r.id))),
    )


def script_of(merged: Merge, state: str) -> Script:
    """One delegation's operations in its own order."""
    own = [
        (a.ranks[a.sponsors.index(state)], a.operation) for a in merged.amendments if state in a.own
    ]
    return tuple(op for _, op in sorted(own, key=lambda pair: pair[0]))


def project(merged: Merge, state: str) -> Document:
    """The text seen through one delegation alone: what it submitted (law 2)."""
    return apply(merged.base, script_of(merged, state))


def _gather(
    scripts: Mapping[str, Script],
    carried: Sequence[Carried],
    roster: Sequence[str],
    where: Layout,
) -> list[Amendment]:
    ranks: dict[Operation, dict[str, int]] = defaultdict(dict)
    standing: dict[Operation, Carried] = {}
    for state, script in scripts.items():
        for rank, operation in enumerate(script):
            ranks[operation][state] = rank
    for proposal in carried:
        for operation in proposal.script:
            standing[operation] = proposal
            ranks[operation]  # a place among the operations, whoever else proposes it
    ordered = sorted(ranks, key=lambda op: reading_order(op, where))
    return [
        _amendment(name, operation, ranks[operation], standing.get(operation), roster, where)
        for name, operation in zip(identify(ordered), ordered, strict=True)
    ]


def _amendment(
    name: str,
    operation: Operation,
    ranks: Mapping[str, int],
    standing: Carried | None,
    roster: Sequence[str],
    where: Layout,
) -> Amendment:
    carried = tuple(s for s in standing.sponsors if s not in ranks) if standing else ()
    sponsors = tuple(sorted((*ranks, *carried), key=roster.index))
    return Amendment(
        name,
        operation,
        kind_of(operation, where),
        sponsors,
        tuple(ranks.get(state, LAST) for state in sponsors),
        typographic=_typographic(operation, where),
        carried=carried,
        origin=standing.origin if standing else "",
    )


def identify(operations: Sequence[Operation]) -> list[str]:
    """A readable id for each operation, the same whatever else is proposed beside it."""
    digits = [digest(repr(operation)) for operation in operations]
    places = [place(operation) or "start" for operation in operations]
    names = [f"{p}-{d[:ID_DIGITS]}" for p, d in zip(places, digits, strict=True)]
    length = ID_DIGITS
    while len(set(names)) < len(names):
        length += 2
        twice = {name for name in names if names.count(name) > 1}
        names = [
            f"{p}-{d[:length]}" if name in twice else name
            for name, p, d in zip(names, places, digits, strict=True)
        ]
    return names


def contested(
    amendments: Sequence[Amendment], where: Layout
) -> tuple[tuple[Amendment, ...], tuple[Passage, ...]]:
    """The amendments with their passages: groups linked by rival claims."""
    sets = _Sets(len(amendments))
    for a, b in _neighbours(amendments, where):
        one, other = amendments[a], amendments[b]
        if not together(one, other) and rival(one.operation, other.operation, where):
            sets.join(a, b)
    groups = [group for group in sets.groups() if len(group) > 1]
    out = list(amendments)
    passages = []
    for number, group in enumerate(groups, 1):
        name = f"passage-{number}"
        for n in group:
            out[n] = replace(out[n], passage=name)
        blocks = dict.fromkeys(place(amendments[n].operation) for n in group)
        passages.append(Passage(name, tuple(amendments[n].id for n in group), tuple(blocks)))
    return tuple(out), tuple(passages)


def _neighbours(amendments: Sequence[Amendment], where: Layout) -> Iterable[tuple[int, int]]:
    """Pairs that could be rivals: they share a block, a gap, a holder or a joined boundary."""
    buckets: dict[str, list[int]] = defaultdict(list)
    for n, amendment in enumerate(amendments):
        if not amendment.typographic:
            for key in _claims(amendment.operation, where):
                buckets[key].append(n)
    seen: set[tuple[int, int]] = set()
    for members in buckets.values():
        for k, a in enumerate(members):
            for b in members[k + 1 :]:
                if (a, b) not in seen:
                    seen.add((a, b))
                    yield a, b


def _claims(operation: Operation, where: Layout) -> set[str]:
    if isinstance(operation, Insert):
        keys = {f"{operation.parent}>{operation.after}", operation.parent}
        return (keys | set(where.holders(operation.parent))) - {""}
    keys = {operation.block, *where.holders(operation.block)}
    if isinstance(operation, Move):
        keys |= {f"{operation.parent}>{operation.after}"}
    if isinstance(operation, Join):
        keys |= {
            f"{where.parent[operation.block]}>{operation.block}",
            where.following.get(operation.block, operation.block),
        }
    return keys - {""}


class _Sets:
    """Union-find over the first ``count`` numbers."""

    def __init__(self, count: int) -> None:
        self.root = list(range(count))

    def find(self, n: int) -> int:
        while self.root[n] != n:
            self.root[n] = self.root[self.root[n]]
            n = self.root[n]
        return n

    def join(self, a: int, b: int) -> None:
        first, second = sorted((self.find(a), self.find(b)))
        self.root[second] = first

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for n in range(len(self.root)):
            found[self.find(n)].append(n)
        return list(found.values())


def _typographic(operation: Operation, where: Layout) -> bool:
    if not isinstance(operation, Replace) or operation.fragment.styles:
        return False
    base = where.paragraph(operation.block)
    assert base is not None
    old = base.text[operation.start : operation.end]
    return "\ufffc" not in old + operation.fragment.text and fold(old) == fold(
        operation.fragment.text
    )


def kind_of(operation: Operation, where: Layout) -> ChangeKind:
    """What a person calls the change."""
    match operation:
        case Replace():
            return "typographic" if _typographic(operation, where) else _kind_of_words(operation)
        case Insert():
            return _named("new", operation.node)
        case Remove():
            return _named("deleted", where.nodes[operation.block])
        case Join():
            return "join"
        case Restyle():
            return "restyle"
        case Move():
            return "move"
        case Format():
            return "formatting"
        case Reshape():
            return "table layout"


def _kind_of_words(operation: Replace) -> ChangeKind:
    if operation.fragment.styles:
        return "split"
    if operation.start == operation.end:
        return "insertion"
    return "replacement" if operation.fragment.text else "deletion"


def _named(what: str, node: Node) -> ChangeKind:
    if isinstance(node, Row):
        return "new row" if what == "new" else "deleted row"
    if isinstance(node, Cell):
        return "new column cell" if what == "new" else "deleted column cell"
    if isinstance(node, Table):
        return "new table" if what == "new" else "deleted table"
    return "new paragraph" if what == "new" else "deleted paragraph"
