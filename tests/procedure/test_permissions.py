from datetime import UTC, datetime, timedelta

import pytest

from mufakat.procedure.delegation import Delegation, Roster
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Chair, Level, Meeting, Party
from mufakat.procedure.permissions import actor, check_party
from mufakat.procedure.round import opened
from mufakat.procedure.visibility import check_may_see_words, may_see_words
from mufakat.refusal import Refusal

TEXT = Instrument("record", "The record", "R/1", ("THA", "VNM"), ("officials",))
MEETING = Meeting(
    "talks",
    "The talks",
    "Talks",
    Roster(
        (
            Delegation("MYS", "Malaysia"),
            Delegation("THA", "Thailand"),
            Delegation("VNM", "Viet Nam"),
        )
    ),
    (Level("officials", "Senior officials"),),
    (TEXT,),
    Chair("VNM", "The Chair"),
    Party("The Secretariat", "secretariat@talks.example"),
    "Asia/Bangkok",
)
NOW = datetime(2026, 1, 5, 2, tzinfo=UTC)


def test_an_act_stands_on_record_in_the_name_of_who_did_it() -> None:
    thailand = MEETING.roster.find("THA")
    assert str(actor(MEETING, "submit", thailand)) == "Thailand <tha@talks.example>"
    assert str(actor(MEETING, "rule")) == "The Chair <chair@talks.example>"
    assert actor(MEETING, "close") == MEETING.secretariat
    with pytest.raises(Refusal):
        actor(MEETING, "submit")


def test_a_delegation_that_is_not_party_is_refused() -> None:
    assert check_party(MEETING, TEXT, "tha").code == "THA"
    with pytest.raises(Refusal, match="not party") as refusal:
        check_party(MEETING, TEXT, "MYS")
    assert "THA and VNM" in refusal.value.hint


def test_a_sealed_round_shows_nobody_elses_words_before_it_closes() -> None:
    sealed = opened(1, "zero", NOW, NOW + timedelta(days=1), sealed=True)
    assert may_see_words(sealed, "THA", "THA")
    assert not may_see_words(sealed, "THA", "VNM")
    assert not may_see_words(sealed, "THA")
    with pytest.raises(Refusal, match="sealed"):
        check_may_see_words(sealed, "THA", "VNM")
    unsealed = opened(1, "zero", NOW, NOW + timedelta(days=1))
    assert may_see_words(unsealed, "THA", "VNM")


def test_moments_are_kept_in_the_meetings_time_zone_to_the_second() -> None:
    kept = MEETING.moment(NOW.replace(microsecond=5))
    assert kept.isoformat() == "2026-01-05T09:00:00+07:00"
    with pytest.raises(Refusal, match="no time zone"):
        MEETING.moment(NOW.replace(tzinfo=None))


def test_instruments_and_levels_are_found_by_name() -> None:
    assert MEETING.instrument("record") is TEXT
    assert MEETING.level("senior officials").id == "officials"
    with pytest.raises(Refusal) as refusal:
        MEETING.instrument("recrod")
    assert "record" in refusal.value.hint
