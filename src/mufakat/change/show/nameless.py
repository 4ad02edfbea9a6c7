"""Copies without ids: what stands a second time, at its new place, is not found by its name."""

from __future__ import annotations

from dataclasses import replace

from mufakat.text.tracked import (
    TrackedBlock,
    TrackedCell,
    TrackedNote,
    TrackedParagraph,
    TrackedRow,
    TrackedRun,
)


def nameless(block: TrackedBlock) -> TrackedBlock:
    """The block without its id and those of all that is in it."""
    if isinstance(block, TrackedParagraph):
        return replace(block, id="", runs=tuple(map(nameless_run, block.runs)))
    return replace(block, id="", rows=tuple(map(nameless_row, block.rows)))


def nameless_row(row: TrackedRow) -> TrackedRow:
    """The same of a row."""
    return replace(row, id="", cells=tuple(map(nameless_cell, row.cells)))


def nameless_cell(cell: TrackedCell) -> TrackedCell:
    """The same of a cell."""
    return replace(cell, id="", blocks=tuple(map(nameless, cell.blocks)))


def nameless_run(run: TrackedRun) -> TrackedRun:
    """The same of a run: of the note that it may refer to."""
    if not isinstance(run.object, TrackedNote):
        return run
    blocks = tuple(map(nameless, run.object.blocks))
    return replace(run, object=replace(run.object, id="", blocks=blocks))
