"""A document's blocks as the plain data that the PDF's template sets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import Any

from mufakat.edges.pdf_pictures import Pictures
from mufakat.text import numbering
from mufakat.text.document import (
    BREAK,
    OBJECT,
    Block,
    Cell,
    Document,
    Note,
    Opaque,
    Paragraph,
    Row,
    Table,
    paragraphs,
)

Data = dict[str, Any]

_MARKS = ("bold", "italic", "underline", "strike", "superscript", "subscript")
_LINK = re.compile(r"(?:https?|mailto|tel):\S+", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_UNSEEN = re.compile("[\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff]")
_WIDEST = 60
_LONG = 600
_PIECES = re.compile("([\n\t])")


class Setting:
    """Turns blocks into data, and gathers what the reading of one text adds up to.

    ``endnotes`` holds the notes that are printed at the end, in order.
    """

    def __init__(self, labels: Mapping[str, str], pictures: Pictures | None = None) -> None:
        self.endnotes: list[Data] = []
        self._pictures = pictures or Pictures()
        self._room = 1.0  # the share of the page's width that a line has
        self._labels = labels
        self._outline = 0
        self._in_note = False

    def blocks(self, blocks: Sequence[Block]) -> list[Data]:
        """The blocks in order."""
        return [
            self._table(block) if isinstance(block, Table) else self._paragraph(block, after)
            for block, after in zip_longest(blocks, blocks[1:])
        ]

    def _paragraph(self, paragraph: Paragraph, after: Block | None) -> Data:
        style = paragraph.style
        return {
            "kind": style.kind,
            "level": min(max(style.level, 1), 6 if style.kind == "heading" else 9),
            "outline": self._heading(style.level) if style.kind == "heading" else 0,
            "label": printable(self._labels.get(paragraph.id, "")),
            "sticky": _announces(paragraph, after),
            "runs": self._runs(paragraph),
        }

    def _heading(self, level: int) -> int:
        """A heading's level in the outline, where no level may be left out (PDF/UA-1, 7.4.2)."""
        self._outline = min(max(level, 1), self._outline + 1)
        return self._outline

    def _runs(self, paragraph: Paragraph) -> list[Data]:
        cuts = {0, len(paragraph.text)}
        for span in paragraph.spans:
            cuts |= {span.start, span.end}
        objects = {anchor.offset: anchor.object for anchor in paragraph.anchors}
        for offset in objects:
            cuts |= {offset, offset + 1}
        edges = sorted(cut for cut in cuts if 0 <= cut <= len(paragraph.text))
        runs: list[Data] = []
        for start, end in pairwise(edges):
            held = objects.get(start)
            runs += [self._object(held)] if held else _words(paragraph, start, end)
        return runs

    def _object(self, held: Note | Opaque) -> Data:
        if isinstance(held, Opaque):
            words = printable(held.label or held.kind)
            thing = replace(held, label=printable(held.label))
            return self._pictures.run(thing, f"[{words}]", self._room)
        if held.kind == "endnote":
            number = numbering.number("lowerRoman", len(self.endnotes) + 1)
            note: Data = {"number": number, "blocks": []}
            self.endnotes.append(note)
            note["blocks"] = self.blocks(held.blocks)
            return {"end": number}
        if self._in_note:  # a note's own note has no foot of a page to stand at
            words = " ".join(p.text for p in paragraphs(Document(held.blocks), notes=False))
            return _run(f" [{printable(words.replace(OBJECT, ''))}]", [], "")
        self._in_note = True
        blocks = self.blocks(held.blocks)
        self._in_note = False
        return {"note": blocks}

    def _table(self, table: Table) -> Data:
        header = 0
        while header < len(table.rows) and table.rows[header].header:
            header += 1
        columns = _shares(table)
        groups = (table.rows[:header], table.rows[header:])
        return {
            "kind": "table",
            "columns": columns,
            "header": header,
            "rows": [row for group in groups for row in self._group(group, columns)],
        }

    def _within(self, blocks: Sequence[Block], columns: Sequence[int], share: int) -> list[Data]:
        """The blocks of a cell that has this share of the columns."""
        outer, self._room = self._room, self._room * share / sum(columns)
        made = self.blocks(blocks)
        self._room = outer
        return made

    def _group(self, rows: Sequence[Row], columns: Sequence[int]) -> list[list[Data]]:
        """Rows of these columns, each run of continued cells made one cell of several rows."""
        out: list[list[Data]] = []
        above: dict[tuple[int, int], Data] = {}
        for row in rows:
            cells: list[Data] = []
            here: dict[tuple[int, int], Data] = {}
            column = 0
            for cell in row.cells:
                span = max(cell.span, 1)
                place = (column, span)
                origin = above.get(place) if cell.continued else None
                share = sum(columns[column : column + span])
                if origin is None:
                    inside = self._within(cell.blocks, columns, share)
                    origin = _cell(span, inside, long=_length(cell) > _LONG)
                    cells.append(origin)
                else:
                    origin["rowspan"] += 1
                    origin["blocks"] += self._within(_said(cell), columns, share)
                    origin["long"] = True
                here[place] = origin
                column += span
            cells += [_cell(1, []) for _ in range(column, len(columns))]
            above = here
            out.append(cells)
        return out


