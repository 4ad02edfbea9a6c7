"""Deadlines that move: for all, for one delegation, and after the round had closed."""

from collections.abc import Callable

import pytest
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.procedure.rules import Act, outcome
from mufakat.procedure.standing import Standing
from mufakat.refusal import Refusal
from mufakat.services.admit_submission import admit_submission
from mufakat.services.close_round import close_round
from mufakat.services.endorse import endorse
from mufakat.services.extend_round import Extended, extend_round
from mufakat.services.open_silence import open_silence
from mufakat.services.reopen_round import Reopened, reopen_round
from mufakat.services.reserve import reserve
from mufakat.services.status import InstrumentStatus, status
from mufakat.services.withdraw_submission import withdraw_submission

HOLIDAY = "A public holiday."


def extend(life: Life, until: float, now: float, code: str = "", reason: str = "") -> Extended:
    return extend_round(
        life.workspace, NAME, life.day(until), now=life.day(now), delegation=code, reason=reason
    )


def reopen(life: Life, until: float, now: float, reason: str = "A flood.") -> Reopened:
    return reopen_round(life.workspace, NAME, life.day(until), reason, now=life.day(now))


def edited(life: Life, code: str, word: str) -> bytes:
    return office.tracked(life.issued(code), {"warmly": word})


def standing(life: Life) -> Standing:
    head = life.workspace.ledger.head(NAME)
    assert head is not None
    return head.standing


def seen(life: Life) -> InstrumentStatus:
    return status(life.workspace, NAME).instruments[0]


def test_an_extension_for_one_is_on_record_with_its_reason(round_one: Life) -> None:
    done = extend(round_one, 16, 13, "tha", HOLIDAY)
    assert (done.delegation, done.deadline) == ("THA", round_one.day(16))
    message = round_one.git("log", "-1", "--format=%an%n%B", NAME)
    assert "Secretariat of the Talks\nExtend round 1 until" in message
    assert f"for THA\n\n{HOLIDAY}" in message
    refs = round_one.refs()
    assert extend(round_one, 16, 13.5, "THA", HOLIDAY) == done
    assert round_one.refs() == refs
    assert seen(round_one).extensions == {"THA": round_one.day(16)}


def test_the_delegation_is_in_time_until_its_own_deadline_and_nobody_else(
    round_one: Life,
) -> None:
    extend(round_one, 16, 13, "THA", HOLIDAY)
    assert not round_one.submit("THA", now=15.9).late
    assert round_one.submit("MYS", now=15.9).late
    with pytest.raises(Refusal, match="for THA"):
        round_one.close(now=14)
    assert round_one.submit("THA", note="more", now=16.1).late
    closed = round_one.close(now=16.1)
    assert (closed.lodged, closed.early) == (("THA",), False)


def test_a_file_that_was_late_is_lodged_in_time_once_the_deadline_has_moved(
    round_one: Life,
) -> None:
    extend(round_one, 16, 13, "THA", HOLIDAY)
    data = edited(round_one, "MYS", "cordially")
    assert round_one.submit("MYS", data, now=14.5).late
    extend(round_one, 16, 14.6, "MYS", "The post was late.")
    again = round_one.submit("MYS", data, now=15)
    assert not again.late
    assert round_one.submit("MYS", data, now=15.1) == again
    assert round_one.close(now=16).lodged == ("MYS",)


def test_an_extension_for_one_needs_a_party_a_reason_and_an_open_round(round_one: Life) -> None:
    refs = round_one.refs()
    for code, reason, said in (("THA", " ", "has a reason"), ("XXX", "So.", "no delegation")):
        with pytest.raises(Refusal, match=said):
            extend(round_one, 16, 13, code, reason)
    assert round_one.refs() == refs
    round_one.close()
    with pytest.raises(Refusal, match="cannot be extended: it is closed") as refused:
        extend(round_one, 16, 15, "THA", "So.")
    assert "Consolidate" in refused.value.hint


def test_a_withdrawal_is_possible_until_the_delegation_s_own_deadline(round_one: Life) -> None:
    extend(round_one, 16, 13, "THA", HOLIDAY)
    for code in ("THA", "MYS"):
        round_one.submit(code)
    withdraw_submission(round_one.workspace, NAME, "THA", now=round_one.day(15))
    with pytest.raises(Refusal, match="is over"):
        withdraw_submission(round_one.workspace, NAME, "MYS", now=round_one.day(15))


def test_an_extension_that_the_deadline_of_all_has_overtaken_is_shown_no_more(
    round_one: Life,
) -> None:
    extend(round_one, 16, 13, "THA", HOLIDAY)
    extend(round_one, 18, 13.5)
    assert seen(round_one).extensions == {}


def test_what_came_late_cannot_be_withdrawn_and_that_is_said(round_one: Life) -> None:
    round_one.submit("MYS", edited(round_one, "MYS", "cordially"), now=14.5)
    with pytest.raises(Refusal, match=r"1/MYS/1/late came late and cannot be withdrawn") as late:
        withdraw_submission(round_one.workspace, NAME, "MYS", now=round_one.day(15))
    assert "counts for nothing" in late.value.hint
    round_one.close(now=15)
    admit_submission(round_one.workspace, NAME, "MYS", "The post.", now=round_one.day(15))
    reopen(round_one, 20, 16)
    with pytest.raises(Refusal, match="cannot be withdrawn") as admitted:
        withdraw_submission(round_one.workspace, NAME, "MYS", now=round_one.day(17))
    assert "Lodge another in its place" in admitted.value.hint


