"""Reminders: the right ones, at decent hours, each at most once, never after the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.procedure.delegation import Delegation
from mufakat.procedure.desk_hours import at_desk
from mufakat.procedure.reminders import LAST, STAGES, Reminder, planned, reminder_due
from mufakat.procedure.round import Round, extended, extended_for, opened

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONES = (
    *("Asia/Yangon", "Asia/Dili", "Asia/Ho_Chi_Minh", "Asia/Kathmandu", "UTC"),
    *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"),
)
MYANMAR = Delegation("MMR", "Myanmar", "Asia/Yangon")
TIMOR = Delegation("TLS", "Timor-Leste", "Asia/Dili")
BERLIN = Delegation("DEU", "Germany", "Europe/Berlin")


def at(party: Delegation, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(party.time_zone))


def said(party: Delegation, plan: tuple[Reminder, ...]) -> list[tuple[str, str]]:
    """Each stage with its moment in the delegation's own time."""
    zone = ZoneInfo(party.time_zone)
    return [(one.stage, f"{one.at.astimezone(zone):%a %d %b %H:%M}") for one in plan]


def test_reminders_come_at_their_hours_where_somebody_is_at_the_desk() -> None:
    friday = at(MYANMAR, "2026-01-16T18:00")
    assert said(MYANMAR, planned(MYANMAR, friday - 21 * DAY, friday)) == [
        ("7 days", "Fri 09 Jan 18:00"),
        ("2 days", "Wed 14 Jan 18:00"),
        ("1 day", "Thu 15 Jan 18:00"),
        ("3 hours", "Fri 16 Jan 15:00"),
    ]


def test_one_deadline_has_each_delegation_s_own_hours() -> None:
    deadline = at(MYANMAR, "2026-01-15T20:00")  # half past ten at night in Dili
    opening = deadline - 21 * DAY
    assert said(MYANMAR, planned(MYANMAR, opening, deadline))[-1][1] == "Thu 15 Jan 17:00"
    assert said(TIMOR, planned(TIMOR, opening, deadline)) == [
        ("7 days", "Thu 08 Jan 20:30"),
        ("2 days", "Tue 13 Jan 20:30"),
        ("1 day", "Wed 14 Jan 20:30"),
        ("3 hours", "Thu 15 Jan 19:30"),
    ]


def test_weekends_and_holidays_move_a_reminder_to_the_nearest_moment() -> None:
    monday = at(MYANMAR, "2026-01-19T18:00")
    party = replace(MYANMAR, holidays=(date(2026, 1, 12),))
    assert said(party, planned(party, monday - 21 * DAY, monday)) == [
        ("7 days", "Tue 13 Jan 07:00"),
        ("2 days", "Fri 16 Jan 20:30"),
        ("1 day", "Mon 19 Jan 07:00"),
        ("3 hours", "Mon 19 Jan 15:00"),
    ]


def test_a_delegation_s_weekend_is_its_own() -> None:
    brunei = Delegation("BRN", "Brunei Darussalam", "Asia/Brunei", weekend=(4, 6))
    saturday = at(brunei, "2026-01-17T18:00")
    assert said(brunei, planned(brunei, saturday - DAY * 21, saturday))[-2:] == [
        ("1 day", "Sat 17 Jan 07:00"),
        ("3 hours", "Sat 17 Jan 15:00"),
    ]


def test_the_last_goes_out_at_its_own_hour_where_there_is_no_better_one() -> None:
    sunday = at(MYANMAR, "2026-01-18T18:00")
    assert said(MYANMAR, planned(MYANMAR, sunday - 21 * DAY, sunday))[-1] == (
        LAST,
        "Sun 18 Jan 15:00",
    )
    early = at(MYANMAR, "2026-01-15T07:10")
    assert said(MYANMAR, planned(MYANMAR, early - 21 * DAY, early))[-1][1] == "Wed 14 Jan 20:30"


@pytest.mark.parametrize(
    ("length", "stages"), [(7 * DAY, 3), (2 * DAY, 2), (DAY, 1), (3 * HOUR, 0), (HOUR, 0)]
)
def test_a_short_round_has_only_the_reminders_that_lie_within_it(
    length: timedelta, stages: int
) -> None:
    deadline = at(MYANMAR, "2026-01-16T18:00")
    plan = planned(MYANMAR, deadline - length, deadline)
    assert [one.stage for one in plan] == list(STAGES[len(STAGES) - stages :])


def test_a_day_before_is_a_day_whatever_the_clocks_do() -> None:
    monday = at(BERLIN, "2026-03-30T18:00")  # the clocks went forward on Sunday
    plan = planned(BERLIN, monday - 21 * DAY, monday)
    assert said(BERLIN, plan)[0] == ("7 days", "Mon 23 Mar 17:00")
    for one, span in zip(plan, (7 * DAY, 2 * DAY), strict=False):
        assert abs((monday.astimezone(UTC) - span) - one.at) < DAY
    back = at(BERLIN, "2026-10-26T18:00")
    assert said(BERLIN, planned(BERLIN, back - 21 * DAY, back))[0][1] == "Mon 19 Oct 19:00"


def test_the_year_s_end_is_a_day_like_others_unless_it_is_a_holiday() -> None:
    deadline = at(TIMOR, "2026-01-02T18:00")
    assert said(TIMOR, planned(TIMOR, deadline - 21 * DAY, deadline))[1][1] == "Wed 31 Dec 18:00"
    party = replace(TIMOR, holidays=(date(2025, 12, 31), date(2026, 1, 1)))
    assert [when for _, when in said(party, planned(party, deadline - 21 * DAY, deadline))] == [
        "Fri 26 Dec 18:00",
        "Tue 30 Dec 20:30",
        "Fri 02 Jan 07:00",
        "Fri 02 Jan 15:00",
    ]


