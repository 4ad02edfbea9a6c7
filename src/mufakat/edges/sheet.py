"""The comment matrix as a spreadsheet, to be sorted and filtered.

Every cell is text: a delegation's ``=cmd()`` is those characters and no formula (law 8). The same
rows, fingerprint and moment give the same bytes. openpyxl makes the workbook; the matrix's own
lines are written beside it, which takes a tenth of the time (a millisecond a line otherwise).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from mufakat.edges.word.fingerprint import Fingerprint
from mufakat.edges.zip_file import zipped
from mufakat.procedure.draft import printed
from mufakat.procedure.excerpt import Excerpt
from mufakat.procedure.line_type import TYPES
from mufakat.procedure.matrix import Row

LONGEST = 32_767
"""The code units that Excel allows in a cell; what is longer is cut and says so."""

_CUT = " … [cut here: the whole text is in the Word matrix]"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what Excel would read as a character's number
_UNUSUAL = re.compile(_CONTROL.pattern + "|_x")
_RUNNABLE = ("=", "+", "-", "@", "\t")
_TEXT, _STRONG, _HEAD = "Mufakat text", "Mufakat strong", "Mufakat heading"
_BOLD = ("State", "Chair’s disposition")  # columns of words that are ours
_STRUCK = '<rPr><strike/><sz val="9"/><color rgb="FF8C1D1D"/><rFont val="Arial"/></rPr>'
_PROPOSED = '<rPr><b/><sz val="9"/><color rgb="FF1F4E9E"/><rFont val="Arial"/></rPr>'
_QUOTED = '<rPr><u/><sz val="9"/><rFont val="Arial"/></rPr>'
_PLAIN = '<rPr><sz val="9"/><rFont val="Arial"/></rPr>'

Column = tuple[str, int, Callable[[Row], str | int | Excerpt]]

COLUMNS: tuple[Column, ...] = (
    ("No.", 5, lambda row: row.number),
    ("Paragraph", 11, lambda row: row.place),
    ("Paragraph id", 13, lambda row: row.paragraph),
    ("Proposal", 11, lambda row: row.id),
    ("Draft", 14, lambda row: row.symbol),
    ("State", 9, lambda row: ", ".join(row.states)),
    ("Type", 12, lambda row: row.type),
    ("Kind", 13, lambda row: row.kind),
    ("Original", 40, lambda row: row.original),
    ("Proposed text", 40, lambda row: row.proposed),
    ("How", 18, lambda row: row.manner),
    ("Reason", 26, lambda row: row.reason),
    ("Supported by", 12, lambda row: ", ".join(row.supported)),
    ("Opposed by", 11, lambda row: ", ".join(row.opposed)),
    ("Passage", 11, lambda row: row.passage),
    ("Secretariat’s observation", 22, lambda row: row.observation),
    ("Chair’s disposition", 17, lambda row: row.disposition),
    ("Chair’s reason", 26, lambda row: row.ruling),
    ("Resulting draft", 36, lambda row: row.resulting),
)
"""Heading, width in characters, and what stands in the cell."""

_LETTERS = tuple(get_column_letter(n) for n in range(1, len(COLUMNS) + 1))
_LINE_HEIGHT, _TALLEST = 12, 409  # points; Excel allows no taller row
_LETTERS_A_WIDTH = 1.2  # widths are in figures of a larger font
_FIRST = 2  # the line below the headings


class _Looks(NamedTuple):
    """The numbers of the lines' styles; ``quoted`` says that a cell is text even when edited."""

    plain: int
    quoted: int
    strong: int


def matrix_xlsx(
    rows: Sequence[Row],
    fields: Mapping[str, str],
    fingerprint: Fingerprint,
    *,
    when: datetime,
) -> bytes:
    """The matrix as a workbook: its lines on one sheet, what it is on another.

    ``fields`` are ``title``, ``symbol``, ``meeting``, ``marking``, ``date``, ``secretariat``.
    """
    moment = when.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book, looks = _book(len(rows), fields, fingerprint, moment)
    lines = "".join(_line(number, row, looks) for number, row in enumerate(rows, _FIRST))
    buffer = io.BytesIO()
    book.save(buffer)
    return _finished(buffer.getvalue(), lines, len(rows) + 1, moment)


