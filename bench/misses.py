"""What was planted and not found, for whoever tunes the merge.

``python -m bench.misses heavy lost split 5``: the kind of negotiation, whether the ids came back,
one sort of change (``credit``: wrong sponsors; ``apart``: sponsors not brought together) or none
for all, how many of each reason are shown.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator

from bench.changes import Change, Edit, Joined, Moved, New, sort_of
from bench.core import KINDS, SEEDS, merged
from bench.found import Own, made_it, own_amendments
from bench.planted import Planted, plant
from bench.scores import Found, found
from bench.texts import ident
from mufakat.change.amendment import Amendment, Insert, Merge, Remove, Replace

AROUND = 40  # characters of the base shown on both sides


def main(name: str, ids: str, *more: str) -> None:
    """Prints the commonest reasons first, with a few examples of each."""
    shown = next((int(word) for word in more if word.isdigit()), 3)
    sorts = [word for word in more if not word.isdigit()]
    told: dict[str, list[str]] = defaultdict(list)
    kind = KINDS[name]
    for seed in SEEDS:
        planted = plant(11, 400, kind.edits, seed=seed, load=kind.load)
        whole = merged(planted, ids=ids != "lost")[2]
        for reason, example in _misses(planted, whole, sorts):
            told[reason].append(example)
    for reason, examples in sorted(told.items(), key=lambda pair: -len(pair[1])):
        print(f"{reason}: {len(examples)}\n")
        for example in sorted(examples, key=len)[:shown]:
            print(f"{example}\n")


def _misses(planted: Planted, whole: Merge, sorts: list[str]) -> Iterator[tuple[str, str]]:
    own = own_amendments(whole)
    where = found(planted, whole)
    for (change, state), names in where.items():
        if not names and (not sorts or sort_of(change) in sorts):
            yield _reason(planted, own, change, state), _told(planted, own, change, state)
    if not sorts or "apart" in sorts:
        yield from _apart(planted, whole, where)
    if not sorts or "credit" in sorts:
        for amendment in whole.amendments:
            for state in amendment.own if len(amendment.own) > 1 else ():
                if not made_it(planted, own, amendment, state):
                    reason = f"{type(amendment.operation).__name__} credited to who did not make it"
                    yield reason, _credit(planted, amendment, state)


def _apart(planted: Planted, whole: Merge, where: Found) -> Iterator[tuple[str, str]]:
    """Shared changes that were found for each of their makers, but as different amendments."""
    by_id = {amendment.id: amendment for amendment in whole.amendments}
    for change, states in planted.truth.items():
        ways = {way for state in states if (way := where[change, state])}
        if len(ways) > 1:
            lines = [f"    planted  {_change(planted, change)}"]
            for way in sorted(ways):
                lines += [
                    "    one way",
                    *(f"    given    {_operation(planted, by_id[n])}" for n in way),
                ]
            yield "shared, but found as different amendments", "\n".join(lines)


def _reason(planted: Planted, own: Own, change: Change, state: str) -> str:
    sort = "split" if isinstance(change, Edit) and change.is_split else type(change).__name__
    near = own.get((state, ident(_place(change))), [])
    if not isinstance(change, Edit):
        return f"{sort}: not found"
    if any(isinstance(a.operation, Remove) for a in near):
        return f"{sort}: the paragraph was read as taken out"
    over = [op for a in near if isinstance(op := a.operation, Replace) and _covers(op, change)]
    if not over:
        return f"{sort}: nothing stands there"
    others = [c for c in planted.changes[state] if c != change]
    if any(isinstance(c, Edit) and any(_covers(op, c) for op in over) for c in others):
        return f"{sort}: one amendment with the edit beside it"
    if any(isinstance(c, Joined) and change.paragraph in _places(c) for c in others):
        return f"{sort}: one amendment with the join beside it"
    return f"{sort}: otherwise said"


def _covers(op: Replace, edit: Edit) -> bool:
    return op.block == ident(edit.paragraph) and op.start <= edit.end and edit.start <= op.end


def _place(change: Change) -> int:
    return change.after if isinstance(change, New) else change.paragraph


def _places(change: Change) -> tuple[int, ...]:
    """The base paragraphs in whose neighbourhood it shows."""
    match change:
        case Joined():
            return change.paragraph, change.paragraph + 1
        case Moved():
            return change.paragraph, change.after
    return (_place(change),)


def _told(planted: Planted, own: Own, change: Change, state: str) -> str:
    lines = [f"    planted  {_change(planted, change)}"]
    start, end = (change.start, change.end) if isinstance(change, Edit) else (0, 10_000)
    beside = [c for c in planted.changes[state] if c != change]
    for other in beside:
        far = isinstance(other, Edit) and abs(other.start - start) > 3 * AROUND
        if _place(change) in _places(other) and not far:
            lines.append(f"    beside   {_change(planted, other)}")
    for amendment in own.get((state, ident(_place(change))), []):
        op = amendment.operation
        far = isinstance(op, Replace) and (op.end + AROUND < start or end + AROUND < op.start)
        lines += [] if far else [f"    given    {_operation(planted, amendment)}"]
    return "\n".join(lines)


def _credit(planted: Planted, amendment: Amendment, state: str) -> str:
    op = amendment.operation
    number = int(((op.after if isinstance(op, Insert) else op.block) or "p0")[1:])
    made = [c for c in planted.changes[state] if abs(_place(c) - number) <= 1]
    lines = [f"    credited {state}  {_operation(planted, amendment)}"]
    return "\n".join([*lines, *(f"    planted  {_change(planted, c)}" for c in made)])


def _change(planted: Planted, change: Change) -> str:
    if not isinstance(change, Edit):
        return str(change)[:160]
    return f"{sort_of(change):12} " + _marked(
        planted, change.paragraph, change.start, change.end, change.new
    )


def _operation(planted: Planted, amendment: Amendment) -> str:
    op = amendment.operation
    if not isinstance(op, Replace):
        return f"{amendment.sponsors} {op}"[:200]
    words = _marked(planted, int(op.block[1:]), op.start, op.end, op.fragment.text)
    return f"{','.join(amendment.sponsors)}  {words}"


def _marked(planted: Planted, number: int, start: int, end: int, new: str) -> str:
    text = planted.base[number - 1].text
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return f"p{number} …{before}[-{text[start:end]}-]{{+{new}+}}{after}…".replace("\u2029", "¶")


if __name__ == "__main__":
    main(*sys.argv[1:])
