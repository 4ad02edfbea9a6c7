"""What is due is told by the record alone, in order of time, until it is done."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mufakat.procedure.delegation import Delegation, FocalPoint, Roster
from mufakat.procedure.due import Due, Talks, due
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Chair, Level, Meeting, Party
from mufakat.procedure.round import closed, extended_for, opened
from mufakat.procedure.standing import Standing

ZONES = {"MMR": "Asia/Yangon", "TLS": "Asia/Dili", "THA": "Asia/Bangkok"}
TEXT = Instrument("text", "The text", "T/1", tuple(ZONES), ("officials",))
OTHER = replace(TEXT, id="other")
MEETING = Meeting(
    "talks",
    "The talks",
    "Talks",
    Roster(
        tuple(
            Delegation(code, code, zone, (FocalPoint(code, f"{code}@talks.example"),))
            for code, zone in ZONES.items()
        )
    ),
    (Level("officials", "Senior officials"),),
    (TEXT, OTHER),
    Chair("THA", "The Chair"),
    Party("The Secretariat", "secretariat@talks.example"),
    "Asia/Bangkok",
)
DAY = timedelta(days=1)
START = MEETING.moment(datetime(2026, 1, 5, 3, tzinfo=UTC))  # Monday, ten in Bangkok
UNTIL = START + 18 * DAY  # Friday


def talks(instrument: Instrument = TEXT, **given: Any) -> Talks:
    standing = Standing(instrument.id, "zero", "d" * 64, opened(1, "zero", START, UNTIL))
    return replace(Talks(instrument, standing), **given)


def key(one: Due) -> str:
    return f"{one.round}/reminder-{one.slug}/{one.delegation}"


def test_everything_comes_in_order_of_time_and_upkeep_is_one_for_all() -> None:
    found = due(MEETING, [talks(), talks(OTHER)], UNTIL + DAY, None)
    assert [(one.kind, one.instrument) for one in found] == [
        ("close", "other"),
        ("close", "text"),
        ("upkeep", ""),
    ]
    found = due(MEETING, [talks(), talks(OTHER)], UNTIL - DAY, None)
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert Counter(one.kind for one in found) == {"remind": 6, "upkeep": 1}


def test_upkeep_is_due_each_night_once_there_is_anything_to_look_after() -> None:
    assert due(MEETING, [], START, None) == ()
    night = START.replace(hour=2)
    assert due(MEETING, [talks()], START, None) == (Due("upkeep", night),)
    assert due(MEETING, [talks()], START, night) == ()
    assert due(MEETING, [talks()], START + DAY, night) == (Due("upkeep", night + DAY),)


def test_who_has_lodged_or_was_reminded_is_left_in_peace() -> None:
    now = UNTIL - DAY
    every = due(MEETING, [talks(lodged=("THA",))], now, now)
    assert {one.delegation for one in every} == {"MMR", "TLS"}
    posted = {key(one) for one in every}
    assert due(MEETING, [talks(lodged=("THA",), posted=posted)], now, now) == ()
    others = {posted_key.replace("1/", "11/", 1) for posted_key in posted}
    assert due(MEETING, [talks(lodged=("THA",), posted=others)], now, now) == every


def test_the_deadline_itself_is_still_in_time() -> None:
    last = UNTIL.replace(microsecond=999)
    assert due(MEETING, [talks()], last, last) == ()
    after = UNTIL + timedelta(seconds=1)
    assert due(MEETING, [talks()], after, after) == (Due("close", UNTIL, "text", 1),)


def test_a_round_that_waits_for_one_is_not_to_be_closed() -> None:
    record = extended_for(opened(1, "zero", START, UNTIL), "TLS", UNTIL + 3 * DAY, "So.", START)
    waiting = replace(talks(), standing=replace(talks().standing, round=record))
    soon = UNTIL + 2 * DAY + timedelta(hours=1)
    assert {(one.kind, one.delegation) for one in due(MEETING, [waiting], soon, soon)} <= {
        ("remind", "TLS")
    }
    late = UNTIL + 4 * DAY
    assert due(MEETING, [waiting], late, late) == (Due("close", record.ends, "text", 1),)


@given(
    st.lists(st.integers(-60, 20 * 24 * 60), max_size=30),
    st.booleans(),
    st.sampled_from(("MMR", "TLS")),
    st.integers(1, 5 * 24),
)
def test_whenever_it_is_asked_each_thing_is_done_once_and_in_its_time(
    asked: list[int], in_order: bool, favoured: str, hours: int
) -> None:
    """Sleeps, restarts, clocks that are set back: the record is all that is remembered."""
    until = UNTIL + timedelta(hours=hours)
    record = extended_for(opened(1, "zero", START, UNTIL), favoured, until, "So.", START)
    held = replace(talks(), standing=replace(talks().standing, round=record))
    done: list[Due] = []
    for minutes in (*(sorted(asked) if in_order else asked), 24 * 24 * 60):
        now = START + timedelta(minutes=minutes)
        found = due(MEETING, [held], now, now)
        assert [one.at for one in found] == sorted(one.at for one in found)
        for one in found:
            done.append(one)
            if one.kind == "close":
                assert now > record.ends
                shut = closed(record, now)
                held = replace(held, standing=replace(held.standing, round=shut))
            else:
                assert one.at <= now < record.deadline_of(one.delegation)
                held = replace(held, posted={*held.posted, key(one)})
    assert max(Counter(done).values()) == 1
    assert done[-1].kind == "close"
    assert not [one for one in done[:-1] if one.kind == "close"]
