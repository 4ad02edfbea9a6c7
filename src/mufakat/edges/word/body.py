"""Paragraphs and tables as XML, in reading order; notes go to their own parts as they come.

Element order within properties follows the schema (ECMA-376 part 1, CT_PPr, CT_TrPr, CT_TcPr):
Word refuses a file that has it otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from mufakat.change.show.brackets import ATTRIBUTION, CONTESTED
from mufakat.edges.word.runs import Runs
from mufakat.edges.word.tables import Grid, grid
from mufakat.edges.word.threshold import comes, going
from mufakat.edges.word.writing import Writing
from mufakat.edges.word.xmltext import attribute
from mufakat.procedure.rules import ParagraphState
from mufakat.refusal import Refusal
from mufakat.text.document import Style
from mufakat.text.tracked import (
    TrackedBlock,
    TrackedCell,
    TrackedNote,
    TrackedParagraph,
    TrackedRow,
    TrackedTable,
)

BODY = "Mufakat Plain"
CELL = "Mufakat Cell"
_AFTER_TABLE = '<w:spacing w:before="200"/>'


@dataclass(frozen=True, slots=True)
class _Place:
    """Where blocks stand: their plain style, and the width they have (twentieths of a point)."""

    plain: str
    width: int
    in_cell: bool = False


class _Near(NamedTuple):
    """What stands next to a paragraph: a table keeps its distance, and the words before it.

    ``indent`` is how far the numbered words above stand in, and what the compilation puts below;
    ``state`` is where the paragraph stands, for its bar in the margin.
    """

    table_precedes: bool
    table_follows: bool
    indent: int
    state: ParagraphState | None


class Body:
    """Writes blocks; ``document`` is the XML between the shell's two ends."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._runs = Runs(writing, self._note)

    def document(self, blocks: Sequence[TrackedBlock]) -> str:
        """The text's blocks."""
        return self._blocks(blocks, _Place(BODY, self._writing.width))

    def _blocks(self, blocks: Sequence[TrackedBlock], place: _Place, lead: str = "") -> str:
        """Blocks one after the other; ``lead`` stands at the start of the first paragraph."""
        out: list[str] = []
        after_table = False
        indent = 0
        state: ParagraphState | None = None
        for block, following in zip_longest(blocks, blocks[1:]):
            if isinstance(block, TrackedParagraph):
                if not _beside(block):
                    indent = self._indent(block.style)
                if not place.in_cell:
                    state = self._writing.bars.state(block.id, state)
                near = _Near(after_table, isinstance(following, TrackedTable), indent, state)
                out.append(self._paragraph(block, place, lead, near))
                if near.table_follows and (comes(block) or going(block)):
                    out.append(self._threshold())
                after_table = False
            else:
                # Word takes two tables that touch for one, and wants words before a note's table.
                if after_table or lead:
                    out.append(self.filler(lead))
                out.append(self._table(block, place))
                after_table = True
            lead = ""
        return "".join(out)

    def _indent(self, style: Style) -> int:
        """How far the words of a numbered paragraph stand in."""
        listed = style.kind in ("numbered", "item")
        return self._writing.indents.get((style.kind, style.level), (0, 0))[0] if listed else 0

    def filler(self, lead: str = "") -> str:
        """A paragraph that Word asks for and the text does not have."""
        style = attribute(self._writing.styles.id("paragraph", "Mufakat Shell"))
        spacing = '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="auto"/>'
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{spacing}</w:pPr>{lead}</w:p>'

    def _threshold(self) -> str:
        """A line without height, for LibreOffice: it tracks no paragraph's end at a table."""
        style = attribute(self._writing.styles.id("paragraph", "Mufakat Shell"))
        spacing = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/>{spacing}</w:pPr></w:p>'

    def _paragraph(self, paragraph: TrackedParagraph, place: _Place, lead: str, near: _Near) -> str:
        properties = self._properties(paragraph, place, near)
        start, end = self._writing.bookmark(paragraph.id)
        runs = self._runs.of(paragraph)
        before, after = self._runs.mark_of(paragraph) if paragraph.mark else ("", "")
        return f"<w:p><w:pPr>{properties}</w:pPr>{lead}{start}{runs}{before}{end}</w:p>{after}"

    def _properties(self, paragraph: TrackedParagraph, place: _Place, near: _Near) -> str:
        writing, style = self._writing, paragraph.style
        mark = paragraph.mark
        passing = bool(mark) and any(revision.goes for revision in mark)
        listed = writing.numbering.place(style, passing=passing)
        out = _style(writing.styles.paragraph(style, place.plain), listed, near.table_follows)
        out += writing.bars.beside_paragraph(near.state)
        if near.table_precedes and style.kind not in ("title", "heading"):
            out += _AFTER_TABLE
        if near.indent and _beside(paragraph):
            out += f'<w:ind w:left="{near.indent}"/>'
        if paragraph.mark:
            out += f"<w:rPr>{writing.revisions.mark(paragraph.mark)}</w:rPr>"
        if paragraph.restyle:
            change = paragraph.restyle
            old = writing.styles.paragraph(change.before, place.plain)
            inner = _style(old, writing.numbering.before(change.before))
            who = writing.revisions.who(change.author, change.date)
            out += f"<w:pPrChange{who}><w:pPr>{inner}</w:pPr></w:pPrChange>"
        return out

    # Tables

    def _table(self, table: TrackedTable, place: _Place) -> str:
        self._writing.numbering.interrupt()
        measured = grid(table, place.width)
        style = attribute(self._writing.styles.id("table", "Mufakat Table"))
        head = 1 if table.rows and table.rows[0].header else 0
        out = [
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="5000" w:type="pct"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{"0620" if head else "0600"}" '
            f'w:firstRow="{head}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
            f'w:noVBand="1"/></w:tblPr><w:tblGrid>',
            *(f'<w:gridCol w:w="{width}"/>' for width in measured.widths),
            "</w:tblGrid>",
        ]
        state: ParagraphState | None = None
        for nth, row in enumerate(table.rows):
            if row.cells:
                state = None if place.in_cell else self._writing.bars.row(row, state)
                out.append(self._row(row, measured, nth, self._writing.bars.beside_row(state)))
        return "".join((*out, "</w:tbl>"))

    def _row(self, row: TrackedRow, measured: Grid, nth: int, bar: str) -> str:
        properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if row.header else "")
        properties += self._writing.revisions.row(row.revisions)
        out = [f"<w:tr><w:trPr>{properties}</w:trPr>" if properties else "<w:tr>"]
        column = 0
        for cell in row.cells:
            out.append(self._cell(cell, measured, nth, column, "" if column else bar))
            column += cell.span
        return "".join((*out, "</w:tr>"))

    def _cell(self, cell: TrackedCell, measured: Grid, row: int, column: int, bar: str) -> str:
        width = sum(measured.widths[column : column + cell.span])
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if cell.span > 1:
            properties += f'<w:gridSpan w:val="{cell.span}"/>'
        if cell.continued:
            properties += "<w:vMerge/>"
        elif (row, column) in measured.merged:
            properties += '<w:vMerge w:val="restart"/>'
        properties += bar + self._writing.revisions.cell(cell.revisions)
        self._writing.numbering.enter_cell()
        inside = self._blocks(cell.blocks, _Place(CELL, width, in_cell=True))
        self._writing.numbering.leave_cell()
        if not cell.blocks or isinstance(cell.blocks[-1], TrackedTable):
            inside += self.filler()
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"

    # Notes

    def _note(self, note: TrackedNote) -> int:
        """Writes a note's body into its story and gives the number it has there."""
        writing = self._writing
        if writing.revisions.in_note:
            raise Refusal(
                "A note has a note of its own, which a Word file cannot hold.",
                "Put the inner note's words into the outer note.",
            )
        story = writing.stories[note.kind]
        number = story.first_id + len(story.notes)
        outer, writing.links = writing.links, story.links
        writing.revisions.in_note = True
        writing.numbering.enter_note()
        inside = Body(writing)._note_blocks(note)  # the paragraph that refers to it is half written
        writing.numbering.leave_note()
        writing.revisions.in_note = False
        writing.links = outer
        story.notes.append(f'<w:{note.kind} w:id="{number}">{inside}</w:{note.kind}>')
        return number

    def _note_blocks(self, note: TrackedNote) -> str:
        reference = attribute(self._writing.styles.id("character", f"{note.kind} reference"))
        lead = (
            f'<w:r><w:rPr><w:rStyle w:val="{reference}"/></w:rPr><w:{note.kind}Ref/></w:r>'
            '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        )
        place = _Place(f"{note.kind} text", self._writing.width)
        inside = self._blocks(note.blocks, place, lead)
        if not note.blocks or isinstance(note.blocks[-1], TrackedTable):
            inside += self.filler("" if note.blocks else lead)
        return inside


def _beside(paragraph: TrackedParagraph) -> bool:
    """Whether it is none of the draft's: the compilation puts it in, and says so at its start."""
    if paragraph.id or not paragraph.runs:
        return False
    return any(mark in (ATTRIBUTION, CONTESTED) for mark, _ in paragraph.runs[0].marks)


@lru_cache(maxsize=1024)
def _style(style: str, listed: tuple[int, int] | None, keep: bool = False) -> str:
    """A paragraph's style and list; ``keep``: on one page with what follows."""
    out = f'<w:pStyle w:val="{attribute(style)}"/>{"<w:keepNext/>" if keep else ""}'
    if listed:
        num, ilvl = listed
        out += f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num}"/></w:numPr>'
    return out
