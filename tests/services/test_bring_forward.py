"""A return on an older draft is brought forward, shown, and lodged by consent alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.edges.word.reader import read
from mufakat.refusal import Refusal
from mufakat.services.history import log
from mufakat.services.status import status
from mufakat.text.document import digest, paragraphs
from mufakat.text.tracked import accepted, original

WARMLY, HOST, YEAR = "warmly", "kind hospitality", "every year"


@pytest.fixture
def round_two(round_one: Life) -> Life:
    """Round 2 on Rev.1, in which Malaysia's "cordially" has taken the place of "warmly"."""
    lodge(round_one, "MYS", {WARMLY: "cordially"}, now=1)
    return next_round(round_one, 14)


def lodge(life: Life, code: str, words: dict[str, str], now: float, draft: str = "zero") -> None:
    life.submit(code, office.tracked(life.issued(code, draft), words), now=now)


def next_round(life: Life, end: float) -> Life:
    life.close(now=end)
    life.consolidate(now=end)
    life.rule(now=end + 1)
    life.issue(now=end + 2)
    life.open(until=end + 16, now=end + 3)
    return life


def asked(life: Life, code: str, data: bytes, now: float = 18) -> Refusal:
    with pytest.raises(Refusal) as caught:
        life.submit(code, data, now=now)
    return caught.value


def shown(refusal: Refusal) -> bytes:
    return Path(str(refusal.more["file"])).read_bytes()


def words(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(accepted(read(data).tracked))]


def test_nothing_is_lodged_before_the_delegation_consents_and_the_bytes_are_kept(
    round_two: Life,
) -> None:
    old = office.tracked(round_two.issued("SGP"), {HOST: "hospitality"})
    before = round_two.refs()
    refusal = asked(round_two, "SGP", old)
    assert set(round_two.refs()) - set(before) == {f"refs/received/{digest(old)}"}
    assert refusal.error == (
        "The file was made from Zero draft; round 2 is about Rev.1. Its one change stands in "
        "Rev.1. Nothing is lodged yet."
    )
    assert "--consent" in refusal.hint


def test_what_stands_what_is_there_and_what_is_not_brought_forward_is_said(
    round_two: Life,
) -> None:
    changes = {WARMLY: "heartily", HOST: "hospitality"}
    refusal = asked(round_two, "SGP", office.tracked(round_two.issued("SGP"), changes))
    assert "Of its 2 changes 1 stands in Rev.1 and 1 cannot be" in refusal.error
    [lost] = refusal.details
    assert lost.startswith("Zero draft, 1: ")
    assert "[warmly]" in lost
    assert "to “heartily”" in lost
    assert lost.endswith("(not brought forward; Rev.1 has “cordially”)")
    assert refusal.more["not_brought_forward"] == (lost,)
    there = asked(round_two, "THA", office.tracked(round_two.issued("THA"), {WARMLY: "cordially"}))
    assert "Its one change stands there already." in there.error
    assert "--no-comment" in there.hint


def test_the_file_that_is_shown_is_the_round_s_with_the_changes_tracked_in_it(
    round_two: Life,
) -> None:
    old = office.tracked(round_two.issued("SGP"), {HOST: "hospitality", WARMLY: "heartily"})
    old = office.commented(old, "thanked", "Or praised?")
    data = shown(asked(round_two, "SGP", old))
    returned = read(data)
    assert returned.warnings == ()
    assert returned.authors == ("SGP",)
    found = returned.fingerprint
    assert found is not None
    assert (found.kind, found.draft, found.delegation) == ("issued", "rev-1", "SGP")
    assert original(returned.tracked) == round_two.text()
    said = " ".join(words(data))
    assert "cordially" in said
    assert "its hospitality." in said
    [comment] = returned.tracked.comments
    assert (comment.text, returned.quotes[comment.id]) == (
        "Or praised?",
        read(old).quotes[read(old).tracked.comments[0].id],
    )


def test_the_file_that_was_shown_can_be_altered_and_lodged_like_any_other(
    round_two: Life,
) -> None:
    data = shown(
        asked(round_two, "SGP", office.tracked(round_two.issued("SGP"), {HOST: "hospitality"}))
    )
    receipt = round_two.submit("SGP", office.tracked(data, {YEAR: "each year"}), now=18)
    assert receipt.warnings == ()
    assert sum(receipt.changes.values()) == 2
    assert receipt.made_from == ""


