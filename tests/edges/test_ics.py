from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from mufakat.edges.ics import deadline_file, method
from mufakat.procedure.meeting import Party
from mufakat.procedure.notice import Entry

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 3, 1, 9, tzinfo=HANOI)
OFFICE = Party("Đỗ; Secretariat, “S”", "office@talks.example")


def entry(at: datetime, zone: str, sequence: int = 0, *, off: bool = False) -> Entry:
    return Entry("talks.statement.1", sequence, at, zone, off)


def made(one: Entry) -> Any:
    return Calendar.from_ical(deadline_file(one, OFFICE, "Due; now, please", "a\nb", NOW))


def test_the_deadline_stands_on_the_delegation_s_clocks() -> None:
    at = datetime(2026, 3, 20, 18, tzinfo=HANOI)
    calendar = made(entry(at, "Asia/Manila"))
    [event] = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == at
    assert b"DTSTART;TZID=Asia/Manila:20260320T190000\r\n" in calendar.to_ical()
    assert calendar["METHOD"] == "PUBLISH"
    assert event["UID"] == "talks.statement.1@talks.example"
    assert event["SUMMARY"] == "Due; now, please"
    assert event["DESCRIPTION"] == "a\nb"
    assert event["ORGANIZER"] == "mailto:office@talks.example"
    assert "ATTENDEE" not in event  # nobody is asked to answer


def test_a_deadline_that_moved_has_the_same_uid_and_a_higher_sequence() -> None:
    at = datetime(2026, 3, 20, 18, tzinfo=HANOI)
    first, moved = entry(at, "UTC"), entry(at + timedelta(days=2), "UTC", 86_400)
    events = [made(one).walk("VEVENT")[0] for one in (first, moved)]
    assert events[0]["UID"] == events[1]["UID"]
    assert [event["SEQUENCE"] for event in events] == [0, 86_400]


def test_a_deadline_that_no_longer_stands_is_taken_out() -> None:
    off = entry(datetime(2026, 3, 20, 18, tzinfo=HANOI), "Asia/Manila", 5, off=True)
    calendar = made(off)
    assert calendar["METHOD"] == method(off) == "CANCEL"
    assert calendar.walk("VEVENT")[0]["STATUS"] == "CANCELLED"


def test_the_same_deadline_is_the_same_to_the_last_byte() -> None:
    one = entry(datetime(2026, 3, 20, 18, tzinfo=HANOI), "Europe/Brussels")
    data = deadline_file(one, OFFICE, "Due", "", NOW)
    assert data == deadline_file(one, OFFICE, "Due", "", NOW)
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


@pytest.mark.parametrize(
    "zone",
    [
        "Asia/Manila",
        "Asia/Kolkata",
        "Europe/Brussels",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Auckland",
    ],
)
def test_whoever_knows_no_time_zones_finds_the_clocks_described_right(zone: str) -> None:
    """Read as a program would that has nothing but the file: the newest onset that has passed."""
    at = datetime(2026, 7, 1, tzinfo=UTC)
    [clocks] = made(entry(at, zone)).walk("VTIMEZONE")
    onsets = sorted(
        (part["DTSTART"].dt - part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td)
        for part in clocks.subcomponents
    )
    for hours in range(-300 * 24, 300 * 24):
        moment = at + timedelta(hours=hours, minutes=30)
        told = [offset for onset, offset in onsets if onset <= moment.replace(tzinfo=None)][-1]
        assert told == moment.astimezone(ZoneInfo(zone)).utcoffset(), moment
