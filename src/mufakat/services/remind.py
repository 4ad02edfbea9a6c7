"""Posts one reminder of a deadline to one delegation, which has not lodged yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mufakat.edges.workspace import Workspace
from mufakat.procedure.due import Due
from mufakat.procedure.occasions import reminder
from mufakat.procedure.standing import current_round
from mufakat.services.look_up import look_up
from mufakat.services.post import post


@dataclass(frozen=True, slots=True)
class Reminded:
    """The keys of the mails that are in the outbox now and were not before."""

    instrument: str
    delegation: str
    stage: str
    posted: tuple[str, ...]


def remind(workspace: Workspace, one: Due, *, now: datetime) -> Reminded:
    """Posts the reminder that is due; one that was posted before is left as it is."""
    head = look_up(workspace, one.instrument)
    meeting = workspace.meeting
    parties = {party.code: party for party in meeting.parties(head.instrument)}
    record = current_round(head.standing)
    notice = reminder(meeting, head.instrument, record, parties[one.delegation], one.slug)
    return Reminded(one.instrument, one.delegation, one.stage, post(workspace, [notice], now))
