"""A position is what a delegation says of another's proposal, before the chair rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from mufakat.procedure.matrix import Positions
from mufakat.procedure.nearest import listed, unknown
from mufakat.refusal import Refusal

Stance = Literal["supports", "can go along", "opposes", "reserves"]
STANCES: tuple[Stance, ...] = get_args(Stance)
_OF_SEVERAL: dict[Stance, str] = {
    "supports": "support",
    "can go along": "can go along",
    "opposes": "oppose",
    "reserves": "reserve",
}
_IN_FULL: dict[Stance, str] = {
    "supports": "supports",
    "can go along": "can go along with",
    "opposes": "opposes",
    "reserves": "reserves its position on",
}


@dataclass(frozen=True, slots=True)
class Position:
    """What one delegation says of one proposal."""

    delegation: str
    proposal: str
    stance: Stance
    when: datetime
    note: str = ""

    @property
    def sentence(self) -> str:
        """``can go along with p7-1a09``: what is said of what."""
        return f"{_IN_FULL[self.stance]} {self.proposal}"


Held = Mapping[str, tuple[Position, ...]]
"""The positions that count, by proposal."""


def held(positions: Iterable[Position], parties: Iterable[str]) -> Held:
    """Each delegation's newest position on each proposal, the delegations in roster order."""
    newest = {(one.proposal, one.delegation): one for one in positions}
    proposals = dict.fromkeys(one.proposal for one in newest.values())
    order = tuple(parties)
    return {
        proposal: tuple(newest[proposal, code] for code in order if (proposal, code) in newest)
        for proposal in proposals
    }


def opposed(found: Held) -> frozenset[str]:
    """The proposals that somebody opposes or reserves its position on."""
    return frozenset(
        proposal
        for proposal, own in found.items()
        if any(one.stance in ("opposes", "reserves") for one in own)
    )


def columns(found: Held) -> dict[str, Positions]:
    """The positions as the matrix prints them: who supports, and who opposes."""
    return {
        proposal: Positions(
            tuple(_named(one) for one in own if one.stance in ("supports", "can go along")),
            tuple(_named(one) for one in own if one.stance in ("opposes", "reserves")),
        )
        for proposal, own in found.items()
    }


def observations(found: Held) -> dict[str, str]:
    """The words that go with the positions, as the matrix prints them."""
    notes = {
        proposal: "; ".join(f"{one.delegation} {one.stance}: {one.note}" for one in own if one.note)
        for proposal, own in found.items()
    }
    return {proposal: said for proposal, said in notes.items() if said}


def attributions(found: Held) -> dict[str, str]:
    """The positions in a phrase: ``LAO, THA support, VNM opposes``."""
    return {proposal: _phrase(own) for proposal, own in found.items()}


def check_another_s(
    proposal: str, sponsors: Mapping[str, tuple[str, ...]], part_of: Mapping[str, str], code: str
) -> None:
    """Refuses a position on what is no proposal of the round, a part of one, or one's own.

    ``sponsors`` are by proposal; ``part_of`` names the proposal that an amendment is a part of.
    """
    if proposal in part_of:
        whole = part_of[proposal]
        raise Refusal(
            f"{proposal} is a part of the proposal {whole}, which stands or falls as one.",
            f"Take the position on {whole}.",
        )
    if proposal not in sponsors:
        raise unknown("proposal", proposal, list(sponsors))
    if code in sponsors[proposal]:
        others = [other for other in sponsors[proposal] if other != code]
        beside = f", with {listed(others)}" if others else ""
        raise Refusal(
            f"{proposal} is {code}'s own proposal{beside}.",
            "A sponsor supports it already; to give it up, ask the chair to rule it withdrawn.",
        )


def _named(one: Position) -> str:
    plain = one.stance in ("supports", "opposes")
    return one.delegation if plain else f"{one.delegation} ({one.stance})"


def _phrase(own: tuple[Position, ...]) -> str:
    said = []
    for stance in STANCES:
        codes = [one.delegation for one in own if one.stance == stance]
        if codes:
            said.append(f"{', '.join(codes)} {stance if len(codes) == 1 else _OF_SEVERAL[stance]}")
    return ", ".join(said)
