"""What is due and cannot be done: tried at once when the record has changed, else ever less often.

A close on a full disk and a silence that waits until somebody reads a mail stay due for hours;
to try them every minute would do nothing but fill Prefect's pages.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from mufakat.procedure.due import Due

FIRST, LONGEST = timedelta(minutes=1), timedelta(minutes=15)
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Patience:
    """Remembers what could not be done; forgets it once it is no longer due."""

    _pauses: dict[Due, timedelta] = field(default_factory=dict)
    _tried: datetime = _NEVER
    _seen: Hashable = None

    def worth_trying(self, due: Collection[Due], seen: Hashable, now: datetime) -> bool:
        """Whether any of it is new, has waited its time, or may be possible: ``seen`` is other.

        ``seen`` is anything that changes with the record. By a clock that was set back all has
        waited its time.
        """
        if due and seen != self._seen:
            return True
        waited = abs(now - self._tried)
        return any(waited >= self._pauses.get(one, timedelta()) for one in due)

    def tried(self, left: Collection[Due], seen: Hashable, now: datetime) -> None:
        """All that was due has been tried at ``now``: so much is left, the record is ``seen``."""
        held = self._pauses
        self._pauses = {one: min(2 * held[one], LONGEST) if one in held else FIRST for one in left}
        self._tried, self._seen = now, seen
