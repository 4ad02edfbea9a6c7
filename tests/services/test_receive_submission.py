from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import pytest
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.edges import git_program
from mufakat.procedure.standing import Standing
from mufakat.refusal import Refusal
from mufakat.services.admit_submission import admit_submission
from mufakat.services.history import log
from mufakat.services.receive_submission import Receipt, receive_submission
from mufakat.services.status import status
from mufakat.services.understand import Understood, understand
from mufakat.services.withdraw_submission import withdraw_submission
from mufakat.text.document import digest

WARMLY, HOST = "warmly", "kind hospitality"


def test_a_file_is_kept_as_received_understood_and_acknowledged(round_one: Life) -> None:
    data = office.tracked(round_one.issued("MYS"), {WARMLY: "cordially"})
    receipt = round_one.submit("MYS", data, note="With thanks")
    assert receipt.receipt == "statement/1/MYS/1"
    assert receipt.sha256 == digest(data)
    assert receipt.changes == {"replacement": 1}
    [said] = receipt.understood
    assert (said.place, said.kind) == ("1", "replacement")
    assert said.before.replace(WARMLY, "cordially") == said.after
    assert not receipt.late
    assert receipt.warnings == ()
    repository = round_one.workspace.ledger.repository
    kept = repository.read(
        [f"{receipt.commit}:original/MYS-comments.docx", f"refs/received/{digest(data)}"]
    )
    assert kept == (data, data)
    found = repository.commits("-1", receipt.commit)[0]
    assert str(found.author) == "Malaysia <mys@talks.example>"
    assert found.parents == (round_one.workspace.ledger.opened(NAME, 1),)


