"""Bars in the margin: where each paragraph stands, as the template's own styles draw it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lxml import etree
from tests.edges.word.written import (
    FIELDS,
    FINGERPRINT,
    ISSUED,
    TEMPLATES,
    WHEN,
    W,
    body,
    find,
    local,
    para,
    plain,
    tree,
    val,
)

from mufakat.edges.word.check import meaning_kept
from mufakat.edges.word.word_template import WordTemplate
from mufakat.edges.word.writer import write
from mufakat.procedure.rules import ParagraphState
from mufakat.text.document import Cell, Paragraph, Row, Span, Style, Table
from mufakat.text.tracked import TrackedBlock, TrackedDocument, TrackedNote, TrackedRun
from mufakat.text.tracking import track_block

COMPILED = (TEMPLATES / "compilation.docx").read_bytes()
STATES: dict[str, ParagraphState] = {
    "p1": "clean",
    "p2": "amended",
    "p3": "contested",
    "p4": "bracketed",
}
SAID = Paragraph("", "[SGP proposes a new paragraph: New.]", spans=(Span(0, 31, "attribution"),))


def compiled(
    *blocks: TrackedBlock,
    states: Mapping[str, ParagraphState] = STATES,
    template: bytes = COMPILED,
) -> bytes:
    text = TrackedDocument(blocks)
    data = write(
        text,
        WordTemplate("compilation.docx", template),
        FIELDS,
        FINGERPRINT,
        when=WHEN,
        states=states,
    )
    assert meaning_kept(text, data) == ()
    return data


def bars(data: bytes) -> list[str]:
    """The line at the left of each paragraph of the text, and its colour; empty without one."""
    drawn = [find(p, "w:pPr/w:pBdr/w:left") for p in body(data).iter(f"{W}p")]
    return ["".join(map(_drawn, found)) for found in drawn]


def _drawn(line: etree._Element) -> str:
    return f"{val(line)}-{val(line, 'sz')} {val(line, 'color')}"


def rows(data: bytes) -> list[list[str]]:
    """The line at the left of each cell, row by row."""
    return [
        [
            "".join(map(_drawn, find(cell, "w:tcPr/w:tcBorders/w:left")))
            for cell in find(row, "w:tc")
        ]
        for row in body(data).iter(f"{W}tr")
    ]


def test_each_state_has_a_bar_of_its_own_in_form_as_well_as_in_colour() -> None:
    drawn = bars(compiled(*(plain("Words.", ident) for ident in STATES)))
    forms, colours = zip(*(bar.split() for bar in drawn), strict=True)
    assert len(set(forms)) == len(set(colours)) == len(STATES)


def test_the_bar_is_what_the_template_draws() -> None:
    drawn = {
        val(find(style, "w:name")[0]): _drawn(line)
        for style in find(tree(COMPILED, "word/styles.xml"), "w:style")
        for line in find(style, "w:pPr/w:pBdr/w:left")
    }
    for ident, state in STATES.items():
        assert bars(compiled(plain("Words.", ident))) == [drawn[f"Mufakat Bar {state}"]]


def test_what_is_new_stands_with_the_paragraph_that_it_follows() -> None:
    first, new, other = bars(
        compiled(plain("Words.", "p3"), track_block(SAID), plain("More.", "p1"))
    )
    assert first == new != other
    assert bars(compiled(track_block(SAID), plain("More.", "p1")))[0] == ""


def test_a_row_has_one_bar_for_the_liveliest_of_its_paragraphs() -> None:
    def row(ident: str, *words: str) -> Row:
        cells = (Cell(f"c{name}", (Paragraph(name, "Words."),)) for name in words)
        return Row(ident, tuple(cells))

    new = Row("", (Cell("", (SAID,)), Cell("", (Paragraph("", "New."),))))
    table = Table("t1", (row("r1", "p1", "p5"), row("r2", "p6", "p3"), new))
    data = compiled(track_block(table), states={**STATES, "p5": "bracketed", "p6": "amended"})
    (one, nothing), (other, _), (added, _) = rows(data)
    assert one not in ("", other)
    assert nothing == ""
    assert added == other
    assert set(bars(data)) == {""}


def test_a_note_has_a_bar_of_its_own() -> None:
    note = TrackedNote("n1", (para("Words of a note.", ident="p3"),))
    data = compiled(para("With a note", TrackedRun("\ufffc", object=note), ident="p1"))
    told = find(tree(data, "word/footnotes.xml"), "w:footnote/w:p/w:pPr/w:pBdr/w:left")
    assert list(map(_drawn, told)) == bars(compiled(plain("Words.", "p3")))


def test_a_template_without_these_styles_draws_no_bars() -> None:
    assert bars(compiled(plain("Words.", "p3"), template=ISSUED)) == [""]
    assert bars(compiled(plain("Words.", "p3"), states={})) == [""]


@pytest.mark.parametrize("style", [Style("numbered"), Style("item", 2), Style("heading", 1)])
def test_the_bar_stands_where_the_schema_has_it(style: Style) -> None:
    table = track_block(Table("t1", (Row("r1", (Cell("c1", (Paragraph("p4", "Cell."),)),)),)))
    data = compiled(table, plain("Words.", "p3", style), table)
    written = body(data)[1]
    order = [local(child) for child in find(written, "w:pPr")[0]]
    known = ["pStyle", "keepNext", "numPr", "pBdr", "spacing", "ind"]
    assert order == sorted(order, key=known.index)
    assert "pBdr" in order
