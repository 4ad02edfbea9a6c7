"""What a delegation changed: a draft and the text it sent back become operations on the draft.

The script is verified: carried out on the base it gives exactly the submitted text (law 2). Where
the fine reading fails that check, what fails (a paragraph, a split or join, a table) is taken out
and put in whole: coarse, exact; the rest stays fine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from math import log2

from mufakat.change.amendment import (
    Insert,
    Move,
    Operation,
    Remove,
    Reshape,
    Script,
)
from mufakat.change.apply import apply
from mufakat.change.compare.align import Alignment, align
from mufakat.change.compare.close_up import close_up
from mufakat.change.compare.flow import diff_flow, unchanged
from mufakat.change.compare.groups import group
from mufakat.change.compare.worddiff import Weigh
from mufakat.change.fragment import alike, bare_block, bare_cell, bare_row
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
from mufakat.text.kept import kept
from mufakat.text.tokens import tokenise


def diff(base: Document, submitted: Document) -> Script:
    """The operations that turn ``base`` into ``submitted`` (ids aside), exactly.

    Base blocks must have unique ids; the submitted blocks' ids are hints only.
    """
    weigh = rarity(base)
    for careful in (False, True):
        script = tuple(_Differ(weigh, careful=careful).container("", base.body, submitted.body))
        if _gives(base.body, script, submitted.body):
            return script
    return tuple(_Differ(weigh).coarse("", "", base.body, submitted.body))


def _gives(old: Sequence[Block], script: Sequence[Operation], new: Sequence[Block]) -> bool:
    """Whether the operations make exactly the new blocks of the old ones."""
    try:
        made = apply(Document(tuple(old)), script)
    except ValueError:
        return False
    return alike(made.body, new)


def _only(parent: str, base: Sequence[Block], submitted: Sequence[Block]) -> Alignment | None:
    """The only paragraph of a cell or note is that of the other, whatever its words."""
    kept = parent and len(base) == len(submitted) == 1
    alike = kept and isinstance(base[0], Paragraph) and isinstance(submitted[0], Paragraph)
    return Alignment((0,), frozenset()) if alike else None


@kept
def rarity(base: Document) -> Weigh:
    """How much a token weighs: nothing for signs and spaces, less the commoner it is."""
    counts: Counter[str] = Counter()
    for paragraph in paragraphs(base):
        counts.update(tokenise(paragraph.text).keys)

    @cache
    def weigh(key: str) -> float:
        if not any(c.isalnum() for c in key):
            return 0.0
        return 1.0 / (1.0 + log2(max(1.0, counts[key] / 2)))

    return weigh


class _Differ:
    """Reads changes; a ``careful`` one verifies each stretch by itself."""

    def __init__(self, weigh: Weigh, *, careful: bool = False) -> None:
        self.weigh = weigh
        self.careful = careful
        self.inserted: Counter[tuple[str, str, Node]] = Counter()

    def container(
        self, parent: str, base: Sequence[Block], submitted: Sequence[Block]
    ) -> list[Operation]:
        """The operations that turn one container's blocks into the submitted ones."""
        alignment = _only(parent, base, submitted)
        if alignment is None:
            near = close_up(base, submitted)
            alignment = align(near.base, near.submitted)
            if near.stands(alignment):
                base, submitted = near.base, near.submitted
            else:
                alignment = align(base, submitted)
        groups = group(base, submitted, alignment)
        starts = {g.submitted[0]: g for g in groups}
        inside = {j for g in groups for j in g.submitted[1:]}
        kept = {i for g in groups for i in g.base} | {i for i in alignment.pairs if i is not None}
        ops: list[Operation] = [Remove(block.id) for i, block in enumerate(base) if i not in kept]
        after = ""
        for j, block in enumerate(submitted):
            if j in inside:
                continue
            i = alignment.pairs[j]
            if j in starts:
                old, new = starts[j].base, starts[j].submitted
                ops += self._stretch(
                    parent, after, [base[i] for i in old], [submitted[j] for j in new]
                )
                after = base[old[-1]].id
            elif i is None:
                ops.append(self._insert(parent, after, bare_block(block)))
            elif j in alignment.moved:
                ops += self._stretch(parent, after, [base[i]], [block], moved=True)
            else:
                if not unchanged(base[i], block):
                    ops += self._stretch(parent, after, [base[i]], [block])
                after = base[i].id
        return ops

    def coarse(
        self, parent: str, after: str, old: Sequence[Block], new: Sequence[Block]
    ) -> list[Operation]:
        """All of the old taken out, all of the new put in at its place."""
        return [
            *(Remove(block.id) for block in old),
            *(self._insert(parent, after, bare_block(block)) for block in new),
        ]

    def _insert(self, parent: str, after: str, node: Node) -> Insert:
        self.inserted[parent, after, node] += 1
        return Insert(parent, after, node, self.inserted[parent, after, node] - 1)

    def _stretch(
        self,
        parent: str,
        after: str,
        old: Sequence[Block],
        new: Sequence[Block],
        *,
        moved: bool = False,
    ) -> list[Operation]:
        """What became of blocks that stand for each other."""
        ops = self._edits(old, new)
        if self.careful and not _gives(old, ops, new):
            return self.coarse(parent, after, old, new)
        return [Move(old[0].id, parent, after), *ops] if moved else ops

    def _edits(self, old: Sequence[Block], new: Sequence[Block]) -> list[Operation]:
        if isinstance(old[0], Table) and isinstance(new[0], Table):
            return self._table(old[0], new[0])
        texts = [[b for b in side if isinstance(b, Paragraph)] for side in (old, new)]
        return diff_flow(texts[0], texts[1], self.weigh, self._note)

    def _note(self, old: Note, new: Note) -> list[Operation]:
        return self.container(old.id, old.blocks, new.blocks)

    def _table(self, old: Table, new: Table) -> list[Operation]:
        ops: list[Operation] = []
        for row, given, op in self._sequence(old.id, old.rows, new.rows):
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
        for cell, given, op in self._sequence(old.id, old.cells, new.cells, pairs):
            ops += op
            if isinstance(cell, Cell) and isinstance(given, Cell):
                if (cell.span, cell.continued) != (given.span, given.continued):
                    ops.append(Reshape(cell.id, given.span, given.continued))
                ops += self.container(cell.id, cell.blocks, given.blocks)
        return ops

    def _sequence(
        self,
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
        for j, node in enumerate(submitted):
            i = alignment.pairs[j]
            if i is None:
                new = bare_row(node) if isinstance(node, Row) else bare_cell(node)
                out.append((None, None, [self._insert(parent, after, new)]))
            elif j in alignment.moved:
                out.append((base[i], node, [Move(base[i].id, parent, after)]))
            else:
                after = base[i].id
                out.append((base[i], node, []))
        return out
