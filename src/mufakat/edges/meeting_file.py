"""The meeting file, a secretariat's YAML, read into the meeting."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, get_args
from zoneinfo import ZoneInfo

from mufakat.edges.limits import Limits
from mufakat.edges.meeting_check import check_keys, checked, load
from mufakat.edges.meeting_form import (
    DelegationSection,
    FocalPointSection,
    InstrumentSection,
    MeetingForm,
    Weekday,
)
from mufakat.procedure.delegation import Delegation, FocalPoint, Roster
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Backups, Chair, Event, Level, Meeting, Partner, Party


@lru_cache(maxsize=32)
def read_meeting(data: bytes) -> Meeting:
    """The meeting that a meeting file describes; if it is not right, refused with what is wrong."""
    return _meeting(checked(data))


def read_own_meeting(data: bytes) -> Meeting:
    """The same of a file that can still be corrected: no key of it may be there twice.

    What the record holds is read as it was meant then, when the last one counted.
    """
    check_keys(data)
    return read_meeting(data)


def read_limits(data: bytes) -> Limits:
    """How much a file that comes in may cost, as the meeting file says or as usual."""
    return checked(data).limits.limits()


def template_data(data: bytes) -> dict[str, Any]:
    """The meeting file as it stands, in plain dictionaries: what a text template may draw on."""
    return load(data)


def _meeting(form: MeetingForm) -> Meeting:
    roster = Roster(tuple(_delegation(d, form.time_zone) for d in form.delegations))
    partners = tuple(
        Partner(p.name, p.code, _points(p.focal_points), p.in_a_sentence) for p in form.partners
    )
    return Meeting(
        form.meeting,
        form.title,
        form.short,
        roster,
        tuple(Level(level.id, level.name) for level in form.levels),
        tuple(_instrument(i, roster, partners) for i in form.instruments),
        Chair(form.chair.delegation, form.chair.name, form.chair.title),
        Party(form.secretariat.name, form.secretariat.email),
        form.time_zone,
        form.theme,
        form.place,
        form.host,
        form.language,
        form.starts,
        form.ends,
        partners,
        tuple(Event(_moment(e.at, form.time_zone), e.what) for e in form.calendar),
        form.silence_hours,
        form.facts,
        form.mail.server() if form.mail else None,
        form.inbox.mailbox() if form.inbox else None,
        backups=Backups(form.backups.folder, form.backups.keep),
    )


def _points(sections: tuple[FocalPointSection, ...]) -> tuple[FocalPoint, ...]:
    return tuple(FocalPoint(p.name, p.email, p.language) for p in sections)


def _delegation(section: DelegationSection, zone: str) -> Delegation:
    return Delegation(
        section.code,
        section.name,
        section.time_zone or zone,
        _points(section.focal_points),
        section.holidays,
        tuple(get_args(Weekday).index(day) for day in section.weekend),
        section.in_a_sentence,
    )


def _instrument(
    section: InstrumentSection, roster: Roster, partners: tuple[Partner, ...]
) -> Instrument:
    known = (*roster.codes, *(p.code for p in partners if p.code))
    wanted = roster.codes if section.parties == "all" else section.parties
    return Instrument(
        section.id,
        section.title,
        section.symbol,
        tuple(code for code in known if code in wanted),
        section.levels,
        section.verb,
        section.template,
        section.marking,
        section.authority,
    )


def _moment(at: datetime | date, zone: str) -> datetime:
    if not isinstance(at, datetime):
        at = datetime.combine(at, time())
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
