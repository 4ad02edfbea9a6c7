"""What amendments that stand or fall together would change, in words a person can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from mufakat.change.amendment import Insert, Join, Operation, Remove, Replace
from mufakat.change.layout import Layout
from mufakat.change.proposal.merged_cells import recut
from mufakat.change.proposal.proposals import Whole
from mufakat.change.proposal.renumbering import label
from mufakat.procedure.excerpt import (
    Excerpt,
    beginning,
    brief,
    cut,
    ending,
    opening,
    readable,
    whole,
)
from mufakat.procedure.place import Places
from mufakat.procedure.settled import settled
from mufakat.procedure.wording import Wording, wording
from mufakat.text.document import Paragraph, Row, Table

_BETWEEN = " / "  # cells of a column, labels of a renumbering
_CELLS, _MARK = " | ", " ¶ "
_GONE = "(deleted)"
_CLOSING = (")", ".")  # what belongs to a label behind its number


def proposal_wording(proposal: Whole, places: Places, where: Layout) -> Wording:
    """A proposal in words, all that belongs together in one; ``where`` is the base's layout."""
    operations = [amendment.operation for amendment in proposal.amendments]
    if len(operations) == 1:
        return wording(proposal.first, places)
    match proposal.kind:
        case "new column":
            return _new_column(operations, places, where)
        case "deleted column":
            return _deleted_column(operations, where)
        case "merged cells":
            return _merged_cells(operations, where)
        case "renumbering":
            return _renumbering(operations, where)
        case "brackets":
            return _brackets(operations, where)
    return _join(operations, where)


def proposal_settled(
    proposal: Whole, before: Places, after: Places, where: Layout, text: str = ""
) -> str:
    """The words that stand where a proposal applied, once the chair has ruled; see ``settled``."""
    operations = [amendment.operation for amendment in proposal.amendments]
    if len(operations) == 1:
        return settled(operations[0], before, after, text)
    if proposal.kind == "renumbering":
        found = [_numbered(after.paragraph(ident)) for ident in _edits(operations)]
    elif proposal.kind == "brackets":
        [edits] = _edits(operations).values()
        stretch = replace(edits[0], end=edits[-1].end)
        found = [settled(stretch, before, after, text)]
    elif proposal.kind == "join":
        names = [block.id for block in _joined(operations, where)]
        node = next((after.nodes[name] for name in names if name in after.nodes), None)
        found = [opening(brief(node)).text if node else _GONE]
    elif proposal.kind == "merged cells":
        rows = [after.nodes.get(ident) for ident in recut(operations, where).rows]
        found = [readable(row) if row else _GONE for row in rows]
    else:
        found = [settled(operation, before, after, text) for operation in operations]
    return _GONE if set(found) == {_GONE} else _BETWEEN.join(filter(None, found))


def _numbered(paragraph: Paragraph | None) -> str:
    found = label(paragraph) if paragraph else None
    if not paragraph or not found:
        return opening(brief(paragraph)).text if paragraph else _GONE
    return paragraph.text[: found.end + (paragraph.text[found.end : found.end + 1] in _CLOSING)]


@dataclass(slots=True)
class _Line:
    """An excerpt in the making."""

    text: str = ""
    touched: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, *, meant: bool = False) -> None:
        start, self.text = len(self.text), self.text + text
        if meant and text:
            if self.touched and self.touched[-1][1] == start:
                start = self.touched.pop()[0]
            self.touched.append((start, len(self.text)))

    def excerpt(self) -> Excerpt:
        return Excerpt(self.text, tuple(self.touched))


# -- tables ----------------------------------------------------------------------------------


def _new_column(operations: Sequence[Operation], places: Places, where: Layout) -> Wording:
    new: dict[str, list[Insert]] = defaultdict(list)
    for op in operations:
        if isinstance(op, Insert):
            new[op.parent].append(op)
    table = _table(next(iter(new)), where)
    rows = [new[row.id] for row in table.rows if row.id in new]
    before = rows[0][0].after
    near = "at the start"
    if before:
        name = readable(where.nodes[before]).strip()
        near = f"after “{name}”" if name else f"after {places.name(before)}"
    words = _BETWEEN.join(_CELLS.join(readable(op.node) for op in row) for row in rows)
    manner = f"new column {near}{_share(rows, table)}"
    return Wording(table.id, Excerpt(), whole(words), manner)


def _deleted_column(operations: Sequence[Operation], where: Layout) -> Wording:
    gone = {op.block for op in operations if isinstance(op, Remove)}
    table = _table(where.parent[next(iter(gone))], where)
    rows = [[readable(c) for c in row.cells if c.id in gone] for row in table.rows]
    words = [_CELLS.join(row) for row in rows if row]
    name = f" “{words[0].strip()}”" if words[0].strip() else ""
    manner = f"delete the column{name}{_share(words, table)}"
    return Wording(table.id, whole(_BETWEEN.join(words)), Excerpt(), manner)


