from datetime import datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from mufakat.procedure.round import (
    TRANSITIONS,
    Act,
    Kind,
    Round,
    State,
    after,
    closed,
    extended,
    is_late,
    opened,
    spoken,
)
from mufakat.refusal import Refusal

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2025, 12, 1, 9, tzinfo=HANOI)
UNTIL = START + timedelta(days=14)


def comments() -> Round:
    return opened(1, "zero", START, UNTIL)


def silence() -> Round:
    return opened(2, "rev-1", START, UNTIL, kind="silence")


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("state", get_args(State))
@pytest.mark.parametrize("act", get_args(Act))
def test_whatever_the_table_does_not_have_is_refused_with_what_is_needed(
    kind: Kind, state: State, act: Act
) -> None:
    record = Round(3, "rev-2", START, UNTIL, kind, state=state)
    if (kind, state, act) in TRANSITIONS:
        assert after(record, act).state == TRANSITIONS[kind, state, act]
    else:
        with pytest.raises(Refusal) as refusal:
            after(record, act)
        assert state in refusal.value.error
        assert refusal.value.hint


def test_a_comment_round_can_run_its_whole_course() -> None:
    record = comments()
    for act in ("extend", "close", "admit", "consolidate", "admit", "consolidate", "rule", "issue"):
        record = after(record, act)
    assert record.state == "issued"


def test_a_deadline_in_the_past_is_refused() -> None:
    with pytest.raises(Refusal, match="in the past"):
        opened(1, "zero", START, START)
    with pytest.raises(Refusal, match="in the past"):
        extended(comments(), UNTIL + timedelta(days=1), UNTIL + timedelta(days=2))


def test_a_deadline_is_never_brought_forward() -> None:
    assert extended(comments(), UNTIL + timedelta(hours=1), START).deadline > UNTIL
    for earlier in (UNTIL, UNTIL - timedelta(hours=1)):
        with pytest.raises(Refusal, match="already runs until"):
            extended(comments(), earlier, START)


def test_a_round_closes_early_only_if_that_is_meant() -> None:
    before = UNTIL - timedelta(seconds=1)
    with pytest.raises(Refusal, match="runs until"):
        closed(comments(), before)
    assert closed(comments(), before, early=True).early
    assert not closed(comments(), UNTIL, early=True).early
    assert closed(comments(), UNTIL).closed == UNTIL


def test_silence_lapses_at_its_deadline_and_never_before() -> None:
    with pytest.raises(Refusal, match="runs until"):
        closed(silence(), UNTIL - timedelta(seconds=1), early=True)
    assert closed(silence(), UNTIL).state == "lapsed"


def test_late_is_what_comes_after_the_deadline_or_after_the_close() -> None:
    assert not is_late(comments(), UNTIL)
    assert is_late(comments(), UNTIL + timedelta(seconds=1))
    assert is_late(closed(comments(), START, early=True), START)


def test_moments_are_spoken_with_their_time_zone() -> None:
    assert spoken(START) == "1 December 2025, 09:00 (UTC+07:00)"
    assert spoken(START.astimezone(ZoneInfo("UTC"))) == "1 December 2025, 02:00 (UTC)"
