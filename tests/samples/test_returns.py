"""Round 1: what the eleven delegations send back has in it all that an ordinary round has."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from tests.samples.conftest import CODES
from tests.samples.word_file import found, reading, word_file

from mufakat.samples.later_rounds import objection, third_round
from mufakat.samples.letters import Return
from mufakat.samples.pen import Pen
from mufakat.samples.returns import first_round
from mufakat.samples.words import NotThere

OPENS_NOT = (zipfile.BadZipFile, KeyError, ValueError)
NOW = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def returns(issued: dict[str, bytes], master_plan: bytes) -> tuple[Return, ...]:
    return first_round(issued, master_plan)


@pytest.fixture(scope="module")
def lodged(returns: tuple[Return, ...]) -> dict[str, bytes]:
    """The file that counts of each delegation: the last that is taken in."""
    return {one.code: one.data for one in returns if one.fate == "taken"}


def added(data: bytes, before: list[str]) -> list[str]:
    return [line for line in reading(data, accepted=True) if line not in before]


def test_every_delegation_answers_and_the_late_one_comes_last(
    returns: tuple[Return, ...],
) -> None:
    assert {one.code for one in returns if one.fate == "taken"} == set(CODES)
    assert [one.when for one in returns].index("late") == len(returns) - 1
    assert returns[-1].code == "TLS"
    assert all(one.what and one.filename.endswith(".docx") for one in returns)


def test_the_same_files_come_of_the_same_issue(
    issued: dict[str, bytes], master_plan: bytes, returns: tuple[Return, ...]
) -> None:
    assert first_round(issued, master_plan) == returns


def test_every_file_that_is_taken_opens_and_the_broken_one_does_not(
    returns: tuple[Return, ...],
) -> None:
    for one in returns:
        if one.fate == "taken":
            assert docx.Document(io.BytesIO(one.data)).paragraphs
    broken, whole = (one for one in returns if one.code == "KHM")
    assert (broken.fate, whole.fate) == ("refused", "taken")
    assert whole.data.startswith(broken.data)
    with pytest.raises(OPENS_NOT):
        docx.Document(io.BytesIO(broken.data))


def test_one_file_is_of_another_instrument(returns: tuple[Return, ...]) -> None:
    wrong, right = (one for one in returns if one.code == "VNM")
    assert (wrong.fate, right.fate) == ("refused", "taken")
    adoption, statement = "HEREBY:", "Opening of the Meeting"
    assert adoption in reading(wrong.data, accepted=True)
    assert statement in reading(right.data, accepted=True)
    assert adoption not in reading(right.data, accepted=True)


def test_a_second_file_supersedes_a_first(returns: tuple[Return, ...]) -> None:
    first, second = (one for one in returns if one.code == "SGP")
    assert first.fate == second.fate == "taken"
    assert first.data != second.data


def test_no_comment_is_the_file_as_it_was_sent(
    issued: dict[str, bytes], lodged: dict[str, bytes]
) -> None:
    assert lodged["MMR"] == issued["MMR"]


@pytest.mark.parametrize("code", ["BRN", "KHM", "LAO", "MYS", "SGP", "THA", "TLS"])
def test_what_is_tracked_throughout_can_be_rejected_throughout(
    code: str, issued: dict[str, bytes], lodged: dict[str, bytes]
) -> None:
    before = reading(issued[code], accepted=True)
    assert reading(lodged[code], accepted=False) == before
    assert bool(added(lodged[code], before)) == (code != "BRN")


def test_comments_come_without_edits(lodged: dict[str, bytes]) -> None:
    assert len(found(lodged["BRN"], "//w:comment", "word/comments.xml")) == 3
    assert not found(lodged["BRN"], "//w:ins | //w:del")


def test_tracking_off_leaves_edits_that_nothing_marks(
    issued: dict[str, bytes], lodged: dict[str, bytes]
) -> None:
    assert not found(lodged["PHL"], "//w:ins | //w:del | //w:moveFrom")
    assert not found(lodged["PHL"], "//w:trackRevisions", "word/settings.xml")
    assert added(lodged["PHL"], reading(issued["PHL"], accepted=True))


def test_one_file_has_tracked_and_untracked_edits(
    issued: dict[str, bytes], lodged: dict[str, bytes]
) -> None:
    before = reading(issued["IDN"], accepted=True)
    assert found(lodged["IDN"], "//w:ins")
    assert reading(lodged["IDN"], accepted=False) != before


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("MYS SGP THA", "for the transfer of data, such as model contractual clauses."),
        ("IDN SGP", "in order to increase the diversity of routes."),
        ("PHL SGP", "should have access to a data centre"),
        ("KHM THA", "to assist the victims of online scams"),
    ],
)
def test_several_propose_the_same_words(codes: str, words: str, lodged: dict[str, bytes]) -> None:
    having = {c for c in lodged if words in "\n".join(reading(lodged[c], accepted=True))}
    assert having == set(codes.split())


def test_figures_for_the_digital_economy_contradict(lodged: dict[str, bytes]) -> None:
    said = {
        code: next(x for x in reading(lodged[code], accepted=True) if "digital economy of" in x)
        for code in ("IDN", "MYS", "SGP")
    }
    assert "projected to exceed USD 300 billion by 2030, has" in said["MYS"]
    assert "expected to reach USD 300 billion in 2025, has" in said["SGP"]
    assert "digital economy of ASEAN has become" in said["IDN"]


def test_paragraphs_are_moved_split_and_joined(lodged: dict[str, bytes]) -> None:
    assert len(found(lodged["THA"], "//w:p[w:pPr/w:rPr/w:moveFrom]")) == 1
    assert len(found(lodged["THA"], "//w:p[w:pPr/w:rPr/w:moveTo]")) == 1
    moved = reading(lodged["PHL"], accepted=True)
    order = [n for n, line in enumerate(moved) if "public and the private" in line]
    assert "electronic commerce" in moved[order[0] + 1]
    assert any(x.startswith("The Meeting noted that such") for x in added(lodged["MYS"], []))
    assert any("common challenges. The Meeting" in x for x in added(lodged["SGP"], []))


def test_two_put_different_paragraphs_at_one_place(lodged: dict[str, bytes]) -> None:
    after = {}
    for code in ("LAO", "PHL"):
        lines = reading(lodged[code], accepted=True)
        (at,) = [n for n, line in enumerate(lines) if "joint use of satellites for" in line]
        after[code] = lines[at + 1]
    assert "landlocked" in after["LAO"]
    assert "archipelagic" in after["PHL"]


def test_a_row_a_cell_notes_and_formats_are_changed(
    issued: dict[str, bytes], lodged: dict[str, bytes]
) -> None:
    assert len(found(lodged["VNM"], "//w:tr[w:trPr/w:ins]")) == 1
    assert found(lodged["VNM"], "//w:del//w:footnoteReference")
    assert found(lodged["VNM"], "//w:ins//w:footnoteReference")
    assert found(lodged["VNM"], "//w:ins", "word/footnotes.xml")
    assert found(lodged["VNM"], "//w:rPrChange")
    assert found(lodged["LAO"], "//w:tc//w:ins")


def test_no_author_is_a_code(lodged: dict[str, bytes]) -> None:
    author = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}author"
    names = {e.get(author) for data in lodged.values() for e in found(data, "//*[@w:author]")}
    assert "User" in names
    assert not names & set(CODES)


def test_refuses_a_file_that_is_not_the_joint_statement(master_plan: bytes) -> None:
    with pytest.raises(NotThere):
        first_round(dict.fromkeys(CODES, master_plan), master_plan)


class TestTheThirdRound:
    @staticmethod
    def next_draft(issued: dict[str, bytes]) -> dict[str, bytes]:
        """A draft in which the figure for 2030 stands."""

        def revised(data: bytes) -> bytes:
            pen = Pen(data, "Secretariat", NOW, tracking=False)
            pen.insert("now use the internet", "USD 300 billion", " by 2030")
            return pen.save()

        return {code: revised(issued[code]) for code in ("IDN", "MYS", "SGP")}

    def test_three_name_the_source_in_the_same_words(self, issued: dict[str, bytes]) -> None:
        returns = third_round(self.next_draft(issued))
        assert [one.code for one in returns] == ["IDN", "MYS", "SGP"]
        for one in returns:
            text = "\n".join(reading(one.data, accepted=True))
            assert "billion by 2030 according to the estimates available to the Meeting" in text

    def test_indonesia_says_why_it_breaks_the_silence(self) -> None:
        assert objection().code == "IDN"
        assert "source" in objection().reason

    def test_refuses_a_draft_without_the_figure(self) -> None:
        other = word_file("<w:p><w:r><w:t>Something else.</w:t></w:r></w:p>")
        with pytest.raises(NotThere):
            third_round({"IDN": other, "MYS": other, "SGP": other})


@pytest.mark.slow
def test_libreoffice_opens_every_return(
    returns: tuple[Return, ...], convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    for number, one in enumerate(returns):
        if one.fate == "taken":
            source = tmp_path / f"{number}.docx"
            source.write_bytes(one.data)
            text = convert(source, "txt:Text").read_text(encoding="utf-8")
            assert "Timor-Leste" in text
