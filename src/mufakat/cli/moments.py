"""Deadlines as people write them."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from mufakat.refusal import Refusal

_SPAN = re.compile(r"\+(\d{1,5})\s*([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_HINT = 'Write it as 2026-01-09, "2026-01-09 17:00", 2026-01-09T17:00+07:00, +72h or +10d.'


def moment(written: str, time_zone: str, now: datetime) -> datetime:
    """The moment that is meant; in the meeting's time zone where none is written.

    A date alone means the end of that day (23:59). ``+72h`` counts from now (m, h, d, w).
    """
    text = written.strip()
    zone = ZoneInfo(time_zone)
    span = _SPAN.fullmatch(text)
    try:
        if span:
            return now.astimezone(zone) + timedelta(**{_UNITS[span[2]]: int(span[1])})
        read = datetime.fromisoformat(text)
        if len(text) <= len("2026-01-09"):
            read = datetime.combine(read.date(), time(23, 59))
        return read if read.tzinfo else read.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        raise Refusal(f'"{written}" is not a time.', _HINT) from None
