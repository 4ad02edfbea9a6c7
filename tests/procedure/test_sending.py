from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mufakat.procedure.sending import (
    TRIES,
    Answer,
    again,
    answered,
    by_hand,
    claimed,
    given_up,
    may_send,
    open_addresses,
    stage,
    too_late,
)

NOW = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
A, B, C = "a@x.example", "b@x.example", "c@x.example"


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_a_mail_that_nobody_has_touched_waits() -> None:
    assert stage(None, NOW) == "waiting"
    assert may_send(None, NOW)


def test_a_claim_is_nobody_else_s_and_in_doubt_when_nothing_follows() -> None:
    claim = claimed(None, NOW)
    assert (stage(claim, later(14)), stage(claim, later(15))) == ("being sent", "unsure")
    assert not may_send(claim, later(10_000))


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer((A, B)), "sent"),
        (Answer((A,), refused=(B,)), "sent"),
        (Answer(refused=(A, B)), "given up"),
        (Answer((A,), later=(B,)), "put off"),
        (Answer(unsure=(A, B)), "unsure"),
        (Answer(refused=(A,), unsure=(B,)), "unsure"),
    ],
)
def test_what_the_server_says_is_what_becomes_of_it(answer: Answer, state: str) -> None:
    done = answered(claimed(None, NOW), answer, NOW)
    assert stage(done, NOW) == state
    assert may_send(done, later(10_000)) == (state == "put off")


def test_only_addresses_without_an_answer_are_tried_again() -> None:
    done = answered(claimed(None, NOW), Answer((A,), (B,), (C,)), NOW)
    assert open_addresses((A, B, C), done) == (C,)
    last = answered(claimed(done, later(5)), Answer((C,)), later(5))
    assert (last.state, last.accepted, last.refused) == ("sent", (A, C), (B,))


def test_each_pause_is_longer_up_to_a_limit_and_the_last_try_gives_up() -> None:
    held, pauses = None, []
    for _ in range(TRIES - 1):
        held = answered(claimed(held, NOW), Answer(later=(A,), said="450 busy"), NOW)
        assert held.after is not None
        pauses.append(held.after - NOW)
        assert not may_send(held, held.after - timedelta(seconds=1))
        assert may_send(held, held.after)
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(minutes=2), timedelta(hours=4))
    last = answered(claimed(held, NOW), Answer(later=(A,), said="450 busy"), NOW)
    assert (last.state, last.refused, last.said) == ("given up", (A,), "450 busy")


def test_a_person_can_have_it_sent_again_but_never_to_whom_it_was_accepted_for() -> None:
    unsure = answered(claimed(None, NOW), Answer((A,), later=(B,)), NOW)
    for held in (unsure, given_up(unsure, NOW, "too late"), claimed(unsure, NOW)):
        word = again(held, later(60))
        assert may_send(word, later(60))
        assert open_addresses((A, B), word) == (B,)
        assert word.tries == 0


def test_a_person_can_say_that_it_was_sent_by_hand() -> None:
    held = by_hand(claimed(None, NOW), later(60))
    assert (stage(held, later(60)), held.said) == ("sent", "sent by hand")
    assert not may_send(held, later(61))


def test_what_was_of_use_until_a_deadline_is_too_late_after_it() -> None:
    assert not too_late(NOW, NOW)
    assert too_late(NOW, later(1))
    assert not too_late(None, later(1))
