"""Asks the record what is due: quick, because it is asked every minute."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from mufakat.edges.ledger import Survey
from mufakat.edges.outbox import Outbox
from mufakat.edges.workspace import Workspace
from mufakat.procedure.due import Due, Talks, due
from mufakat.procedure.submission import counted
from mufakat.services.upkeep import last_upkeep


def what_is_due(workspace: Workspace, now: datetime) -> tuple[Due, ...]:
    """What should have happened by ``now`` and has not, in order of time."""
    ledger, meeting = workspace.ledger, workspace.meeting
    outbox = Outbox(ledger)
    surveys = ledger.survey(ledger.instruments())
    every = [_talks(survey, outbox) for survey in surveys.values()]
    here = now.astimezone(ZoneInfo(meeting.time_zone))
    return due(meeting, every, here, last_upkeep(workspace))


def _talks(survey: Survey, outbox: Outbox) -> Talks:
    record = survey.standing.round
    if record is None or record.state != "open":
        return Talks(survey.instrument, survey.standing)
    lodged = counted(record, survey.in_time, survey.late)
    return Talks(survey.instrument, survey.standing, lodged, outbox.keys(survey.instrument.id))
