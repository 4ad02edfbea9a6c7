"""A merge as tracked changes: what Word can say in place, and what it must be told as new."""

from __future__ import annotations

from dataclasses import replace

from tests.change.editing import STATES

from mufakat.change.compare.diff import diff
from mufakat.change.fragment import bare
from mufakat.change.merge import merge
from mufakat.change.show.track import track
from mufakat.text.document import Cell, Document, Paragraph, Row, Table
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
