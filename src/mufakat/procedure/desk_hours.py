"""When somebody is at a delegation's desk: not at night, not at its weekend, not on its holidays.

All of it is meant in the delegation's own time zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mufakat.procedure.delegation import Delegation

BEGIN, END = time(7), time(21)
"""From seven in the morning until nine in the evening; the rest is quiet."""

LAST = time(20, 30)
"""The latest that anything is moved back to: half an hour is left to do it in."""

_DAY = timedelta(days=1)


def at_desk(party: Delegation, moment: datetime) -> bool:
    """Whether a delegation may be written to at this moment."""
    local = moment.astimezone(ZoneInfo(party.time_zone))
    return BEGIN <= local.time() < END and _works_on(party, local.date())


def nearest(
    party: Delegation, moment: datetime, after: datetime, before: datetime
) -> datetime | None:
    """The moment itself, or the nearest one between the two at which somebody is at the desk."""
    if at_desk(party, moment):
        return moment
    here = moment.astimezone(UTC)
    earlier = next(_edges(party, here, after, -_DAY, LAST), None)
    later = next(_edges(party, here, before, _DAY, BEGIN), None)
    found = [edge for edge in (earlier, later) if edge]
    return min(found, key=lambda edge: (abs(edge - here), edge), default=None)


def _edges(
    party: Delegation, moment: datetime, limit: datetime, step: timedelta, hour: time
) -> Iterator[datetime]:
    """The days' last (or first) hours at the desk, away from a moment until a limit."""
    zone = ZoneInfo(party.time_zone)
    day = moment.astimezone(zone).date()
    forward = step > timedelta()
    while True:
        edge = datetime.combine(day, hour, zone).astimezone(UTC)
        if edge >= limit if forward else edge <= limit:
            return
        if (edge > moment) == forward and at_desk(party, edge):
            yield edge
        day += step


def _works_on(party: Delegation, day: date) -> bool:
    return day not in party.holidays and day.weekday() not in party.weekend
