from __future__ import annotations

from tests.blocks import block
from tests.procedure import sample_merge as sample

from mufakat.change.amendment import Fragment, Insert, Replace
from mufakat.procedure.settled import settled
from mufakat.text.document import Document, Paragraph


def test_the_settled_words_are_those_that_stand_in_the_place() -> None:
    new = Document(
        (Paragraph("p2", sample.P2.replace("strong growth", "inclusive growth"), sample.NUMBERED),)
    )
    assert "welcomed the inclusive growth of" in settled(sample.STRONG.operation, sample.BASE, new)
    assert settled(sample.SPLIT.operation, sample.BASE, new) == "(deleted)"
    assert settled(sample.NEW.operation, sample.BASE, new) == ""


def test_a_paragraph_that_has_run_on_is_found_in_the_next() -> None:
    joined = Document((Paragraph("p7", "share warnings; train officials."),))
    words = settled(sample.JOINED.operation, sample.BASE, joined)
    assert words == "(deleted)"  # its note is gone: these are not its words
    joined = Document(
        (
            Paragraph(
                "p7",
                "share warnings;\ufffc train officials.",
                anchors=block(sample.BASE, Paragraph, 4).anchors,
            ),
        )
    )
    words = settled(sample.JOINED.operation, sample.BASE, joined)
    assert words == "share warnings; [note] train officials."


def test_a_new_paragraph_is_found_by_its_words_or_the_chairs() -> None:
    operation = sample.NEW.operation
    assert isinstance(operation, Insert)
    came = Document((Paragraph("p9", "The Meeting agreed to {{ review }} this yearly."),))
    assert settled(operation, sample.BASE, came) == block(came, Paragraph).text
    other = Document((Paragraph("p9", "Review yearly."),))
    assert settled(operation, sample.BASE, other) == ""
    assert settled(operation, sample.BASE, other, "Review yearly.") == "Review yearly."


def test_a_long_settled_paragraph_is_cut_around_the_place() -> None:
    filler = "It was said at length that much remains to be done in the years ahead. " * 6
    old = filler + "The end is near. " + filler[::-1]
    start = old.index("near")
    base = Document((Paragraph("p1", old),))
    new = Document((Paragraph("p1", old.replace("near", "far")),))
    words = settled(Replace("p1", start, start + 4, Fragment("far")), base, new)
    assert "The end is far. " in words
    assert len(words) < 200
