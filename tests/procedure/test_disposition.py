from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import pytest

from mufakat.procedure.disposition import Disposition, Ruling, settle
from mufakat.procedure.fate import FATES, count, fate, nothing_lost
from mufakat.refusal import Refusal

NOW = datetime(2026, 1, 5, tzinfo=UTC)
AMENDMENTS = ("p1-aa", "p1-bb", "p2-cc")
PASSAGES = {"passage-1": ("p1-aa", "p1-bb")}


def ruling(
    *ids: str, said: Disposition = "accepted", reason: str = "Agreed.", text: str = ""
) -> Ruling:
    return Ruling(ids, said, reason, "The Chair", NOW, text)


def test_every_proposal_gets_its_one_ruling_also_through_its_passage() -> None:
    both, other = ruling("passage-1", said="deferred"), ruling("p2-cc")
    settled = settle([other, both], AMENDMENTS, PASSAGES)
    assert settled == {"p1-aa": both, "p1-bb": both, "p2-cc": other}
    assert list(settled) == list(AMENDMENTS)


@pytest.mark.parametrize(
    ("rulings", "said"),
    [
        ([ruling("p1-aa", "p1-bb")], "One proposal has no ruling: p2-cc"),
        ([ruling("p1-aa")], "2 proposals have no ruling"),
        ([ruling(*AMENDMENTS), ruling("p2-cc")], "more than one ruling on proposal p2-cc"),
        ([ruling("passage-1"), ruling("p1-aa"), ruling("p2-cc")], "more than one ruling"),
        ([ruling("p2-cd"), ruling(*AMENDMENTS)], "not a proposal of this round"),
        ([ruling(*AMENDMENTS, reason=" ")], "has no reason"),
        ([ruling("p1-aa", said="accepted as modified")], "its text is missing"),
        ([ruling("p1-aa", text="words")], "does not fit its text"),
        (
            [ruling("p1-aa", said="accepted as modified", text="It met.[note: In Ha Noi.]")],
            "would print it as words",
        ),
        ([ruling("p1-aa", "p1-bb", said="accepted as modified", text="w")], "One text is given"),
    ],
)
def test_rulings_that_do_not_settle_everything_once_are_refused(
    rulings: list[Ruling], said: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        settle(rulings, AMENDMENTS, PASSAGES)
    assert said in refusal.value.error
    assert refusal.value.hint


def test_a_ruling_on_something_unknown_names_the_nearest() -> None:
    with pytest.raises(Refusal) as refusal:
        settle([ruling("p2-cd")], AMENDMENTS, PASSAGES)
    assert "p2-cc" in refusal.value.hint


def test_accepted_proposals_that_contradict_are_refused() -> None:
    def rivals(settled: Mapping[str, Ruling]) -> Iterable[tuple[str, str]]:
        accepted = {name for name, r in settled.items() if r.disposition == "accepted"}
        return [("p1-aa", "p1-bb")] if {"p1-aa", "p1-bb"} <= accepted else []

    with pytest.raises(Refusal, match="p1-aa and p1-bb are both accepted"):
        settle([ruling(*AMENDMENTS)], AMENDMENTS, PASSAGES, rivals)
    apart = [ruling("p1-aa", "p2-cc"), ruling("p1-bb", said="not accepted")]
    assert len(settle(apart, AMENDMENTS, PASSAGES, rivals)) == 3


def test_who_gave_own_words_already_is_told_to_mark_the_others_not_accepted() -> None:
    def rivals(settled: Mapping[str, Ruling]) -> Iterable[tuple[str, str]]:
        return [("p1-aa", "p1-bb")]

    own = ruling("p1-aa", said="accepted as modified", text="words")
    with pytest.raises(Refusal) as refusal:
        settle([own, ruling("p1-bb", "p2-cc")], AMENDMENTS, PASSAGES, rivals)
    assert "mark the others not accepted" in refusal.value.hint
    assert "under" not in refusal.value.hint
    with pytest.raises(Refusal) as refusal:
        settle([ruling(*AMENDMENTS)], AMENDMENTS, PASSAGES, rivals)
    assert "your own words" in refusal.value.hint


def test_passages_are_offered_only_to_who_names_a_passage() -> None:
    for name, offered in (("nothing-like-it", "p1-aa"), ("passage-9", "passage-1")):
        with pytest.raises(Refusal) as refusal:
            settle([ruling(name)], AMENDMENTS, PASSAGES)
        assert offered in refusal.value.hint
        assert ("passage" in refusal.value.hint) == name.startswith("passage")


PROPOSALS = {"p1-aa": ("p1-aa", "p2-cc")}


def test_a_ruling_on_a_proposal_settles_all_of_it() -> None:
    column, other = ruling("p1-aa"), ruling("p1-bb", said="not accepted")
    wanted = {"p1-aa": column, "p1-bb": other, "p2-cc": column}
    assert settle([other, column], AMENDMENTS, {}, proposals=PROPOSALS) == wanted
    every = ruling("p2-cc", "p1-aa")
    assert settle([other, every], AMENDMENTS, {}, proposals=PROPOSALS)["p1-aa"] == every
    passage = ruling("passage-1", said="deferred")
    settled = settle([passage], AMENDMENTS, PASSAGES, proposals=PROPOSALS)
    assert settled == dict.fromkeys(AMENDMENTS, passage)


@pytest.mark.parametrize(
    "rulings", [[ruling("p2-cc")], [ruling("p1-aa"), ruling("p2-cc", said="not accepted")]]
)
def test_a_ruling_on_a_part_of_a_proposal_is_refused_and_told_what_to_rule_on(
    rulings: list[Ruling],
) -> None:
    with pytest.raises(Refusal) as refusal:
        settle([*rulings, ruling("p1-bb")], AMENDMENTS, {}, proposals=PROPOSALS)
    assert "p2-cc is a part of the proposal p1-aa" in refusal.value.error
    assert "p1-aa" in refusal.value.hint


def test_a_proposal_without_a_ruling_is_counted_and_named_once() -> None:
    with pytest.raises(Refusal) as refusal:
        settle([ruling("p1-bb")], AMENDMENTS, {}, proposals=PROPOSALS)
    assert "One proposal has no ruling: p1-aa." in refusal.value.error

    def rivals(settled: Mapping[str, Ruling]) -> Iterable[tuple[str, str]]:
        return [("p2-cc", "p1-bb")]

    with pytest.raises(Refusal, match="p1-aa and p1-bb are both accepted"):
        settle([ruling("p1-aa", "p1-bb")], AMENDMENTS, {}, rivals, PROPOSALS)


def test_each_disposition_has_its_fate_and_fates_are_counted() -> None:
    assert fate(None) == "bracketed"
    dispositions: list[Disposition] = [
        "accepted",
        "accepted as modified",
        "not accepted",
        "deferred",
        "withdrawn",
    ]
    fates = [fate(one) for one in dispositions]
    assert fates == ["incorporated", "incorporated", "declined", "deferred", "withdrawn"]
    assert count(fates) == dict(zip(FATES, (2, 0, 1, 1, 1, 0), strict=True))


def test_nothing_lost_means_each_proposal_in_exactly_one_fate() -> None:
    assert nothing_lost(["a", "b"], {"a": "declined", "b": "deferred"})
    assert not nothing_lost(["a", "b"], {"a": "declined"})
    assert not nothing_lost(["a"], {"a": "declined", "b": "deferred"})
    assert not nothing_lost(["a", "a"], {"a": "declined"})
