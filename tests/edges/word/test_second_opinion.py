"""Another program, docx-scalpel (MIT), accepts and rejects all changes with the same result.

Where the two read a file differently stands in ``APART`` and ``differs``, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from tests.corpus.word.case import load, word_folders
from tests.edges.word.written import file_of
from tests.strategies import tracked_documents

from mufakat.change.fragment import bare
from mufakat.edges.word.reader import read
from mufakat.text.document import Document
from mufakat.text.tracked import (
    TrackedBlock,
    TrackedCell,
    TrackedDocument,
    TrackedParagraph,
    TrackedTable,
    accepted,
    original,
)

APART = {
    "libreoffice-deleted-table": "only the marks in its cells say that LibreOffice took it away",
    "libreoffice-look-of-a-heading": "LibreOffice says that the look of its style had been its own",
    "libreoffice-lost-end": "no sign is left that the last paragraph is the shell's",
    "libreoffice-tracked-row": "no sign is left that the row was tracked",
    "tracked-cells": "it widens the cell before a deleted one, also where a whole column goes",
}
"""Where the two differ, and why."""
TRACKED = [
    folder
    for folder in word_folders()
    if "\nChanges:\n" in (folder / "expected.txt").read_text() and folder.name not in APART
]


def agrees(scalpel: Any, data: bytes) -> None:
    """Both accept and reject all changes of a file to the same text, and leave none."""
    held = read(data).tracked
    check(scalpel.docx_diff_accept_revisions(data), accepted(held))
    check(scalpel.docx_diff_reject_revisions(data), original(held))


def check(settled: bytes, wanted: Document) -> None:
    found = read(settled).tracked
    assert accepted(found) == original(found)
    assert bare(accepted(found)) == bare(wanted)


@pytest.mark.parametrize("folder", TRACKED, ids=lambda folder: folder.name)
def test_it_settles_the_files_of_the_corpus_alike(scalpel: Any, folder: Path) -> None:
    agrees(scalpel, load(folder))


@settings(max_examples=40)
@given(tracked_documents())
def test_it_settles_alike_whatever_is_written(scalpel: Any, text: TrackedDocument) -> None:
    assume(not any(map(differs, containers(text.body))))
    agrees(scalpel, file_of(*text.body, comments=text.comments))


def differs(blocks: tuple[TrackedBlock, ...]) -> bool:
    """Whether a tracked paragraph mark stands before a table, or a cell is tracked by itself.

    With a table no paragraph can be joined: what then becomes of the mark is anybody's choice.
    """
    return any(
        isinstance(one, TrackedParagraph) and one.mark and isinstance(other, TrackedTable)
        for one, other in pairwise(blocks)
    ) or any(cell.revisions for cell in cells(blocks))


def containers(blocks: tuple[TrackedBlock, ...]) -> Iterator[tuple[TrackedBlock, ...]]:
    """The blocks of the text, and those of each cell in it."""
    yield blocks
    for cell in cells(blocks):
        yield from containers(cell.blocks)


def cells(blocks: tuple[TrackedBlock, ...]) -> Iterator[TrackedCell]:
    """The cells of the tables among these blocks."""
    for block in blocks:
        if isinstance(block, TrackedTable):
            for row in block.rows:
                yield from row.cells
