"""The compilation text: the draft with every proposal in brackets, attributed, nothing decided.

It is set as negotiators are used to: ``[SGP, THA propose: ...]`` after the words in question, one
word bracketed where one word is contested, the distinct variants one after the other where
proposals overlap; a new paragraph takes its predecessor's number with *bis*, *ter*, a rival one
*alt*; remarks are footnotes. Purely typographic and formatting changes stay in the matrix.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from mufakat.change.amendment import (
    Amendment,
    Fragment,
    Insert,
    Join,
    Merge,
    Move,
    Operation,
    Remark,
    Remove,
    Replace,
    Restyle,
)
from mufakat.change.apply import index
from mufakat.change.brackets import (
    PROPOSED,
    STRUCK,
    clusters,
    footnote,
    propose,
    said,
    spaces,
    variant,
    wishes,
    with_role,
)
from mufakat.change.fragment import cut, paragraph, part
from mufakat.change.layout import place
from mufakat.text.document import (
    Anchor,
    Block,
    Cell,
    Document,
    Note,
    Paragraph,
    Row,
    Style,
    Table,
)
from mufakat.text.numbering import labels

_LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")


def compilation(merged: Merge) -> Document:
    """The compilation text of a merge; its role marks are those named at this module's top."""
    compiler = _Compiler(merged)
    whole = [r for r in merged.remarks if not r.block]
    head = [_plain(said(f"[{r.sponsor}: {r.text}]")) for r in whole]
    return Document((*head, *compiler.container("", merged.base.body)))


def _plain(*pieces: Fragment) -> Paragraph:
    return paragraph("", pieces, Style())


