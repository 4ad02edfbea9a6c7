from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import any_documents, documents

from mufakat.text.document import (
    OBJECT,
    Anchor,
    Block,
    Cell,
    Document,
    Format,
    Note,
    Paragraph,
    Row,
    Style,
    Table,
    paragraphs,
)
from mufakat.text.numbering import BULLET, Counting, form, labels, number

NUMBERED = Style("numbered")
ITEM, SUBITEM, SUBSUBITEM = Style("item"), Style("item", 2), Style("item", 3)
BULLETS = Style("item", format="bullet")
ARTICLE = Style("heading", 1, pattern="Article %1")
SECTION = Style("heading", 2, pattern="%1.%2")


def printed(*blocks: Style | Block) -> list[str]:
    """The labels of these blocks; a style stands for a paragraph in it."""
    body = tuple(
        Paragraph(f"s{n}", style=block) if isinstance(block, Style) else block
        for n, block in enumerate(blocks)
    )
    return [*labels(Document(body)).values()]


def table(*styles: Style) -> Table:
    """One row whose cells hold a paragraph each."""
    cells = (Cell("", (Paragraph(f"t{n}", style=s),)) for n, s in enumerate(styles))
    return Table("", (Row("", tuple(cells)),))


def test_numbered_paragraphs_count_on_through_the_whole_text() -> None:
    heading = Style("heading", 2)
    assert printed(NUMBERED, heading, NUMBERED, ITEM, Style(), NUMBERED) == [
        "1.",
        "2.",
        "(a)",
        "3.",
    ]


def test_numbered_paragraphs_count_on_through_a_table() -> None:
    assert printed(NUMBERED, table(NUMBERED, NUMBERED), NUMBERED) == ["1.", "2.", "3.", "4."]


def test_a_number_starts_the_deeper_levels_again() -> None:
    deep = Style("numbered", 2, pattern="%1.%2")
    styles = (NUMBERED, deep, deep, NUMBERED, deep)
    assert printed(*styles) == ["1.", "1.1", "1.2", "2.", "2.1"]


def test_items_start_again_after_any_other_block() -> None:
    assert printed(ITEM, ITEM, Style(), ITEM) == ["(a)", "(b)", "(a)"]
    assert printed(ITEM, table(Style()), ITEM) == ["(a)", "(a)"]
    assert printed(ITEM, table(ITEM, ITEM), ITEM) == ["(a)", "(a)", "(a)", "(a)"]


def test_deeper_items_start_again_after_a_shallower_one() -> None:
    styles = (ITEM, SUBITEM, SUBITEM, SUBSUBITEM, ITEM, SUBITEM, SUBSUBITEM, Style("item", 4))
    assert printed(*styles) == ["(a)", "(i)", "(ii)", "(A)", "(b)", "(i)", "(A)", "(1)"]


def test_other_forms_at_one_level_are_counted_apart_and_bullets_not_at_all() -> None:
    assert printed(ITEM, BULLETS, BULLETS, ITEM) == ["(a)", BULLET, BULLET, "(b)"]
    decimal = Style("item", 1, "decimal", "%1)")
    assert printed(ITEM, ITEM, decimal, ITEM) == ["(a)", "(b)", "1)", "(c)"]
    article = Style("numbered", pattern="Article %1")
    assert printed(article, NUMBERED, NUMBERED, article) == ["Article 1", "1.", "2.", "Article 2"]
    assert printed(ITEM, SUBITEM, BULLETS, SUBITEM) == ["(a)", "(i)", BULLET, "(i)"]


def test_headings_count_only_with_a_pattern_or_a_format() -> None:
    plain = Style("heading", 1)
    styles = (plain, ARTICLE, SECTION, SECTION, plain, SECTION, ARTICLE, SECTION)
    assert printed(*styles) == ["Article 1", "1.1", "1.2", "1.3", "Article 2", "2.1"]
    assert printed(Style("heading", 1, "upperRoman")) == ["I."]


