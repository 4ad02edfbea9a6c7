"""A return as plain text, Markdown or HTML proposes words, not other styles."""

from __future__ import annotations

import pytest
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.refusal import Refusal
from mufakat.services.receive_submission import Receipt, receive_submission
from mufakat.text.document import paragraphs

HASHED = "# {0}\n\n{1}"


def lodged(life: Life, filename: str, text: str) -> Receipt:
    return receive_submission(life.workspace, NAME, "MYS", text.encode(), filename, now=life.day(1))


def words(life: Life) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(life.text())]


@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_a_title_and_numbered_paragraphs_stay_what_they_are(round_one: Life, ending: str) -> None:
    title, *others = words(round_one)
    others = [text.replace("warmly", "cordially") for text in others]
    if ending == "html":
        body = "".join(f"<p>{text}</p>" for text in others)
        written = f"<html><body><h1>{title}</h1>{body}</body></html>"
    else:
        written = HASHED.format(title, "\n\n".join(others))
    receipt = lodged(round_one, f"ours.{ending}", written)
    assert receipt.changes == {"replacement": 1}
    assert any("does not say how paragraphs are styled" in told for told in receipt.warnings)


def test_words_made_bold_are_a_proposal(round_one: Life) -> None:
    title, *others = words(round_one)
    others = [text.replace("warmly", "**warmly**") for text in others]
    receipt = lodged(round_one, "ours.md", HASHED.format(title, "\n\n".join(others)))
    assert receipt.changes == {"formatting": 1}


def test_a_heading_that_only_looks_bold_is_no_proposal(round_one: Life) -> None:
    title, *others = words(round_one)
    written = HASHED.format(f"**{title}**", "\n\n".join(others)).replace("kind", "warm")
    assert lodged(round_one, "ours.md", written).changes == {"replacement": 1}


def test_the_words_alone_in_a_new_document_propose_words_alone(round_one: Life) -> None:
    edited = office.retyped(round_one.issued("MYS"), {"warmly": "cordially"})
    receipt = round_one.submit("MYS", office.unfingerprinted(edited))
    assert "restyle" not in receipt.changes
    assert "replacement" in receipt.changes


def test_what_is_refused_is_said_to_be_kept(round_one: Life) -> None:
    with pytest.raises(Refusal) as caught:
        round_one.submit("MYS", b"%PDF-1.7")
    assert caught.value.hint.endswith("What was sent is kept.")
