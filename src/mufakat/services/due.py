"""Asks the record what is due: quick, because it is asked every minute."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from mufakat.edges.outbox import Outbox
from mufakat.edges.survey import Survey, survey
from mufakat.edges.workspace import Workspace
from mufakat.procedure.due import Due, Talks, due
from mufakat.procedure.submission import counted
from mufakat.services.upkeep import last_upkeep


def what_is_due(workspace: Workspace, now: datetime) -> tuple[Due, ...]:
    """What should have happened by ``now`` and has not, in order of time."""
    ledger, meeting = workspace.ledger, workspace.meeting
    surveys = survey(ledger.repository, ledger.instruments())
    posted = Outbox(ledger).keys(name for name, survey in surveys.items() if _is_open(survey))
    every = [_talks(survey, posted.get(name, ())) for name, survey in surveys.items()]
    here = now.astimezone(ZoneInfo(meeting.time_zone))
    return due(meeting, every, here, last_upkeep(workspace))


def _is_open(survey: Survey) -> bool:
    record = survey.standing.round
    return record is not None and record.state == "open"


def _talks(survey: Survey, posted: Collection[str]) -> Talks:
    record = survey.standing.round
    if record is None or not _is_open(survey):
        return Talks(survey.instrument, survey.standing)
    lodged = counted(record, survey.in_time, survey.late)
    return Talks(survey.instrument, survey.standing, lodged, posted)
