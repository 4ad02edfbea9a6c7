"""What the reader makes of a Word file, in lines that a person can check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tests.corpus.shown import visible

from mufakat.edges.word.reader import Return
from mufakat.text.document import Document
from mufakat.text.identity import identify
from mufakat.text.markup import serialise
from mufakat.text.tracked import (
    Comment,
    Revision,
    TrackedBlock,
    TrackedNote,
    TrackedParagraph,
    TrackedRow,
    TrackedRun,
    accepted,
    original,
)


def golden(found: Return) -> str:
    """A file's ``expected.txt``."""
    sections = {
        "Original": _text(found.before or original(found.tracked)),
        "Accepted": _text(accepted(found.tracked)),
        "Changes": list(_changes(found.tracked.body)) or _taken_back(found),
        "Comments": [_comment(c, found) for c in found.tracked.comments],
        "Around the text": list(found.surroundings),
        "Warnings": list(found.warnings),
    }
    if sections["Accepted"] == sections["Original"]:
        sections["Accepted"] = ["as the original"]
    parts = ["\n".join((f"{name}:", *lines)) for name, lines in sections.items() if lines]
    return _numbered("\n\n".join(parts)) + "\n"


def _numbered(golden: str) -> str:
    """The golden with digests numbered as they come, for what counts is which are the same."""
    numbers: dict[str, int] = {}
    return re.sub(
        "digest=([0-9a-f]{64})", lambda m: f"#{numbers.setdefault(m[1], len(numbers) + 1)}", golden
    )


def _text(text: Document) -> list[str]:
    """The text as it is kept in git, without its empty lines."""
    return [visible(line) for line in serialise(identify(text)).splitlines() if line]


def _taken_back(found: Return) -> list[str]:
    """That a text has changes which are only taken back, and the names in the file."""
    return [f"by {', '.join(found.authors)}"] if found.revised else []


def _changes(blocks: Sequence[TrackedBlock]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, TrackedParagraph):
            yield from _in_paragraph(block)
        else:
            for row in block.rows:
                yield from _in_row(row)


def _in_row(row: TrackedRow) -> Iterator[str]:
    if row.revisions:
        yield f"{_who(row.revisions)} a row"
    for cell in row.cells:
        if cell.revisions:
            yield f"{_who(cell.revisions)} a cell"
        yield from _changes(cell.blocks)


def _in_paragraph(paragraph: TrackedParagraph) -> Iterator[str]:
    for run in paragraph.runs:
        yield from _in_run(run)
    if paragraph.restyle:
        before = paragraph.restyle.before
        author, was = paragraph.restyle.author, f"{before.kind} {before.level}"
        yield f"{author} changes the style, which was {was}"
    if paragraph.mark:
        words = "".join(run.text for run in paragraph.runs)
        yield f"{_who(paragraph.mark)} the end of “{visible(words)}”"


def _in_run(run: TrackedRun) -> Iterator[str]:
    if run.revisions:
        yield f"{_who(run.revisions)} “{visible(run.text)}”"
    if run.format:
        before, now = (" ".join(m for m, _ in marks) for marks in (run.format.before, run.marks))
        yield f"{run.format.author} makes “{run.text}” {now or 'plain'}, was {before or 'plain'}"
    if isinstance(run.object, TrackedNote):
        yield from _changes(run.object.blocks)


def _who(revisions: Sequence[Revision]) -> str:
    """All that was done to one thing, the outermost first."""
    return ", ".join(f"{r.author} {_VERBS[r.kind]}" for r in revisions)


_VERBS = {
    "insert": "inserts",
    "delete": "deletes",
    "move-from": "moves away",
    "move-to": "moves here",
}


def _comment(comment: Comment, found: Return) -> str:
    answers = f", answers {comment.parent}" if comment.parent else ""
    settled = ", resolved" if comment.resolved else ""
    quoted = visible(found.quotes[comment.id].replace("\n", " / "))
    return f"{comment.id} {comment.author} on “{quoted}”{answers}{settled}: {visible(comment.text)}"
