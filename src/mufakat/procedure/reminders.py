"""Reminders of a deadline: when each delegation gets which.

There are four, and each has its own stretch of time: between the hour of the one before it and that
of the next. Where nobody is at the delegation's desk at a reminder's hour, it is moved to the
nearest moment of its stretch at which somebody is; if there is none it is dropped. The last is
never dropped: it then goes out at its own hour.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from mufakat.procedure.delegation import Delegation
from mufakat.procedure.desk_hours import at_desk, nearest
from mufakat.procedure.round import Round

Stage = Literal["7 days", "2 days", "1 day", "3 hours"]
STAGES: tuple[Stage, ...] = get_args(Stage)
LAST: Stage = STAGES[-1]
_BEFORE: dict[Stage, timedelta] = {
    "7 days": timedelta(days=7),
    "2 days": timedelta(days=2),
    "1 day": timedelta(days=1),
    "3 hours": timedelta(hours=3),
}
_LEFT = timedelta(hours=1)  # what a reminder leaves at least, where it is moved


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of one delegation's deadline, and the moment that it is meant for."""

    stage: Stage
    delegation: str
    deadline: datetime
    at: datetime

    @property
    def slug(self) -> str:
        """Says in a key which reminder of which deadline this is: ``7d-20260115T1100Z``."""
        number, unit = self.stage.split()
        return f"{number}{unit[0]}-{self.deadline.astimezone(UTC):%Y%m%dT%H%MZ}"


def planned(party: Delegation, announced: datetime, deadline: datetime) -> tuple[Reminder, ...]:
    """The reminders of a deadline that lie after it was announced, in order of time."""
    last = deadline.astimezone(UTC)  # in UTC, where a day before is a day, whatever the clocks do
    hours = [(stage, last - _BEFORE[stage]) for stage in STAGES]
    within = [(stage, hour) for stage, hour in hours if hour > announced]
    edges = [announced, *(hour for _, hour in within), last - _LEFT]
    found = []
    for (stage, hour), after, before in zip(within, edges, edges[2:], strict=False):
        at = nearest(party, hour, after, before)
        if at or stage == LAST:
            found.append(Reminder(stage, party.code, deadline, at or hour))
    return tuple(found)


def reminder_due(
    party: Delegation, record: Round, posted: Collection[str], now: datetime
) -> Reminder | None:
    """The one reminder that a delegation should have by now and has not, if it has not lodged.

    ``posted`` are the slugs of those that it has. Of several that were missed only the newest is
    sent, so that nobody is reminded three times at once; none is sent once a later one has been.
    What was missed waits until somebody is at the desk, save the last.
    """
    deadline = record.deadline_of(party.code)
    plan = planned(party, record.announced(party.code), deadline)
    passed = [one for one in plan if one.at <= now < deadline]
    if not passed:
        return None
    newest = passed[-1]
    if any(one.slug in posted for one in plan[plan.index(newest) :]):
        return None
    return newest if newest.stage == LAST or at_desk(party, now) else None
