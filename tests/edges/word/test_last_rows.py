"""A letter's last row never stands alone on a page."""

from __future__ import annotations

import io

from docx import Document as open_docx
from tests.edges.word.builder import SPACES, p, tbl, tc, tr
from tests.edges.word.test_forms import ROWS, _letter

from mufakat.edges.word.last_rows import kept_together


def test_the_last_two_rows_of_a_letter_stay_together_and_with_the_signature() -> None:
    document = open_docx(io.BytesIO(_letter(lines=ROWS * 3)))
    kept = [
        {bool(one.paragraph_format.keep_with_next) for cell in row.cells for one in cell.paragraphs}
        for row in document.tables[0].rows
    ]
    assert kept == [*[{False}] * (len(kept) - 2), {True}, {True}]
    assert len(kept) > 3


def test_it_is_said_once_and_behind_the_style() -> None:
    rows = tr(tc(p("a", style="X", props="<w:keepNext/>"))), tr(tc(p("b", style="X")), tc("c"))
    xml = kept_together(f"<w:body {SPACES}>{tbl(*rows)}</w:body>".encode()).decode()
    assert xml.count('<w:pStyle w:val="X"/><w:keepNext/>') == 2
    assert xml.count("<w:keepNext/>") == 3
