"""The compilation says where each paragraph stands: the lines in its margin, and their legend."""

from __future__ import annotations

import io

import docx
from tests.services import office
from tests.services.life import Life

from mufakat.services.fields import states_legend
from mufakat.text.document import OBJECT, Anchor, Document, Note, Paragraph, Style

STATES = ("Clean", "Amended", "Contested", "Bracketed")


def legend(data: bytes) -> dict[str, str]:
    """What the legend says of each state; one that no paragraph is in is left out."""
    rows = (row for table in docx.Document(io.BytesIO(data)).tables for row in table.rows)
    told = {row.cells[0].text: row.cells[-1].text for row in rows}
    return {state: told[state] for state in STATES if state in told}


def lines(data: bytes) -> list[str]:
    """How many eighths of a point wide the line beside each paragraph is that has one."""
    found = docx.Document(io.BytesIO(data)).element.xpath("//w:body/w:p/w:pPr/w:pBdr/w:left/@w:sz")
    return list(map(str, found))


def test_the_legend_names_the_paragraphs_in_each_state(rivals: Life) -> None:
    data = rivals.consolidate().outputs["compilation"].read_bytes()
    told = legend(data)
    assert list(told) == ["Clean", "Amended", "Contested"]
    assert told["Clean"].endswith(" 6 of 8.")
    assert told["Amended"].endswith(" 1 of 8: 3.")
    assert told["Contested"].endswith(" 1 of 8: 1.")
    assert len(lines(data)) == 8
    assert len(set(lines(data))) == 3


def test_what_stands_over_is_bracketed_in_the_next_round_unless_it_is_touched_again(
    rivals: Life,
) -> None:
    rivals.rule(rest="deferred")
    issued = rivals.issue()
    told = legend((issued.outputs.clean.parent / "bracketed.docx").read_bytes())
    assert told["Bracketed"].endswith(" 2 of 8: 1; 3.")
    rivals.open(until=30, now=17)
    words = {"kind hospitality": "warm hospitality"}
    rivals.submit("THA", office.tracked(rivals.issued("THA", "rev-1"), words), now=18)
    rivals.close(now=30)
    told = legend(rivals.consolidate(now=30).outputs["compilation"].read_bytes())
    assert told["Bracketed"].endswith(" 1 of 8: 1.")
    assert told["Contested"].endswith(" 1 of 8: 3.")
    assert "Amended" not in told


def test_notes_are_named_by_the_numbers_that_they_have_in_the_draft() -> None:
    note = Note("n1", (Paragraph("p2", "As document seven."),))
    base = Document(
        (Paragraph("p1", f"It met.{OBJECT}", Style("numbered"), (), (Anchor(7, note),)),)
    )
    told = states_legend(base, {"p1": "clean", "p2": "amended"})
    assert told == {
        "where_clean": "1 of 2.",
        "where_amended": "1 of 2: note 1 (notes by their numbers in the draft).",
    }
    assert states_legend(base, {"p1": "amended"}) == {"where_amended": "1 of 1: 1."}
