"""What stands around the text in an issued file is no proposal when it comes back as plain text."""

from __future__ import annotations

import io
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pytest
from tests.edges.test_odt_comments import begin, end, written
from tests.services.life import NAME, Life

from mufakat.edges.word.reader import read
from mufakat.procedure.standing import current_round
from mufakat.services.look_up import look_up
from mufakat.services.receive_submission import Receipt, receive_submission
from mufakat.services.understand import understand
from mufakat.text.document import paragraphs


def lodged(life: Life, *lines: str) -> Receipt:
    data = "\n".join(lines).encode()
    return receive_submission(life.workspace, NAME, "MYS", data, "ours.txt", now=life.day(1))


@pytest.fixture
def words(round_one: Life) -> list[str]:
    return [one.text.replace("warmly", "cordially") for one in paragraphs(round_one.text())]


@pytest.fixture
def cover(round_one: Life) -> list[str]:
    around = read(round_one.issued("MYS")).surroundings
    return list(around[: around.index("How to reply") + 2])


def test_the_cover_of_an_issued_file_is_left_out_and_told(
    round_one: Life, cover: list[str], words: list[str]
) -> None:
    receipt = lodged(round_one, *cover, *words)
    assert receipt.changes == {"replacement": 1}
    assert any("words around the text" in told for told in receipt.warnings)


def test_a_title_that_the_cover_has_as_well_is_the_text_s(
    round_one: Life, words: list[str]
) -> None:
    assert words[0] in read(round_one.issued("MYS")).surroundings
    receipt = lodged(round_one, *words)
    assert receipt.changes == {"replacement": 1}
    assert not any("words around the text" in told for told in receipt.warnings)


def test_what_is_written_before_the_title_is_a_proposal(
    round_one: Life, cover: list[str], words: list[str]
) -> None:
    assert lodged(round_one, *cover, "Preface.", *words).changes == {
        "new paragraph": 1,
        "replacement": 1,
    }


def test_comments_stay_on_their_words_when_the_cover_is_left_out(
    round_one: Life, cover: list[str], words: list[str], tmp_path: Path
) -> None:
    lines = [escape(line) for line in (*cover, *words)]
    marked = "</text:p><text:p>".join(lines).replace("cordially", "@acordially@b", 1)
    pieces = {"lines": marked, "a": begin("x", "Why so?"), "b": end("x")}
    data = written(tmp_path, "@lines", **pieces)
    head = look_up(round_one.workspace, NAME)
    record = current_round(head.standing)
    found = understand(round_one.workspace.ledger, head, record, "MYS", data, "ours.odt")
    assert any("words around the text" in told for told in found.warnings)
    (remark,) = found.remarks
    assert (remark.text, remark.quoted) == ("Why so?", "cordially")


def with_more(data: bytes, *lines: str, table: str = "", then: str = "") -> bytes:
    """An issued file with paragraphs, a table and a paragraph added at its very end."""
    document = docx.Document(io.BytesIO(data))
    for line in lines:
        document.add_paragraph(line)
    if table:
        document.add_table(1, 1).cell(0, 0).text = table
        document.add_paragraph(then)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_what_is_written_behind_the_text_is_text_and_what_stands_behind_a_table_is_told(
    round_one: Life,
) -> None:
    data = with_more(
        round_one.issued("MYS"), "A new article.", "", "And one more.", table="Signed", then="MYS"
    )
    receipt = receive_submission(
        round_one.workspace, NAME, "MYS", data, "ours.docx", now=round_one.day(1)
    )
    assert receipt.changes == {"new paragraph": 2}
    assert [one.after for one in receipt.understood] == ["A new article.", "And one more."]
    [told] = [one for one in receipt.warnings if "outside the text" in one]
    assert told.endswith("are not taken over: “Signed” is new and “MYS” is new.")
