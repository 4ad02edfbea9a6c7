"""A deadline as a calendar file (iCalendar, RFC 5545): put in, moved, or taken out again.

It is published (METHOD:PUBLISH), not a request: a deadline is no meeting to accept or decline, and
nobody's calendar answers the secretariat. One round has one UID; what has a higher SEQUENCE takes
the place of what came before it, and METHOD:CANCEL takes it out.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
)

from mufakat.procedure.meeting import Party
from mufakat.procedure.notice import Entry

_AROUND = timedelta(days=366)


def method(entry: Entry) -> str:
    """What a calendar is asked to do with the entry."""
    return "CANCEL" if entry.off else "PUBLISH"


def deadline_file(
    entry: Entry, organiser: Party, summary: str, description: str, now: datetime
) -> bytes:
    """The calendar file with the deadline, on the delegation's own clocks."""
    zone = ZoneInfo(entry.zone)
    there = entry.at.astimezone(zone)
    calendar = Calendar()
    calendar.add("prodid", "-//Mufakat//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method(entry))
    if entry.zone != "UTC":
        calendar.add_component(_clocks(zone, there))
    calendar.add_component(_event(entry, there, organiser, summary, description, now))
    return bytes(calendar.to_ical())


def _clocks(zone: ZoneInfo, there: datetime) -> Timezone:
    """What the clocks of a time zone show for a year before and after a moment.

    Written here, for what the library makes of a zone begins summer time an hour late.
    """
    made = Timezone()
    made.add("tzid", zone.key)
    before, end = there.astimezone(UTC) - _AROUND, there.astimezone(UTC) + _AROUND
    made.add_component(_observance(zone, before, before))
    while (day := before + timedelta(days=1)) < end:
        if _offset(zone, day) != _offset(zone, before):
            made.add_component(_observance(zone, *_change(zone, before, day)))
        before = day
    return made


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> tuple[datetime, datetime]:
    """The two neighbouring seconds, of these and all between, at which the clocks change."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before).total_seconds() // 2)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return before, after


def _observance(
    zone: ZoneInfo, before: datetime, onset: datetime
) -> TimezoneStandard | TimezoneDaylight:
    """What the clocks show from the onset on; its time is that of the clocks before it."""
    there = onset.astimezone(zone)
    made = TimezoneDaylight() if there.dst() else TimezoneStandard()
    made.add("dtstart", (onset + _offset(zone, before)).replace(tzinfo=None, microsecond=0))
    made.add("tzname", there.tzname() or zone.key)
    made.add("tzoffsetfrom", _offset(zone, before))
    made.add("tzoffsetto", _offset(zone, onset))
    return made


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _event(
    entry: Entry,
    there: datetime,
    organiser: Party,
    summary: str,
    description: str,
    now: datetime,
) -> Event:
    event = Event()
    address = vCalAddress(f"mailto:{organiser.email}")
    address.params["CN"] = vText(organiser.name)
    event.add("uid", f"{entry.uid}@{organiser.email.rpartition('@')[2]}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", there)
    event.add("summary", summary)
    event.add("description", description)
    event.add("status", "CANCELLED" if entry.off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a deadline does not make anybody busy
    event["organizer"] = address
    return event
