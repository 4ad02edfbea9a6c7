"""Somebody else's text as a first draft: fresh ids, and every number as it was printed."""

from __future__ import annotations

import pytest
from tests.edges.word.builder import (
    abstract,
    comment,
    comment_on,
    dele,
    ins,
    level,
    list_,
    note_head,
    note_ref,
    num,
    p,
    package,
    r,
    style,
    tbl,
    tr,
)

from mufakat.edges.word.import_draft import import_draft
from mufakat.edges.word.read_labels import settle
from mufakat.edges.word.read_notices import Notices
from mufakat.refusal import Refusal
from mufakat.text.document import Document, Note, Paragraph, Span, Style, paragraphs
from mufakat.text.identity import ids
from mufakat.text.markup import parse, serialise
from mufakat.text.numbering import labels


def printed(document: Document) -> list[str]:
    """Each paragraph with the number that is printed in front of it."""
    counted = labels(document)
    return [f"{counted.get(p.id, '')} {p.text}".strip() for p in paragraphs(document)]


def imported(data: bytes) -> tuple[Document, tuple[str, ...]]:
    document, warnings, _ = import_draft(data, "theirs.docx")
    assert parse(serialise(document)) == document
    return document, warnings


def test_fresh_ids_in_reading_order() -> None:
    data = package(
        p("Statement", style="T"),
        p("Opening", style="H"),
        p("Words", note_ref(2)),
        tbl(tr("a", "b")),
        p("Last"),
        styles=style("T", "Title") + style("H", "heading 1"),
        footnotes={2: p(note_head(), "A note.")},
    )
    document, warnings = imported(data)
    expected = "h1 h2 p1 n1 p2 t1 r1 c1 p3 c2 p4 p5"
    assert " ".join(ids(document)) == expected
    assert warnings == ()
    [note] = [a.object for one in paragraphs(document) for a in one.anchors]
    assert isinstance(note, Note)
    assert note.blocks == (Paragraph("p2", "A note."),)


def test_changes_count_as_accepted_and_comments_stay_behind() -> None:
    data = package(
        p("The ", ins("A", "new "), dele("B", "old "), comment_on(0, "text")),
        comments=comment(0, "A", "Why?"),
    )
    document, warnings = imported(data)
    assert printed(document) == ["The new text"]
    assert warnings == (
        "The file has tracked changes; they were taken in as accepted.",
        "The comments in the file were left behind.",
    )


def test_a_file_with_an_empty_comments_part_has_no_comments() -> None:
    assert imported(package(p("a"), comments=" "))[1] == ()


def test_empty_paragraphs_that_make_room_are_left_out() -> None:
    document, warnings = imported(package(p("a"), p(), p(" "), tbl(tr("")), p("b")))
    assert [block.id for block in document.body] == ["p1", "t1", "p3"]
    assert warnings[0].startswith("2 empty paragraphs, there for their space, were left out")


NUMBERS = abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"))


def test_numbers_that_our_counting_prints_stay_automatic() -> None:
    data = package(
        p("one", props=num(1)),
        p("a", props=num(1, 1)),
        p("b", props=num(1, 1)),
        p("between"),
        p("two", props=num(1)),
        numbering=NUMBERS + list_(1, 0),
    )
    document, warnings = imported(data)
    assert printed(document) == ["1. one", "(a) a", "(b) b", "between", "2. two"]
    assert warnings == ()
    assert [p.style.kind for p in paragraphs(document)][:2] == ["numbered", "item"]


def test_numbers_that_it_would_not_print_become_words() -> None:
    data = package(
        p("five", props=num(1)),
        p("between"),
        p("six", props=num(1)),
        p(r("bold", "<w:b/>"), note_ref(2), props=num(1)),
        numbering=NUMBERS + list_(1, 0, start=5),
        footnotes={2: p(note_head(), "n")},
    )
    document, warnings = imported(data)
    assert printed(document) == ["5. five", "between", "6. six", "7. bold\ufffc", "n"]
    last = document.body[3]
    assert isinstance(last, Paragraph)
    assert (last.style, last.spans) == (Style(), (Span(3, 7, "bold"),))
    assert [anchor.offset for anchor in last.anchors] == [7]
    assert warnings == (
        "3 numbers of paragraphs became part of their words, because automatic numbering would "
        "print others: in paragraph 1 (“five”), in paragraph 3 (“six”), in paragraph 4 (“bold”).",
    )


def test_an_annex_that_counts_anew() -> None:
    data = package(
        *(p(text, props=num(1)) for text in ("one", "two", "three")),
        p("Annex"),
        *(p(text, props=num(2)) for text in ("first", "second")),
        p("and"),
        p("third", props=num(2)),
        numbering=NUMBERS + list_(1, 0) + list_(2, 0, start=1),
    )
    document, _ = imported(data)
    assert printed(document) == [
        "1. one", "2. two", "3. three", "Annex", "1. first", "2. second", "and", "3. third",
    ]  # fmt: skip


def test_a_numbered_heading_whose_number_cannot_be_counted() -> None:
    numbering = abstract(0, level(0, "decimalZero", "Part %1")) + list_(1, 0)
    data = package(
        p("a", style="H", props=num(1)), styles=style("H", "heading 1"), numbering=numbering
    )
    document, warnings = imported(data)
    [heading] = document.body
    assert heading == Paragraph("h1", "Part 01 a", Style("heading"))
    assert "became part of its words" in warnings[0]


def test_a_form_of_number_that_is_not_known_is_told_of() -> None:
    numbering = abstract(0, level(0, "hindiVowels", "%1.")) + list_(1, 0)
    _, warnings = imported(package(p("a"), p("b"), p("c", props=num(1)), numbering=numbering))
    assert "is now printed in figures" in warnings[0]


def test_items_that_begin_deep_are_raised() -> None:
    levels = (
        level(0, "decimal", "%1."),
        level(1, "lowerLetter", "(%2)"),
        level(2, "lowerRoman", "(%3)"),
    )
    numbering = abstract(0, *levels) + list_(1, 0)
    data = package(p("x"), p("a", props=num(1, 1)), p("i", props=num(1, 2)), numbering=numbering)
    document, _ = imported(data)
    styles = [paragraph.style for paragraph in paragraphs(document)]
    assert styles == [Style(), Style("item"), Style("item", 2)]


def test_taking_one_number_out_can_change_the_next() -> None:
    item = Style("item")
    document = Document((Paragraph("a", "one", item), Paragraph("b", "two", item)))
    settled = settle(document, {"a": "(x)", "b": "(b)"}, Notices())
    assert printed(settled) == ["(x) one", "(b) two"]
    assert {p.style for p in paragraphs(settled)} == {Style()}


def test_our_own_markup_is_read_exactly() -> None:
    text = "# A title {.title}\n\n[]{.num} One *word*.\n\n[]{#p7} Two"
    document, warnings, _ = import_draft(text.encode(), "draft.md")
    assert [block.id for block in document.body] == ["h1", "p8", "p7"]
    assert warnings == ()
    with pytest.raises(Refusal, match="Line 1"):
        import_draft(b"[]{.no-such} One", "draft.md")


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(Refusal, match="This is a PDF"):
        import_draft(b"%PDF-1.7", "draft.docx")