def test_the_chair_reopens_a_round_by_a_record_with_a_reason(round_one: Life) -> None:
    round_one.submit("MYS")
    round_one.close()
    done = reopen(round_one, 20, 15)
    assert (done.round, done.deadline) == (1, round_one.day(20))
    message = round_one.git("log", "-1", "--format=%an%n%B", NAME)
    assert "Nguyễn Văn Chủ\nReopen round 1 until" in message
    assert "A flood." in message
    refs = round_one.refs()
    assert reopen(round_one, 20, 15.5) == done
    assert round_one.refs() == refs
    assert not round_one.submit("SGP", now=19).late
    assert round_one.close(now=20).lodged == ("MYS", "SGP")


def test_what_was_late_is_in_time_when_lodged_again_after_the_reopening(round_one: Life) -> None:
    data = edited(round_one, "MYS", "cordially")
    round_one.close()
    assert round_one.submit("MYS", data, now=15).late
    reopen(round_one, 20, 16)
    assert seen(round_one).late == ("MYS",)
    assert not round_one.submit("MYS", data, now=17).late
    assert (seen(round_one).late, seen(round_one).lodged) == ((), ("MYS",))
    round_one.close(now=20)
    with pytest.raises(Refusal, match="cannot be admitted: it is superseded"):
        admit_submission(round_one.workspace, NAME, "MYS", "So.", now=round_one.day(21))


def test_what_was_admitted_counts_until_the_delegation_lodges_anew(round_one: Life) -> None:
    round_one.close()
    round_one.submit("MYS", note="late", now=15)
    admit_submission(round_one.workspace, NAME, "MYS", "The post.", now=round_one.day(16))
    reopen(round_one, 20, 17)
    assert seen(round_one).lodged == ("MYS",)
    round_one.submit("MYS", edited(round_one, "MYS", "cordially"), now=18)
    assert round_one.close(now=20).lodged == ("MYS",)
    assert round_one.consolidate(now=20).counts["proposals"] == 1


def test_a_consolidation_is_made_again_after_a_reopening(round_one: Life) -> None:
    round_one.submit("MYS", edited(round_one, "MYS", "cordially"))
    round_one.close()
    before = round_one.consolidate()
    round_one.rule()
    reopen(round_one, 20, 16)
    with pytest.raises(Refusal, match="it is open"):
        round_one.issue(now=17)
    round_one.submit("SGP", edited(round_one, "SGP", "well"), now=18)
    round_one.close(now=20)
    after = round_one.consolidate(now=20)
    assert (before.counts["proposals"], after.counts["proposals"]) == (1, 2)
    with pytest.raises(Refusal, match="it is consolidated"):
        round_one.issue(now=21)
    round_one.rule(now=21, MYS=("not accepted", ""))
    assert round_one.issue(now=22).draft == "rev-1"
    assert round_one.workspace.ledger.repository.check() == ()


def test_a_round_is_not_reopened_once_the_next_draft_is_issued(round_one: Life) -> None:
    with pytest.raises(Refusal, match="cannot be reopened: it is open"):
        reopen(round_one, 20, 5)
    round_one.close()
    with pytest.raises(Refusal, match="with a reason"):
        reopen(round_one, 20, 15, " ")
    round_one.consolidate()
    round_one.rule()
    round_one.issue()
    refs = round_one.refs()
    with pytest.raises(Refusal, match="cannot be reopened: it is issued"):
        reopen(round_one, 30, 17)
    assert round_one.refs() == refs


def test_a_round_that_waits_for_one_cannot_be_consolidated(life: Life) -> None:
    life.open(until=14, now=1, sealed=True)
    extend(life, 16, 13, "THA", HOLIDAY)
    with pytest.raises(Refusal, match="it is open"):
        life.consolidate(now=15)


def test_every_step_of_a_life_is_in_the_table(life: Life) -> None:
    workspace = life.workspace

    def step(act: Act, does: Callable[[], object]) -> None:
        before = standing(life).state
        does()
        assert standing(life).state == outcome("instrument", before, act), act

    step("reserve", lambda: reserve(workspace, NAME, "MYS", "On 1.", now=life.day(1)))
    step("open", lambda: life.open(until=9, now=1))
    life.submit("MYS", edited(life, "MYS", "cordially"), now=2)
    life.close(now=9)
    life.consolidate(now=9)
    life.rule(now=10)
    step("issue", lambda: life.issue(now=11))
    step("open silence", lambda: open_silence(workspace, NAME, life.day(20), now=life.day(12)))
    step("close", lambda: close_round(workspace, NAME, now=life.day(20)))
    step("endorse", lambda: endorse(workspace, NAME, "MYS", now=life.day(21)))
    step("clear", lambda: life.clear(now=22))
    step("adopt", lambda: life.adopt(now=23))
