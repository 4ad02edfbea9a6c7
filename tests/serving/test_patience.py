"""What cannot be done is tried ever less often, and at once when the record has changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mufakat.procedure.due import Due
from mufakat.serving.patience import FIRST, LONGEST, Patience

START = datetime(2026, 1, 5, tzinfo=UTC)
STUCK, OTHER = Due("upkeep", START), Due("close", START, "statement", 1)
SECOND = timedelta(seconds=1)


def pauses(patience: Patience, times: int) -> list[timedelta]:
    """How long it waits before each of so many tries, looked at every second."""
    now, found = START, []
    patience.tried([STUCK], "record", now)
    for _ in range(times):
        began = now
        while not patience.worth_trying([STUCK], "record", now):
            now += SECOND
        found.append(now - began)
        patience.tried([STUCK], "record", now)
    return found


def test_the_pause_doubles_and_is_bounded() -> None:
    minutes = [pause / FIRST for pause in pauses(Patience(), 7)]
    assert minutes == [1, 2, 4, 8, *[LONGEST / FIRST] * 3]


def test_what_has_not_been_tried_is_tried() -> None:
    patience = Patience()
    assert not patience.worth_trying([], "record", START)
    assert patience.worth_trying([STUCK], "record", START)
    patience.tried([STUCK], "record", START)
    assert not patience.worth_trying([STUCK], "record", START + SECOND)
    assert patience.worth_trying([STUCK, OTHER], "record", START + SECOND)


def test_a_change_of_the_record_may_have_made_it_possible() -> None:
    patience = Patience()
    patience.tried([STUCK], "record", START)
    assert patience.worth_trying([STUCK], "another", START + SECOND)
    patience.tried([STUCK], "another", START + SECOND)
    assert not patience.worth_trying([STUCK], "another", START + 2 * SECOND)


def test_what_was_done_meanwhile_begins_anew() -> None:
    patience = Patience()
    pauses(patience, 5)
    patience.tried([], "record", START)
    assert pauses(patience, 1) == [FIRST]


def test_a_clock_that_was_set_back_holds_nothing_up() -> None:
    patience = Patience()
    patience.tried([STUCK], "record", START)
    assert patience.worth_trying([STUCK], "record", START - timedelta(days=1))
