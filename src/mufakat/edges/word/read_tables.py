"""Tables: rows and cells, merged or nested, tracked or not, always rectangular."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from mufakat.edges.word.read_controls import CONTROL, content
from mufakat.edges.word.read_inline import BETWEEN, IGNORED, between
from mufakat.edges.word.read_notes import with_last_mark
from mufakat.edges.word.read_numbering import number
from mufakat.edges.word.read_objects import ALTERNATE, chosen
from mufakat.edges.word.read_revisions import CELL_KINDS, KINDS
from mufakat.edges.word.read_styles import OFF
from mufakat.edges.word.read_xml import VAL, first_child, w
from mufakat.edges.word.threshold import with_lost_mark
from mufakat.text.tracked import (
    Revision,
    TrackedBlock,
    TrackedCell,
    TrackedParagraph,
    TrackedRow,
    TrackedTable,
)

if TYPE_CHECKING:
    from mufakat.edges.word.read_story import Story

_STYLE = f"{w('tblPr')}/{w('tblStyle')}"
_ROW, _CELL = w("tr"), w("tc")
_WRAPPERS = {w("customXml"), w("smartTag"), CONTROL, ALTERNATE, *KINDS}
_LAYOUT = {w("trPrChange"), w("tcPrChange"), w("tblPrChange"), w("tblPrExChange")}
_WIDEST = 63  # columns, which is Word's own limit


def table(story: Story, element: etree._Element, out: list[TrackedBlock]) -> None:
    """Reads one table; one of the shell around the text leaves nothing."""
    story.enter()
    around = len(story.reading.surroundings)
    if _changed_layout(first_child(element, w("tblPr"))) or _changed_layout(
        first_child(element, w("tblGrid"))
    ):
        story.block_notice("layout")
    rows = [row for row in _rows(story, element) if row.cells]
    story.level -= 1
    shell = not story.reading.inside or len(story.reading.surroundings) > around
    if any(cell.blocks for row in rows for cell in row.cells) or (rows and not shell):
        squared = _squared(rows)
        if squared != rows:
            story.block_notice("uneven table")
        with_lost_mark(story.reading, element, out)
        out.append(TrackedTable("", tuple(squared)))


def _rows(story: Story, element: etree._Element) -> Iterator[TrackedRow]:
    marks = story.reading.run_marks
    outer = marks.given
    marks.given = marks.first_row(element.find(_STYLE))
    for row in _unwrapped(story, element, _ROW):
        yield _row(story, row)
        marks.given = None
    marks.given = outer


def _unwrapped(story: Story, parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those in content controls."""
    story.enter()
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag in BETWEEN:
            between(story, child)
        elif tag in _WRAPPERS:
            inner: etree._Element | None = child
            if tag == CONTROL:
                inner = content(child, story.block_notice)
            elif tag == ALTERNATE:
                inner = chosen(child)
            if inner is not None:
                yield from _unwrapped(story, inner, wanted)
        elif tag not in IGNORED:
            story.block_notice("unknown")
    story.level -= 1


def _row(story: Story, element: etree._Element) -> TrackedRow:
    if _changed_layout(first_child(element, w("tblPrEx"))):
        story.block_notice("layout")
    properties = first_child(element, w("trPr"))
    revisions: list[Revision] = []
    header, before, after = False, 0, 0
    for child in () if properties is None else properties:
        if child.tag in KINDS:
            revisions.append(story.reading.revisions.of(KINDS[child.tag], child))
        elif child.tag == w("tblHeader"):
            header = child.get(VAL, "1") not in OFF
        elif child.tag == w("gridBefore"):
            before = number(child.get(VAL), 0)
        elif child.tag == w("gridAfter"):
            after = number(child.get(VAL), 0)
        elif child.tag in _LAYOUT:
            story.block_notice("layout")
    cells: list[TrackedCell] = []
    for cell in _unwrapped(story, element, _CELL):
        _take_cell(story, cell, cells, revised=bool(revisions))
    if cells and before:
        cells.insert(0, _empty(before))
    if cells and after:
        cells.append(_empty(after))
    return TrackedRow("", tuple(cells), header, tuple(revisions))


