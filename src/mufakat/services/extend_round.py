"""Moves the deadline of an open round, or of a silence procedure, to a later moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mufakat.edges.workspace import Workspace
from mufakat.procedure import round as rounds
from mufakat.procedure.permissions import actor
from mufakat.procedure.standing import check_not_adopted, current_round
from mufakat.services.look_up import look_up, until_settled


@dataclass(frozen=True, slots=True)
class Extended:
    """The round with its new deadline."""

    instrument: str
    round: int
    deadline: datetime
    commit: str


def extend_round(
    workspace: Workspace, instrument: str, until: datetime, *, now: datetime
) -> Extended:
    """Extends the round; refused if it is not open, or the deadline is not later than it was."""
    return until_settled(lambda: _extend(workspace, instrument, until, now))


def _extend(workspace: Workspace, instrument: str, until: datetime, now: datetime) -> Extended:
    head = look_up(workspace, instrument)
    meeting = workspace.meeting
    moment, deadline = meeting.moment(now), meeting.moment(until)
    check_not_adopted(head.standing)
    record = current_round(head.standing)
    if record.state == "open" and record.deadline == deadline and record.deadline > moment:
        return Extended(instrument, record.number, deadline, head.round_state)
    changed = rounds.extended(record, deadline, moment)
    standing = replace(head.standing, round=changed)
    message = f"Extend round {record.number} until {rounds.spoken(deadline)}\n"
    author = actor(meeting, "extend")
    commit = workspace.ledger.commit(standing, {}, message, author, moment, head=head)
    workspace.ledger.publish(commit, standing, head=head)
    return Extended(instrument, record.number, deadline, commit)
