"""Paragraphs and tables as XML, in reading order; notes go to their own parts as they come.

Element order within properties follows the schema (ECMA-376 part 1, CT_PPr, CT_TrPr, CT_TcPr):
Word refuses a file that has it otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from mufakat.change.show.brackets import ATTRIBUTION, CONTESTED
from mufakat.edges.word.runs import Runs
from mufakat.edges.word.tables import Grid, grid
from mufakat.edges.word.threshold import comes, going
from mufakat.edges.word.writing import Writing
from mufakat.edges.word.xmltext import attribute
from mufakat.procedure.rules import ParagraphState
from mufakat.refusal import Refusal
from mufakat.text.document import Kind, Style
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


class Body:
    """Writes blocks; ``document`` gives the XML between the shell's two ends, in pieces."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._out: list[str] = []
        self._runs = Runs(writing, self._note, self._out)
        self._looks: dict[tuple[Kind, int, str, tuple[int, int] | None, bool], str] = {}

    def document(self, blocks: Sequence[TrackedBlock]) -> list[str]:
        """The text's blocks; the last stays on one page with what the template has behind it."""
        self._blocks(blocks, _Place(BODY, self._writing.width), last=True)
        return self._out

    def _blocks(
        self, blocks: Sequence[TrackedBlock], place: _Place, lead: str = "", *, last: bool = False
    ) -> None:
        """Blocks one after the other; ``lead`` stands at the start of the first paragraph."""
        bars = None if place.in_cell else self._writing.bars
        after_table = False
        above = Style()
        state: ParagraphState | None = None
        for block, following in zip_longest(blocks, blocks[1:]):
            if isinstance(block, TrackedTable):
                # Word takes two tables that touch for one, and wants words before a note's table.
                if after_table or lead:
                    self._filler(lead)
                self._table(block, place)
                after_table, lead = True, ""
                continue
            more = ""
            if bars and bars.states:
                state = bars.state(block.id, state)
                more = bars.beside_paragraph(state)
            if after_table and block.style.kind not in ("title", "heading"):
                more += _AFTER_TABLE
            if not block.id and _beside(block):
                more += self._indent(above)
            else:
                above = block.style
            before_table = isinstance(following, TrackedTable)
            keep = before_table or _introduces(block, following) or (last and following is None)
            self._paragraph(block, place.plain, keep, more, lead)
            if before_table and (comes(block) or going(block)):
                self._threshold()
            after_table, lead = False, ""

    def _indent(self, above: Style) -> str:
        """What the compilation puts below a numbered paragraph stands in as far as its words."""
        listed = above.kind in ("numbered", "item")
        indent = self._writing.indents.get((above.kind, above.level), (0, 0))[0] if listed else 0
        return f'<w:ind w:left="{indent}"/>' if indent else ""

    def _filler(self, lead: str = "") -> None:
        """A paragraph that Word asks for and the text does not have."""
        style = attribute(self._writing.styles.id("paragraph", "Mufakat Shell"))
        spacing = '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="auto"/>'
        self._out.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{spacing}</w:pPr>{lead}</w:p>')

    def _threshold(self) -> None:
        """A line without height, for LibreOffice: it tracks no paragraph's end at a table."""
        style = attribute(self._writing.styles.id("paragraph", "Mufakat Shell"))
        spacing = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        self._out.append(
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/>{spacing}</w:pPr></w:p>'
        )

    def _paragraph(
        self, paragraph: TrackedParagraph, plain: str, keep: bool, more: str, lead: str
    ) -> None:
        """A paragraph; ``keep``: on a page with what follows; ``more`` goes into its properties."""
        mark, out = paragraph.mark, self._out
        look = self._look(paragraph, plain, keep)
        if mark or paragraph.restyle:
            more += self._changed(paragraph, plain)
        start, end = self._writing.bookmark(paragraph.id)
        out.append(f"<w:p><w:pPr>{look}{more}</w:pPr>{lead}{start}")
        self._runs.add(paragraph)
        if mark:
            starts, ends = self._writing.revisions.edges(mark)
            end = f"{starts}{end}</w:p>{ends}"
        else:
            end += "</w:p>"
        out.append(end)

    def _look(self, paragraph: TrackedParagraph, plain: str, keep: bool) -> str:
        """A paragraph's style and list."""
        style, mark = paragraph.style, paragraph.mark
        passing = bool(mark) and any(revision.goes for revision in mark)
        listed = self._writing.numbering.place(style, passing)
        about = style.kind, style.level, plain, listed, keep
        known = self._looks.get(about)
        if known is None:
            known = _style(self._writing.styles.paragraph(style, plain), listed, keep)
            self._looks[about] = known
        return known

    def _changed(self, paragraph: TrackedParagraph, plain: str) -> str:
        """The tracked changes of a paragraph's mark and of its style."""
        writing, out = self._writing, ""
        if paragraph.mark:
            out = f"<w:rPr>{writing.revisions.mark(paragraph.mark)}</w:rPr>"
        if change := paragraph.restyle:
            old = writing.styles.paragraph(change.before, plain)
            inner = _style(old, writing.numbering.before(change.before))
            who = writing.revisions.who(change.author, change.date)
            out += f"<w:pPrChange{who}><w:pPr>{inner}</w:pPr></w:pPrChange>"
        return out

    # Tables

    def _table(self, table: TrackedTable, place: _Place) -> None:
        self._writing.numbering.interrupt()
        measured = grid(table, place.width)
        style = attribute(self._writing.styles.id("table", "Mufakat Table"))
        head = 1 if table.rows and table.rows[0].header else 0
        self._out += (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="5000" w:type="pct"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{"0620" if head else "0600"}" '
            f'w:firstRow="{head}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
            f'w:noVBand="1"/></w:tblPr><w:tblGrid>',
            *(f'<w:gridCol w:w="{width}"/>' for width in measured.widths),
            "</w:tblGrid>",
        )
        state: ParagraphState | None = None
        for nth, row in enumerate(table.rows):
            if row.cells:
                state = None if place.in_cell else self._writing.bars.row(row, state)
                self._row(row, measured, nth, self._writing.bars.beside_row(state))
        self._out.append("</w:tbl>")

    def _row(self, row: TrackedRow, measured: Grid, nth: int, bar: str) -> None:
        properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if row.header else "")
        properties += self._writing.revisions.row(row.revisions)
        self._out.append(f"<w:tr><w:trPr>{properties}</w:trPr>" if properties else "<w:tr>")
        column = 0
        for cell in row.cells:
            self._cell(cell, measured, nth, column, "" if column else bar)
            column += cell.span
        self._out.append("</w:tr>")

    def _cell(self, cell: TrackedCell, measured: Grid, row: int, column: int, bar: str) -> None:
        width = sum(measured.widths[column : column + cell.span])
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if cell.span > 1:
            properties += f'<w:gridSpan w:val="{cell.span}"/>'
        if cell.continued:
            properties += "<w:vMerge/>"
        elif (row, column) in measured.merged:
            properties += '<w:vMerge w:val="restart"/>'
        properties += bar + self._writing.revisions.cell(cell.revisions)
        self._out.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>")
        self._writing.numbering.enter_cell()
        self._blocks(cell.blocks, _Place(CELL, width, in_cell=True))
        self._writing.numbering.leave_cell()
        if not cell.blocks or isinstance(cell.blocks[-1], TrackedTable):
            self._filler()
        self._out.append("</w:tc>")

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
        self._blocks(note.blocks, place, lead)
        if not note.blocks or isinstance(note.blocks[-1], TrackedTable):
            self._filler("" if note.blocks else lead)
        return "".join(self._out)


def _beside(paragraph: TrackedParagraph) -> bool:
    """Whether it is none of the draft's: the compilation puts it in, and says so at its start."""
    first = paragraph.runs[0].marks if paragraph.runs and not paragraph.id else ()
    return any(mark in (ATTRIBUTION, CONTESTED) for mark, _ in first)


def _introduces(paragraph: TrackedParagraph, following: TrackedBlock | None) -> bool:
    """Whether a list begins behind the paragraph: it is not left alone at the foot of a page."""
    listed = isinstance(following, TrackedParagraph) and following.style.kind == "item"
    return listed and paragraph.style.kind != "item"


def _style(style: str, listed: tuple[int, int] | None, keep: bool = False) -> str:
    """A paragraph's style and list; ``keep``: on one page with what follows."""
    out = f'<w:pStyle w:val="{attribute(style)}"/>{"<w:keepNext/>" if keep else ""}'
    if listed:
        num, ilvl = listed
        out += f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num}"/></w:numPr>'
    return out
