"""What should have happened by now and has not, in order of time; the record alone decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Meeting
from mufakat.procedure.reminders import reminder_due
from mufakat.procedure.standing import Standing

Kind = Literal["remind", "close", "lapse", "upkeep"]

NIGHT = time(2)
"""When the record is looked after, in the meeting's time zone."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do: what, since when, on which round.

    A reminder is for one ``delegation``; ``stage`` says which it is, and ``slug`` of which
    deadline.
    """

    kind: Kind
    at: datetime
    instrument: str = ""
    round: int = 0
    stage: str = ""
    delegation: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Talks:
    """What is known of one instrument: who has lodged, which notices were posted, by key."""

    instrument: Instrument
    standing: Standing
    lodged: Collection[str] = ()
    posted: Collection[str] = ()


def due(
    meeting: Meeting, every: Iterable[Talks], now: datetime, looked_after: datetime | None
) -> tuple[Due, ...]:
    """What is due by ``now`` (in the meeting's time zone), the oldest first.

    ``looked_after`` is when the last upkeep was, if there was any.
    """
    talks = tuple(every)
    found = [one for held in talks for one in (*_reminders(meeting, held, now), *_end(held, now))]
    night = now.replace(hour=NIGHT.hour, minute=0, second=0, microsecond=0, fold=0)
    night -= timedelta(days=night > now)
    ahead = now + timedelta(days=1)  # whoever looked after it then had a clock that was wrong
    if talks and (looked_after is None or not night <= looked_after <= ahead):
        found.append(Due("upkeep", night))
    return tuple(sorted(found, key=lambda one: (one.at, one.instrument)))


def _reminders(meeting: Meeting, talks: Talks, now: datetime) -> Iterator[Due]:
    record = talks.standing.round
    if record is None or record.kind != "comments" or record.state != "open":
        return
    for party in meeting.parties(talks.instrument):
        if party.code in talks.lodged or not party.focal_points:
            continue
        posted = _slugs(talks.posted, record.number, party.code)
        one = reminder_due(party, record, posted, now)
        if one:
            name = talks.instrument.id
            yield Due("remind", one.at, name, record.number, one.stage, party.code, one.slug)


def _slugs(posted: Iterable[str], number: int, code: str) -> set[str]:
    """The reminders among the notices that a delegation was sent: ``1/reminder-.../PHL``."""
    head, tail = f"{number}/reminder-", f"/{code}"
    return {
        key.removeprefix(head).removesuffix(tail)
        for key in posted
        if key.startswith(head) and key.endswith(tail)
    }


def _end(talks: Talks, now: datetime) -> Iterator[Due]:
    record = talks.standing.round
    if record and record.state == "open" and record.ends < now.replace(microsecond=0):
        kind: Kind = "close" if record.kind == "comments" else "lapse"
        yield Due(kind, record.ends, talks.instrument.id, record.number)
