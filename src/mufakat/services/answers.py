"""What the chair's file answers, proposal by proposal, and what of it fits a later consolidation.

A file is made for one consolidation. Where the round was consolidated again since, an answer fits
if its proposal is still there with the same words: its id says so, for it is drawn from them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mufakat.change.amendment import Merge
from mufakat.change.layout import layout
from mufakat.change.proposal.proposals import Whole, wholes
from mufakat.edges.ledger import Head, Ledger
from mufakat.edges.named_file import read_named
from mufakat.edges.record_names import round_file
from mufakat.edges.rulings_file import Filled
from mufakat.procedure.disposition import Ruling
from mufakat.procedure.nearest import listed
from mufakat.procedure.place import Places
from mufakat.procedure.round import Round
from mufakat.procedure.together import proposal_wording
from mufakat.refusal import Refusal
from mufakat.services.consolidation import MERGE, recorded_merge
from mufakat.text.numbering import labels

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Since:
    """What a later consolidation has that an earlier one had not, by proposal.

    ``joined`` are delegations that now propose the same. ``rivalled`` are in a contested passage
    that they were not in.
    """

    fresh: tuple[str, ...]
    gone: tuple[str, ...]
    joined: Mapping[str, tuple[str, ...]]
    rivalled: frozenset[str]


def since(before: Merge, after: Merge) -> Since:
    """What has changed between two consolidations of one round."""
    then = {one.id: one for one in wholes(before)}
    now = {one.id: one for one in wholes(after)}
    same = [name for name in now if name in then and _parts(now[name]) == _parts(then[name])]
    joined = {
        name: tuple(s for s in now[name].first.sponsors if s not in then[name].first.sponsors)
        for name in same
    }
    return Since(
        tuple(name for name in now if name not in same),
        tuple(name for name in then if name not in same),
        {name: states for name, states in joined.items() if states},
        frozenset(name for name in same if now[name].passage and not then[name].passage),
    )


def _parts(proposal: Whole) -> tuple[str, ...]:
    return tuple(sorted(one.id for one in proposal.amendments))


def filled_in(path: Path) -> bytes:
    """The chair's file; refused if it cannot be read."""
    return read_named(path, "The rulings", "Make a file (mufakat rulings export) and fill it in.")


def asked(ledger: Ledger, head: Head, record: Round, filled: Filled) -> Merge | None:
    """The earlier consolidation of this round that a file was made for; None if it is the present.

    Refused if it is neither.
    """
    name, number = head.instrument.id, record.number
    made_for = filled.consolidation
    if filled.instrument != name:
        raise Refusal(
            f'These rulings are on "{filled.instrument}", not on {name}.',
            f"Apply them there, or export those of {name}.",
        )
    if filled.round in (0, number):
        if made_for in ("", ledger.consolidated(name, number)):
            return None
        line = ledger.repository.commits("--first-parent", head.commit)
        if any(commit.oid == made_for for commit in line):
            then = ledger.at(made_for, name)
            its = then.standing.round
            if its and its.number == number and round_file(number, MERGE) in then.files:
                return recorded_merge(ledger, then, number)
    raise Refusal(
        f"These rulings are on another consolidation than that of round {number}.",
        f"Make a file for this one (mufakat rulings {name} export FILE).",
    )


def answers(merged: Merge, filled: Filled, opposed: Collection[str]) -> list[Ruling]:
    """The rulings of a file; what is said in general is said of each proposal it holds for."""
    passages = {passage.id: passage.amendments for passage in merged.passages}
    named = {
        one
        for ruling in filled.rulings
        for name in ruling.ids
        for one in passages.get(name, (name,))
    }
    rulings = list(filled.rulings)
    for one in wholes(merged):
        consensual = filled.consensual and not one.passage and one.id not in opposed
        general = filled.consensual if consensual else filled.rest
        if general and not any(a.id in named for a in one.amendments):
            rulings.append(replace(general, ids=(one.id,)))
    return rulings


def expanded(merged: Merge, rulings: Iterable[Ruling]) -> list[Ruling]:
    """The rulings with the proposals of each contested passage that they name."""
    passages = {passage.id: passage.amendments for passage in merged.passages}
    whole = {a.id: one.id for one in wholes(merged) for a in one.amendments}
    return [
        replace(
            ruling,
            ids=tuple(
                one
                for name in ruling.ids
                for one in (
                    dict.fromkeys(whole[part] for part in passages[name])
                    if name in passages
                    else (name,)
                )
            ),
        )
        for ruling in rulings
    ]


def fitting(before: Merge, filled: Filled, opposed: Collection[str], found: Since) -> list[Ruling]:
    """The answers given to an earlier consolidation that hold for the later one.

    What was accepted because nobody contested it is not, once somebody does.
    """
    own = len(filled.rulings)
    rulings = expanded(before, answers(before, filled, opposed))
    gone = set(found.gone)
    kept = [(n, tuple(i for i in one.ids if i not in gone)) for n, one in enumerate(rulings)]
    return [
        replace(rulings[n], ids=ids)
        for n, ids in kept
        if ids and (n < own or ids[0] not in found.rivalled)
    ]


def carried_over(
    before: Merge, after: Merge, filled: Filled, opposed: Collection[str], name: str
) -> list[Ruling]:
    """The answers to an earlier consolidation, for the later; refused if they do not answer it.

    Nothing is ruled on that the chair has not seen: what is new needs an answer of its own.
    """
    found = since(before, after)
    own = {one for ruling in expanded(before, filled.rulings) for one in ruling.ids}
    misfits = [
        *(f"{one} is new" for one in described(after, found.fresh).values()),
        *(f"{one} is no longer there" for one in described(before, own & set(found.gone)).values()),
    ]
    if misfits:
        more = len(misfits) - _SHOWN
        count = "One proposal does" if len(misfits) == 1 else f"{len(misfits)} proposals do"
        raise Refusal(
            f"These rulings were made before the round was consolidated again; {count} not fit.",
            "Make a file for what there is now, which keeps all other answers: "
            f"mufakat rulings {name} export NEW --from OLD",
            (*misfits[:_SHOWN], *([f"and {more} more"] if more > 0 else [])),
        )
    return fitting(before, filled, opposed, found)


def described(merged: Merge, names: Collection[str]) -> dict[str, str]:
    """Proposals as a person finds them in the file: id, place and sponsors."""
    places = Places.of(merged.base, labels(merged.base))
    where = layout(merged.base)
    return {
        one.id: f"{one.id} ({places.name(proposal_wording(one, places, where).place)}, by "
        f"{listed(one.first.sponsors)})"
        for one in wholes(merged)
        if one.id in names
    }
