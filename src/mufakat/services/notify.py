"""Posts whatever the delegations are owed by an instrument's record and has not been posted."""

from __future__ import annotations

from datetime import datetime

from mufakat.edges.ledger import Ledger, Survey
from mufakat.edges.outbox import Outbox
from mufakat.edges.workspace import Workspace
from mufakat.procedure.notice import Notice
from mufakat.procedure.owed import owed
from mufakat.refusal import Refusal


def follow_up(workspace: Workspace, instrument: str, now: datetime) -> None:
    """What every act ends with. A notice that cannot be made now never undoes the act.

    It is owed until it can be made; ``mufakat mail`` says what is in its way.
    """
    try:
        notify(workspace, instrument, now)
    except (Refusal, OSError):
        pass


def notify(workspace: Workspace, instrument: str, now: datetime) -> tuple[str, ...]:
    """Posts every notice that follows from where the instrument stands; the new ones' keys.

    Run at any time, it finishes what an act that died has begun.
    """
    fresh = missing(workspace, instrument, now)
    if not fresh:
        return ()
    from mufakat.services.post import post  # late: most of the time there is nothing to write

    return post(workspace, fresh, now)


def missing(workspace: Workspace, instrument: str, now: datetime) -> list[Notice]:
    """The notices that are owed and not in the outbox."""
    meeting, ledger = workspace.meeting, workspace.ledger
    if not any(one.focal_points for one in (*meeting.roster, *meeting.partners)):
        return []
    survey = ledger.survey([instrument]).get(instrument)
    if survey is None:
        return []
    found = owed(
        meeting,
        survey.instrument,
        survey.standing,
        survey.in_time,
        survey.late,
        announced=_announced(ledger, survey),
        now=meeting.moment(now),
    )
    held = Outbox(ledger).keys(instrument) if found else set()
    return [notice for notice in found if notice.key not in held]


def _announced(ledger: Ledger, survey: Survey) -> datetime | None:
    """The deadline with which an open round was opened."""
    record = survey.standing.round
    if record is None or record.state != "open":
        return None
    name = survey.instrument.id
    opened = ledger.at(ledger.opened(name, record.number), name).standing.round
    return opened.deadline if opened else None
