"""Silence, clearance, adoption: what has to be there before a text is agreed to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mufakat.procedure.adoption import (
    Adoption,
    Endorsement,
    check_ready,
    standing_endorsements,
)
from mufakat.procedure.clearance import Clearance, awaited, check_next, cleared
from mufakat.procedure.instrument import Instrument, check_id
from mufakat.procedure.round import opened
from mufakat.procedure.rules import Act
from mufakat.procedure.silence import check_may_break, check_period
from mufakat.procedure.standing import Standing, check, check_not_adopted
from mufakat.refusal import Refusal

NOW = datetime(2026, 1, 5, tzinfo=UTC)
WORDS, OTHERS = "d" * 64, "e" * 64
TEXT = Instrument("text", "The text", "T/1", ("MYS", "VNM"), ("group", "officials", "ministers"))


def clearance(level: str, digest: str = WORDS) -> Clearance:
    return Clearance(level, digest, NOW)


def test_levels_clear_in_order_and_the_last_one_adopts() -> None:
    check_next(TEXT, [], "group", WORDS)
    check_next(TEXT, [clearance("group")], "officials", WORDS)
    for level, given, said in [
        ("officials", [], "before group has"),
        ("ministers", [clearance("group")], "adopted, not cleared"),
        ("council", [], "does not go before council"),
    ]:
        with pytest.raises(Refusal, match=said):
            check_next(TEXT, given, level, WORDS)


def test_a_clearance_holds_for_these_words_alone() -> None:
    given = [clearance("group"), clearance("officials", OTHERS)]
    assert cleared(given, WORDS) == ("group",)
    assert awaited(TEXT, given, WORDS) == ("officials",)
    assert awaited(TEXT, given, "f" * 64) == ("group", "officials")


def test_who_would_clear_at_the_last_level_is_told_which_levels_come_first() -> None:
    hints = {
        (): "Record the clearance at group and officials first, then use mufakat adopt.",
        ("group",): "Record the clearance at officials first, then use mufakat adopt.",
        ("group", "officials"): "Use mufakat adopt.",
    }
    for levels, hint in hints.items():
        with pytest.raises(Refusal) as refusal:
            check_next(TEXT, [clearance(level) for level in levels], "ministers", WORDS)
        assert refusal.value.hint == hint


def test_adoption_waits_for_every_level_and_for_deferred_proposals() -> None:
    ready = [clearance("group"), clearance("officials")]
    check_ready(TEXT, ready, WORDS, deferred=0)
    with pytest.raises(Refusal, match="not been cleared at officials"):
        check_ready(TEXT, ready[:1], WORDS, deferred=0)
    with pytest.raises(Refusal, match="2 deferred proposals are still open"):
        check_ready(TEXT, ready, WORDS, deferred=2)


def test_an_instrument_of_one_level_needs_no_clearance() -> None:
    check_ready(replace(TEXT, levels=("ministers",)), [], WORDS, deferred=0)


def test_a_delegations_newest_word_on_these_words_counts() -> None:
    said = [
        Endorsement("MYS", WORDS, NOW, ad_referendum=True),
        Endorsement("VNM", OTHERS, NOW),
        Endorsement("MYS", WORDS, NOW),
    ]
    standing = standing_endorsements(said, WORDS)
    assert list(standing) == ["MYS"]
    assert not standing["MYS"].ad_referendum


def test_silence_has_a_shortest_period() -> None:
    check_period(NOW, NOW + timedelta(hours=72), timedelta(hours=72))
    with pytest.raises(Refusal, match="72 hours at least"):
        check_period(NOW, NOW + timedelta(hours=71, minutes=59), timedelta(hours=72))


def test_silence_is_broken_in_time_and_with_a_reason() -> None:
    running = opened(2, "rev-1", NOW, NOW + timedelta(days=3), kind="silence")
    check_may_break(running, "We cannot agree to paragraph 4.", NOW + timedelta(days=3))
    with pytest.raises(Refusal, match="with a reason"):
        check_may_break(running, "  ", NOW)
    with pytest.raises(Refusal, match="lapsed on"):
        check_may_break(running, "Too late.", NOW + timedelta(days=3, seconds=1))
    with pytest.raises(Refusal, match="round of comments"):
        check_may_break(opened(1, "zero", NOW, NOW + timedelta(days=3)), "No.", NOW)


def test_the_stage_says_where_an_instrument_stands() -> None:
    standing = Standing("text", "rev-1", WORDS)
    assert standing.stage == "drafted"
    running = opened(1, "rev-1", NOW, NOW + timedelta(days=3))
    assert replace(standing, round=running).stage == "round open"
    silent = replace(running, kind="silence")
    assert replace(standing, round=silent).stage == "silence open"
    broken = replace(standing, round=replace(silent, state="broken", broken_by="MYS"))
    assert broken.stage == "silence broken"
    assert replace(standing, agreed=WORDS).stage == "agreed"
    assert replace(standing, agreed=OTHERS).stage == "drafted"
    assert replace(standing, clearances=(clearance("group"),)).stage == "cleared"


def test_a_text_under_negotiation_is_not_agreed_to() -> None:
    running = opened(1, "rev-1", NOW, NOW + timedelta(days=3))
    standing = Standing("text", "rev-1", WORDS, running)
    acts: tuple[Act, ...] = ("open", "open silence", "clear", "endorse", "adopt")
    for act in acts:
        with pytest.raises(Refusal, match="Round 1 is open") as refused:
            check(standing, act)
        assert "mufakat round close" in refused.value.hint
    check(standing, "reserve")
    check_not_adopted(standing)


def test_a_text_on_which_silence_was_broken_goes_back_to_a_round() -> None:
    record = opened(1, "rev-1", NOW, NOW + timedelta(days=3), kind="silence")
    standing = Standing("text", "rev-1", WORDS, replace(record, state="broken", broken_by="MYS"))
    check(standing, "open")
    with pytest.raises(Refusal, match="was broken by MYS") as refused:
        check(standing, "clear")
    assert "round of comments" in refused.value.hint
    check(replace(standing, draft="rev-2"), "clear")
    assert replace(standing, clearances=(clearance("group"),)).state == "silence broken"


def test_an_adopted_text_is_never_altered() -> None:
    adopted = Adoption("ministers", "rev-1", WORDS, NOW, "text/adopted", "key")
    standing = Standing("text", "rev-1", WORDS, adoption=adopted)
    acts: tuple[Act, ...] = ("open", "reserve", "adopt")
    for act in acts:
        with pytest.raises(Refusal, match="has been adopted"):
            check(standing, act)
    with pytest.raises(Refusal, match="has been adopted"):
        check_not_adopted(standing)


@pytest.mark.parametrize(
    "name", ["", "A", "a b", "../a", "a/b", "-a", "a-", "a--b", "é", "a.lock", "x" * 61, "@", "a\n"]
)
def test_names_that_could_not_be_a_file_or_a_ref_are_refused(name: str) -> None:
    with pytest.raises(Refusal):
        check_id(name)