def _book(
    count: int, fields: Mapping[str, str], fingerprint: Fingerprint, moment: datetime
) -> tuple[Workbook, _Looks]:
    """The workbook without the matrix's lines, and the numbers of their styles."""
    book = Workbook()
    for style in _styles():
        book.add_named_style(style)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    _frame(sheet, count, fields)
    about = book.create_sheet("About")
    looks = _about(about, fields, fingerprint)
    told = book.properties
    told.title = _clean(f"{fields.get('title', '')} {fields.get('symbol', '')}".strip())
    told.creator = told.lastModifiedBy = _clean(fields.get("secretariat", ""))
    told.identifier = fingerprint.identifier()
    told.created = told.modified = moment
    for name, value in fingerprint.properties().items():
        # The stubs of openpyxl do not know the list of custom properties.
        book.custom_doc_props.append(  # type: ignore[attr-defined]
            StringProperty(name=name, value=value)
        )
    return book, looks


def _frame(sheet: Worksheet, count: int, fields: Mapping[str, str]) -> None:
    """Headings, widths, filter, frozen panes and the printed page."""
    sheet.title = "Comment matrix"
    for n, (heading, width, _) in enumerate(COLUMNS, 1):
        _put(sheet.cell(1, n), heading, _HEAD)
        sheet.column_dimensions[_LETTERS[n - 1]].width = width
    sheet.row_dimensions[1].height = 18
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{_LETTERS[-1]}{count + 1}"
    _fit(sheet, int(sheet.PAPERSIZE_A3))
    sheet.print_title_rows = "1:1"
    header, footer = sheet.HeaderFooter.oddHeader, sheet.HeaderFooter.oddFooter
    if header is not None and footer is not None:
        header.center.text = _literal(fields.get("marking", ""))
        footer.left.text = _literal(fields.get("symbol", ""))
        footer.right.text = "Page &P of &N"
        for part in (header.center, footer.left, footer.right):
            part.font = "Arial,Regular"  # also keeps a leading digit from being a font size


def _fit(sheet: Worksheet, paper: int) -> None:
    """Prints the sheet landscape, as wide as the page."""
    page = sheet.page_setup
    page.orientation, page.paperSize = "landscape", paper
    page.fitToWidth, page.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.4  # inches


def _about(sheet: Worksheet, fields: Mapping[str, str], fingerprint: Fingerprint) -> _Looks:
    """What the matrix is and what its types mean; gives the numbers of the styles."""
    lines = [
        ("Comment matrix", ""),
        ("Meeting", fields.get("meeting", "")),
        ("Instrument", fields.get("title", "")),
        ("Symbol", fields.get("symbol", "")),
        ("Draft", printed(fingerprint.draft)),
        ("Date", fields.get("date", "")),
        ("Marking", fields.get("marking", "")),
        ("Commit", fingerprint.commit),
        ("Digest", fingerprint.digest),
        ("", ""),
        ("Type", "Rule"),
        *TYPES.items(),
    ]
    for line, (name, value) in enumerate(lines, 1):
        _put(sheet.cell(line, 1), name, _HEAD)
        _put(sheet.cell(line, 2), value)
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 110
    _fit(sheet, int(sheet.PAPERSIZE_A4))
    plain, quoted, strong = (sheet.cell(len(lines) + 1, n) for n in (1, 2, 3))
    plain.style = quoted.style = _TEXT
    quoted.quotePrefix = True
    strong.style = _STRONG
    return _Looks(plain.style_id, quoted.style_id, strong.style_id)


def _styles() -> tuple[NamedStyle, ...]:
    thin = Side(style="thin", color="C9D0DB")
    line = Border(left=Side(style="thin", color="E3E8F0"), bottom=thin)
    wrapped = Alignment(horizontal="left", vertical="top", wrap_text=True)
    text = NamedStyle(_TEXT, Font(name="Arial", size=9), border=line, alignment=wrapped)
    bold = Font(name="Arial", size=9, bold=True, color="1F3864")
    head = NamedStyle(_HEAD, bold, PatternFill("solid", fgColor="EEF1F6"), line, wrapped)
    dark = Font(name="Arial", size=9, bold=True)
    return text, NamedStyle(_STRONG, dark, border=line, alignment=wrapped), head