def _share(found: Sequence[object], table: Table) -> str:
    """In how many of the rows it is, where that is not all of them."""
    rows = len(table.rows)
    return f", in {len(found)} of {rows} rows" if len(found) < rows else ""


def _merged_cells(operations: Sequence[Operation], where: Layout) -> Wording:
    done = recut(operations, where)
    return Wording(
        done.rows[0],
        _rows(done.before, done.rows, done.cells),
        _rows(done.after, done.rows, {*done.cells, ""}),
        done.manner,
    )


def _rows(table: Table, chosen: Collection[str], meant: Collection[str]) -> Excerpt:
    line = _Line()
    for row in table.rows:
        if row.id in chosen:
            line.add("\n" if line.text else "")
            for n, cell in enumerate(row.cells):
                line.add(_CELLS if n else "")
                line.add(readable(cell), meant=cell.id in meant)
    return line.excerpt()


def _table(row: str, where: Layout) -> Table:
    table = where.nodes[where.parent[row]] if isinstance(where.nodes[row], Row) else None
    assert isinstance(table, Table)
    return table


# -- words -----------------------------------------------------------------------------------


def _edits(operations: Sequence[Operation]) -> dict[str, list[Replace]]:
    """The replacements in each paragraph, as one reads them."""
    found: dict[str, list[Replace]] = defaultdict(list)
    for op in operations:
        if isinstance(op, Replace):
            found[op.block].append(op)
    return {
        block: sorted(edits, key=lambda op: (op.start, op.end)) for block, edits in found.items()
    }


def _renumbering(operations: Sequence[Operation], where: Layout) -> Wording:
    old, new = _Line(), _Line()
    edits = _edits(operations)
    for ident, own in edits.items():
        block = where.paragraph(ident)
        found = label(block) if block else None
        assert block is not None
        assert found is not None
        _said(_BETWEEN if old.text else "", (old, new))
        closed = block.text[found.end : found.end + 1] in _CLOSING
        _replaced(block, (0, found.end + closed), own, (old, new))
    manner = f"renumber {len(edits)} paragraphs"
    return Wording(next(iter(edits)), old.excerpt(), new.excerpt(), manner)


def _brackets(operations: Sequence[Operation], where: Layout) -> Wording:
    [(ident, edits)] = _edits(operations).items()
    block = where.paragraph(ident)
    assert block is not None
    old, new = _Line(), _Line()
    start, end = edits[0].start, edits[-1].end
    _said(ending(cut(block.text, block.anchors, 0, start, brief=True)), (old, new))
    _replaced(block, (start, end), edits, (old, new))
    _said(beginning(cut(block.text, block.anchors, end, brief=True)), (old, new))
    return Wording(ident, old.excerpt(), new.excerpt())


def _join(operations: Sequence[Operation], where: Layout) -> Wording:
    blocks, edits = _joined(operations, where), _edits(operations)
    old, new = _Line(), _Line()
    for n, block in enumerate(blocks):
        own = edits.get(block.id, [])
        start, end = 0, len(block.text)
        if n == 0:
            start = own[0].start if own else end
            _said(ending(cut(block.text, block.anchors, 0, start, brief=True)), (old, new))
        else:
            old.add(_MARK, meant=True)
        if n + 1 == len(blocks):
            end = own[-1].end if own else 0
        _replaced(block, (start, end), own, (old, new))
    last = blocks[-1]
    _said(beginning(cut(last.text, last.anchors, end, brief=True)), (old, new))
    return Wording(blocks[0].id, old.excerpt(), new.excerpt(), "run on into the next paragraph")


def _joined(operations: Sequence[Operation], where: Layout) -> list[Paragraph]:
    """The paragraphs that are to be one."""
    names = sorted(
        (op.block for op in operations if isinstance(op, Join)), key=where.first.__getitem__
    )
    chain = (where.paragraph(name) for name in (*names, where.following.get(names[-1], "")))
    return [block for block in chain if block]


def _said(text: str, lines: Sequence[_Line]) -> None:
    for line in lines:
        line.add(text)


def _replaced(
    block: Paragraph, within: tuple[int, int], edits: Sequence[Replace], lines: tuple[_Line, _Line]
) -> None:
    """Adds a stretch of a paragraph as it is, and as the edits make it."""
    at, end = within
    for op in edits:
        _said(cut(block.text, block.anchors, at, op.start, brief=True), lines)
        lines[0].add(cut(block.text, block.anchors, op.start, op.end), meant=True)
        lines[1].add(readable(op.fragment), meant=True)
        at = op.end
    _said(cut(block.text, block.anchors, at, end, brief=True), lines)
