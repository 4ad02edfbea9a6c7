from __future__ import annotations

from tests.procedure import sample_merge as sample

from mufakat.change.amendment import Fragment, Replace
from mufakat.procedure.wording import describe, wording
from mufakat.text.document import Anchor, Document, Note, Paragraph, Style


def test_a_replacement_shows_the_words_before_and_after_in_their_context() -> None:
    words = wording(sample.STRONG, sample.BASE)
    assert words.place == "p2"
    assert words.original.bracketed() == sample.P2.replace("strong", "[strong]")
    assert words.proposed.bracketed() == sample.P2.replace("strong", "[robust]")
    assert words.manner == ""


def test_a_long_context_is_cut_between_words() -> None:
    text = "many words " * 40 + "HERE" + " more words" * 40
    start = text.index("HERE")
    base = Document((Paragraph("p1", text),))
    change = sample.amendment(
        "p1.1", Replace("p1", start, start + 4, Fragment("THERE")), "replacement", "MYS"
    )
    words = wording(change, base).proposed
    assert words.pieces()[1] == ("THERE", True)
    assert words.text.startswith("…many words ") or words.text.startswith("…words many ")
    assert words.text.endswith(" words…") or words.text.endswith(" more…")
    assert 120 < len(words.text) < 165


def test_a_context_is_never_cut_inside_a_letter() -> None:
    text = "ก" + "ที่" * 60
    base = Document((Paragraph("p1", text),))
    for end in range(100, 110):
        change = sample.amendment(
            "p1.1", Replace("p1", end, end, Fragment("x")), "insertion", "THA"
        )
        cut = wording(change, base).proposed.text.strip("…")
        assert cut[0] == "ท"


def test_a_split_and_a_join_show_the_paragraph_mark() -> None:
    split = wording(sample.SPLIT, sample.BASE)
    assert "online scams[. ¶ The Meeting] agreed" in split.proposed.bracketed()
    assert "online scams[, and] agreed" in split.original.bracketed()
    assert split.manner == "¶ begins a new paragraph"
    joined = wording(sample.JOINED, sample.BASE)
    assert (
        joined.original.bracketed() == "share warnings; [note: Within a day.][ ¶ ]train officials."
    )
    assert joined.proposed.text == "share warnings; [note: Within a day.]train officials."


def test_what_words_do_not_say_is_said_in_the_manner() -> None:
    said = {
        change.id: wording(change, sample.BASE).manner
        for change in (sample.HEADED, sample.BOLD, sample.MOVED, sample.GONE, sample.WIDE)
    }
    assert said == {
        "p2.3": "as heading, level 2",
        "p2.4": "bold",
        "p7.1": "move after 2",
        "p8.1": "delete",
        "c21.1": "cover 2 columns",
    }
    assert wording(sample.QUOTES, sample.BASE).manner == (
        "quotation mark instead of left double quotation mark"
    )


def test_new_and_deleted_blocks_are_shown_whole() -> None:
    new = wording(sample.NEW, sample.BASE)
    assert (new.place, new.original.text) == ("p3", "")
    assert new.proposed.bracketed() == "[The Meeting agreed to {{ review }} this yearly.]"
    assert new.manner == "new paragraph after 2"
    row = wording(sample.ROW, sample.BASE)
    assert row.proposed.text == "Skills | =SUM(A1)"
    assert wording(sample.GONE, sample.BASE).original.bracketed() == "[Ha Noi, 16 January 2026]"


def test_a_new_note_is_shown_with_its_words() -> None:
    note = Note("", (Paragraph("", "As in 2025."),))
    change = sample.amendment(
        "p4.2",
        Replace("p4", 0, 0, Fragment("\ufffc", (), (Anchor(0, note),))),
        "insertion",
        "LAO",
    )
    assert wording(change, sample.BASE).proposed.bracketed().startswith("[[note: As in 2025.]]The")


def test_a_note_around_the_words_is_only_named_and_one_that_goes_is_shown() -> None:
    near = sample.amendment("p5.2", Replace("p5", 0, 5, Fragment("give")), "replacement", "LAO")
    assert wording(near, sample.BASE).proposed.bracketed() == "[give] warnings; [note]"
    gone = sample.amendment("p5.3", Replace("p5", 15, 16, Fragment()), "deletion", "LAO")
    assert wording(gone, sample.BASE).original.bracketed() == (
        "share warnings;[[note: Within a day.]]"
    )


def test_a_space_that_comes_or_goes_is_said() -> None:
    space = sample.amendment("p8.2", Replace("p8", 2, 2, Fragment(" ")), "insertion", "LAO")
    assert wording(space, sample.BASE).manner == "space added"
    gone = sample.amendment("p8.3", Replace("p8", 2, 3, Fragment()), "deletion", "LAO")
    assert wording(gone, sample.BASE).manner == "space removed"


def test_a_place_that_the_draft_does_not_have_is_no_error() -> None:
    change = sample.amendment("x.1", Replace("x", 3, 9, Fragment("new")), "replacement", "MYS")
    assert wording(change, sample.BASE).proposed.text == "new"


def test_styles_are_described() -> None:
    assert describe(Style("item")) == "list item"
    assert describe(Style("item", 2, "bullet")) == "bulleted list item, level 2"
    assert (
        describe(Style("numbered", 1, "decimal", "Article %1")) == "numbered paragraph, Article 1"
    )