def _put(cell: Cell | MergedCell, text: str, style: str = _TEXT) -> None:
    """Puts text into a cell, as text whatever it looks like."""
    assert isinstance(cell, Cell)  # nothing is merged here
    clean = _clean(text)
    cell.value = clean or None
    cell.style = style
    if clean:
        cell.data_type = "s"  # never "f" (formula) or "e" (error), which it may look like
        cell.quotePrefix = clean.startswith(_RUNNABLE)


def _line(number: int, row: Row, looks: _Looks) -> str:
    """One line of the matrix as SpreadsheetML, its texts inline (ISO/IEC 29500-1, 18.3.1.4)."""
    cells = []
    tall = 1
    for letter, (heading, width, said) in zip(_LETTERS, COLUMNS, strict=True):
        value = said(row)
        if isinstance(value, int):
            cells.append(f'<c r="{letter}{number}" s="{looks.plain}"><v>{value}</v></c>')
            continue
        text = value.text if isinstance(value, Excerpt) else value
        if not text:
            cells.append(f'<c r="{letter}{number}" s="{looks.plain}"/>')
            continue
        tall = max(tall, _lines(text, width))
        style = looks.strong if heading in _BOLD else looks.plain
        style = looks.quoted if text.startswith(_RUNNABLE) else style
        inside = _rich(value, row, heading) if isinstance(value, Excerpt) else _inline(text)
        cells.append(f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is>{inside}</is></c>')
    height = min(tall * _LINE_HEIGHT + 3, _TALLEST)
    return f'<row r="{number}" ht="{height}">{"".join(cells)}</row>'


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes in a column: programs differ, none is asked."""
    room = int((width - 1) * _LETTERS_A_WIDTH)
    if "\n" not in text:
        return len(text) // room + 1
    return sum(len(part) // room + 1 for part in text.split("\n"))


def _rich(excerpt: Excerpt, row: Row, heading: str) -> str:
    """An excerpt with the words that are meant in a look of their own."""
    if not excerpt.touched or _clean(excerpt.text) != _shown(excerpt.text):
        return _inline(excerpt.text)
    look = _STRUCK if heading == "Original" else _PROPOSED
    if row.type == "comment":
        look = _QUOTED
    return "".join(
        f"<r>{look if meant else _PLAIN}{_inline(text)}</r>"
        for text, meant in excerpt.pieces()
        if text
    )


@lru_cache(maxsize=1024)  # most cells say what many others say
def _inline(text: str) -> str:
    return f'<t xml:space="preserve">{escape(_clean(text))}</t>'


def _clean(text: str) -> str:
    """The text as a cell can hold it, cut at Excel's limit."""
    shown = _shown(text)
    if len(shown) * 2 <= LONGEST or len(shown.encode("utf-16-le")) // 2 <= LONGEST:
        return shown
    room = LONGEST - len(_CUT)
    return shown.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + _CUT


def _shown(text: str) -> str:
    """The text with signs for control characters, and nothing that Excel takes for an escape."""
    if not _UNUSUAL.search(text):
        return text
    return _ESCAPE.sub("_x005F_", _CONTROL.sub(_sign, text.replace("\r\n", "\n")))


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"


def _literal(text: str) -> str:
    """Text for a page's header, which holds 255 signs and where an ampersand begins a code."""
    return " ".join(_shown(text).split())[:100].replace("&", "&&")


def _finished(data: bytes, lines: str, last: int, moment: datetime) -> bytes:
    """The workbook with its lines, zipped in one order with one date, whatever the time of day."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        names = made.namelist()
        return zipped(
            ((n, _part(n, made.read(n), lines, last, moment)) for n in names),
            moment.replace(tzinfo=UTC),
        )


def _part(name: str, content: bytes, lines: str, last: int, moment: datetime) -> bytes:
    if name == "docProps/core.xml":
        stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        return re.sub(rb"(?<=W3CDTF\">)[^<]+", stamp, content)
    if name == "xl/worksheets/sheet1.xml":
        content = content.replace(b"</sheetData>", lines.encode() + b"</sheetData>", 1)
        size = f'<dimension ref="A1:{_LETTERS[-1]}{last}"'.encode()
        return re.sub(rb'<dimension ref="[^"]*"', size, content, count=1)
    return content
