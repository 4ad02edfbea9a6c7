"""Opens a round again that has closed, by the chair's recorded decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mufakat.edges.workspace import Workspace
from mufakat.procedure import round as rounds
from mufakat.procedure.permissions import actor
from mufakat.procedure.standing import check_not_adopted, current_round
from mufakat.services.look_up import look_up, until_settled
from mufakat.services.notify import follow_up


@dataclass(frozen=True, slots=True)
class Reopened:
    """The round that is open once more."""

    instrument: str
    round: int
    deadline: datetime
    commit: str


def reopen_round(
    workspace: Workspace, instrument: str, until: datetime, reason: str, *, now: datetime
) -> Reopened:
    """Reopens the newest round; refused without a reason, and once the next draft is issued.

    A consolidation or rulings that were made are made anew when it has closed again. Called again
    for the same deadline it answers as before.
    """
    done = until_settled(lambda: _reopen(workspace, instrument, until, reason, now))
    follow_up(workspace, instrument, now)
    return done


def _reopen(
    workspace: Workspace, instrument: str, until: datetime, reason: str, now: datetime
) -> Reopened:
    head = look_up(workspace, instrument)
    moment, deadline = workspace.meeting.moment(now), workspace.meeting.moment(until)
    check_not_adopted(head.standing)
    record = current_round(head.standing)
    if record.reopened and record.state == "open" and record.deadline == deadline:
        return Reopened(instrument, record.number, deadline, head.round_state)
    changed = rounds.reopened(record, deadline, reason, moment)
    standing = replace(head.standing, round=changed)
    message = f"Reopen round {record.number} until {rounds.spoken(deadline)}\n\n{reason.strip()}\n"
    author = actor(workspace.meeting, "reopen")
    commit = workspace.ledger.record(standing, message, author, moment, head=head)
    return Reopened(instrument, record.number, deadline, commit)
