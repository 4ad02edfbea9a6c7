from datetime import UTC, datetime, timedelta

import pytest

from mufakat.procedure.matrix import Positions
from mufakat.procedure.position import (
    Position,
    Stance,
    attributions,
    check_another_s,
    columns,
    held,
    observations,
)
from mufakat.refusal import Refusal

NOW = datetime(2026, 1, 5, tzinfo=UTC)
PARTIES = ("LAO", "MYS", "SGP", "THA", "VNM")


def said(
    code: str, stance: Stance, note: str = "", proposal: str = "p2-1", hour: int = 0
) -> Position:
    return Position(code, proposal, stance, NOW + timedelta(hours=hour), note)


def test_a_later_word_of_a_delegation_takes_an_earlier_one_s_place() -> None:
    every = [said("VNM", "opposes"), said("LAO", "supports"), said("VNM", "can go along", hour=-1)]
    found = held(every, PARTIES)
    assert [(one.delegation, one.stance) for one in found["p2-1"]] == [
        ("LAO", "supports"),
        ("VNM", "can go along"),
    ]
    assert held([*every, said("VNM", "opposes", proposal="p3-1")], PARTIES).keys() == {
        "p2-1",
        "p3-1",
    }


def test_the_matrix_says_who_supports_and_who_opposes_and_in_which_words() -> None:
    found = held(
        [
            said("VNM", "opposes", "It is too long."),
            said("LAO", "supports"),
            said("THA", "can go along"),
            said("SGP", "reserves"),
        ],
        PARTIES,
    )
    assert columns(found) == {
        "p2-1": Positions(("LAO", "THA (can go along)"), ("SGP (reserves)", "VNM"))
    }
    assert observations(found) == {"p2-1": "VNM opposes: It is too long."}
    assert attributions(found) == {
        "p2-1": "LAO supports, THA can go along, VNM opposes, SGP reserves"
    }


def test_several_of_one_mind_are_said_together() -> None:
    found = held([said(code, "opposes") for code in ("VNM", "LAO", "THA")], PARTIES)
    assert attributions(found) == {"p2-1": "LAO, THA, VNM oppose"}


def test_one_speaks_of_others_proposals_that_there_are_and_of_the_whole_of_them() -> None:
    sponsors, parts = {"p2-1": ("MYS", "SGP"), "p3-1": ("THA",)}, {"p3-2": "p3-1"}
    check_another_s("p2-1", sponsors, parts, "THA")
    for proposal, code, error, hint in (
        ("p2-1", "SGP", "SGP's own proposal, with MYS", "withdrawn"),
        ("p3-1", "THA", "THA's own proposal.", "supports it already"),
        ("p3-2", "MYS", "part of the proposal p3-1", "p3-1"),
        ("p2-2", "THA", 'no proposal "p2-2"', "p2-1"),
    ):
        with pytest.raises(Refusal) as refused:
            check_another_s(proposal, sponsors, parts, code)
        assert error in refused.value.error
        assert hint in refused.value.hint
