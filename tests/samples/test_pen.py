"""An official's acts: what the text reads afterwards, and how Word would have recorded them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from tests.samples.word_file import found, note, paragraph, part, reading, table, word_file

from mufakat.samples.pen import Pen
from mufakat.samples.words import OBJECT, NotThere

NOW = datetime(2025, 12, 8, 9, tzinfo=UTC)
FIRST = ("The Meeting ", "*welcomed", " the early draft.")
SECOND = ("The Meeting ", "*noted", " the figure", "^1", " of the year.")
THIRD = ("It thanked the host. It left.",)
BASE = [
    "The Meeting welcomed the early draft.",
    "The Meeting noted the figure of the year.",
    "It thanked the host. It left.",
]


def issued() -> bytes:
    return word_file(
        paragraph(*FIRST, bookmark="_mf_p1"),
        paragraph(*SECOND),
        paragraph(*THIRD),
        notes=note(1, "A note."),
    )


def pen(*, tracking: bool = True) -> Pen:
    return Pen(issued(), "Nur Aisyah", NOW, tracking=tracking)


def lines(one: Pen, *, accepted: bool = True) -> list[str]:
    data = one.save()
    docx.Document(io.BytesIO(data))
    return reading(data, accepted=accepted)


@pytest.mark.parametrize("tracking", [True, False])
class TestEveryActReadsAsMeant:
    """With tracking, rejecting gives the issued text back; without, the change is just there."""

    @staticmethod
    def check(one: Pen, expected: list[str]) -> None:
        assert lines(one) == expected
        assert lines(one, accepted=False) == (BASE if one.tracking else expected)

    def test_replace_across_runs(self, tracking: bool) -> None:
        one = pen(tracking=tracking)
        one.replace("early draft", "welcomed the early", "*accepted* the")
        self.check(one, ["The Meeting accepted the draft.", *BASE[1:]])

    def test_insert(self, tracking: bool) -> None:
        one = pen(tracking=tracking)
        one.insert("early draft", "early", " and good")
        one.insert("thanked the host", "", "Then: ")
        self.check(
            one,
            ["The Meeting welcomed the early and good draft.", BASE[1], "Then: " + BASE[2]],
        )

    def test_delete(self, tracking: bool) -> None:
        one = pen(tracking=tracking)
        one.delete("early draft", "early ")
        self.check(one, ["The Meeting welcomed the draft.", *BASE[1:]])

    def test_new_paragraph(self, tracking: bool) -> None:
        one = pen(tracking=tracking)
        one.add_after("early draft", "The Meeting *agreed*.")
        self.check(one, [BASE[0], "The Meeting agreed.", *BASE[1:]])

    def test_new_paragraph_by_enter(self, tracking: bool) -> None:
        one = pen(tracking=tracking)
        one.add_after("early draft", "The Meeting *agreed*.", enter=True)
        self.check(one, [BASE[0], "The Meeting agreed.", *BASE[1:]])

    def test_remove(self, tracking: bool) -> None:
        one = pen(tracking=tracking)
        one.remove("early draft")
        self.check(one, BASE[1:])

    def test_split(self, tracking: bool) -> None:
        one = pen(tracking=tracking)
        one.split("thanked the host", "It left")
        self.check(one, [*BASE[:2], "It thanked the host. ", "It left."])

    def test_join(self, tracking: bool) -> None:
        one = pen(tracking=tracking)
        one.join("early draft")
        self.check(one, [f"{BASE[0]} {BASE[1]}", BASE[2]])

    def test_move(self, tracking: bool) -> None:
        one = pen(tracking=tracking)
        one.move("early draft", "thanked the host")
        self.check(one, [BASE[1], BASE[2], BASE[0]])


def test_signs_with_the_name_and_a_number_of_its_own() -> None:
    one = pen()
    one.replace("early draft", "early", "late")
    one.insert("thanked the host", "host", " again")
    data = one.save()
    changes = found(data, "//w:ins | //w:del")
    assert [run.findtext("{*}delText") for run in found(data, "//w:del/w:r")] == ["early"]
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    assert {c.get(w + "author") for c in changes} == {"Nur Aisyah"}
    assert len({c.get(w + "id") for c in changes}) == len(changes) == 3


def test_takes_its_own_inserted_words_out_without_a_trace() -> None:
    one = pen()
    one.insert("early draft", "early", " and good")
    one.replace("early and good", "and good", "and better")
    assert lines(one)[0] == "The Meeting welcomed the early and better draft."
    assert lines(one, accepted=False) == BASE
    assert not found(one.save(), "//w:del | //w:ins//w:ins")


def test_writes_italics_between_asterisks_and_keeps_those_it_types_over() -> None:
    one = pen()
    one.add_after("early draft", "The Meeting *agreed* at once.")
    one.replace("early draft", "welcomed", "hailed")
    italic = [run.findtext("{*}t") for run in found(one.save(), "//w:ins/w:r[w:rPr/w:i]")]
    assert italic == ["hailed", "agreed"]


def test_moves_with_both_ends_of_one_name_and_leaves_the_bookmark_behind() -> None:
    one = pen()
    one.move("early draft", "thanked the host")
    data = one.save()
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}name"
    (start,) = found(data, "//w:moveFromRangeStart")
    (end,) = found(data, "//w:moveToRangeStart")
    assert start.get(name) == end.get(name)
    assert len(found(data, "//w:bookmarkStart")) == 1


def test_switching_tracking_off_shows_in_the_settings() -> None:
    one = pen()
    one.insert("early draft", "early", " and good")
    assert found(one.save(), "//w:trackRevisions", "word/settings.xml")
    one.tracking = False
    one.insert("thanked the host", "host", " again")
    assert not found(one.save(), "//w:trackRevisions", "word/settings.xml")


@pytest.mark.parametrize("tracking", [True, False])
def test_deletes_a_note_with_its_reference(tracking: bool) -> None:
    one = pen(tracking=tracking)
    one.delete("noted the figure", OBJECT)
    data = one.save()
    kept = found(data, "//w:footnote[not(@w:type)]", "word/footnotes.xml")
    assert len(kept) == (1 if tracking else 0)
    assert len(found(data, "//w:del//w:footnoteReference")) == (1 if tracking else 0)


def test_adds_and_edits_notes() -> None:
    one = pen()
    one.note("early draft", "early", "Received in time.")
    one.replace("A note.", "A note", "One note")
    data = one.save()
    assert len(found(data, "//w:ins//w:footnoteReference")) == 1
    written = "".join(map(str, part(data, "word/footnotes.xml").itertext()))
    assert "Received in time." in written
    assert "One note" in written


def test_notes_are_numbered_in_reading_order() -> None:
    one = pen()
    one.note("early draft", "early", "Received in time.")
    one.move("noted the figure", "thanked the host")
    data = one.save()
    ident = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}id"
    references = [e.get(ident) for e in found(data, "//w:footnoteReference")]
    assert references == ["1", "2", "2"]
    notes = found(data, "//w:footnote[not(@w:type)]", "word/footnotes.xml")
    assert [note.get(ident) for note in notes] == ["1", "2"]
    assert "Received in time." in "".join(map(str, notes[0].itertext()))


def test_comments_are_held_by_the_words_they_are_about() -> None:
    one = pen()
    one.comment("early draft", "early", "How early?")
    one.comment("thanked the host", "It thanked", "Warmly.")
    data = one.save()
    inside = "//w:r[preceding-sibling::w:commentRangeStart][following-sibling::w:commentRangeEnd]"
    assert [run.findtext("{*}t") for run in found(data, inside)] == ["early", "It thanked"]
    assert len(found(data, "//w:comment", "word/comments.xml")) == 2
    names = [p.get("PartName") for p in part(data, "[Content_Types].xml")]
    assert names.count("/word/comments.xml") == 1
    assert reading(data, accepted=True) == BASE


def test_adds_a_table_row() -> None:
    one = Pen(word_file(table(("A", "1"), ("B", "2")), paragraph("End")), "User", NOW)
    one.add_row("B", ("C", "*3*"))
    data = one.save()
    assert reading(data, accepted=True) == ["A", "1", "B", "2", "C", "3", "End"]
    assert len(found(data, "//w:tr/w:trPr/w:ins")) == 1
    with pytest.raises(NotThere):
        one.add_row("End", ("D", "4"))


def test_makes_bold_and_remembers_what_it_was() -> None:
    one = pen()
    one.embolden("early draft", "welcomed the")
    data = one.save()
    bold = [run.findtext("{*}t") for run in found(data, "//w:r[w:rPr/w:b]")]
    assert bold == ["welcomed", " the"]
    assert len(found(data, "//w:rPrChange/w:rPr[w:i]")) == 1
    assert not found(data, "//w:rPrChange//w:b")


def test_leaves_the_traces_of_a_word_processor_and_not_a_word_changed() -> None:
    one = pen()
    one.wear()
    data = one.save(shuffled=True)
    assert reading(data, accepted=True) == BASE
    assert found(data, "//w:proofErr")
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert names != zipfile.ZipFile(io.BytesIO(issued())).namelist()
    assert sorted(names) == sorted(zipfile.ZipFile(io.BytesIO(issued())).namelist())


def test_retypes_a_character_everywhere() -> None:
    one = pen(tracking=False)
    one.retype(".", "!")
    assert lines(one) == [line.replace(".", "!") for line in BASE]


@pytest.mark.parametrize("phrase", ["The Meeting", "not in the text"])
def test_refuses_words_that_are_not_there_once(phrase: str) -> None:
    with pytest.raises(NotThere):
        pen().remove(phrase)


def test_refuses_words_that_a_paragraph_has_twice() -> None:
    with pytest.raises(NotThere):
        pen().replace("thanked the host", "It", "She")


def test_the_same_acts_give_the_same_bytes() -> None:
    def edited() -> bytes:
        one = pen()
        one.replace("early draft", "early", "late")
        one.comment("thanked the host", "host", "Which?")
        return one.save()

    assert edited() == edited()
