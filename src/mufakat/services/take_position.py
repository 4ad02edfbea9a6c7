"""Records what a delegation says of another's proposal; an earlier word of it stays on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mufakat import records
from mufakat.change.proposal.proposals import wholes
from mufakat.edges.git import create
from mufakat.edges.ledger import Head, Ledger
from mufakat.edges.record_names import round_file
from mufakat.edges.workspace import Workspace
from mufakat.procedure.nearest import capital
from mufakat.procedure.permissions import actor, check_party
from mufakat.procedure.position import Held, Position, Stance, check_another_s, held
from mufakat.procedure.round import after
from mufakat.procedure.standing import check_not_adopted, current_round
from mufakat.services.consolidation import recorded_merge
from mufakat.services.look_up import look_up, until_settled

POSITIONS = "positions.json"


@dataclass(frozen=True, slots=True)
class Positioned:
    """The position on record."""

    instrument: str
    round: int
    delegation: str
    proposal: str
    stance: Stance
    commit: str


def take_position(
    workspace: Workspace,
    instrument: str,
    delegation: str,
    proposal: str,
    stance: Stance,
    *,
    now: datetime,
    note: str = "",
) -> Positioned:
    """Records the position; a later one of the same delegation takes its place, both are kept.

    Refused before the round is consolidated and once the chair has ruled, on the delegation's own
    proposal, and on what is none. The same word again changes nothing.
    """
    return until_settled(
        lambda: _take(workspace, instrument, delegation, proposal, stance, now, note.strip())
    )


def _take(
    workspace: Workspace,
    instrument: str,
    delegation: str,
    proposal: str,
    stance: Stance,
    now: datetime,
    note: str,
) -> Positioned:
    head, ledger, meeting = look_up(workspace, instrument), workspace.ledger, workspace.meeting
    party = check_party(meeting, head.instrument, delegation)
    check_not_adopted(head.standing)
    record = current_round(head.standing)
    after(record, "take a position")
    _check_proposal(ledger, head, proposal, party.code)
    every = recorded_positions(ledger, head)
    own = [one for one in every if one.delegation == party.code]
    before = next((one for one in reversed(own) if one.proposal == proposal), None)
    folder = f"refs/positions/{instrument}/{record.number}/{party.code}"
    if before and (before.stance, before.note) == (stance, note):
        commit = ledger.repository.resolve(f"{folder}/{1 + own.index(before)}")
        return Positioned(instrument, record.number, party.code, proposal, stance, commit)
    one = Position(party.code, proposal, stance, meeting.moment(now), note)
    kept = records.dump(records.plain((*every, one), tuple[Position, ...]))
    message = f"{capital(party.said)} {one.sentence} in round {record.number}\n"
    message += f"\n{note}\n" if note else ""
    commit = ledger.commit(
        head.standing,
        {round_file(record.number, POSITIONS): kept},
        message,
        actor(meeting, "take a position", party),
        one.when,
        head=head,
    )
    ref = create(f"{folder}/{1 + len(own)}", commit)
    ledger.publish(commit, head.standing, head=head, also=[ref])
    return Positioned(instrument, record.number, party.code, proposal, stance, commit)


def recorded_positions(ledger: Ledger, head: Head) -> tuple[Position, ...]:
    """All positions of the newest round, in the order in which they were taken."""
    record = head.standing.round
    path = round_file(record.number, POSITIONS) if record else ""
    kept = records.load(ledger.read(head, path)) if path in head.files else ()
    made: tuple[Position, ...] = records.made(tuple[Position, ...], kept)
    return made


def held_positions(ledger: Ledger, head: Head) -> Held:
    """The positions of the newest round that count, by proposal.

    Where the round was consolidated again, those on what is no longer proposed do not count, nor
    does that of a delegation which now proposes the same itself.
    """
    every = recorded_positions(ledger, head)
    sponsors = _proposed(ledger, head)[0] if every else {}
    count = (
        one
        for one in every
        if one.proposal in sponsors and one.delegation not in sponsors[one.proposal]
    )
    return held(count, head.instrument.parties)


def _check_proposal(ledger: Ledger, head: Head, proposal: str, code: str) -> None:
    sponsors, parts = _proposed(ledger, head)
    check_another_s(proposal, sponsors, parts, code)


def _proposed(ledger: Ledger, head: Head) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """The sponsors of each proposal, and of which proposal each amendment is a part."""
    merged = recorded_merge(ledger, head, current_round(head.standing).number)
    whole = {one.id: one for one in wholes(merged)}
    sponsors = {name: one.first.sponsors for name, one in whole.items()}
    parts = {a.id: name for name, one in whole.items() for a in one.amendments if a.id != name}
    return sponsors, parts
