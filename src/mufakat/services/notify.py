"""Posts whatever the delegations are owed by an instrument's record and has not been posted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import groupby

from mufakat import records
from mufakat.edges.ledger import Ledger
from mufakat.edges.outbox import Outbox
from mufakat.edges.record_names import STATE, opened_ref
from mufakat.edges.survey import Survey, survey
from mufakat.edges.workspace import Workspace
from mufakat.procedure.delegation import address
from mufakat.procedure.notice import Notice
from mufakat.procedure.occasions import OPENINGS
from mufakat.procedure.owed import owed
from mufakat.procedure.standing import Standing
from mufakat.refusal import Refusal
from mufakat.services.lay_out import lay_out_what_is_not


def follow_up(workspace: Workspace, instrument: str, now: datetime, whom: str = "") -> None:
    """What every act ends with. A notice that cannot be made now never undoes the act.

    It is owed until it can be made; ``mufakat mail`` says what is in its way. An act of one
    delegation looks after its own notices (``whom``): many who act at once do not do it all for
    each other.
    """
    try:
        notify(workspace, [instrument], now, whom)
    except (Refusal, OSError):
        pass


def notify(
    workspace: Workspace, instruments: Iterable[str], now: datetime, whom: str = ""
) -> tuple[str, ...]:
    """Posts every notice that follows from where each instrument stands; the new ones' keys.

    Run at any time, it finishes what an act that died has begun. ``whom`` is the one delegation
    whose notices are posted, if it is not all.
    """
    fresh, posted = _look(workspace, instruments, now, whom)
    if workspace.meeting.mail is None:
        lay_out_what_is_not(workspace, posted)
    if not fresh:
        return ()
    from mufakat.services.post import post  # late: most of the time there is nothing to write

    by_instrument = groupby(fresh, key=lambda notice: notice.instrument)
    return tuple(key for _, notices in by_instrument for key in post(workspace, notices, now))


def missing(workspace: Workspace, instruments: Iterable[str], now: datetime) -> list[Notice]:
    """The notices that are owed and not in the outbox, read in a few strokes for all together."""
    return _look(workspace, instruments, now)[0]


def _look(
    workspace: Workspace, instruments: Iterable[str], now: datetime, whom: str = ""
) -> tuple[list[Notice], Mapping[str, Collection[str]]]:
    """The notices that are missing, and the keys of those that were posted, by instrument.

    Of all delegations, or of one (``whom``).
    """
    meeting, ledger = workspace.meeting, workspace.ledger
    if not any(one.focal_points for one in (*meeting.roster, *meeting.partners)):
        return [], {}
    surveys = survey(ledger.repository, instruments, whom)
    outbox = Outbox(ledger)
    announced, posted = _announced(ledger, surveys), outbox.keys(surveys)
    posted = {
        name: {key for key in keys if not whom or whom in key.split("/")}
        for name, keys in posted.items()
    }
    told, moment = _told(outbox, surveys, posted), meeting.moment(now)
    lacking = [
        notice
        for name, survey in surveys.items()
        for notice in owed(
            meeting,
            survey.instrument,
            survey.standing,
            survey.in_time,
            survey.late,
            announced=announced.get(name),
            told=told[name],
            now=moment,
        )
        if whom in ("", notice.delegation) and notice.key not in posted[name]
    ]
    return lacking, posted


def _announced(ledger: Ledger, surveys: Mapping[str, Survey]) -> dict[str, datetime]:
    """The deadlines with which the rounds that are open were opened, by instrument."""
    rounds = {name: survey.standing.round for name, survey in surveys.items()}
    opened = {name: held for name, held in rounds.items() if held and held.state == "open"}
    files = [f"{opened_ref(name, held.number)}:{STATE}" for name, held in opened.items()]
    held = dict(zip(opened, ledger.repository.read(files), strict=True))
    began = {name: records.read(Standing, state).round for name, state in held.items() if state}
    return {name: record.deadline for name, record in began.items() if record}


def _told(
    outbox: Outbox, surveys: Mapping[str, Survey], posted: Mapping[str, Collection[str]]
) -> dict[str, dict[str, set[str]]]:
    """The addresses that were told of the opening of the newest rounds, by whose they were."""
    names = [
        f"{name}/{key}"
        for name, survey in surveys.items()
        if survey.standing.round and survey.standing.round.state == "open"
        for key in posted[name]
        if key.startswith(tuple(f"{survey.standing.round.number}/{what}" for what in OPENINGS))
    ]
    found: dict[str, dict[str, set[str]]] = {name: {} for name in surveys}
    for about in outbox.abouts(names):
        told = found[about.instrument].setdefault(about.delegation, set())
        told.update(address(email) for email in about.to)
    return found