def _take_cell(
    story: Story, element: etree._Element, cells: list[TrackedCell], *, revised: bool
) -> None:
    span, continued, joined = 1, False, False
    revisions: list[Revision] = []
    properties = first_child(element, w("tcPr"))
    for child in () if properties is None else properties:
        tag = child.tag
        if tag == w("gridSpan"):
            span = min(max(number(child.get(VAL), 1), 1), _WIDEST)
        elif tag == w("vMerge"):
            continued = child.get(VAL, "continue") == "continue"
        elif tag == w("hMerge"):
            joined = child.get(VAL, "continue") == "continue"
        elif tag in CELL_KINDS:
            revisions.append(story.reading.revisions.of(CELL_KINDS[tag], child))
        elif tag == w("cellMerge"):
            continued = child.get(w("vMerge")) == "cont"
            story.block_notice("merged cells")
        elif tag in _LAYOUT:
            story.block_notice("layout")
    if revised:
        _forget_sign(element)
    blocks = story.blocks(element)
    if not (revised or revisions):
        revisions.extend(_swept(story, blocks))
        blocks = with_last_mark(blocks)
    if joined and cells:
        cells[-1] = _joined(cells[-1], blocks, span)
    else:
        cells.append(TrackedCell("", tuple(blocks), span, continued, tuple(revisions)))


def _swept(story: Story, blocks: list[TrackedBlock]) -> tuple[Revision, ...]:
    """What takes a cell away with the words around its table, where LibreOffice deleted them.

    It says so of the cell's last paragraph mark alone, which no deletion within the cell reaches.
    """
    last = blocks[-1] if blocks else None
    if not isinstance(last, TrackedParagraph) or not last.mark:
        return ()
    goes = last.mark[-1].goes and story.reading.from_libreoffice
    return last.mark if goes else ()


def _forget_sign(cell: etree._Element) -> None:
    """LibreOffice puts a sign of its own before the words of a row that is tracked."""
    first = next(cell.iter(w("t"), w("delText")), None)
    if first is not None and first.text:
        first.text = first.text.removeprefix("\u200d")


def _joined(cell: TrackedCell, blocks: list[TrackedBlock], span: int) -> TrackedCell:
    """A cell with the one to its right that it was merged with in the old way."""
    kept = [b for b in blocks if not isinstance(b, TrackedParagraph) or b.runs]
    return replace(cell, blocks=(*cell.blocks, *kept), span=min(cell.span + span, _WIDEST))


def _empty(span: int) -> TrackedCell:
    return TrackedCell("", (TrackedParagraph(""),), min(max(span, 1), _WIDEST))


def _squared(rows: list[TrackedRow]) -> list[TrackedRow]:
    """The rows made to cover the same columns, and none continuing a cell above the table.

    A table with rows or cells that were tracked in or out is left as it is: which of them stand
    together is for each reading of it to say.
    """
    if any(row.revisions or any(cell.revisions for cell in row.cells) for row in rows):
        return rows
    widths = [sum(cell.span for cell in row.cells) for row in rows]
    widest = max(widths)
    out = []
    for at, (row, width) in enumerate(zip(rows, widths, strict=True)):
        cells = row.cells
        if width < widest:
            cells = (*cells, _empty(widest - width))
        if at == 0 and any(cell.continued for cell in cells):
            cells = tuple(replace(cell, continued=False) for cell in cells)
        out.append(row if cells is row.cells else replace(row, cells=cells))
    return out


def _changed_layout(element: etree._Element | None) -> bool:
    return element is not None and any(
        child.tag in _LAYOUT or child.tag == w("tblGridChange") for child in element
    )