def printable(text: str) -> str:
    """The text as ink can show it.

    A control character is a replacement character, for no font has it. Marks of direction and the
    like, which nobody sees and most fonts lack, are left out; joiners and soft breaks stay.
    """
    return _CONTROL.sub("\ufffd", _UNSEEN.sub("", text))


def _words(paragraph: Paragraph, start: int, end: int) -> list[Data]:
    over = [s for s in paragraph.spans if s.start <= start and end <= s.end]
    names = {span.mark for span in over}
    marks = [mark for mark in _MARKS if mark in names]
    link = next((s.value for s in over if s.mark == "link" and _LINK.fullmatch(s.value)), "")
    runs: list[Data] = []
    for piece in _PIECES.split(paragraph.text[start:end]):
        if piece == BREAK:
            runs.append({"break": True})
        elif piece == "\t":
            runs.append({"tab": True})
        elif piece:
            runs.append(_run(printable(piece), marks, link))
    return runs


def _run(text: str, marks: list[str], link: str) -> Data:
    return {"text": text, "marks": marks, "link": link}


def _announces(paragraph: Paragraph, after: Block | None) -> bool:
    """Whether a paragraph is a table's caption or introduces a list."""
    if isinstance(after, Table):
        return paragraph.style.kind == "plain"
    listed = after is not None and after.style.kind == "item"
    return listed and paragraph.style.kind != "item"


def _said(cell: Cell) -> tuple[Block, ...]:
    """The blocks of a cell that has words; an empty one adds nothing to the cell above."""
    empty = all(isinstance(b, Paragraph) and not b.text for b in cell.blocks)
    return () if empty else cell.blocks


def _shares(table: Table) -> list[int]:
    """Each column's share of the width: its longest cell's words, up to a width that is enough."""
    count = max((sum(max(c.span, 1) for c in row.cells) for row in table.rows), default=1)
    shares = [5] * max(count, 1)
    for row in table.rows:
        column = 0
        for cell in row.cells:
            if cell.span <= 1:
                shares[column] = max(shares[column], _share(cell))
            column += max(cell.span, 1)
    return shares


def _share(cell: Cell) -> int:
    return min(_length(cell), _WIDEST) + 5


def _cell(span: int, blocks: list[Data], *, long: bool = False) -> Data:
    """A cell; only a ``long`` one may be broken across pages."""
    return {"colspan": span, "rowspan": 1, "blocks": blocks, "long": long}


def _length(cell: Cell) -> int:
    return sum(len(p.text) for p in paragraphs(Document(cell.blocks)))
