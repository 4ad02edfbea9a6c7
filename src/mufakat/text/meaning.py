"""What a tracked text means: which piece of it is there when whose changes are accepted.

Two texts of one meaning look the same in every view. Dates, the names of moves, the order of the
changes on a piece, and where words are cut into runs mean nothing.
"""

from __future__ import annotations

from functools import lru_cache

from mufakat.text.tracked import (
    FormatChange,
    Revision,
    StyleChange,
    TrackedBlock,
    TrackedCell,
    TrackedDocument,
    TrackedNote,
    TrackedParagraph,
    TrackedRow,
    TrackedRun,
    TrackedTable,
    sponsors,
)

Names = frozenset[str]
Condition = tuple[Names, frozenset[Names]]  # none of these is heard, and one of each of those
Form = tuple[object, ...]


def same_meaning(one: TrackedDocument, other: TrackedDocument) -> bool:
    """Whether two texts are the same in every view, their paragraphs' ids too.

    The answer is no as well where that cannot be told piece by piece.
    """
    return len(one.body) == len(other.body) and all(map(_alike, one.body, other.body))


def _alike(one: TrackedBlock, other: TrackedBlock) -> bool:
    return one == other or _block(one) == _block(other)


def _block(block: TrackedBlock) -> Form:
    if isinstance(block, TrackedTable):
        return tuple(map(_row, block.rows))
    return block.id, block.style, _condition(block.mark), _before(block.restyle), *_runs(block)


def _row(row: TrackedRow) -> Form:
    return row.header, _condition(row.revisions), *map(_cell, row.cells)


def _cell(cell: TrackedCell) -> Form:
    return cell.span, cell.continued, _condition(cell.revisions), *map(_block, cell.blocks)


def _runs(paragraph: TrackedParagraph) -> list[Form]:
    """The runs, those that differ in their words alone as one."""
    out: list[tuple[str, Form]] = []
    for run in paragraph.runs:
        form = _run(run)
        if out and out[-1][1] == form and run.object is None:
            out[-1] = out[-1][0] + run.text, form
        else:
            out.append((run.text, form))
    return list(out)


def _run(run: TrackedRun) -> Form:
    thing: object = run.object
    if isinstance(run.object, TrackedNote):
        thing = run.object.kind, *map(_block, run.object.blocks)
    elif run.object is not None:
        thing = run.object.object
    return run.marks, _condition(run.revisions), thing, _before(run.format)


def _before(change: FormatChange | StyleChange | None) -> Form:
    return (change.before, _names(change.author)) if change else ()


@lru_cache(maxsize=4096)
def _condition(revisions: tuple[Revision, ...]) -> Condition:
    """When something under these revisions is there."""
    coming = [r for r in revisions if r.kind in ("insert", "move-to")]
    going = [r for r in revisions if r.kind not in ("insert", "move-to")]
    gone = frozenset(name for revision in going for name in _names(revision.author))
    return gone, frozenset(_names(revision.author) for revision in coming)


def _names(author: str) -> Names:
    return frozenset(sponsors(author) or ("",))
