"""A table in the compilation text: it stays rectangular, and what is proposed is told in cells."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from mufakat.change.amendment import Amendment, Fragment, Insert, Move, Remove, Reshape
from mufakat.change.fragment import paragraph
from mufakat.change.show.brackets import PROPOSED, plain, said, with_role
from mufakat.change.show.compiled_remarks import Remarks
from mufakat.change.show.said_once import SaidOnce
from mufakat.text.document import Block, Cell, Node, Paragraph, Row, Table


class Desk(Protocol):
    """What a table asks of the compiler that holds the whole merge."""

    nodes: dict[str, Node]
    remarks: Remarks
    once: SaidOnce
    at: dict[str, list[Amendment]]
    gaps: dict[tuple[str, str], list[Amendment]]

    def container(self, parent: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """A container's blocks, compiled."""
        ...


class TableCompiler:
    """Compiles tables."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def table(self, table: Table) -> list[Block]:
        """The table with its new rows, and before it what is proposed for the whole of it."""
        head = [
            plain(said(f"[{self.desk.once.who(a)} to delete the following table]"))
            for a in self.desk.at.get(table.id, ())
            if isinstance(a.operation, Remove)
        ]
        rows: list[Row] = []
        for row in (None, *table.rows):
            if row is not None:
                rows.append(self._row(row))
            for amendment in self.desk.gaps.get((table.id, row.id if row else ""), ()):
                rows.append(self._new_row(row or next(iter(table.rows), None), amendment))
        return [*head, Table(table.id, tuple(rows))]

    def _row(self, row: Row) -> Row:
        cells = [self._cell(row, cell) for cell in row.cells]
        notices = [
            said(f"[{self.desk.once.who(a)} {what}] ")
            for a in self.desk.at.get(row.id, ())
            if (what := _about_the_row(a))
        ]
        return replace(row, cells=(_led(cells[0], notices), *cells[1:]) if cells else ())

    def _cell(self, row: Row, cell: Cell) -> Cell:
        cell = replace(cell, blocks=self.desk.container(cell.id, cell.blocks))
        for amendment in self.desk.at.get(cell.id, ()):
            if isinstance(amendment.operation, Remove):
                cell = self._leaving(cell, amendment)
        cell = replace(cell, blocks=(*cell.blocks, *self._new_cells(row, cell.id)))
        return _led(cell, [piece for notice in self._merges(cell.id) for piece in notice])

    def _leaving(self, cell: Cell, amendment: Amendment) -> Cell:
        """A cell that is to go; a whole column's cells are bracketed, and it is said once."""
        who = self.desk.once.who(amendment)
        match self.desk.once.part(amendment):
            case "":
                return _led(cell, [said(f"[{who} to delete this cell] ")])
            case "first":
                return _trailed(_led(cell, [said(f"[{who} to delete this column: ")]), said("]"))
            case _:
                return _trailed(_led(cell, [said("[")]), said("]"))

    def _merges(self, cell: str) -> list[list[Fragment]]:
        """What is proposed for a cell and its neighbours: to be one, or to be parted."""
        notices = []
        for whole, done in self.desk.once.merges.get(cell, ()):
            who, words = self.desk.once.who(whole.first), _proposed_words(done.words())
            upwards = any(
                isinstance(a.operation, Reshape) and a.operation.continued for a in whole.amendments
            )
            what = (
                "merge this cell with the one above"
                if upwards and not words.text
                else f"{done.manner} here"
            )
            notes = [n for a in whole.amendments for n in self.desk.remarks.on(a)]
            lead = said(f"[{who} to {what}{': ' if words.text else ''}")
            notices.append([lead, words, *notes, said("] ")])
        return notices

    def _new_cells(self, row: Row, after: str) -> list[Block]:
        """New cells, told in the cell they would follow, so that the table stays rectangular."""
        gaps = [*self.desk.gaps.get((row.id, after), ())]
        if after == row.cells[0].id:
            gaps = [*self.desk.gaps.get((row.id, ""), ()), *gaps]
        return [
            self._new_cell(amendment, amendment.operation.node)
            for amendment in gaps
            if isinstance(amendment.operation, Insert)
            and isinstance(amendment.operation.node, Cell)
        ]

    def _new_cell(self, amendment: Amendment, cell: Cell) -> Block:
        words = _proposed_words([b.text for b in cell.blocks if isinstance(b, Paragraph)])
        notes, who = self.desk.remarks.on(amendment), self.desk.once.who(amendment)
        match self.desk.once.part(amendment):
            case "":
                return plain(said(f"[{who} a new cell here: "), words, *notes, said("]"))
            case "first" if words.text:
                return plain(said(f"[{who} a new column “"), words, said("”"), *notes, said("]"))
            case "first":
                return plain(said(f"[{who} a new column"), *notes, said("]"))
        return plain(said(f"[{', '.join(amendment.sponsors)}: "), words, *notes, said("]"))

    def _new_row(self, beside: Row | None, amendment: Amendment) -> Row:
        op, who = amendment.operation, self.desk.once.who(amendment)
        if isinstance(op, Insert):
            assert isinstance(op.node, Row)
            row, notice = op.node, f"[{who} a new row:] "
        else:
            assert isinstance(op, Move)
            moved = self.desk.nodes[op.block]
            assert isinstance(moved, Row)
            row, notice = moved, f"[{who} this row here] "
        cells = self._fitted(beside or row, row.cells, amendment.sponsors)
        first = _led(cells[0], [said(notice)])
        for footnote in self.desk.remarks.on(amendment):
            first = _trailed(first, footnote)
        return replace(row, id="", cells=(first, *cells[1:]))

    def _fitted(
        self, beside: Row, cells: Sequence[Cell], sponsors: Sequence[str]
    ) -> tuple[Cell, ...]:
        """A new row's cells in the table's own columns, which are those of the row ``beside`` it.

        In a column that is proposed as well its words are told in the cell before, or the first; in
        one that would go it is empty.
        """
        given = deque(replace(c, id="", blocks=tuple(map(_proposed, c.blocks))) for c in cells)
        if _width(cells) == _width(beside.cells):
            return tuple(given)
        shown: list[Cell] = []
        more: list[Block] = []
        for at in (None, *beside.cells):
            if at is not None:
                gone = not given or self._goes(at.id, sponsors)
                blocks = (plain(),) if gone else given.popleft().blocks
                shown.append(Cell("", blocks, at.span))
            for _ in range(self._come(beside.id, at.id if at else "", sponsors)):
                more += given.popleft().blocks if given else ()
            if shown:
                shown[-1], more = _with(shown[-1], more), []
        left = [block for cell in given for block in cell.blocks]
        return (*shown[:-1], _with(shown[-1], left)) if shown else tuple(given)

    def _goes(self, cell: str, sponsors: Sequence[str]) -> bool:
        """Whether these delegations, or some of them, would have the cell go."""
        return any(
            isinstance(one.operation, Remove) and not set(sponsors).isdisjoint(one.sponsors)
            for one in self.desk.at.get(cell, ())
        )

    def _come(self, row: str, after: str, sponsors: Sequence[str]) -> int:
        """How many cells they would put into a row there."""
        return sum(
            isinstance(one.operation, Insert) and not set(sponsors).isdisjoint(one.sponsors)
            for one in self.desk.gaps.get((row, after), ())
        )


