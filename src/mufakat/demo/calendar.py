"""When everything in the story happens, in Hà Nội time; the demo's clock walks through it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

_HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def _at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=_HANOI)


SET_UP = _at(2025, 11, 24, 9)
DRAFTED = _at(2025, 11, 26, 16)
ROUND_1 = _at(2025, 12, 1, 9)
OTHER_DEADLINE = _at(2025, 12, 22, 18)
DEADLINE_1 = _at(2025, 12, 18, 18)
RETURNED_1 = (
    _at(2025, 12, 11, 10, 30),
    _at(2025, 12, 11, 11, 10),
    _at(2025, 12, 11, 14, 5),
    _at(2025, 12, 12, 9, 40),
    _at(2025, 12, 12, 16, 20),
    _at(2025, 12, 15, 10, 20),
    _at(2025, 12, 15, 10, 50),
    _at(2025, 12, 15, 16, 30),
    _at(2025, 12, 16, 9, 45),
    _at(2025, 12, 16, 15, 10),
    _at(2025, 12, 17, 10, 0),
    _at(2025, 12, 17, 14, 30),
    _at(2025, 12, 17, 17, 20),
)
"""When each file of round 1 comes in that is in time."""
RETURNED_LATE = (_at(2025, 12, 19, 17, 30),)
ADMITTED = _at(2025, 12, 22, 9)
CONSOLIDATED_1 = _at(2025, 12, 22, 10)
RULED_1 = _at(2025, 12, 29, 15)
ISSUED_1 = _at(2025, 12, 30, 10)
SILENCE = _at(2026, 1, 5, 9)
SILENCE_DEADLINE = _at(2026, 1, 9, 18)
BROKEN = _at(2026, 1, 8, 16, 15)
ROUND_3 = _at(2026, 1, 9, 9)
RETURNED_3 = (
    _at(2026, 1, 10, 9, 30),
    _at(2026, 1, 10, 12, 30),
    _at(2026, 1, 10, 14, 40),
)
DEADLINE_3 = _at(2026, 1, 11, 18)
CONSOLIDATED_3 = _at(2026, 1, 11, 18, 10)
RULED_3 = _at(2026, 1, 11, 19)
ISSUED_3 = _at(2026, 1, 11, 19, 30)
CLEARED = _at(2026, 1, 12, 16, 30)
ENDORSED = _at(2026, 1, 15, 11)
ADOPTED = _at(2026, 1, 16, 9, 30)
