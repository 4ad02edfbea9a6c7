from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mufakat.procedure.round import (
    Round,
    after,
    closed,
    extended,
    extended_for,
    is_late,
    opened,
    reopened,
    spoken,
)
from mufakat.procedure.rules import Act, RoundState
from mufakat.refusal import Refusal

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2025, 12, 1, 9, tzinfo=HANOI)
UNTIL = START + timedelta(days=14)


def comments() -> Round:
    return opened(1, "zero", START, UNTIL)


def silence() -> Round:
    return opened(2, "rev-1", START, UNTIL, kind="silence")


def test_a_comment_round_can_run_its_whole_course() -> None:
    record = comments()
    course: tuple[Act, ...] = (
        *("extend", "close", "admit", "consolidate", "admit", "consolidate", "take a position"),
        *("rule", "reopen", "close", "consolidate", "rule", "issue"),
    )
    for act in course:
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


LATER = UNTIL + timedelta(days=3)
HOLIDAY = "A public holiday."


def for_thailand(until: datetime = LATER, now: datetime = START) -> Round:
    return extended_for(comments(), "THA", until, HOLIDAY, now)


def test_an_extension_for_one_is_in_time_for_that_one_alone() -> None:
    record = for_thailand()
    assert record.deadline_of("THA") == LATER
    assert record.deadline_of("VNM") == record.deadline == UNTIL
    between = UNTIL + timedelta(days=1)
    assert not is_late(record, between, "THA")
    assert not is_late(record, LATER, "THA")
    assert is_late(record, LATER + timedelta(seconds=1), "THA")
    assert is_late(record, between, "VNM")


def test_a_round_is_not_closed_before_the_last_extension_has_passed() -> None:
    record = for_thailand()
    with pytest.raises(Refusal, match=r"18 December 2025, 09:00 .* for THA"):
        closed(record, UNTIL)
    assert not closed(record, LATER).early
    assert closed(record, UNTIL, early=True).early


def test_an_extension_that_the_deadline_for_all_overtakes_counts_no_more() -> None:
    record = for_thailand()
    further = LATER + timedelta(days=1)
    assert extended(record, further, START).deadline_of("THA") == further
    with pytest.raises(Refusal, match=r"until .* \(UTC\+07:00\)\.$"):
        closed(extended(record, further, START), LATER)


def test_an_extension_for_one_has_a_reason_and_a_later_deadline() -> None:
    record = for_thailand()
    for wrong, said in (
        (("MYS", LATER, " "), "has a reason"),
        (("MYS", UNTIL, "So."), "for MYS already runs until"),
        (("THA", LATER - timedelta(hours=1), "So."), "for THA already runs until"),
        (("MYS", START, "So."), "in the past"),
    ):
        with pytest.raises(Refusal, match=said):
            extended_for(record, *wrong, START)
    with pytest.raises(Refusal, match="cannot be extended: it is closed"):
        extended_for(closed(record, LATER), "MYS", LATER + timedelta(days=9), "So.", LATER)
    with pytest.raises(Refusal, match="one deadline for all"):
        extended_for(silence(), "THA", LATER, "So.", START)


def test_an_extension_can_be_given_while_the_round_waits_for_another() -> None:
    record = for_thailand()
    later = LATER + timedelta(days=1)
    record = extended_for(record, "MYS", later, "The post.", UNTIL + timedelta(days=1))
    assert record.ends == later


def test_it_is_known_since_when_a_delegation_has_its_deadline() -> None:
    given = START + timedelta(days=2)
    record = for_thailand(now=given)
    assert (record.announced("THA"), record.announced("MYS")) == (given, START)
    moved = extended(record, LATER + timedelta(days=1), given + timedelta(days=1))
    assert {moved.announced(code) for code in ("THA", "MYS")} == {given + timedelta(days=1)}


def test_the_chair_reopens_a_closed_round_with_a_reason_and_a_deadline() -> None:
    record = closed(comments(), UNTIL)
    once = reopened(record, LATER, "A flood.", UNTIL)
    assert (once.state, once.deadline, once.closed, once.reopened) == ("open", LATER, None, 1)
    assert reopened(closed(once, LATER), LATER + timedelta(days=1), "So.", LATER).reopened == 2
    with pytest.raises(Refusal, match="with a reason"):
        reopened(record, LATER, "  ", UNTIL)
    with pytest.raises(Refusal, match="in the past"):
        reopened(record, UNTIL, "So.", UNTIL)


@pytest.mark.parametrize("state", ["open", "issued"])
def test_a_round_is_not_reopened_while_open_nor_once_the_next_draft_is_issued(
    state: RoundState,
) -> None:
    record = Round(1, "zero", START, UNTIL, state=state)
    with pytest.raises(Refusal, match="cannot be reopened"):
        reopened(record, LATER, "So.", UNTIL)