def test_with_consent_it_is_lodged_as_it_was_shown_and_the_record_says_so(
    round_two: Life,
) -> None:
    old = office.tracked(round_two.issued("SGP"), {HOST: "hospitality", WARMLY: "heartily"})
    old = office.commented(old, "thanked", "Or praised?")
    refusal = asked(round_two, "SGP", old)
    receipt = round_two.submit("SGP", old, now=18, consent=True)
    assert receipt.made_from == "zero"
    assert receipt.changes == {"deletion": 1}
    assert [w for w in receipt.warnings if "heartily" in w] == list(refusal.details)
    ledger = round_two.workspace.ledger
    kept = ledger.folder_of(receipt.commit)
    assert kept["original/SGP-comments.docx"] == old
    assert b'"made_from": "zero"' in kept["submission.json"]
    assert b"Or praised?" in kept["remarks.json"]
    subjects = [act.subject for act in log(round_two.workspace, NAME).acts]
    assert "SGP in round 2: 1 change and 1 comment, brought forward from Zero draft" in subjects
    one = status(round_two.workspace, NAME).instruments[0]
    assert (one.lodged, one.brought_forward) == (("SGP",), ("SGP",))
    by_file = round_two.submit("SGP", shown(refusal), now=19)
    other = ledger.folder_of(by_file.commit)
    assert [kept[name] for name in ("text.md", "script.json")] == [
        other[name] for name in ("text.md", "script.json")
    ]


def test_what_was_lodged_with_consent_holds_to_the_laws(round_two: Life) -> None:
    old = office.tracked(round_two.issued("SGP"), {HOST: "hospitality", WARMLY: "heartily"})
    round_two.submit("SGP", office.commented(old, "thanked", "Why?"), now=18, consent=True)
    lodge(round_two, "THA", {HOST: "great hospitality"}, now=18, draft="rev-1")
    round_two.close(now=30)
    found = round_two.consolidate(now=30)
    assert all(found.laws.values())
    assert found.counts["proposals"] == 2


def test_the_same_file_again_changes_nothing(round_two: Life) -> None:
    old = office.tracked(round_two.issued("SGP"), {HOST: "hospitality"})
    first = asked(round_two, "SGP", old)
    assert asked(round_two, "SGP", old).error == first.error
    receipt = round_two.submit("SGP", old, now=18, consent=True)
    refs = round_two.refs()
    assert round_two.submit("SGP", old, now=19) == receipt
    assert round_two.submit("SGP", old, now=19, consent=True) == receipt
    assert round_two.refs() == refs


def test_a_file_two_drafts_old_is_brought_past_both(round_two: Life) -> None:
    old = office.tracked(round_two.issued("SGP"), {HOST: "hospitality", WARMLY: "heartily"})
    lodge(round_two, "THA", {"in May": "in April"}, now=18, draft="rev-1")
    next_round(round_two, 31)
    refusal = asked(round_two, "SGP", old, now=35)
    assert "made from Zero draft; round 3 is about Rev.2" in refusal.error
    said = " ".join(words(shown(refusal)))
    assert "cordially" in said
    assert "in April" in said
    assert "its hospitality." in said


def test_after_the_deadline_it_is_late_like_any_other(round_two: Life) -> None:
    old = office.tracked(round_two.issued("SGP"), {HOST: "hospitality"})
    round_two.close(now=30)
    receipt = round_two.submit("SGP", old, now=31, consent=True)
    assert receipt.late
    assert receipt.made_from == "zero"


def test_a_file_of_a_draft_that_no_round_is_about_is_refused(round_two: Life) -> None:
    newer = office.refingerprinted(round_two.issued("SGP", "rev-1"), ":rev-1", ":rev-7")
    newer = office.refingerprinted(newer, ">rev-1", ">rev-7")
    assert "the newest draft of statement is Rev.1" in asked(round_two, "SGP", newer).error
    old = office.tracked(round_two.issued("SGP"), {HOST: "hospitality"})
    round_two.close(now=30)
    round_two.consolidate(now=30)
    round_two.rule(now=31)
    round_two.issue(now=32)
    assert "Rev.2 is out, and no round on it is open" in asked(round_two, "SGP", old, now=33).error


def test_consent_to_a_file_of_the_current_draft_is_no_more_than_lodging_it(
    round_one: Life,
) -> None:
    data = office.tracked(round_one.issued("SGP"), {HOST: "hospitality"})
    receipt = round_one.submit("SGP", data, consent=True)
    assert (receipt.made_from, receipt.changes) == ("", {"deletion": 1})


def test_an_older_file_without_any_change_says_so(round_two: Life) -> None:
    assert "It changes nothing." in asked(round_two, "SGP", round_two.issued("SGP")).error
