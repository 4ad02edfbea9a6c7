from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet
from tests.procedure import sample_merge as sample

from mufakat.edges.sheet import COLUMNS, LONGEST, matrix_xlsx
from mufakat.edges.word.fingerprint import Fingerprint
from mufakat.procedure.excerpt import Excerpt
from mufakat.procedure.matrix import Row, rows

ROWS = rows(sample.MERGE, sample.LABELS, "ADGMIN-6/JS")
FINGERPRINT = Fingerprint("joint-statement", "zero", "ab" * 20, "c0ffee12" * 8, "matrix")
FIELDS = {
    "title": "Joint Statement",
    "symbol": "ADGMIN-6/JS",
    "marking": "For the delegations only",
}
WHEN = datetime(2026, 1, 12, 9, 30, 1, tzinfo=UTC)
HEADINGS = [heading for heading, _, _ in COLUMNS]


def _made(lines: tuple[Row, ...] = ROWS, **fields: str) -> bytes:
    return matrix_xlsx(lines, {**FIELDS, **fields}, FINGERPRINT, when=WHEN)


def _opened(data: bytes) -> tuple[Workbook, Worksheet]:
    book = load_workbook(io.BytesIO(data))
    sheet = book["Comment matrix"]
    assert isinstance(sheet, Worksheet)
    return book, sheet


def _values(data: bytes) -> list[dict[str, object]]:
    _, sheet = _opened(data)
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), line, strict=True)) for line in lines]


def test_each_row_is_a_line_with_all_that_it_says() -> None:
    lines = _values(_made())
    assert [line["Proposal"] for line in lines] == [row.id for row in ROWS]
    assert [line["No."] for line in lines] == list(range(1, len(ROWS) + 1))
    strong = lines[1]
    assert strong["State"] == "MYS, SGP"
    assert strong["Original"] == sample.P2
    assert strong["Proposed text"] == sample.P2.replace("strong", "robust")
    assert strong["Secretariat’s observation"] == "contested with p2.2 (THA)"


def test_the_words_that_are_meant_have_a_look_of_their_own() -> None:
    book = load_workbook(io.BytesIO(_made()), rich_text=True)
    cell = book["Comment matrix"].cell(3, HEADINGS.index("Original") + 1)
    assert isinstance(cell.value, CellRichText)
    blocks = [piece for piece in cell.value if isinstance(piece, TextBlock)]
    assert [block.text for block in blocks if block.font.strike] == ["strong"]


def test_columns_are_parted_and_who_and_what_was_ruled_stand_out() -> None:
    _, sheet = _opened(_made())
    line = {heading: sheet.cell(3, n) for n, heading in enumerate(HEADINGS, 1)}
    assert {cell.border.left.style for cell in line.values()} == {"thin"}
    assert [name for name, cell in line.items() if cell.font.b] == ["State"]
    ruled = replace(ROWS[1], disposition="accepted", states=("=MYS",))
    _, sheet = _opened(_made((ruled,)))
    bold = [HEADINGS[n] for n, cell in enumerate(sheet[2]) if cell.font.b]
    assert bold == ["Chair’s disposition"]  # what looks like a formula is quoted before all else


def test_a_line_is_about_as_tall_as_its_words() -> None:
    words = "The Meeting noted the plan. " * 15  # nine lines where 420 figures take eleven
    _, sheet = _opened(_made((replace(ROWS[1], original=Excerpt(words)),)))
    assert 9 * 12 <= sheet.row_dimensions[2].height <= 11 * 12


@pytest.mark.parametrize(
    "words",
    [
        "=cmd()",
        "=HYPERLINK(A1)",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "#N/A",
        "#REF!",
        "TRUE",
        "2026-01-16",
        "1e5",
        "<script>&amp;</script>",
        "{{ 7*7 }}",
        "]]>",
        " leading and trailing ",
        "two  spaces",
        "line\nline",
        "ẰẵỀợ ที่นี่ ",
    ],
)
def test_words_are_text_whatever_they_look_like(words: str) -> None:
    line = replace(
        ROWS[1],
        original=Excerpt(words, ((0, len(words)),)),
        proposed=Excerpt(words),
        reason=words,
        states=(words,),
    )
    data = _made((line,), title=words)
    _, sheet = _opened(data)
    for heading in ("Original", "Proposed text", "Reason", "State"):
        cell = sheet.cell(2, HEADINGS.index(heading) + 1)
        assert cell.value == words
        assert cell.data_type == "s"
        assert "<f>" not in str(zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml"))
    runnable = words.startswith(("=", "+", "-", "@", "\t"))
    assert sheet.cell(2, HEADINGS.index("Reason") + 1).quotePrefix is runnable


def test_control_characters_are_shown_and_excels_escapes_are_words() -> None:
    line = replace(ROWS[1], reason="a\x07b\x00c_x0041_\ufffe", original=Excerpt("\x0b", ((0, 1),)))
    xml = zipfile.ZipFile(io.BytesIO(_made((line,)))).read("xl/worksheets/sheet1.xml").decode()
    assert "a␇b␀c_x005F_x0041_\ufffd" in xml
    assert "␋" in xml


def test_what_excel_cannot_hold_is_cut_and_says_so() -> None:
    words = "😀" * LONGEST
    line = replace(ROWS[1], reason=words, original=Excerpt(words, ((0, 5),)))
    for heading in ("Reason", "Original"):
        value = str(_values(_made((line,)))[0][heading])
        assert len(value.encode("utf-16-le")) // 2 <= LONGEST
        assert value.startswith("😀😀")
        assert value.endswith("the whole text is in the Word matrix]")
    exact = replace(ROWS[1], reason="x" * LONGEST)
    assert _values(_made((exact,)))[0]["Reason"] == "x" * LONGEST


def test_it_can_be_read_filtered_and_printed() -> None:
    _, sheet = _opened(_made())
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:S{len(ROWS) + 1}"
    assert sheet.dimensions == f"A1:S{len(ROWS) + 1}"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.cell(2, 9).alignment.wrap_text
    assert all((sheet.row_dimensions[n].height or 0) >= 15 for n in range(2, len(ROWS) + 2))


def test_the_marking_heads_each_page_as_words() -> None:
    data = _made(marking="12 & more", symbol="x" * 400)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert '&amp;C&amp;"Arial,Regular"12 &amp;&amp; more</oddHeader>' in xml
    footer = html.unescape(xml.partition("<oddFooter>")[2].partition("</oddFooter>")[0])
    assert len(footer) <= 255


def test_it_says_what_it_is() -> None:
    book, _ = _opened(_made())
    assert book.properties.identifier == FINGERPRINT.identifier()
    # The stubs of openpyxl do not know the list of custom properties.
    held = {p.name: p.value or "" for p in book.custom_doc_props}  # type: ignore[attr-defined]
    assert held == FINGERPRINT.properties()
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["Digest"] == FINGERPRINT.digest
    assert "say something else" in str(about["substantive"])


def test_the_same_rows_and_moment_give_the_same_bytes() -> None:
    first = _made()
    assert _made() == first
    later = matrix_xlsx(ROWS, FIELDS, FINGERPRINT, when=WHEN + timedelta(hours=1))
    assert later != first
    archive = zipfile.ZipFile(io.BytesIO(first))
    assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 12, 9, 30, 0)}
    core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"20\d\d-\d\d-\d\dT[\d:]+Z", core)) == {"2026-01-12T09:30:01Z"}


def test_no_rows_and_no_fields_are_a_sheet_all_the_same() -> None:
    assert _values(matrix_xlsx((), {}, FINGERPRINT, when=WHEN)) == []
