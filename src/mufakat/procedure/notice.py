"""A notice is what a delegation's focal points are told: of what, with which files, and when.

Its key makes it unique: whatever is asked for twice is told once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mufakat.procedure.delegation import Delegation, FocalPoint
from mufakat.procedure.draft import printed
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Meeting
from mufakat.procedure.round import Round

Kind = Literal[
    "invitation",
    "held",
    "receipt",
    "admission",
    "reminder",
    "extension",
    "closing",
    "letter",
    "silence",
    "adoption",
]
Enclosure = Literal["issued", "letter", "clean", "final"]
"""A file that goes along: the round's own for the delegation, its letter, the draft, the text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The deadline as it goes into a calendar.

    ``sequence`` grows with every change: it is the second of the round at which the change was
    made, unless a clock that was set back has to be outrun. ``off`` says that the deadline no
    longer stands.
    """

    uid: str
    sequence: int
    at: datetime
    zone: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """One mail to one delegation; ``until`` is when it would come too late to be of use."""

    kind: Kind
    instrument: str
    key: str
    delegation: str
    to: tuple[FocalPoint, ...]
    language: str
    fields: Mapping[str, object]
    encloses: tuple[Enclosure, ...] = ()
    entry: Entry | None = None
    until: datetime | None = None


def of_instrument(
    meeting: Meeting,
    instrument: Instrument,
    party: Delegation,
    kind: Kind,
    key: str,
    fields: Mapping[str, object],
    *,
    encloses: tuple[Enclosure, ...] = (),
    entry: Entry | None = None,
    until: datetime | None = None,
) -> Notice:
    """A notice with what every notice says: the meeting, the instrument, to whom."""
    return Notice(
        kind,
        instrument.id,
        key,
        party.code,
        party.focal_points,
        _language(meeting, party),
        _fields(meeting, instrument, party) | dict(fields),
        encloses,
        entry,
        until,
    )


def of_round(
    meeting: Meeting,
    instrument: Instrument,
    record: Round,
    party: Delegation,
    kind: Kind,
    key: str,
    fields: Mapping[str, object] | None = None,
    *,
    encloses: tuple[Enclosure, ...] = (),
    moment: datetime | None = None,
) -> Notice:
    """A notice about a round; with a ``moment`` at which its deadline was set, moved or dropped.

    One that asks for something has the file with it, and is of use until the deadline.
    """
    deadline = record.deadline_of(party.code)
    asks = kind in ("invitation", "reminder") or (kind == "silence" and record.state == "open")
    said = {
        "draft": printed(record.draft),
        "round": record.number,
        "round_kind": record.kind,
        "opened": record.opened,
        "sealed": record.sealed,
        "deadline": deadline,
        "deadline_there": _there(deadline, party),
    }
    return of_instrument(
        meeting,
        instrument,
        party,
        kind,
        key,
        said | dict(fields or {}),
        encloses=("issued",) if asks else encloses,
        entry=_entry(meeting, instrument, record, party, moment) if moment else None,
        until=deadline if asks else None,
    )


def _fields(meeting: Meeting, instrument: Instrument, party: Delegation) -> dict[str, object]:
    return {
        "meeting": meeting.title,
        "meeting_short": meeting.short,
        "title": instrument.title,
        "symbol": instrument.symbol,
        "marking": instrument.marking,
        "delegation": party.name,
        "the_delegation": party.said,
        "code": party.code,
        "names": [point.name for point in party.focal_points],
        "secretariat": meeting.secretariat.name,
        "email": meeting.secretariat.email,
    }


def _language(meeting: Meeting, party: Delegation) -> str:
    """A delegation has one mail, in the language of its first focal point."""
    first = party.focal_points[0].language if party.focal_points else ""
    return first or meeting.language


def _there(moment: datetime, party: Delegation) -> datetime | None:
    """The moment on the delegation's own clocks, where these differ."""
    there = moment.astimezone(ZoneInfo(party.time_zone))
    return there if there.utcoffset() != moment.utcoffset() else None


def _entry(
    meeting: Meeting, instrument: Instrument, record: Round, party: Delegation, moment: datetime
) -> Entry:
    second = int((moment - record.opened).total_seconds())
    return Entry(
        f"{meeting.id}.{instrument.id}.{record.number}",
        0 if moment == record.opened else max(1, second),
        record.deadline_of(party.code),
        party.time_zone,
        off=record.state != "open",
    )
