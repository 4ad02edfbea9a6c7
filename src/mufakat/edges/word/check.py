"""What was written, read back: a file that does not mean the same is not published (law 7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from mufakat.change.fragment import bare
from mufakat.edges.word.reader import read
from mufakat.text.document import Document, Paragraph, paragraphs
from mufakat.text.meaning import same_meaning
from mufakat.text.tracked import (
    TrackedBlock,
    TrackedDocument,
    TrackedNote,
    accepted,
    alone,
    original,
    sponsors,
    view,
)


def meaning_kept(expected: TrackedDocument, data: bytes) -> tuple[str, ...]:
    """Every difference between a text and the Word file written from it; none if it is the same.

    Compared are the text with no change accepted, with all, and with each delegation's alone; the
    ids of its paragraphs; and the comments, by author and words.
    """
    held = read(data, own=True).tracked
    found = () if same_meaning(expected, held) else _differences(expected, held)
    return (*found, *_comments(expected, held))


def _differences(expected: TrackedDocument, held: TrackedDocument) -> Iterator[str]:
    views: list[tuple[str, Document, Document]] = [
        ("with every change rejected", original(expected), original(held)),
        ("with every change accepted", accepted(expected), accepted(held)),
    ]
    for state in sorted(_authors(expected) | _authors(held)):
        own = alone(state)
        views.append((f"seen through {state}", view(expected, own), view(held, own)))
    for name, wanted, found in views:
        if bare(wanted) != bare(found):
            yield f"{name}, {_first_difference(wanted, found)}"
    yield from _ids(original(expected), original(held))


def _authors(tracked: TrackedDocument) -> set[str]:
    """Everyone whose tracked change it holds."""
    return {name for block in tracked.body for name in _authors_of(block)}


def _authors_of(block: TrackedBlock) -> Iterator[str]:
    for author in _named(block):
        yield from sponsors(author)


def _named(block: TrackedBlock) -> Iterator[str]:
    if hasattr(block, "rows"):
        for row in block.rows:
            yield from (revision.author for revision in row.revisions)
            for cell in row.cells:
                yield from (revision.author for revision in cell.revisions)
                for inner in cell.blocks:
                    yield from _named(inner)
        return
    yield from (revision.author for revision in block.mark)
    if block.restyle:
        yield block.restyle.author
    for run in block.runs:
        yield from (revision.author for revision in run.revisions)
        if run.format:
            yield run.format.author
        if isinstance(run.object, TrackedNote):
            for inner in run.object.blocks:
                yield from _named(inner)


def _first_difference(wanted: Document, found: Document) -> str:
    pairs = zip_longest(paragraphs(wanted), paragraphs(found))
    for number, (one, other) in enumerate(pairs, 1):
        if one is None or other is None:
            return f"paragraph {number} is {'new' if one is None else 'missing'}"
        if (one.text, one.style, one.spans) != (other.text, other.style, other.spans):
            return f"paragraph {number} (“{_gist(one)}”) reads “{_gist(other)}”"
    return "a table or a note has another shape"


def _gist(paragraph: Paragraph) -> str:
    return paragraph.text if len(paragraph.text) <= 60 else f"{paragraph.text[:57]}..."


def _ids(wanted: Document, found: Document) -> Iterator[str]:
    given = {paragraph.id for paragraph in paragraphs(found)}
    lost = [p.id for p in paragraphs(wanted, notes=False) if p.id and p.id not in given]
    if lost:
        yield f"paragraph {lost[0]} has lost its id"


def _comments(expected: TrackedDocument, held: TrackedDocument) -> Iterator[str]:
    wanted = Counter((c.author, c.text) for c in expected.comments)
    found = Counter((c.author, c.text) for c in held.comments)
    for author, text in wanted - found:
        yield f"the comment of {author} “{text[:40]}” is missing"