def _width(cells: Sequence[Cell]) -> int:
    return sum(cell.span for cell in cells)


def _with(cell: Cell, blocks: Sequence[Block]) -> Cell:
    """The cell with more blocks behind its own, save those that say nothing."""
    said = [one for one in blocks if not isinstance(one, Paragraph) or one.text]
    return replace(cell, blocks=(*cell.blocks, *said)) if said else cell


def _about_the_row(amendment: Amendment) -> str:
    if isinstance(amendment.operation, Remove):
        return "to delete this row"
    return "to move this row" if isinstance(amendment.operation, Move) else ""


def _led(cell: Cell, notices: Sequence[Fragment]) -> Cell:
    """The cell with notices before its first words."""
    if not notices:
        return cell
    first = cell.blocks[0] if cell.blocks else None
    if not isinstance(first, Paragraph):
        return replace(cell, blocks=(plain(*notices), *cell.blocks))
    led = paragraph(first.id, [*notices, _whole(first)], first.style)
    return replace(cell, blocks=(led, *cell.blocks[1:]))


def _trailed(cell: Cell, notice: Fragment) -> Cell:
    """The cell with a notice behind its last words."""
    last = cell.blocks[-1] if cell.blocks else None
    if not isinstance(last, Paragraph):
        return replace(cell, blocks=(*cell.blocks, plain(notice)))
    trailed = paragraph(last.id, [_whole(last), notice], last.style)
    return replace(cell, blocks=(*cell.blocks[:-1], trailed))


def _whole(block: Paragraph) -> Fragment:
    return Fragment(block.text, block.spans, block.anchors)


def _proposed(block: Block) -> Block:
    if isinstance(block, Table):
        return block
    return paragraph("", [with_role(_whole(block), PROPOSED)], block.style)


def _proposed_words(texts: Sequence[str]) -> Fragment:
    return with_role(Fragment(" / ".join(filter(None, texts))), PROPOSED)