def test_a_parents_number_is_printed_as_the_parent_prints_it() -> None:
    part = Style("heading", 1, "upperRoman", "Part %1")
    assert printed(part, part, SECTION) == ["Part I", "Part II", "II.1"]


def test_a_missing_parent_is_nought() -> None:
    assert printed(SECTION) == ["0.1"]
    clause = Style("heading", 3, pattern="%1.%2.%3")
    assert printed(ARTICLE, SECTION, ARTICLE, clause)[-1] == "2.0.1"


@pytest.mark.parametrize(
    ("style", "label"),
    [
        (Style("item", 2, "decimal", "%1)"), "1)"),
        (Style("item", 2, "decimal", "%2)"), "1)"),
        (Style("item", 2, pattern="%1.%2"), "b.i"),
        (Style("item", 2, pattern="no number"), "no number"),
        (Style("item", 2, pattern="100%"), "100%"),
    ],
)
def test_the_highest_place_of_a_pattern_is_the_own_number(style: Style, label: str) -> None:
    assert printed(ITEM, ITEM, style)[-1] == label


def test_a_deep_pattern_may_leave_out_the_upper_levels() -> None:
    deep = Style("numbered", 3, pattern="%1.%2")
    middle = Style("numbered", 2)
    assert printed(NUMBERED, middle, middle, deep)[-1] == "2.1"


def test_each_note_counts_for_itself() -> None:
    note = Note("n1", (Paragraph("q1", style=NUMBERED), Paragraph("q2", style=ITEM)))
    noted = Paragraph("p1", OBJECT, NUMBERED, anchors=(Anchor(0, note),))
    document = Document((noted, Paragraph("p2", style=NUMBERED)))
    assert labels(document) == {"p1": "1.", "q1": "1.", "q2": "(a)", "p2": "2."}
    items = Document(
        (Paragraph("i1", OBJECT, ITEM, anchors=(Anchor(0, note),)), Paragraph("i2", style=ITEM))
    )
    assert labels(items)["i2"] == "(b)"


def test_a_paragraph_without_an_id_counts_and_is_not_listed() -> None:
    document = Document((Paragraph("", style=NUMBERED), Paragraph("p1", style=NUMBERED)))
    assert labels(document) == {"p1": "2."}


@pytest.mark.parametrize(
    ("kind", "count", "text"),
    [
        ("decimal", 12, "12"),
        ("lowerLetter", 26, "z"),
        ("lowerLetter", 27, "aa"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 53, "AAA"),
        ("lowerRoman", 1, "i"),
        ("lowerRoman", 1994, "mcmxciv"),
        ("upperRoman", 4, "IV"),
        ("bullet", 3, "•"),
        ("lowerLetter", 0, "0"),
    ],
)
def test_numbers_as_they_are_printed(kind: Format, count: int, text: str) -> None:
    assert number(kind, count) == text


def test_a_number_knows_the_counts_behind_it() -> None:
    counting = Counting()
    for style in (ARTICLE, ARTICLE, SECTION):
        found = counting.next(style)
    assert found == ("2.1", (2, 1))
    assert counting.next(Style()) is None


@given(st.one_of(documents(), any_documents()))
def test_exactly_the_paragraphs_with_a_number_and_an_id_are_labelled(document: Document) -> None:
    found = labels(document)
    assert [*found] == [p.id for p in paragraphs(document) if p.id and form(p.style)]
    assert all(found[p.id] for p in paragraphs(document) if p.id in found)


@given(documents(), documents())
def test_what_follows_does_not_change_a_number(first: Document, second: Document) -> None:
    renamed = tuple(b for b in second.body if isinstance(b, Paragraph) and not b.anchors)
    fresh = tuple(Paragraph(f"x{n}", b.text, b.style) for n, b in enumerate(renamed))
    found = labels(Document(first.body + fresh))
    assert {**found, **labels(first)} == found
