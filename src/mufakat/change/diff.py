"""What a delegation changed: a draft and the text it sent back become operations on the draft.

The script is verified: carried out on the base it gives exactly the submitted text (law 2). Where
the fine reading fails that check, the passage is taken out and put in whole: coarse, exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log2

from mufakat.change.align import Alignment, align
from mufakat.change.amendment import (
    Insert,
    Move,
    Operation,
    Remove,
    Reshape,
    Script,
)
from mufakat.change.apply import apply
from mufakat.change.flow import diff_flow
from mufakat.change.fragment import bare, bare_block, bare_cell, bare_row
from mufakat.change.groups import Group, group
from mufakat.change.worddiff import Weigh
from mufakat.text.document import (
    Block,
    Cell,
    Document,
    Node,
    Note,
    Paragraph,
    Row,
    Table,
    paragraphs,
)
from mufakat.text.tokens import tokenise


def diff(base: Document, submitted: Document) -> Script:
    """The operations that turn ``base`` into ``submitted`` (ids aside), exactly.

    Base blocks must have unique ids; the submitted blocks' ids are hints only.
    """
    wanted = bare(submitted)
    weigh = rarity(base)
    for careful in (False, True):
        script = tuple(_Differ(weigh, careful=careful).container("", base.body, submitted.body))
        if bare(apply(base, script)) == wanted:
            return script
    return tuple(_coarse("", base.body, submitted.body, ""))


def rarity(base: Document) -> Weigh:
    """How much a token weighs: nothing for signs and spaces, less the commoner it is."""
    counts: Counter[str] = Counter()
    for paragraph in paragraphs(base):
        counts.update(tokenise(paragraph.text).keys)

    def weigh(key: str) -> float:
        if not any(c.isalnum() for c in key):
            return 0.0
        return 1.0 / (1.0 + log2(max(1.0, counts[key] / 2)))

    return weigh


class _Differ:
    def __init__(self, weigh: Weigh, *, careful: bool) -> None:
        self.weigh = weigh
        self.careful = careful

    def container(
        self, parent: str, base: Sequence[Block], submitted: Sequence[Block]
    ) -> list[Operation]:
        """The operations that turn one container's blocks into the submitted ones."""
        alignment = align(base, submitted)
        groups = group(base, submitted, alignment)
        starts = {g.submitted[0]: g for g in groups}
        inside = {j for g in groups for j in g.submitted[1:]}
        kept = {i for g in groups for i in g.base} | {i for i in alignment.pairs if i is not None}
        ops: list[Operation] = [Remove(block.id) for i, block in enumerate(base) if i not in kept]
        after = ""
        inserted: Counter[tuple[str, Block]] = Counter()
        for j, block in enumerate(submitted):
            if j in inside:
                continue
            if j in starts:
                ops += self._group(parent, starts[j], base, submitted, after)
                after = base[starts[j].base[-1]].id
                continue
            i = alignment.pairs[j]
            if i is None:
                node = bare_block(block)
                ops.append(Insert(parent, after, node, inserted[after, node]))
                inserted[after, node] += 1
                continue
            if j in alignment.moved:
                ops.append(Move(base[i].id, parent, after))
            else:
                after = base[i].id
            ops += self._pair(base[i], block)
        return ops

    def _group(
        self,
        parent: str,
        group: Group,
        base: Sequence[Block],
        submitted: Sequence[Block],
        after: str,
    ) -> list[Operation]:
        old = [b for i in group.base if isinstance(b := base[i], Paragraph)]
        new = [b for j in group.submitted if isinstance(b := submitted[j], Paragraph)]
        return self._checked(parent, old, new, after)

    def _pair(self, old: Block, new: Block) -> list[Operation]:
        if isinstance(old, Paragraph):
            assert isinstance(new, Paragraph)
            return self._checked(None, [old], [new], "")
        assert isinstance(new, Table)
        return self._table(old, new)

    def _checked(
        self, parent: str | None, old: list[Paragraph], new: list[Paragraph], after: str
    ) -> list[Operation]:
        ops = diff_flow(old, new, self.weigh, self._note)
        if self.careful and parent is not None:
            made = apply(Document(tuple(old)), ops)
            if bare(made) != bare(Document(tuple(new))):
                return _coarse(parent, old, new, after)
        return ops

    def _note(self, old: Note, new: Note) -> list[Operation]:
        return self.container(old.id, old.blocks, new.blocks)

    def _table(self, old: Table, new: Table) -> list[Operation]:
        ops: list[Operation] = []
        for row, given, op in _sequence(old.id, old.rows, new.rows):
            ops += op
            if isinstance(row, Row) and isinstance(given, Row):
                ops += self._row(row, given)
        return ops

    def _row(self, old: Row, new: Row) -> list[Operation]:
        ops: list[Operation] = []
        if old.header != new.header:
            ops.append(Reshape(old.id, header=new.header))
        same = len(old.cells) == len(new.cells)
        pairs = Alignment(tuple(range(len(new.cells))), frozenset()) if same else None
        for cell, given, op in _sequence(old.id, old.cells, new.cells, pairs):
            ops += op
            if isinstance(cell, Cell) and isinstance(given, Cell):
                if (cell.span, cell.continued) != (given.span, given.continued):
                    ops.append(Reshape(cell.id, given.span, given.continued))
                ops += self.container(cell.id, cell.blocks, given.blocks)
        return ops


def _sequence(
    parent: str,
    base: Sequence[Row | Cell],
    submitted: Sequence[Row | Cell],
    alignment: Alignment | None = None,
) -> list[tuple[Node | None, Node | None, list[Operation]]]:
    """Rows of a table or cells of a row: pairs to look into, and what came, went or moved."""
    alignment = alignment or align(base, submitted)
    kept = set(alignment.pairs)
    out: list[tuple[Node | None, Node | None, list[Operation]]] = [
        (None, None, [Remove(node.id)]) for i, node in enumerate(base) if i not in kept
    ]
    after = ""
    inserted: Counter[tuple[str, Node]] = Counter()
    for j, node in enumerate(submitted):
        i = alignment.pairs[j]
        if i is None:
            new = bare_row(node) if isinstance(node, Row) else bare_cell(node)
            out.append((None, None, [Insert(parent, after, new, inserted[after, new])]))
            inserted[after, new] += 1
        elif j in alignment.moved:
            out.append((base[i], node, [Move(base[i].id, parent, after)]))
        else:
            after = base[i].id
            out.append((base[i], node, []))
    return out


def _coarse(parent: str, old: Sequence[Block], new: Sequence[Block], after: str) -> list[Operation]:
    """All of the old taken out, all of the new put in before where it stood."""
    inserted: Counter[Block] = Counter()
    ops: list[Operation] = [Remove(block.id) for block in old]
    for block in new:
        node = bare_block(block)
        ops.append(Insert(parent, after, node, inserted[node]))
        inserted[node] += 1
    return ops
