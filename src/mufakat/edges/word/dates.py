"""When a change or comment was made: Word opens no file with a date that is none."""

from __future__ import annotations

import re
from datetime import datetime

_ZONE = "Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)"
_MOMENT = re.compile(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:{_ZONE})?", re.ASCII)


def dated(when: str) -> str:
    """A moment in ISO 8601, as it is written; empty if it is none."""
    if not _MOMENT.fullmatch(when):
        return ""
    try:
        datetime.fromisoformat(when)
    except ValueError:  # a day or an hour that does not exist
        return ""
    return when
