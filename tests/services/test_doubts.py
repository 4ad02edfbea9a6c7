"""What is doubtful of a file or a text is a question first, and done by consent."""

from __future__ import annotations

import pytest
from tests.services import office
from tests.services.life import NAME, Life
from tests.services.test_bring_forward import next_round

from mufakat.refusal import Refusal
from mufakat.services.adopt import adopt
from mufakat.services.open_silence import open_silence
from mufakat.services.receive_submission import Receipt, receive_submission
from mufakat.text.document import digest, paragraphs


def lodged(life: Life, text: str, *, consent: bool = False) -> Receipt:
    data = text.encode()
    return receive_submission(
        life.workspace, NAME, "MYS", data, "ours.txt", now=life.day(1), consent=consent
    )


def test_a_file_issued_to_another_is_lodged_by_consent_with_the_warning(round_one: Life) -> None:
    data = office.retyped(round_one.issued("SGP"), {"warmly": "cordially"})
    before = round_one.refs()
    with pytest.raises(Refusal, match=r"issued to Singapore \(SGP\)") as refused:
        round_one.submit("MYS", data)
    assert "Lodge it as Malaysia’s only if these are its words: --consent" in refused.value.hint
    assert set(round_one.refs()) - set(before) == {f"refs/received/{digest(data)}"}
    receipt = round_one.submit("MYS", data, consent=True)
    assert any("issued to SGP" in warning for warning in receipt.warnings)


def test_the_question_on_an_older_draft_says_so_too(round_one: Life) -> None:
    data = office.tracked(round_one.issued("SGP"), {"kind hospitality": "hospitality"})
    life = next_round(round_one, 14)
    with pytest.raises(Refusal, match=r"issued to Singapore.*was made from Zero draft"):
        life.submit("MYS", data, now=18)


def test_a_file_that_keeps_less_than_half_of_the_draft_is_a_question(round_one: Life) -> None:
    text = "The Moon is made of cheese.\n\nNobody has ever eaten of it."
    with pytest.raises(Refusal, match="Only 0 of the 8 paragraphs of Zero draft") as refused:
        lodged(round_one, text)
    assert "--consent" in refused.value.hint
    assert lodged(round_one, text, consent=True).changes


def test_a_file_that_keeps_half_of_the_draft_is_none(round_one: Life) -> None:
    words = [one.text for one in paragraphs(round_one.text())]
    assert lodged(round_one, "\n\n".join(words[:4])).changes


def test_an_issued_file_in_which_everything_was_deleted_is_what_it_is(round_one: Life) -> None:
    words = {one.text: "" for one in paragraphs(round_one.text())}
    assert round_one.submit("MYS", office.retyped(round_one.issued("MYS"), words)).changes


def test_a_file_without_changes_takes_the_place_of_proposals_by_consent_alone(
    round_one: Life,
) -> None:
    changed = office.tracked(round_one.issued("MYS"), {"warmly": "cordially"})
    first = round_one.submit("MYS", changed)
    with pytest.raises(Refusal, match=rf"no change in this file.*{first.receipt}.*one proposal"):
        round_one.submit("MYS", round_one.issued("MYS"))
    assert round_one.submit("MYS", changed) == first
    second = round_one.submit("MYS", round_one.issued("MYS"), consent=True)
    assert (second.receipt, second.changes) == (f"{NAME}/1/MYS/2", {})
    assert round_one.submit("MYS", round_one.issued("MYS"), note="Again.").receipt.endswith("3")


def test_a_delegation_may_say_that_it_has_no_comment_after_all(round_one: Life) -> None:
    round_one.submit("MYS", office.tracked(round_one.issued("MYS"), {"warmly": "cordially"}))
    assert round_one.submit("MYS", None).changes == {}


def unfinished(life: Life) -> Life:
    """The first draft as it was ruled, with words that nobody would want to adopt."""
    life.submit("MYS", office.tracked(life.issued("MYS"), {"the plan": "the [bold] plan"}))
    life.close()
    life.consolidate()
    life.rule()
    life.issue()
    return life


def test_a_text_that_looks_unfinished_is_put_under_silence_and_adopted_by_consent_alone(
    round_one: Life,
) -> None:
    life = unfinished(round_one)
    until, now = life.day(40), life.day(20)
    with pytest.raises(Refusal, match="to be agreed by silence: words in brackets") as refused:
        open_silence(life.workspace, NAME, until, now=now)
    assert refused.value.details == ("2: words in brackets, “[bold]”",)
    life.clear(now=21)
    refs = life.refs()
    with pytest.raises(Refusal, match="to be adopted: words in brackets"):
        life.adopt(now=22)
    assert life.refs() == refs
    adopt(life.workspace, NAME, life.files / "chair", now=life.day(22), consent=True)
    assert life.adopt(now=23).already


def test_a_text_that_looks_unfinished_goes_under_silence_by_consent(round_one: Life) -> None:
    life = unfinished(round_one)
    until, now = life.day(40), life.day(20)
    assert open_silence(life.workspace, NAME, until, now=now, consent=True).round == 2
    assert open_silence(life.workspace, NAME, until, now=now).round == 2
