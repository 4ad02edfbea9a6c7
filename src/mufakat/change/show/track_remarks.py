"""Remarks as comments on the consolidated text: each on the very words that it was made on.

The words are looked for in what the text shows of its sponsor alone, which is what the sponsor
submitted; those that the sponsor takes out, in what it shows of nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import count

from mufakat.change.amendment import Merge, Remark, Stretch
from mufakat.change.remark.sharing import Sharing, Sight
from mufakat.text.document import paragraphs
from mufakat.text.tracked import (
    Comment,
    TrackedDocument,
    TrackedNote,
    TrackedParagraph,
    alone,
    each_paragraph,
)


def with_remarks(
    tracked: TrackedDocument, merged: Merge, dates: Mapping[str, str]
) -> TrackedDocument:
    """The consolidated text with the remarks as comments; what they stand on gets an id."""
    if not merged.remarks:
        return tracked
    sight = Sight(tracked)
    finder = _Finder(sight, merged)
    places = [finder.place(remark) for remark in merged.remarks]
    named = _Names(sight, (n for place in places if place for n in (place.first, place.last)))
    body = each_paragraph(tracked.body, named.paragraph)
    comments = tuple(
        _comment(remark, place, named.paragraphs, dates)
        for remark, place in zip(merged.remarks, places, strict=True)
    )
    return TrackedDocument(body, comments)


def _comment(
    remark: Remark,
    place: Stretch | None,
    named: list[TrackedParagraph],
    dates: Mapping[str, str],
) -> Comment:
    said = Comment(
        remark.id,
        remark.sponsor,
        remark.text,
        date=remark.date or dates.get(remark.sponsor, ""),
        parent=remark.parent,
        resolved=remark.resolved,
    )
    if place is None:
        return said
    first, last = named[place.first], named[place.last]
    if first is last:
        return replace(said, block=first.id, start=place.start, end=place.end)
    end = sum(len(run.text) for run in first.runs)
    return replace(said, block=first.id, start=place.start, end=end, last=last.id, stop=place.end)


class _Finder:
    """Knows where in the consolidated text each delegation's words stand, and the base's."""

    def __init__(self, sight: Sight, merged: Merge) -> None:
        self.sight = sight
        self.numbers = {p.id: n for n, p in enumerate(paragraphs(merged.base))}
        self.base = sight.through(lambda _: False)
        self.seen: dict[str, Sharing] = {}

    def place(self, remark: Remark) -> Stretch | None:
        """The words in the consolidated text; None if it stands on no words at all."""
        said, own = self._base(remark), self._own(remark)
        base = self.base.turned.find(said) if said else None
        if own is None or not _has_words(remark.own):
            return base if base and (own is None or _has_words(base)) else own
        if base is None or not _has_words(base):
            return own
        first = min((own.first, own.start), (base.first, base.start))
        last = max((own.last, own.end), (base.last, base.end))
        both = Stretch(*first, *last)
        seen = self.seen[remark.sponsor].find(both)
        return both if (seen, self.base.find(both)) == (remark.own, said) else own

    def _base(self, remark: Remark) -> Stretch | None:
        """The words of the base, or the place in it."""
        if remark.block not in self.numbers:
            return None
        first = self.numbers[remark.block]
        last = self.numbers.get(remark.last, first)
        return Stretch(first, remark.start, last, remark.stop if last > first else remark.end)

    def _own(self, remark: Remark) -> Stretch | None:
        if remark.own is None:
            return None
        if remark.sponsor not in self.seen:
            self.seen[remark.sponsor] = self.sight.through(alone(remark.sponsor))
        return self.seen[remark.sponsor].turned.find(remark.own)


def _has_words(stretch: Stretch | None) -> bool:
    return stretch is not None and (stretch.first, stretch.start) < (stretch.last, stretch.end)


class _Names:
    """Gives ids to the paragraphs of these numbers that have none, and to those around them."""

    def __init__(self, sight: Sight, numbers: Iterable[int]) -> None:
        self.paragraphs: list[TrackedParagraph] = []
        self.wanted = set(numbers)
        for number in tuple(self.wanted):
            while (number := sight.holders.get(number, -1)) >= 0:
                self.wanted.add(number)
        taken = {paragraph.id for paragraph in sight.paragraphs}
        self.free = (name for n in count(1) if (name := f"new{n}") not in taken)

    def paragraph(self, block: TrackedParagraph) -> TrackedParagraph:
        number = len(self.paragraphs)
        if number in self.wanted and not block.id:
            block = replace(block, id=next(self.free))
        self.paragraphs.append(block)
        runs = []
        for run in block.runs:
            held = run.object
            if isinstance(held, TrackedNote):
                held = replace(held, blocks=each_paragraph(held.blocks, self.paragraph))
                run = replace(run, object=held)
            runs.append(run)
        return replace(block, runs=tuple(runs))
