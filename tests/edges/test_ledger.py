from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from mufakat import records
from mufakat.edges.git import Raced
from mufakat.edges.ledger import Head, Ledger, Lodged
from mufakat.edges.record_names import INSTRUMENT, TEXT, safe_name
from mufakat.edges.survey import survey
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Party
from mufakat.procedure.round import closed, opened
from mufakat.procedure.standing import Standing
from mufakat.procedure.submission import Submission
from mufakat.text.document import digest

NOW = datetime(2025, 12, 1, 9, tzinfo=timezone(timedelta(hours=7)))
UNTIL = NOW + timedelta(days=14)
SECRETARIAT = Party("Secretariat", "secretariat@talks.example")
MALAYSIA = Party("Malaysia", "mys@talks.example")
SINGAPORE = Party("Singapore", "sgp@talks.example")
TEXTS = Instrument("text", "The text", "T/1", ("MYS", "SGP"), ("ministers",))
LODGED = Submission("text", 1, "MYS", 0, NOW)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "talks.git")
    made.repository.init()
    standing = Standing("text", "zero", digest("words\n"))
    files = {TEXT: b"words\n", INSTRUMENT: records.write(TEXTS)}
    commit = made.commit(standing, files, "Zero draft\n", SECRETARIAT, NOW, head=None)
    made.publish(commit, standing, head=None)
    return made


def head_of(ledger: Ledger) -> Head:
    head = ledger.head("text")
    assert head is not None
    return head


def change(ledger: Ledger, standing: Standing, *, head: Head) -> str:
    commit = ledger.commit(standing, {}, "Next\n", SECRETARIAT, NOW, head=head)
    ledger.publish(commit, standing, head=head)
    return commit


def open_round(ledger: Ledger) -> Head:
    head = head_of(ledger)
    change(ledger, replace(head.standing, round=opened(1, "zero", NOW, UNTIL)), head=head)
    return head_of(ledger)


def test_a_main_line_carries_everything_along(ledger: Ledger) -> None:
    head = open_round(ledger)
    assert head.instrument == TEXTS
    assert ledger.read(head, TEXT) == b"words\n"
    assert head.standing.stage == "round open"
    assert set(head.files) == {"text.md", "instrument.json", "state.json", "rounds/1/round.json"}
    assert ledger.instruments() == ("text",)
    assert ledger.head("other") is None


def test_who_comes_second_changes_nothing(ledger: Ledger) -> None:
    head = head_of(ledger)
    standing = replace(head.standing, round=opened(1, "zero", NOW, UNTIL))
    first = change(ledger, standing, head=head)
    refs = ledger.repository.refs("refs")
    with pytest.raises(Raced):
        change(ledger, replace(standing, deferred=1), head=head)
    assert ledger.repository.refs("refs") == refs
    assert head_of(ledger).commit == first


def test_a_round_s_state_moves_with_the_main_line(ledger: Ledger) -> None:
    head = open_round(ledger)
    assert head.round_state == head.commit == ledger.opened("text", 1)
    assert head.standing.round is not None
    shut = closed(head.standing.round, UNTIL)
    commit = change(ledger, replace(head.standing, round=shut), head=head)
    refs = ledger.repository.refs("refs/rounds")
    assert refs == {
        "refs/rounds/text/1/opened": head.commit,
        "refs/rounds/text/1/state": commit,
    }
    after = head_of(ledger)
    other = change(ledger, replace(after.standing, deferred=1), head=after)
    assert ledger.repository.refs("refs/rounds")["refs/rounds/text/1/state"] == commit != other


def test_submissions_are_numbered_and_hang_on_the_commit_that_opened_the_round(
    ledger: Ledger,
) -> None:
    head = open_round(ledger)
    receipts: list[Lodged] = []
    for lodged in (LODGED, replace(LODGED, late=True), LODGED):
        receipts += [ledger.lodge(head, lodged, {"original/a.docx": b"x"}, MALAYSIA, seen=receipts)]
    assert [one.submission.receipt for one in receipts] == [
        "text/1/MYS/1",
        "text/1/MYS/1/late",
        "text/1/MYS/2",
    ]
    assert [one.submission.seq for one in ledger.submissions("text", 1)] == [1, 2]
    assert [one.submission.late for one in ledger.submissions("text", 1, late=True)] == [True]
    for one in receipts:
        found = ledger.repository.commits("-1", one.commit)[0]
        assert found.parents == (head.commit,)
        assert found.author == MALAYSIA


def test_the_gate_is_shut_for_whoever_saw_it_open(ledger: Ledger) -> None:
    head = open_round(ledger)
    assert head.standing.round is not None
    change(ledger, replace(head.standing, round=closed(head.standing.round, UNTIL)), head=head)
    with pytest.raises(Raced):
        ledger.lodge(head, LODGED, {}, MALAYSIA, seen=[])
    assert ledger.submissions("text", 1) == []


@pytest.mark.parametrize("late", [False, True])
def test_nothing_is_lodged_over_what_its_delegation_lodged_meanwhile(
    late: bool, ledger: Ledger
) -> None:
    head = open_round(ledger)
    first = ledger.lodge(head, LODGED, {}, MALAYSIA, seen=[])
    with pytest.raises(Raced):
        ledger.lodge(head, replace(LODGED, late=late), {}, MALAYSIA, seen=[])
    assert ledger.lodged_by("MYS", "text", 1) == [first]


def test_what_was_received_is_kept_once_under_its_digest(ledger: Ledger) -> None:
    data = b"PK\x03\x04 whatever it is"
    assert ledger.keep(data) == ledger.keep(data) == digest(data)
    refs = ledger.repository.refs("refs/received")
    assert list(refs) == [f"refs/received/{digest(data)}"]
    assert ledger.repository.read(list(refs.values())) == (data,)


@pytest.mark.parametrize("whose", ["", "MYS", "SGP"])
def test_a_survey_says_the_same_as_a_closer_look(whose: str, ledger: Ledger) -> None:
    head = open_round(ledger)
    first = ledger.lodge(head, LODGED, {}, MALAYSIA, seen=[])
    ledger.lodge(head, replace(LODGED, late=True), {}, MALAYSIA, seen=[first])
    ledger.lodge(head, replace(LODGED, delegation="SGP"), {}, SINGAPORE, seen=[])
    found = survey(ledger.repository, ["text", "other"], whose)
    assert list(found) == ["text"]
    assert found["text"].standing == head.standing
    for late, said in ((False, found["text"].in_time), (True, found["text"].late)):
        every = (one.submission for one in ledger.submissions("text", 1, late=late))
        assert said == tuple(one for one in every if whose in ("", one.delegation))
    assert len(found["text"].late) == (whose != "SGP")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("comments.docx", "comments.docx"),
        ("C:\\Users\\x\\Bình luận (2).docx", "B-nh-lu-n-2.docx"),
        ("../../etc/passwd", "passwd.docx"),
        ("ຄຳເຫັນ.docx", "submission.docx"),
        ("", "submission.docx"),
        ("...", "submission.docx"),
        ("-rf.docx", "rf.docx"),
        ("a" * 300 + ".odt", "a" * 80 + ".odt"),
        ("a\nb\0c.docx", "a-b-c.docx"),
    ],
)
def test_file_names_are_of_our_own_making(name: str, kept: str) -> None:
    assert safe_name(name) == kept
