"""The chair's rulings as a YAML file that a person fills in, and as the record keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import yaml

from mufakat import records
from mufakat.procedure.disposition import DISPOSITIONS, Disposition, Ruling
from mufakat.procedure.nearest import hint, listed
from mufakat.refusal import Refusal

_ABOUT = """\
# The chair's rulings on round {round} of {instrument}, on {draft}.
#
# For each entry fill in disposition and reason. A disposition is one of
#   accepted | accepted as modified | not accepted | deferred | withdrawn
# and "accepted as modified" needs the words that are to stand, under text. They replace only what
# stands in square brackets in that one proposal: give those words, not the whole paragraph.
# In original and proposed the words in question stand in square brackets; under positions stands
# what other delegations say of it. Entries with the same passage are rivals for the same words.
# A new column, a renumbering and the like are one entry: they stand or fall as a whole.
# What is said under consensual holds for every entry whose disposition is left empty, if no other
# proposal rivals it and no delegation opposes it or reserves its position on it; what is said under
# rest holds for all others. "deferred" carries a proposal forward, in brackets, to the next round.
# Entries may be joined (several names under proposals) and left out where rest speaks for them.
"""
_TAKEN_OVER = """\
# Answers given before are filled in where they fit; what was said under consensual and rest stands
# with each entry. Look at those that have news.
"""
_LEFT = """\
# These answers were given to what is no longer there:
"""
_ENTRY = (
    "proposals", "passage", "place", "by", "kind", "original", "proposed", "manner", "positions",
    "news", "disposition", "reason", "text",
)  # fmt: skip
_TOP = ("instrument", "round", "consolidation", "consensual", "rest", "rulings")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry to be ruled on: the proposals, and what a person has to know of them.

    ``answer`` is the chair's to an earlier consolidation, where it fits; ``news`` is what has
    changed since.
    """

    proposals: tuple[str, ...]
    passage: str
    place: str
    by: str
    kind: str
    original: str
    proposed: str
    manner: str = ""
    positions: str = ""
    news: str = ""
    answer: Ruling | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A file that was filled in; ``rest`` rules on everything that is not named.

    What nobody contests is ruled on by ``consensual`` first, where that is given.
    """

    instrument: str
    round: int
    consolidation: str
    rulings: tuple[Ruling, ...]
    rest: Ruling | None
    consensual: Ruling | None = None


def blank(
    instrument: str,
    number: int,
    draft: str,
    consolidation: str,
    entries: Sequence[Entry],
    left: Sequence[str] = (),
) -> bytes:
    """A file for the chair to fill in; ``left`` are answers that are on nothing any more."""
    held = {
        "instrument": instrument,
        "round": number,
        "consolidation": consolidation,
        "consensual": {"disposition": "", "reason": ""},
        "rest": {"disposition": "", "reason": ""},
        "rulings": [_entry(entry) for entry in entries],
    }
    about = _ABOUT.format(round=number, instrument=instrument, draft=draft)
    if any(entry.answer or entry.news for entry in entries):
        about += _TAKEN_OVER
    gone = "".join(f"#   {' '.join(one.split())}\n" for one in left)
    return (about + _yaml(held) + (_LEFT + gone if gone else "")).encode()


def read(data: bytes, author: str, when: datetime) -> Filled:
    """What a filled-in file says; refused, with the entry, where it is not understood."""
    try:
        held = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise Refusal(
            f"The rulings are not well-formed YAML{where}.", "Correct the file there."
        ) from problem
    if not isinstance(held, dict) or not isinstance(held.get("rulings") or [], list):
        raise Refusal("This is not a file of rulings.", "Make one (mufakat rulings export).")
    _check_keys(held, _TOP, "the file")
    rulings = [
        _ruling(entry, f"entry {n}", author, when)
        for n, entry in enumerate(held.get("rulings") or [], 1)
    ]
    number = held.get("round") or 0
    if not isinstance(number, int):
        raise Refusal(f'In the rulings, "{number}" is not the number of a round.', "Correct it.")
    return Filled(
        str(held.get("instrument", "")),
        number,
        str(held.get("consolidation", "")),
        tuple(ruling for ruling in rulings if ruling),
        _ruling(_general(held, "rest"), "rest", author, when),
        _ruling(_general(held, "consensual"), "consensual", author, when),
    )


def _general(held: Mapping[str, Any], name: str) -> Any:
    """A ruling on whatever is not named."""
    said = held.get(name) or {}
    return {"proposals": [name], **said} if isinstance(said, dict) else said


def record(rulings: Sequence[Ruling]) -> bytes:
    """The rulings as the record keeps them."""
    return _yaml(records.plain(tuple(rulings), tuple[Ruling, ...])).encode()


def recorded(data: bytes) -> tuple[Ruling, ...]:
    """The rulings that ``record`` wrote."""
    made: tuple[Ruling, ...] = records.made(tuple[Ruling, ...], yaml.safe_load(data))
    return made


def _entry(entry: Entry) -> dict[str, Any]:
    about = {
        "proposals": list(entry.proposals),
        "passage": entry.passage,
        "place": entry.place,
        "by": entry.by,
        "kind": entry.kind,
        "original": entry.original,
        "proposed": entry.proposed,
        "manner": entry.manner,
        "positions": entry.positions,
        "news": entry.news,
    }
    said = entry.answer
    text = {"text": said.text} if said and said.text else {}
    return {key: value for key, value in about.items() if value} | {
        "disposition": said.disposition if said else "",
        "reason": said.reason if said else "",
        **text,
    }


def _ruling(entry: Any, where: str, author: str, when: datetime) -> Ruling | None:
    if not isinstance(entry, Mapping):
        raise Refusal(f"In the rulings, {where} is not understood.", "Compare a fresh export.")
    _check_keys(entry, _ENTRY, where)
    said = " ".join(_text(entry, "disposition", where).casefold().split())
    reason, text = _text(entry, "reason", where), _text(entry, "text", where)
    if not said:
        if reason or text:
            raise Refusal(
                f"In the rulings, {where} has a reason and no disposition.",
                f"It can be {listed(DISPOSITIONS, 'or')}.",
            )
        return None
    if said not in DISPOSITIONS:
        raise Refusal(
            f'In the rulings, {where} says "{said}".', f"Say {listed(DISPOSITIONS, 'or')}."
        )
    named = entry.get("proposals") or entry.get("passage") or ()
    ids = (named,) if isinstance(named, str) else tuple(str(name) for name in named)
    if not ids:
        raise Refusal(
            f"In the rulings, {where} does not say what it rules on.",
            "Name the proposals, or the passage.",
        )
    return Ruling(ids, cast(Disposition, said), reason, author, when, text)


def _text(entry: Mapping[str, Any], key: str, where: str) -> str:
    held = entry.get(key)
    if held is None:
        return ""
    if not isinstance(held, str):
        raise Refusal(f"In the rulings, {key} of {where} is not a text.", "Put it in quotes.")
    return held.strip()


def _check_keys(held: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    for key in held:
        if key not in known:
            raise Refusal(f'In the rulings, {where} has a key "{key}".', hint(str(key), known))


def _yaml(held: object) -> str:
    text: str = yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=100)
    return text
