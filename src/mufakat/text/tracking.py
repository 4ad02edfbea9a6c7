"""A text, or a part of one, in the tracked form."""

from __future__ import annotations

from itertools import pairwise

from mufakat.text.document import Anchor, Block, Cell, Document, Note, Paragraph, Row, Span
from mufakat.text.tracked import (
    Revision,
    TrackedBlock,
    TrackedCell,
    TrackedDocument,
    TrackedNote,
    TrackedParagraph,
    TrackedRow,
    TrackedRun,
    TrackedTable,
)


def tracked(document: Document) -> TrackedDocument:
    """A text without changes, in the tracked form."""
    return TrackedDocument(tuple(track_block(block) for block in document.body))


def track_block(block: Block, revisions: tuple[Revision, ...] = ()) -> TrackedBlock:
    """A block in the tracked form, all of it under ``revisions`` (none: unchanged text)."""
    if isinstance(block, Paragraph):
        runs = track_runs(block, 0, len(block.text), revisions)
        return TrackedParagraph(block.id, runs, block.style, revisions)
    rows = tuple(track_row(row, revisions) for row in block.rows)
    return TrackedTable(block.id, rows)


def track_row(row: Row, revisions: tuple[Revision, ...] = ()) -> TrackedRow:
    """A row in the tracked form, all of it under ``revisions``."""
    cells = tuple(track_cell(cell, revisions, inside=True) for cell in row.cells)
    return TrackedRow(row.id, cells, row.header, revisions)


def track_cell(
    cell: Cell, revisions: tuple[Revision, ...] = (), *, inside: bool = False
) -> TrackedCell:
    """A cell in the tracked form; ``inside`` a tracked row the cell itself carries no revision."""
    blocks = tuple(track_block(block, revisions) for block in cell.blocks)
    return TrackedCell(cell.id, blocks, cell.span, cell.continued, () if inside else revisions)


def track_runs(
    paragraph: Paragraph, start: int, end: int, revisions: tuple[Revision, ...] = ()
) -> tuple[TrackedRun, ...]:
    """``[start, end)`` of a paragraph as runs, cut where its marks change and around objects."""
    spans, objects = paragraph.spans, {anchor.offset: anchor for anchor in paragraph.anchors}
    cuts = {start, end}
    for one, other in (*((s.start, s.end) for s in spans), *((at, at + 1) for at in objects)):
        cuts |= {one, other}
    runs: list[TrackedRun] = []
    marked: list[Span] = []  # those that have begun and not ended
    begun = 0
    for here, there in pairwise(sorted(cut for cut in cuts if start <= cut <= end)):
        while begun < len(spans) and spans[begun].start <= here:
            marked.append(spans[begun])
            begun += 1
        marked = [span for span in marked if span.end > here]
        marks = tuple(sorted((span.mark, span.value) for span in marked))
        thing = _thing(objects.get(here))
        runs.append(TrackedRun(paragraph.text[here:there], marks, revisions, thing))
    return tuple(runs)


def _thing(anchor: Anchor | None) -> TrackedNote | Anchor | None:
    if anchor is None or not isinstance(anchor.object, Note):
        return anchor
    note = anchor.object
    # A note comes and goes with its reference: its body carries no revisions of its own.
    return TrackedNote(note.id, tuple(track_block(b) for b in note.blocks), note.kind)
