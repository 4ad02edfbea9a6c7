"""A merge as tracked changes: what Word can say in place, and what it must be told as new."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from tests.change.editing import STATES, Negotiation, negotiations
from tests.laws import law

from mufakat.change.compare.diff import diff
from mufakat.change.fragment import bare
from mufakat.change.merge import merge
from mufakat.change.remark.sharing import Sight
from mufakat.change.show.track import track
from mufakat.text.document import (
    OBJECT,
    Anchor,
    Cell,
    Document,
    Note,
    Paragraph,
    Row,
    Span,
    Table,
)
from mufakat.text.tracked import alone, view


def rows(*texts: str) -> tuple[Row, ...]:
    return tuple(
        Row(f"r{n}", (Cell(f"c{n}", (Paragraph(f"p{n}", text),)),)) for n, text in enumerate(texts)
    )


def test_a_row_that_is_moved_and_made_a_header_comes_once() -> None:
    projects, lead, year = rows("Projects of the plan", "Lead country", "Year of completion")
    base = Document((Table("t1", (projects, lead, year)),))
    texts = {
        "BRN": Document((Table("t1", (replace(year, header=True), projects, lead)),)),
        "KHM": Document((Table("t1", (year, projects, lead)),)),
    }
    merged = merge(base, {state: diff(base, text) for state, text in texts.items()}, STATES)
    tracked = track(merged, dict.fromkeys(STATES, ""))
    for state, text in texts.items():
        assert bare(view(tracked, alone(state))) == bare(text)


@law
@given(negotiations())
def test_no_two_paragraphs_have_one_id(n: Negotiation) -> None:
    scripts = {name: diff(n.base, text) for name, text in n.texts.items()}
    whole = track(merge(n.base, scripts, STATES), {})
    ids = [paragraph.id for paragraph in Sight(whole).paragraphs if paragraph.id]
    assert len(ids) == len(set(ids))


def test_a_note_in_words_that_two_make_bold_differently_keeps_its_name_once() -> None:
    note = Anchor(10, Note("n1", (Paragraph("p2", "Of the year 2030."),)))
    words = f"the region{OBJECT} and beyond"
    line = Paragraph("p1", words, anchors=(note,))
    base = Document((line,))
    bold = {"BRN": Span(4, 11, "bold"), "KHM": Span(0, 11, "bold")}
    texts = {state: Document((replace(line, spans=(s,)),)) for state, s in bold.items()}
    merged = merge(base, {state: diff(base, text) for state, text in texts.items()}, STATES)
    ids = [paragraph.id for paragraph in Sight(track(merged, {})).paragraphs]
    assert [ident for ident in ids if ident] == ["p1", "p2"]
