"""Records a delegation's reservation: disagreement that is written down and blocks nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mufakat.edges.workspace import Workspace
from mufakat.procedure.adoption import Reservation
from mufakat.procedure.draft import printed
from mufakat.procedure.nearest import capital
from mufakat.procedure.permissions import actor, check_party
from mufakat.procedure.standing import check
from mufakat.refusal import Refusal
from mufakat.services.look_up import look_up, until_settled


@dataclass(frozen=True, slots=True)
class Reserved:
    """The reservation on record."""

    instrument: str
    delegation: str
    draft: str
    text: str
    commit: str


def reserve(
    workspace: Workspace, instrument: str, delegation: str, text: str, *, now: datetime
) -> Reserved:
    """Records the reservation; refused without words, or once the text is adopted."""
    return until_settled(lambda: _reserve(workspace, instrument, delegation, text.strip(), now))


def _reserve(
    workspace: Workspace, instrument: str, delegation: str, text: str, now: datetime
) -> Reserved:
    head = look_up(workspace, instrument)
    meeting, moment, held = workspace.meeting, workspace.meeting.moment(now), head.standing
    party = check_party(meeting, head.instrument, delegation)
    check(held, "reserve")
    if not text:
        raise Refusal("A reservation has words.", "Say what it is about.")
    word = Reservation(party.code, text, held.digest, moment)
    if any(
        (r.delegation, r.text, r.digest) == (party.code, text, held.digest)
        for r in held.reservations
    ):
        return Reserved(instrument, party.code, held.draft, text, head.commit)
    standing = replace(held, reservations=(*held.reservations, word))
    message = f"{capital(party.said)} makes a reservation on {printed(held.draft)}\n\n{text}\n"
    author = actor(meeting, "reserve", party)
    commit = workspace.ledger.record(standing, message, author, moment, head=head)
    return Reserved(instrument, party.code, held.draft, text, commit)
