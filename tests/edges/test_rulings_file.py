from datetime import UTC, datetime

import pytest
import yaml

from mufakat.edges.rulings_file import Entry, blank, read, record, recorded
from mufakat.procedure.disposition import Ruling
from mufakat.refusal import Refusal

NOW = datetime(2026, 1, 5, tzinfo=UTC)
ENTRIES = [
    Entry(("p1-aa",), "passage-1", "2(a)", "MYS; SGP", "replacement", "noted", "[welcomed]"),
    Entry(("p1-bb",), "passage-1", "2(a)", "THA", "deletion", "[noted]", "", "delete: = {{ x }}"),
]
BLANK = blank("text", 1, "Zero draft", "c" * 40, ENTRIES)


def filled(**change: object) -> bytes:
    held = yaml.safe_load(BLANK)
    held["rest"] = {"disposition": "not accepted", "reason": "No support."}
    held["rulings"][0] |= {"disposition": "accepted", "reason": "Support."}
    return yaml.safe_dump(held | change, allow_unicode=True).encode()


def test_a_blank_file_tells_a_person_what_to_rule_on() -> None:
    text = BLANK.decode()
    for words in ("MYS; SGP", "[welcomed]", "2(a)", "accepted as modified", "passage-1"):
        assert words in text
    found = read(BLANK, "The Chair", NOW)
    assert (found.instrument, found.round, found.consolidation) == ("text", 1, "c" * 40)
    assert (found.rulings, found.rest) == ((), None)


def test_what_was_filled_in_is_read() -> None:
    found = read(filled(), "The Chair", NOW)
    assert found.rulings == (Ruling(("p1-aa",), "accepted", "Support.", "The Chair", NOW),)
    assert found.rest is not None
    assert found.rest.disposition == "not accepted"


def test_what_is_consensual_can_be_ruled_on_apart() -> None:
    consensual = {"disposition": "accepted", "reason": "By consensus."}
    found = read(filled(consensual=consensual), "The Chair", NOW)
    assert found.consensual == Ruling(
        ("consensual",), "accepted", "By consensus.", "The Chair", NOW
    )
    assert read(filled(), "The Chair", NOW).consensual is None


def test_a_passage_or_several_proposals_can_be_ruled_on_at_once() -> None:
    held = [
        {"passage": "passage-1", "disposition": "deferred", "reason": "Later."},
        {"proposals": ["p2", "p3"], "disposition": "Accepted".lower(), "reason": "Yes."},
        {"proposals": "p4", "disposition": "accepted  as modified", "reason": "So.", "text": "x"},
    ]
    found = read(filled(rulings=held), "The Chair", NOW).rulings
    assert [ruling.ids for ruling in found] == [("passage-1",), ("p2", "p3"), ("p4",)]
    assert found[2].disposition == "accepted as modified"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"rulings: [", "well-formed"),
        (b"a: \xff", "well-formed"),
        (b"[]", "not a file of rulings"),
        (b"rulings: 3", "not a file of rulings"),
        (filled(rest="accepted"), "rest is not understood"),
        (filled(round="first"), "not the number of a round"),
        (filled(rulnigs=[]), 'key "rulnigs"'),
        (filled(rulings=["p1"]), "entry 1 is not understood"),
        (filled(rulings=[{"proposals": ["a"], "dispositon": "x"}]), 'key "dispositon"'),
        (filled(rulings=[{"proposals": ["a"], "disposition": "yes"}]), "not a text|says"),
        (filled(rulings=[{"proposals": ["a"], "disposition": "acepted"}]), 'says "acepted"'),
        (filled(rulings=[{"proposals": ["a"], "reason": "Because."}]), "no disposition"),
        (filled(rulings=[{"disposition": "accepted", "reason": "x"}]), "what it rules on"),
        (filled(rulings=[{"proposals": ["a"], "disposition": "accepted", "reason": 5}]), "a text"),
    ],
)
def test_a_file_that_is_not_understood_is_refused_with_its_place(data: bytes, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refusal:
        read(data, "The Chair", NOW)
    assert refusal.value.hint


def test_recorded_rulings_come_back_exactly() -> None:
    rulings = (
        Ruling(("p1-aa", "p2-bb"), "accepted", "Vì đồng thuận: = yes", "Nguyễn", NOW),
        Ruling(("p3",), "accepted as modified", "2026-01-05", "Nguyễn", NOW, "no\nyes: [x]"),
    )
    assert recorded(record(rulings)) == rulings
