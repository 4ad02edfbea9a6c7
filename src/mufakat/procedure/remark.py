"""A delegation's comments, brought from the file it sent back to the words they are on.

A comment may stand on words of the draft, also on those that the delegation deletes, on words that
it put in, or on both. Which is which is found by comparison with the draft, as its changes are:
nothing that the file claims about it is believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mufakat.change.amendment import Remark, Script, Stretch
from mufakat.change.compare.diff import diff
from mufakat.change.fragment import bare
from mufakat.change.layout import layout
from mufakat.change.remark.origin import gap, origin
from mufakat.change.remark.sharing import Sharing, Sight
from mufakat.text.document import Document, paragraphs
from mufakat.text.tracked import Comment, TrackedDocument, accepted, original

_LONGEST_QUOTE = 300
_END = 1_000_000_000  # beyond the end of any paragraph


def remarks(
    tracked: TrackedDocument,
    base: Document,
    script: Script,
    sponsor: str,
    quotes: Mapping[str, str] | None = None,
) -> tuple[Remark, ...]:
    """The comments of a returned file, each on its words.

    ``script`` is what the delegation changed, ``quotes`` are the words commented on, by comment.
    The author's name in the file counts for nothing: ``sponsor`` lodged it.
    """
    if not tracked.comments:
        return ()
    finder = _Finder(tracked, base, script)
    numbers = {comment.id: f"{sponsor}-{n}" for n, comment in enumerate(tracked.comments, 1)}
    found = []
    for comment in tracked.comments:
        place = finder.find(comment)
        words = (quotes or {}).get(comment.id, "") or place.words
        found.append(
            Remark(
                numbers[comment.id],
                sponsor,
                comment.text,
                place.block,
                place.start,
                place.end,
                words[:_LONGEST_QUOTE],
                numbers.get(comment.parent, ""),
                comment.date,
                place.last,
                place.stop,
                place.own,
                comment.resolved,
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a comment stands: fields as in ``Remark``, and the words under it in the file."""

    words: str = ""
    block: str = ""
    start: int = 0
    end: int = 0
    last: str = ""
    stop: int = 0
    own: Stretch | None = None


class _Finder:
    """Knows which words of a returned file are the draft's, and where they stand there."""

    def __init__(self, tracked: TrackedDocument, base: Document, script: Script) -> None:
        sight = Sight(tracked)
        self.shown, self.noted = sight.paragraphs, sight.holders
        self.numbers = {p.id: n for n, p in reversed(list(enumerate(self.shown))) if p.id}
        self.submitted = sight.through(lambda _: True)
        self.before = sight.through(lambda _: False)
        self.base = list(paragraphs(base))
        self.where = layout(base)
        self.script = script
        self.made = origin(base, script)
        self.ground = _ground(tracked, base, script)

    def find(self, comment: Comment) -> _Place:
        if comment.block not in self.numbers:
            return _Place()
        stretch = self._stretch(comment)
        own = self.submitted.find(stretch)
        words = self._words(stretch)
        before = self.before.find(stretch)
        for ground, standing in ((self.ground, before), (self.made.base.turned, own)):
            if standing and ground.has(standing):
                return self._on_base(ground.find(standing), words, own)
        if own is None and before:
            return self._on_base(self.ground.find(before), words, own)
        block, offset = self._near(own)
        return _Place(words, block, offset, offset, own=own)

    def _stretch(self, comment: Comment) -> Stretch:
        first = self.numbers[comment.block]
        last = self.numbers.get(comment.last, first)
        if last > first:
            return Stretch(first, comment.start, last, comment.stop)
        return Stretch(first, comment.start, first, max(comment.start, comment.end))

    def _words(self, stretch: Stretch) -> str:
        """The words under a comment, a line a paragraph, those in notes between left out."""
        within = stretch.first in self.noted
        lines = [
            "".join(run.text for run in self.shown[number].runs)
            for number in range(stretch.first, stretch.last + 1)
            if (number in self.noted) == within
        ]
        lines[-1] = lines[-1][: stretch.end]
        lines[0] = lines[0][stretch.start :]
        return "\n".join(lines)

    def _on_base(self, found: Stretch | None, words: str, own: Stretch | None) -> _Place:
        if found is None:
            return _Place(words, own=own)
        first, last = self.base[found.first], self.base[found.last]
        if first is last:
            return _Place(words, first.id, found.start, found.end, own=own)
        end = len(first.text)
        return _Place(words, first.id, found.start, end, last.id, found.end, own)

    def _near(self, own: Stretch | None) -> tuple[str, int]:
        """Where in the draft that stands which has no words of the draft."""
        if own is None:
            return "", 0
        operations = self.made.operations(own)
        if operations:
            return gap(self.script[operations[0]], self.where)
        point = Stretch(own.first, own.start, own.first, own.start)
        for number in range(own.first, -1, -1):
            found = self.made.base.turned.find(point)
            if found:
                return self.base[found.first].id, found.start
            point = Stretch(number - 1, _END, number - 1, _END)
        return "", 0


def _ground(tracked: TrackedDocument, base: Document, script: Script) -> Sharing:
    """From the words of the file with all changes rejected to those of the draft."""
    before = bare(original(tracked))
    if before == bare(base):
        claimed: Script = ()
    elif before == bare(accepted(tracked)):
        claimed = script
    else:
        claimed = diff(base, before)
    return origin(base, claimed).base.turned
