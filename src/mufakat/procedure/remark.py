"""A delegation's comments, brought from the file it sent back to the words of the draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mufakat.change.amendment import Remark
from mufakat.text.document import Document, Paragraph, paragraphs
from mufakat.text.tracked import (
    Comment,
    TrackedBlock,
    TrackedDocument,
    TrackedNote,
    TrackedParagraph,
    TrackedRun,
    stands,
)

_LONGEST_QUOTE = 300


def remarks(
    tracked: TrackedDocument,
    base: Document,
    sponsor: str,
    quotes: Mapping[str, str] | None = None,
) -> tuple[Remark, ...]:
    """The comments of a returned file, each at its place in the draft as near as it can be told.

    A comment on words that the delegation put in stands where it put them in; one on a paragraph
    that the draft does not have, at the end of the paragraph before it. ``quotes`` are the words
    commented on, by comment. The author's name in the file counts for nothing: ``sponsor`` lodged
    it.
    """
    finder = _Finder(base, tracked)
    numbers = {comment.id: f"{sponsor}-{n}" for n, comment in enumerate(tracked.comments, 1)}
    return tuple(
        Remark(
            numbers[comment.id],
            sponsor,
            comment.text,
            *finder.find(comment, (quotes or {}).get(comment.id, "")),
            numbers.get(comment.parent, ""),
            comment.date,
        )
        for comment in tracked.comments
    )


class _Finder:
    """Knows where the paragraphs of a returned file stand in the draft."""

    def __init__(self, base: Document, tracked: TrackedDocument) -> None:
        self.ground = {paragraph.id: paragraph for paragraph in paragraphs(base)}
        self.by_text = _unique(p for p in paragraphs(base) if p.text.strip())
        self.held: dict[str, TrackedParagraph] = {}
        self.before: dict[str, Paragraph | None] = {}
        last: Paragraph | None = None
        for paragraph in _paragraphs(tracked.body):
            self.held[paragraph.id] = paragraph
            self.before[paragraph.id] = last
            last = self.home(paragraph) or last

    def home(self, place: TrackedParagraph) -> Paragraph | None:
        """The draft's paragraph that this one was made from, if it is known."""
        return self.ground.get(place.id) or self.by_text.get(_original(place).strip())

    def find(self, comment: Comment, quoted: str) -> tuple[str, int, int, str]:
        """The draft's paragraph, the offsets in it, and the words that are meant."""
        place = self.held.get(comment.block) if comment.block else None
        if place is None:
            return "", 0, 0, quoted[:_LONGEST_QUOTE]
        words = (quoted or _words(place)[comment.start : comment.end])[:_LONGEST_QUOTE]
        home = self.home(place)
        if home is not None:
            return home.id, *_in_base(place, home, comment.start, comment.end, words), words
        near = self.before[place.id]
        if near is None:
            return "", 0, 0, words
        return near.id, len(near.text), len(near.text), words


def _in_base(
    place: TrackedParagraph, home: Paragraph, start: int, end: int, quoted: str
) -> tuple[int, int]:
    """The comment's offsets in the draft's paragraph; all of it where they cannot be told."""
    if _original(place) == home.text:
        return _before(place, start), _before(place, end)
    at = home.text.find(quoted) if quoted else -1
    if at >= 0 and home.text.count(quoted) == 1:
        return at, at + len(quoted)
    return 0, len(home.text)


def _before(place: TrackedParagraph, offset: int) -> int:
    """How many of the draft's own characters stand before an offset over all runs."""
    kept = at = 0
    for run in place.runs:
        inside = min(max(offset - at, 0), len(run.text))
        kept += inside if _in_draft(run) else 0
        at += len(run.text)
    return kept


def _original(place: TrackedParagraph) -> str:
    return "".join(run.text for run in place.runs if _in_draft(run))


def _words(place: TrackedParagraph) -> str:
    return "".join(run.text for run in place.runs)


def _in_draft(run: TrackedRun) -> bool:
    return stands(run.revisions, lambda _: False)


def _unique(found: Iterable[Paragraph]) -> dict[str, Paragraph]:
    """Paragraphs by their words, where no other paragraph has the same."""
    known: dict[str, Paragraph] = {}
    twice = set()
    for paragraph in found:
        words = paragraph.text.strip()
        if words in known:
            twice.add(words)
        known[words] = paragraph
    return {words: paragraph for words, paragraph in known.items() if words not in twice}


def _paragraphs(blocks: Iterable[TrackedBlock]) -> Iterator[TrackedParagraph]:
    for block in blocks:
        if isinstance(block, TrackedParagraph):
            yield block
            for run in block.runs:
                if isinstance(run.object, TrackedNote):
                    yield from _paragraphs(run.object.blocks)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell.blocks)