def test_a_later_deadline_has_reminders_of_its_own() -> None:
    start = at(MYANMAR, "2026-01-05T09:00")
    record = opened(1, "zero", start, at(MYANMAR, "2026-01-16T18:00"))
    first = reminder_due(MYANMAR, record, (), at(MYANMAR, "2026-01-15T18:00"))
    assert first
    moved = extended(record, at(MYANMAR, "2026-01-23T18:00"), at(MYANMAR, "2026-01-15T19:00"))
    assert reminder_due(MYANMAR, moved, {first.slug}, at(MYANMAR, "2026-01-16T17:00")) is None
    again = reminder_due(MYANMAR, moved, {first.slug}, at(MYANMAR, "2026-01-16T18:00"))
    assert again
    assert (again.stage, again.slug) == ("7 days", "7d-20260123T1130Z")
    own = extended_for(record, "TLS", at(TIMOR, "2026-01-23T18:00"), "So.", start)
    assert reminder_due(MYANMAR, own, (), at(MYANMAR, "2026-01-16T18:00")) is None
    found = reminder_due(TIMOR, own, (), at(TIMOR, "2026-01-16T18:00"))
    assert found
    assert found.deadline == at(TIMOR, "2026-01-23T18:00")


def test_of_what_was_missed_only_the_newest_is_sent_and_only_when_somebody_is_there() -> None:
    record = opened(1, "zero", at(MYANMAR, "2026-01-02T09:00"), at(MYANMAR, "2026-01-16T18:00"))
    asleep, awake = at(MYANMAR, "2026-01-15T23:00"), at(MYANMAR, "2026-01-16T07:00")
    assert reminder_due(MYANMAR, record, (), asleep) is None
    found = reminder_due(MYANMAR, record, (), awake)
    assert found
    assert found.stage == "1 day"
    assert reminder_due(MYANMAR, record, {found.slug}, awake) is None
    turned_back = at(MYANMAR, "2026-01-14T19:00")
    assert reminder_due(MYANMAR, record, {found.slug}, turned_back) is None


@st.composite
def deadlines(draw: st.DrawFn) -> tuple[Delegation, Round]:
    """A delegation anywhere, and a round of any length around a turn of the clocks or the year."""
    days = st.dates(date(2025, 12, 20), date(2026, 4, 10))
    party = Delegation(
        "MMR",
        "Myanmar",
        draw(st.sampled_from(ZONES)),
        holidays=tuple(draw(st.lists(days, max_size=6))),
        weekend=tuple(draw(st.sets(st.integers(0, 6), max_size=2))),
    )
    start = datetime(2025, 12, 22, tzinfo=UTC) + draw(st.integers(0, 90 * 24 * 60)) * HOUR / 60
    length = draw(st.integers(1, 24 * 24 * 60)) * HOUR / 60
    return party, opened(1, "zero", start, start + length)


@st.composite
def clocks(draw: st.DrawFn) -> tuple[Delegation, Round, list[datetime]]:
    """The moments at which somebody asks: unevenly, with long sleeps, and with clocks set back."""
    party, record = draw(deadlines())
    minutes = int((record.deadline - record.opened) / HOUR * 60)
    asked = draw(st.lists(st.integers(-60, minutes + 600), max_size=40))
    steady = [*range(0, minutes + 120, 7 * 60)] if draw(st.booleans()) else sorted(asked)
    return party, record, [record.opened + n * HOUR / 60 for n in [*steady, *asked[:5]]]


def sent(
    party: Delegation, record: Round, moments: list[datetime]
) -> Iterator[tuple[datetime, Reminder]]:
    """What is sent when it is asked at these moments, each time on record."""
    posted: set[str] = set()
    for now in moments:
        one = reminder_due(party, record, posted, now)
        if one:
            posted.add(one.slug)
            yield now, one


@given(clocks())
def test_no_reminder_is_sent_twice_nor_after_a_later_one(
    drawn: tuple[Delegation, Round, list[datetime]],
) -> None:
    stages = [STAGES.index(one.stage) for _, one in sent(*drawn)]
    assert all(one < next_one for one, next_one in pairwise(stages))


@given(clocks())
def test_no_reminder_is_sent_before_the_opening_nor_after_the_deadline(
    drawn: tuple[Delegation, Round, list[datetime]],
) -> None:
    _, record, _ = drawn
    for now, one in sent(*drawn):
        assert record.opened < one.at <= now < record.deadline


@given(clocks())
def test_nobody_is_disturbed_save_by_the_last(
    drawn: tuple[Delegation, Round, list[datetime]],
) -> None:
    for now, one in sent(*drawn):
        assert one.stage == LAST or at_desk(drawn[0], now)


@given(deadlines())
def test_planned_reminders_keep_their_order_and_the_last_is_never_dropped(
    drawn: tuple[Delegation, Round],
) -> None:
    party, record = drawn
    plan = planned(party, record.opened, record.deadline)
    assert all(one.at < other.at for one, other in pairwise(plan))
    assert all(one.stage == LAST or at_desk(party, one.at) for one in plan)
    assert (record.deadline - record.opened > 3 * HOUR) == any(o.stage == LAST for o in plan)


@given(deadlines(), st.integers(0, 59))
def test_who_asks_often_enough_sends_every_reminder_that_is_planned(
    drawn: tuple[Delegation, Round], second: int
) -> None:
    party, record = drawn
    plan = planned(party, record.opened, record.deadline)
    moments = [one.at + second * HOUR / 3600 for one in plan]
    assert [one.stage for _, one in sent(party, record, moments)] == [one.stage for one in plan]
