"""A merge as one text with tracked changes: each delegation an author, co-sponsors together.

Accepting one delegation's changes alone and rejecting all others gives what it submitted;
rejecting everything gives the base.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mufakat.change.amendment import (
    Amendment,
    Insert,
    Merge,
    Move,
    Remove,
    Reshape,
)
from mufakat.change.apply import index
from mufakat.change.fragment import bare_row
from mufakat.change.merge import project
from mufakat.change.show.nameless import nameless, nameless_cell, nameless_row
from mufakat.change.show.track_line import Arrival, Line, Stack
from mufakat.change.show.track_remarks import with_remarks
from mufakat.change.spelling import spellings
from mufakat.text.document import (
    Block,
    Cell,
    Node,
    Paragraph,
    Row,
    Table,
)
from mufakat.text.tracked import (
    Revision,
    RevisionKind,
    TrackedBlock,
    TrackedCell,
    TrackedDocument,
    TrackedParagraph,
    TrackedRow,
    TrackedTable,
)
from mufakat.text.tracked import sponsors as named_in
from mufakat.text.tracking import (
    track_block,
    track_cell,
    track_row,
)


def track(merged: Merge, dates: Mapping[str, str]) -> TrackedDocument:
    """The base with this round's amendments as tracked changes and its remarks as comments.

    ``dates`` gives for each delegation when its submission was lodged (ISO 8601, UTC).
    """
    tracker = _Tracker(merged, dates)
    body = tracker.container("", merged.base.body)
    return with_remarks(TrackedDocument(body), merged, dates)


class _Tracker:
    def __init__(self, merged: Merge, dates: Mapping[str, str]) -> None:
        self.merged = merged
        self.states = merged.states
        self.dates = dates
        self.nodes = index(merged.base)
        self.at: dict[str, list[Amendment]] = defaultdict(list)
        self.gaps: dict[tuple[str, str], list[Amendment]] = defaultdict(list)
        self.moves: dict[str, list[Amendment]] = defaultdict(list)
        for amendment in _as_lodged(merged):
            op = amendment.operation
            if isinstance(op, Insert | Move):
                self.gaps[op.parent, op.after].append(amendment)
            if isinstance(op, Move):
                self.moves[op.block].append(amendment)
            elif not isinstance(op, Insert):
                self.at[op.block].append(amendment)

    # -- who and when ------------------------------------------------------------------------

    def author(self, sponsors: Sequence[str]) -> tuple[str, str]:
        """The sponsors' joint name in roster order, and when the last of them lodged."""
        named = [state for state in self.states if state in sponsors]
        return "; ".join(named), max(self.dates.get(state, "") for state in named)

    def revision(self, kind: RevisionKind, sponsors: Sequence[str], move: str = "") -> Revision:
        author, date = self.author(sponsors)
        return Revision(kind, author, date, move)

    # -- containers --------------------------------------------------------------------------

    def container(self, parent: str, blocks: Sequence[Block]) -> tuple[TrackedBlock, ...]:
        out = [*self._arrivals(parent, "")]
        for block in blocks:
            out += self._block(block, self._leaving(block))
            out += self._arrivals(parent, block.id)
        return tuple(out)

    def _leaving(self, node: Node) -> Stack:
        """The move-away that a node stands under at its old place."""
        movers = [s for amendment in self.moves.get(node.id, ()) for s in amendment.sponsors]
        if not movers:
            return ()
        first = self.moves[node.id][0]
        if isinstance(node, Paragraph) and len(self.moves[node.id]) == 1:
            return (self.revision("move-from", movers, first.id),)
        return (self.revision("delete", movers),)

    def _arrivals(self, parent: str, after: str) -> list[TrackedBlock]:
        out: list[TrackedBlock] = []
        for arrival in self.turns(self.gaps.get((parent, after), [])):
            op = arrival.amendment.operation
            if isinstance(op, Insert):
                assert isinstance(op.node, Paragraph | Table)
                out.append(track_block(op.node, (self.revision("insert", arrival.sponsors),)))
            else:
                assert isinstance(op, Move)
                moved = self.nodes[op.block]
                assert isinstance(moved, Paragraph | Table)
                out += map(nameless, self._block(moved, (self._coming(arrival),)))
        return out

    def _coming(self, arrival: Arrival) -> Revision:
        op = arrival.amendment.operation
        assert isinstance(op, Move)
        alone = len(self.moves[op.block]) == 1 and arrival.sponsors == arrival.amendment.sponsors
        if alone and isinstance(self.nodes[op.block], Paragraph):
            return self.revision("move-to", arrival.sponsors, arrival.amendment.id)
        return self.revision("insert", arrival.sponsors)

    def turns(self, amendments: Sequence[Amendment]) -> list[Arrival]:
        """An order at a gap that keeps each delegation's own; what cannot be kept is repeated."""
        if len(amendments) < 2:
            return [
                Arrival(a, tuple(s for s in self.states if s in a.sponsors)) for a in amendments
            ]
        queues = {
            state: sorted(
                (a for a in amendments if state in a.sponsors),
                key=lambda a: a.ranks[a.sponsors.index(state)],
            )
            for state in self.states
        }
        out = []
        while any(queues.values()):
            heads: dict[str, list[str]] = defaultdict(list)
            byname = {}
            for state, queue in queues.items():
                if queue:
                    heads[queue[0].id].append(state)
                    byname[queue[0].id] = queue[0]
            name = max(
                heads, key=lambda n: (len(heads[n]) == len(_left(byname[n], queues)), len(heads[n]))
            )
            out.append(Arrival(byname[name], tuple(heads[name])))
            for state in heads[name]:
                queues[state].pop(0)
        return out

    # -- blocks ------------------------------------------------------------------------------

    def _block(self, block: Block, around: Stack) -> list[TrackedBlock]:
        if isinstance(block, Table):
            return [self._table(block, around)]
        if block.id not in self.at and not block.anchors:  # what stands in notes may be amended
            return [track_block(block, around)]
        return Line(self, block, around, self.at.get(block.id, ())).paragraphs()

    def gone(self, ident: str) -> tuple[str, ...]:
        """Who proposes to take the whole node away."""
        return tuple(
            s for a in self.at.get(ident, ()) if isinstance(a.operation, Remove) for s in a.sponsors
        )

    def _table(self, table: Table, around: Stack) -> TrackedTable:
        removed = self.gone(table.id)
        rows: list[TrackedRow] = []
        for row in (None, *table.rows):
            if row is not None:
                movers = {s for a in self.moves.get(row.id, ()) for s in a.sponsors}
                shapers = [s for s in self._shapers(row) if s not in movers]
                removers = (*removed, *self.gone(row.id), *shapers)
                rows.append(self._row(row, (*around, *self._leaving(row)), removers))
                rows += [self._reshaped(row, state, around) for state in shapers]
            for arrival in self.turns(self.gaps.get((table.id, row.id if row else ""), [])):
                rows += self._coming_rows(arrival, around)
        return TrackedTable(table.id, tuple(rows))

    def _coming_rows(self, arrival: Arrival, around: Stack) -> list[TrackedRow]:
        """A new row, or one moved here: for those that reshape it too, each in its own shape."""
        op = arrival.amendment.operation
        if isinstance(op, Insert):
            assert isinstance(op.node, Row)
            return [track_row(op.node, (*around, self.revision("insert", arrival.sponsors)))]
        assert isinstance(op, Move)
        row = self.nodes[op.block]
        assert isinstance(row, Row)
        shapers = [state for state in self._shapers(row) if state in arrival.sponsors]
        rows = [self._reshaped(row, state, around) for state in shapers]
        others = [state for state in arrival.sponsors if state not in shapers]
        if others:
            stack = (*around, self.revision("insert", others))
            rows.append(nameless_row(self._row(row, stack, ())))
        return rows

    def _row(self, row: Row, around: Stack, removers: Sequence[str]) -> TrackedRow:
        stack = around
        if removers:
            stack = (*around, self.revision("delete", removers))
        cells: list[TrackedCell] = []
        for cell in (None, *row.cells):
            if cell is not None:
                cells.append(self._cell(cell, stack))
            for arrival in self.turns(self.gaps.get((row.id, cell.id if cell else ""), [])):
                cells.append(self._coming_cell(arrival))
        return TrackedRow(row.id, tuple(cells), row.header, stack)

    def _shapers(self, row: Row) -> list[str]:
        """Who gives a row or its cells another shape: Word cannot track that in place."""
        reshaped = [
            a
            for ident in (row.id, *(cell.id for cell in row.cells))
            for a in self.at.get(ident, ())
            if isinstance(a.operation, Reshape)
        ]
        return [state for state in self.states if any(state in a.sponsors for a in reshaped)]

    def _reshaped(self, row: Row, state: str, around: Stack) -> TrackedRow:
        """The row as one delegation wants it, put in whole."""
        wanted = index(project(self.merged, state))[row.id]
        assert isinstance(wanted, Row)
        return track_row(bare_row(wanted), (*around, self.revision("insert", (state,))))

    def _cell(self, cell: Cell, around: Stack) -> TrackedCell:
        gone = self.gone(cell.id)
        own = (*self._leaving(cell), *((self.revision("delete", gone),) if gone else ()))
        blocks = tuple(self._under(b, around) for b in self.container(cell.id, cell.blocks))
        return TrackedCell(cell.id, blocks, cell.span, cell.continued, own)

    def _coming_cell(self, arrival: Arrival) -> TrackedCell:
        op = arrival.amendment.operation
        revision = self.revision("insert", arrival.sponsors)
        if isinstance(op, Insert):
            assert isinstance(op.node, Cell)
            return track_cell(op.node, (revision,))
        assert isinstance(op, Move)
        cell = self.nodes[op.block]
        assert isinstance(cell, Cell)
        return replace(nameless_cell(self._cell(cell, ())), revisions=(revision,))

    def _under(self, block: TrackedBlock, around: Stack) -> TrackedBlock:
        """A block with further revisions around everything in it."""
        if not around:
            return block
        if isinstance(block, TrackedParagraph):
            runs = tuple(
                replace(run, revisions=self._wrapped(around, run.revisions)) for run in block.runs
            )
            return replace(block, runs=runs, mark=self._wrapped(around, block.mark))
        return replace(block, rows=tuple(self._row_under(row, around) for row in block.rows))

    def _row_under(self, row: TrackedRow, around: Stack) -> TrackedRow:
        cells = tuple(
            replace(cell, blocks=tuple(self._under(b, around) for b in cell.blocks))
            for cell in row.cells
        )
        return replace(row, revisions=self._wrapped(around, row.revisions), cells=cells)

    def _wrapped(self, around: Stack, inner: Stack) -> Stack:
        """Words that are put in need not be struck as well; words struck twice are struck once."""
        for revision in reversed(around):
            if revision.kind == "delete" and inner:
                if inner[0].kind == "delete":
                    both = (*named_in(revision.author), *named_in(inner[0].author))
                    inner = (self.revision("delete", both), *inner[1:])
            else:
                inner = (revision, *inner)
        return inner


def _as_lodged(merged: Merge) -> Iterator[Amendment]:
    """What was lodged in this round, each amendment as its sponsors have typed it."""
    for amendment in merged.amendments:
        if amendment.own:
            ranks = dict(zip(amendment.sponsors, amendment.ranks, strict=True))
            own = tuple(ranks[state] for state in amendment.own)
            yield from spellings(replace(amendment, sponsors=amendment.own, ranks=own, carried=()))


def _left(amendment: Amendment, queues: Mapping[str, list[Amendment]]) -> list[str]:
    return [state for state, queue in queues.items() if amendment in queue]
