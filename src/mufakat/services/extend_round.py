"""Moves the deadline of an open round to a later moment: for all, or for one delegation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mufakat.edges.ledger import Head
from mufakat.edges.workspace import Workspace
from mufakat.procedure import round as rounds
from mufakat.procedure.permissions import actor, check_party
from mufakat.procedure.round import Round
from mufakat.procedure.standing import check_not_adopted, current_round
from mufakat.services.look_up import look_up, until_settled
from mufakat.services.notify import follow_up


@dataclass(frozen=True, slots=True)
class Extended:
    """The new deadline: everybody's, or that of the ``delegation`` named."""

    instrument: str
    round: int
    deadline: datetime
    commit: str
    delegation: str = ""


def extend_round(
    workspace: Workspace,
    instrument: str,
    until: datetime,
    *,
    now: datetime,
    delegation: str = "",
    reason: str = "",
) -> Extended:
    """Extends the round; refused if it is not open, or the deadline is not later than it was.

    For one ``delegation`` alone a ``reason`` is needed, and a silence procedure cannot be extended
    so. The round is then closed when the last deadline has passed.
    """
    done = until_settled(lambda: _extend(workspace, instrument, until, now, delegation, reason))
    follow_up(workspace, instrument, now)
    return done


def _extend(
    workspace: Workspace,
    instrument: str,
    until: datetime,
    now: datetime,
    delegation: str,
    reason: str,
) -> Extended:
    head = look_up(workspace, instrument)
    moment, deadline = workspace.meeting.moment(now), workspace.meeting.moment(until)
    check_not_adopted(head.standing)
    record = current_round(head.standing)
    name = f"round {record.number} until {rounds.spoken(deadline)}"
    if delegation:
        party = check_party(workspace.meeting, head.instrument, delegation)
        own = [one for one in record.extensions if one.delegation == party.code][-1:]
        same = [one for one in own if (one.until, one.reason) == (deadline, reason.strip())]
        if record.state == "open" and same:
            return _answer(record, head, deadline, head.round_state, party.code)
        changed = rounds.extended_for(record, party.code, deadline, reason, moment)
        message = f"Extend {name} for {party.code}\n\n{reason.strip()}\n"
        return _record(workspace, head, changed, message, moment, deadline, party.code)
    if record.state == "open" and record.deadline == deadline and record.deadline > moment:
        return _answer(record, head, deadline, head.round_state)
    changed = rounds.extended(record, deadline, moment, reason)
    why = f"\n{reason.strip()}\n" if reason.strip() else ""
    return _record(workspace, head, changed, f"Extend {name}\n{why}", moment, deadline)


def _record(
    workspace: Workspace,
    head: Head,
    changed: Round,
    message: str,
    moment: datetime,
    deadline: datetime,
    code: str = "",
) -> Extended:
    standing = replace(head.standing, round=changed)
    author = actor(workspace.meeting, "extend")
    commit = workspace.ledger.record(standing, message, author, moment, head=head)
    return _answer(changed, head, deadline, commit, code)


def _answer(record: Round, head: Head, deadline: datetime, commit: str, code: str = "") -> Extended:
    return Extended(head.instrument.id, record.number, deadline, commit, code)
