"""Deadlines as people write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mufakat.refusal import Refusal

_SPAN = re.compile(r"\+(\d{1,5})\s*([mhdw])")
_ELAPSED = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}
_DAYS = {"d": timedelta(days=1), "w": timedelta(weeks=1)}
_HINT = 'Write it as 2026-01-09, "2026-01-09 17:00", 2026-01-09T17:00+07:00, +72h or +10d.'


def moment(written: str, time_zone: str, now: datetime) -> datetime:
    """The moment that is meant; in the meeting's time zone where none is written.

    A date alone means the end of that day (23:59). ``+72h`` counts from now (m, h); after ``+10d``
    (d, w) the clocks show what they show now. A time that the clocks leave out in spring or show
    twice in autumn is refused: the person says which is meant.
    """
    text = written.strip()
    zone = ZoneInfo(time_zone)
    span = _SPAN.fullmatch(text)
    try:
        if span:
            return _after(now, int(span[1]), span[2], zone)
        read = datetime.fromisoformat(text)
        if len(text) <= len("2026-01-09"):
            return datetime.combine(read.date(), time(23, 59, fold=1), zone)
    except (ValueError, OverflowError):
        raise Refusal(f'"{written}" is not a time.', _HINT) from None
    return read if read.tzinfo else _only(read, zone)


def _after(now: datetime, count: int, unit: str, zone: ZoneInfo) -> datetime:
    if unit in _ELAPSED:
        return (now.astimezone(UTC) + count * _ELAPSED[unit]).astimezone(zone)
    there = now.astimezone(zone) + count * _DAYS[unit]
    return there.astimezone(UTC).astimezone(zone)  # an hour later, where they leave this out


def _only(read: datetime, zone: ZoneInfo) -> datetime:
    """The one moment at which the clocks show this; refused if there is none, or two."""
    first, second = (read.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    shown, day = f"{read:%H:%M}", f"{read.day} {read:%B %Y} in {zone.key}"
    moments = [one.astimezone(UTC).astimezone(zone) for one in (first, second)]
    if moments[0].replace(tzinfo=None) != read:
        raise Refusal(
            f"There is no {shown} on {day}: the clocks are set forward.",
            f"Name another time; an hour on, the clocks show {moments[0]:%H:%M}.",
        )
    offsets = " or ".join(one.isoformat(timespec="minutes") for one in moments)
    raise Refusal(
        f"It is {shown} twice on {day}: the clocks are set back.", f"Say which: {offsets}."
    )
