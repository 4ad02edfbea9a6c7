"""A file that may not be its delegation's return is a question first, and lodged by consent."""

from __future__ import annotations

import pytest
from tests.services import office
from tests.services.life import NAME, Life
from tests.services.test_bring_forward import next_round

from mufakat.refusal import Refusal
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