class _Compiler:
    def __init__(self, merged: Merge) -> None:
        self.states = merged.states
        self.nodes = index(merged.base)
        self.labels = labels(merged.base)
        self.remarks: dict[str, list[Remark]] = defaultdict(list)
        self.at: dict[str, list[Amendment]] = defaultdict(list)
        self.gaps: dict[tuple[str, str], list[Amendment]] = defaultdict(list)
        for remark in merged.remarks:
            self.remarks[remark.block].append(remark)
        for amendment in merged.amendments:
            op = amendment.operation
            if isinstance(op, Insert | Move):
                self.gaps[op.parent, op.after].append(amendment)
            if not isinstance(op, Insert) and not amendment.typographic:
                self.at[place(op)].append(amendment)

    def container(self, parent: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
        out = self._new(parent, "")
        for block in blocks:
            if isinstance(block, Table):
                out += self._table(block)
            else:
                out.append(self._paragraph(block))
            out += self._new(parent, block.id)
        return tuple(out)

    # -- what is new at a gap ----------------------------------------------------------------

    def _new(self, parent: str, after: str) -> list[Block]:
        out: list[Block] = []
        numbers = _Numbers(self.labels.get(after, ""))
        for amendment in self.gaps.get((parent, after), ()):
            op, who = amendment.operation, propose(amendment.sponsors)
            if isinstance(op, Move):
                out.append(_plain(said(f"[{who} to place {self._named(op.block)} here]")))
            elif isinstance(op, Insert) and isinstance(op.node, Paragraph):
                label = said(numbers.next(amendment))
                words = with_role(cut(op.node, 0, len(op.node.text)), PROPOSED)
                what = "new heading" if op.node.style.kind == "heading" else "new paragraph"
                out.append(_plain(label, said(f"[{who} a {what}: "), words, said("]")))
            elif isinstance(op, Insert) and isinstance(op.node, Table):
                out += [_plain(said(f"[{who} a new table:]")), op.node]
        return out

    def _named(self, ident: str) -> str:
        label = self.labels.get(ident, "").rstrip(".")
        if label:
            return f"paragraph {label}"
        node = self.nodes[ident]
        if isinstance(node, Paragraph):
            return f"“{node.text[:40].rstrip()}…”" if len(node.text) > 40 else f"“{node.text}”"
        return "the table" if isinstance(node, Table) else "the row"

    # -- one paragraph -----------------------------------------------------------------------

    def _paragraph(self, block: Paragraph) -> Paragraph:
        mine = self.at.get(block.id, ())
        before = [
            said(f"[{propose(a.sponsors)} to delete this paragraph] ")
            for a in mine
            if isinstance(a.operation, Remove)
        ]
        after = [said(text) for a in mine if (text := self._about_the_whole(a))]
        words = self._words(block, [a for a in mine if isinstance(a.operation, Replace)])
        return paragraph(block.id, [*before, *words, *after], block.style)

    def _about_the_whole(self, amendment: Amendment) -> str:
        who, op = propose(amendment.sponsors), amendment.operation
        if isinstance(op, Join):
            return f" [{who} to join this paragraph with the next]"
        if isinstance(op, Restyle):
            return f" [{who} to make this a {_style_name(op.style)}]"
        if isinstance(op, Move):
            where = f"after {self._named(op.after)}" if op.after else "to the beginning"
            return f" [{who} to move this {where}]"
        return ""

    def _words(self, block: Paragraph, edits: Sequence[Amendment]) -> list[Fragment]:
        out, at = [], 0
        for start, end, cluster in clusters(edits):
            out += self._kept(block, at, start)
            out += self._bracketed(block, start, end, cluster)
            at = end
        return [*out, *self._kept(block, at, len(block.text), last=True)]

    def _kept(
        self, block: Paragraph, start: int, end: int, *, last: bool = False
    ) -> list[Fragment]:
        """Base words that nobody would replace, with remarks as footnotes and notes compiled."""
        whole = self._with_notes(block)
        piece = part(Fragment(whole.text, whole.spans, whole.anchors), start, end)
        out, at = [], 0
        for remark in sorted(self.remarks.get(block.id, ()), key=lambda r: r.end):
            here = remark.end - start
            if (
                start < remark.end <= end
                or (last and remark.end >= end)
                or remark.end == start == 0
            ):
                here = max(at, min(here, len(piece.text)))
                out += [part(piece, at, here), footnote(remark)]
                at = here
        return [*out, part(piece, at, len(piece.text))]

    def _with_notes(self, block: Paragraph) -> Paragraph:
        anchors = tuple(
            Anchor(a.offset, replace(n, blocks=self.container(n.id, n.blocks)))
            if isinstance(n := a.object, Note)
            else a
            for a in block.anchors
        )
        return replace(block, anchors=anchors)

    def _bracketed(
        self, block: Paragraph, start: int, end: int, cluster: Sequence[Amendment]
    ) -> list[Fragment]:
        whole = self._with_notes(block)
        words = part(Fragment(whole.text, whole.spans, whole.anchors), start, end)
        old = with_role(words, STRUCK)
        variants: dict[Fragment, list[str]] = defaultdict(list)
        for names, own in wishes(cluster, self.states):
            who = variants[variant(block, start, end, own)]
            who += [name for name in names if name not in who]
        out: list[Fragment] = []
        deleters = variants.pop(Fragment(), [])
        if deleters:
            out += [said(f"[{propose(deleters)} to delete: "), old, said("]")]
        elif old.text:
            out += [said("["), old, said("]")]
        for new, states in variants.items():
            if out:
                out.append(said(" "))
            lead, words, trail = spaces(with_role(new, PROPOSED))
            out += [lead, said(f"[{propose(states)}: "), words, said("]"), trail]
        return [piece for piece in out if piece.text]

    # -- tables ------------------------------------------------------------------------------

    def _table(self, table: Table) -> list[Block]:
        head = [
            _plain(said(f"[{propose(a.sponsors)} to delete the following table]"))
            for a in self.at.get(table.id, ())
            if isinstance(a.operation, Remove)
        ]
        rows: list[Row] = []
        for row in (None, *table.rows):
            if row is not None:
                rows.append(self._row(row))
            for amendment in self.gaps.get((table.id, row.id if row else ""), ()):
                rows.append(self._new_row(amendment))
        return [*head, Table(table.id, tuple(rows))]

    def _row(self, row: Row) -> Row:
        notices = [
            said(f"[{propose(a.sponsors)} {what}] ")
            for a in self.at.get(row.id, ())
            if (what := _about_the_row(a.operation))
        ]
        cells = [
            replace(
                cell, blocks=(*self.container(cell.id, cell.blocks), *self._columns(row, cell.id))
            )
            for cell in row.cells
        ]
        gone = {cell.id: self.at.get(cell.id, ()) for cell in row.cells}
        cells = [
            _led(
                cell,
                [
                    said(f"[{propose(a.sponsors)} to delete this cell] ")
                    for a in gone[cell.id]
                    if isinstance(a.operation, Remove)
                ],
            )
            for cell in cells
        ]
        first = _led(cells[0], notices) if cells else None
        return replace(row, cells=(first, *cells[1:]) if first else ())

    def _columns(self, row: Row, after: str) -> list[Block]:
        """New cells, told in the cell they would follow, so that the table stays rectangular."""
        gaps = [*self.gaps.get((row.id, after), ())]
        if after == row.cells[0].id:
            gaps = [*self.gaps.get((row.id, ""), ()), *gaps]
        out: list[Block] = []
        for amendment in gaps:
            if isinstance(op := amendment.operation, Insert) and isinstance(op.node, Cell):
                words = with_role(Fragment(_text_of(op.node)), PROPOSED)
                out.append(
                    _plain(
                        said(f"[{propose(amendment.sponsors)} a new cell here: "),
                        words,
                        said("]"),
                    )
                )
        return out

    def _new_row(self, amendment: Amendment) -> Row:
        op = amendment.operation
        if isinstance(op, Insert):
            assert isinstance(op.node, Row)
            row, notice = op.node, f"[{propose(amendment.sponsors)} a new row:] "
            cells = tuple(replace(c, blocks=tuple(map(_proposed, c.blocks))) for c in row.cells)
        else:
            assert isinstance(op, Move)
            moved = self.nodes[op.block]
            assert isinstance(moved, Row)
            row, notice = replace(moved, id=""), f"[{propose(amendment.sponsors)} this row here] "
            cells = tuple(
                replace(c, id="", blocks=tuple(map(_proposed, c.blocks))) for c in row.cells
            )
        return replace(row, cells=(_led(cells[0], [said(notice)]), *cells[1:]))


class _Numbers:
    """Numbers for new paragraphs at one gap: bis, ter ...; rivals are *alt* of one number."""

    def __init__(self, label: str) -> None:
        self.label = label.rstrip(".")
        self.used = 0
        self.passages: dict[str, str] = {}

    def next(self, amendment: Amendment) -> str:
        if not self.label:
            return ""
        if amendment.passage in self.passages:
            return f"{self.passages[amendment.passage]} alt. "
        name = _LATIN[min(self.used, len(_LATIN) - 1)]
        self.used += 1
        number = f"{self.label} {name}"
        if amendment.passage:
            self.passages[amendment.passage] = number
        return f"{number}. "


def _style_name(style: Style) -> str:
    names = {
        "title": "title",
        "heading": f"heading of level {style.level}",
        "numbered": "numbered paragraph",
        "item": "list item",
        "plain": "paragraph without number",
    }
    return names[style.kind]


def _about_the_row(operation: Operation) -> str:
    if isinstance(operation, Remove):
        return "to delete this row"
    return "to move this row" if isinstance(operation, Move) else ""


def _led(cell: Cell, notices: Sequence[Fragment]) -> Cell:
    """The cell with notices before its first words."""
    if not notices:
        return cell
    first = cell.blocks[0] if cell.blocks else None
    if not isinstance(first, Paragraph):
        return replace(cell, blocks=(_plain(*notices), *cell.blocks))
    words = Fragment(first.text, first.spans, first.anchors)
    return replace(
        cell, blocks=(paragraph(first.id, [*notices, words], first.style), *cell.blocks[1:])
    )


def _proposed(block: Block) -> Block:
    if isinstance(block, Table):
        return block
    whole = Fragment(block.text, block.spans, block.anchors)
    return paragraph("", [with_role(whole, PROPOSED)], block.style)


def _text_of(cell: Cell) -> str:
    return " / ".join(b.text for b in cell.blocks if isinstance(b, Paragraph))
