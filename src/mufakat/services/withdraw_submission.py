"""Takes a delegation's submission back while its round is open; what was lodged stays on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mufakat.edges.workspace import Workspace
from mufakat.procedure.nearest import capital
from mufakat.procedure.permissions import actor, check_party
from mufakat.procedure.round import is_late
from mufakat.procedure.standing import current_round
from mufakat.procedure.submission import Submission, latest
from mufakat.refusal import Refusal
from mufakat.services.look_up import look_up, until_settled
from mufakat.services.notify import follow_up


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The withdrawal on record."""

    receipt: str
    commit: str


def withdraw_submission(
    workspace: Workspace, instrument: str, delegation: str, *, now: datetime
) -> Withdrawn:
    """Withdraws what the delegation lodged; refused if it lodged nothing, or the round is over."""
    done = until_settled(lambda: _withdraw(workspace, instrument, delegation, now))
    follow_up(workspace, instrument, now)
    return done


def _withdraw(workspace: Workspace, instrument: str, delegation: str, now: datetime) -> Withdrawn:
    head = look_up(workspace, instrument)
    meeting, moment = workspace.meeting, workspace.meeting.moment(now)
    party = check_party(meeting, head.instrument, delegation)
    record = current_round(head.standing)
    own = workspace.ledger.lodged_by(party.code, instrument, record.number)
    lodged = [one for one in own if not one.submission.late]
    newest = latest(one.submission for one in lodged).get(party.code)
    late = latest(one.submission for one in own).get(party.code)
    if newest is None and late:
        raise Refusal(
            f"{late.receipt} came late and cannot be withdrawn.",
            "Lodge another in its place while the round is open (mufakat submit), or ask the chair "
            'to rule its proposals "withdrawn".'
            if late.key in record.admitted
            else "It counts for nothing unless the chair admits it.",
        )
    if newest is None or record.kind != "comments":
        raise Refusal(
            f"{capital(party.said)} has lodged nothing in round {record.number}.",
            "There is nothing to withdraw.",
        )
    if newest.withdrawn:
        commit = next(one.commit for one in lodged if one.submission == newest)
        return Withdrawn(newest.receipt, commit)
    if is_late(record, moment, party.code):
        raise Refusal(
            f"{record.name} is over; what was lodged is being considered.",
            'Ask the chair to rule its proposals "withdrawn".',
        )
    withdrawal = Submission(
        instrument,
        record.number,
        party.code,
        0,
        moment,
        withdrawn=True,
    )
    author = actor(meeting, "withdraw", party)
    done = workspace.ledger.lodge(head, withdrawal, {}, author, seen=own)
    return Withdrawn(done.submission.receipt, done.commit)