def test_a_receipt_takes_two_strokes_of_git_and_two_moves_of_refs_and_none_if_made_before(
    round_one: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = office.tracked(round_one.issued("MYS"), {WARMLY: "cordially"})
    again = office.tracked(round_one.issued("MYS"), {WARMLY: "gladly"})
    round_one.submit("MYS", data)
    execute, asked = git_program.execute, list[str]()

    def counted(runner: Any, command: Sequence[str], *given: Any) -> tuple[int, bytes, bytes]:
        asked.append(command[0])
        return execute(runner, command, *given)

    monkeypatch.setattr(git_program, "execute", counted)
    round_one.submit("MYS", again)
    assert asked == ["unpack-objects", "update-ref"] * 2
    asked.clear()
    round_one.submit("MYS", again)
    assert asked == []


@pytest.mark.parametrize("data", [b"not a Word file", None])
def test_whoever_waits_is_told_that_a_file_is_kept_before_it_is_read(
    round_one: Life, data: bytes | None
) -> None:
    ledger, told = round_one.workspace.ledger, list[str]()

    def kept(sha256: str) -> None:
        assert ledger.repository.read([f"refs/received/{sha256}"]) == (data,)
        told.append(sha256)

    with pytest.raises(Refusal) if data else nullcontext():
        receive_submission(
            round_one.workspace, NAME, "MYS", data, "x.docx", now=round_one.day(1), kept=kept
        )
    assert told == ([digest(data)] if data else [])


def test_edits_with_tracking_off_are_found_and_said(round_one: Life) -> None:
    untracked = round_one.submit("MYS", office.retyped(round_one.issued("MYS"), {WARMLY: "well"}))
    assert untracked.changes == {"replacement": 1}
    assert any("Tracking was switched off" in warning for warning in untracked.warnings)
    both = office.retyped(round_one.issued("SGP"), {HOST: "hospitality"})
    both = office.tracked(both, {WARMLY: "cordially"})
    mixed = round_one.submit("SGP", both)
    assert sum(mixed.changes.values()) == 2
    assert any("One change in this tracked file" in warning for warning in mixed.warnings)


def test_no_comment_is_a_submission_with_or_without_a_file(round_one: Life) -> None:
    assert round_one.submit("MYS", None).changes == {}
    receipt = round_one.submit("SGP", round_one.issued("SGP"))
    assert (receipt.changes, receipt.warnings) == ({}, ())
    assert status(round_one.workspace, NAME).instruments[0].lodged == ("MYS", "SGP")


def test_a_receipt_and_its_warning_count_alike(round_one: Life) -> None:
    data = office.retyped(
        round_one.issued("MYS"), {WARMLY: "cordially", "every": "each\u00a0every"}
    )
    receipt = round_one.submit("MYS", data)
    total = sum(receipt.changes.values())
    assert len(receipt.understood) == total
    assert f": {total} changes were found" in receipt.warnings[0]


def test_the_log_tells_no_comment_from_a_file_without_changes(round_one: Life) -> None:
    round_one.submit("MYS", None)
    round_one.submit("SGP", round_one.issued("SGP"))
    round_one.submit("THA", office.commented(round_one.issued("THA"), WARMLY, "Why?"))
    said = {act.subject for act in log(round_one.workspace, NAME).acts}
    assert said > {
        "MYS in round 1: no comment",
        "SGP in round 1: a file without changes",
        "THA in round 1: 1 comment",
    }


def test_comments_are_kept_as_the_delegation_s(round_one: Life) -> None:
    receipt = round_one.submit("MYS", office.commented(round_one.issued("MYS"), WARMLY, "Why?"))
    repository = round_one.workspace.ledger.repository
    held = repository.read([f"{receipt.commit}:remarks.json"])[0]
    assert held is not None
    assert b'"sponsor": "MYS"' in held
    assert b'"text": "Why?"' in held
    assert office.AUTHOR.encode() not in held
    assert (receipt.changes, receipt.comments) == ({}, 1)


def test_the_same_file_again_changes_nothing(round_one: Life) -> None:
    data = office.tracked(round_one.issued("MYS"), {WARMLY: "cordially"})
    first = round_one.submit("MYS", data)
    refs = round_one.refs()
    assert round_one.submit("MYS", data, now=2) == first
    assert round_one.refs() == refs


@pytest.mark.parametrize("words", [("cordially", "cordially"), ("cordially", "well")])
def test_a_file_that_comes_while_another_is_read_is_seen(
    words: tuple[str, str], round_one: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (office.tracked(round_one.issued("MYS"), {WARMLY: word}) for word in words)
    quicker: list[Receipt] = []

    def reading(*given: Any) -> Understood:
        monkeypatch.undo()
        quicker.append(round_one.submit("MYS", other))
        return understand(*given)

    monkeypatch.setattr("mufakat.services.receive_submission.understand", reading)
    slower = round_one.submit("MYS", one, now=2)
    assert quicker[0].receipt == "statement/1/MYS/1"
    if one == other:
        assert slower == quicker[0]
    else:
        assert slower.receipt == "statement/1/MYS/2"


def test_a_later_file_supersedes_and_both_are_kept(round_one: Life) -> None:
    first = round_one.submit("MYS", office.tracked(round_one.issued("MYS"), {WARMLY: "cordially"}))
    second = round_one.submit("MYS", office.tracked(round_one.issued("MYS"), {WARMLY: "well"}))
    assert (first.receipt, second.receipt) == ("statement/1/MYS/1", "statement/1/MYS/2")
    round_one.close()
    found = round_one.consolidate()
    assert found.counts["superseded"] == 1
    parents = round_one.workspace.ledger.repository.commits("-1", found.commit)[0].parents
    assert second.commit in parents
    assert first.commit not in parents
    assert round_one.refs()[f"refs/submissions/{NAME}/1/MYS/1"] == first.commit


def test_a_file_of_another_instrument_is_refused_with_the_right_one_named(
    round_one: Life,
) -> None:
    data = office.refingerprinted(round_one.issued("MYS"), "statement", "record")
    with pytest.raises(Refusal, match="belongs to record"):
        round_one.submit("MYS", data)
    assert f"refs/received/{digest(data)}" in round_one.refs()


def test_a_file_with_other_delegations_words_is_refused(round_one: Life) -> None:
    round_one.submit("SGP", office.tracked(round_one.issued("SGP"), {WARMLY: "cordially"}))
    round_one.close()
    compiled = round_one.consolidate().outputs["compilation"].read_bytes()
    with pytest.raises(Refusal, match="words of others"):
        round_one.submit("MYS", compiled, now=15)


@pytest.mark.parametrize("data", [b"", b"not a Word file", b"PK\x03\x04 broken", b"%PDF-1.7"])
def test_what_is_no_word_file_is_refused_and_kept(round_one: Life, data: bytes) -> None:
    before = round_one.refs()
    with pytest.raises(Refusal) as refusal:
        round_one.submit("MYS", data)
    assert refusal.value.hint
    added = set(round_one.refs()) - set(before)
    assert added == {f"refs/received/{digest(data)}"}


def test_a_text_pasted_into_a_new_document_is_aligned_by_its_words(round_one: Life) -> None:
    pasted = office.unfingerprinted(round_one.issued("MYS"))
    receipt = round_one.submit("MYS", pasted)
    assert any("does not say which draft" in warning for warning in receipt.warnings)


def test_words_in_the_page_header_are_reported(round_one: Life) -> None:
    receipt = round_one.submit("MYS", office.reheaded(round_one.issued("MYS"), " SECRET"))
    assert any("not taken over" in w and "SECRET" in w for w in receipt.warnings)
    assert receipt.changes == {}


def test_names_are_checked_before_anything_is_kept(round_one: Life) -> None:
    before = round_one.refs()
    for code in ("XXX", "MY"):
        with pytest.raises(Refusal, match="no delegation"):
            round_one.submit(code, b"anything")
    assert round_one.refs() == before


def test_what_comes_after_the_deadline_is_late_even_if_nobody_closed_the_round(
    round_one: Life,
) -> None:
    assert not round_one.submit("MYS", None, now=14).late
    receipt = round_one.submit("SGP", None, now=14.001)
    assert receipt.late
    assert receipt.receipt == "statement/1/SGP/1/late"
    found = status(round_one.workspace, NAME).instruments[0]
    assert (found.lodged, found.late) == (("MYS",), ("SGP",))


def test_a_late_file_counts_only_by_the_chair_s_recorded_decision(round_one: Life) -> None:
    data = office.tracked(round_one.issued("THA"), {WARMLY: "cordially"})
    round_one.close()
    assert round_one.consolidate().counts["proposals"] == 0
    receipt = round_one.submit("THA", data, now=15)
    assert receipt.late
    assert round_one.consolidate(now=15).counts["proposals"] == 0
    with pytest.raises(Refusal, match="with a reason"):
        admit_submission(round_one.workspace, NAME, "THA", " ", now=round_one.day(15))
    with pytest.raises(Refusal, match="no late submission"):
        admit_submission(round_one.workspace, NAME, "SGP", "Why?", now=round_one.day(15))
    first = admit_submission(
        round_one.workspace,
        NAME,
        "THA",
        "The capital's offices were closed.",
        now=round_one.day(15),
    )
    again = admit_submission(round_one.workspace, NAME, "THA", "Again.", now=round_one.day(15))
    assert again == first
    author = round_one.git("log", "-1", "--format=%an: %b", NAME).strip()
    assert author == "Nguyễn Văn Chủ: The capital's offices were closed."
    found = round_one.consolidate(now=16)
    assert found.counts["proposals"] == 1
    assert receipt.commit in round_one.workspace.ledger.repository.commits("-1", NAME)[0].parents


def test_a_withdrawal_leaves_nothing_that_counts_and_all_on_record(round_one: Life) -> None:
    life = round_one
    with pytest.raises(Refusal, match="lodged nothing"):
        withdraw_submission(life.workspace, NAME, "MYS", now=life.day(1))
    life.submit("MYS", office.tracked(life.issued("MYS"), {WARMLY: "cordially"}))
    first = withdraw_submission(life.workspace, NAME, "MYS", now=life.day(2))
    assert withdraw_submission(life.workspace, NAME, "MYS", now=life.day(3)) == first
    assert "MYS" in status(life.workspace, NAME).instruments[0].missing
    life.close()
    found = life.consolidate()
    assert found.counts["proposals"] == 0
    assert len(life.git("for-each-ref", f"refs/submissions/{NAME}").splitlines()) == 2


def test_what_was_lodged_cannot_be_taken_back_once_the_round_is_over(round_one: Life) -> None:
    round_one.submit("SGP", None)
    round_one.close()
    with pytest.raises(Refusal, match="is over"):
        withdraw_submission(round_one.workspace, NAME, "SGP", now=round_one.day(15))


def test_nothing_is_lodged_before_a_round_opens(life: Life) -> None:
    with pytest.raises(Refusal, match="No round has been opened"):
        life.submit("MYS", None)


def test_the_state_in_the_record_is_a_file_that_people_can_read(round_one: Life) -> None:
    from mufakat import records

    text = round_one.git("show", f"{NAME}:state.json")
    standing = records.read(Standing, text.encode())
    assert standing.stage == "round open"
    assert '"deadline": "2025-12-15T09:00:00+07:00"' in text


def test_a_file_that_takes_the_place_of_another_says_so(round_one: Life) -> None:
    issued = round_one.issued("MYS")
    first = round_one.submit("MYS", office.tracked(issued, {"warmly": "cordially"}), now=1)
    assert not any("takes the place" in told for told in first.warnings)
    second = round_one.submit("MYS", office.tracked(issued, {"warmly": "gladly"}), now=2)
    assert second.warnings[0] == (
        f"This takes the place of {first.receipt} (one change), which no longer counts; it is kept."
    )
    again = round_one.submit("MYS", office.tracked(issued, {"warmly": "gladly"}), now=3)
    assert again == second
