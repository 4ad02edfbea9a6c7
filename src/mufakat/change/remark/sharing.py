"""Which words of one text are those of another: a stretch of the one, found in the other.

Two pairs of texts are met this way: a text with tracked changes and what is seen of it, and a draft
and what a delegation's operations make of it (``origin``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace

from mufakat.change.amendment import Stretch
from mufakat.text.tracked import (
    Accept,
    Seen,
    TrackedBlock,
    TrackedDocument,
    TrackedNote,
    TrackedParagraph,
    TrackedRun,
    TrackedTable,
    each_paragraph,
    rows_seen,
    seen,
    stands,
)

_AT = "at"


@dataclass(frozen=True, slots=True)
class Piece:
    """``length`` characters at ``at`` in a paragraph of one text, at ``there`` in the other's.

    A piece that is a ``mark`` is the end of both paragraphs; ``note``: they stand in a note.
    """

    paragraph: int
    at: int
    other: int
    there: int
    length: int
    mark: bool = False
    note: bool = False

    def turned(self) -> Piece:
        """The same, seen from the other text."""
        return replace(
            self, paragraph=self.other, at=self.there, other=self.paragraph, there=self.at
        )


Book = Callable[[int], Sequence[Piece]]
"""The pieces in a paragraph of one text, in their order there, its mark last."""


class Sharing:
    """The words that two texts share; ``book`` for the one, ``turned_book`` for the other."""

    def __init__(self, book: Book, turned_book: Book) -> None:
        self._book, self._turned_book = book, turned_book

    @classmethod
    def of_all(cls, pieces: Sequence[Piece]) -> Sharing:
        """The sharing of these pieces."""
        return cls(_book(pieces), _book([piece.turned() for piece in pieces]))

    @property
    def turned(self) -> Sharing:
        """The same from the other text to the one."""
        return Sharing(self._turned_book, self._book)

    def has(self, stretch: Stretch) -> bool:
        """Whether the other text has any words of the stretch."""
        return next(self._words(stretch), None) is not None

    def find(self, stretch: Stretch) -> Stretch | None:
        """The stretch as it stands in the other text; a point there if none of it does.

        Nothing if the other text does not have the paragraph at all.
        """
        first = next(self._words(stretch), None)
        if first is None:
            return self._point(stretch.first, stretch.start)
        last = next(self._words(stretch, backwards=True))
        if (last.other, last.there) < (first.other, first.there):  # the order is another there
            near = [word for word in self._words(stretch) if word.other == first.other]
            last = max(near, key=lambda word: word.there)
        return Stretch(first.other, first.there, last.other, last.there + last.length)

    def _words(self, stretch: Stretch, *, backwards: bool = False) -> Iterator[Piece]:
        """The words of a stretch that are shared, cut to it, from either end.

        Those in notes between are not on the stretch, unless it begins in a note itself.
        """
        turn = -1 if backwards else 1
        within = any(piece.note for piece in self._book(stretch.first))
        for number in range(stretch.first, stretch.last + 1)[::turn]:
            start = stretch.start if number == stretch.first else 0
            end = stretch.end if number == stretch.last else None
            for piece in self._book(number)[::turn]:
                if piece.note == within and (cut := _cut(piece, start, end)):
                    yield cut

    def _point(self, number: int, at: int) -> Stretch | None:
        pieces = self._book(number)
        if not pieces:
            return None
        before = [piece for piece in pieces if piece.at < at and not piece.mark]
        if before:
            piece = before[-1]
            there = piece.there + min(at - piece.at, piece.length)
        else:
            piece = next((piece for piece in pieces if piece.at >= at), pieces[-1])
            there = piece.there
        return Stretch(piece.other, there, piece.other, there)


def _cut(piece: Piece, start: int, end: int | None) -> Piece | None:
    if piece.mark:
        return None
    first = max(start, piece.at)
    last = piece.at + piece.length if end is None else min(end, piece.at + piece.length)
    if first >= last:
        return None
    there = piece.there + first - piece.at
    return replace(piece, at=first, there=there, length=last - first)


def _book(pieces: Sequence[Piece]) -> Book:
    held: dict[int, list[Piece]] = defaultdict(list)
    for piece in sorted(pieces, key=lambda p: (p.paragraph, p.at, p.mark)):
        held[piece.paragraph].append(piece)
    return lambda number: held.get(number, ())


# -- a text with tracked changes, and what is seen of it -------------------------------------


class Sight:
    """A text with tracked changes, to be looked at through one delegation after the other.

    ``holders`` gives for a paragraph in a note the one that refers to the note.
    """

    def __init__(self, tracked: TrackedDocument) -> None:
        self.paragraphs: list[TrackedParagraph] = []
        self.holders: dict[int, int] = {}
        self._numbered = each_paragraph(tracked.body, self._paragraph)

    def through(self, accept: Accept) -> Sharing:
        """Its words, and where they stand when these changes are accepted."""
        view = _View(accept, self.holders)
        view.container(self._numbered)
        return Sharing(view.in_source, view.in_view)

    def _paragraph(self, block: TrackedParagraph) -> TrackedParagraph:
        """The paragraph with its number as its id; each run says where it begins."""
        number, at = len(self.paragraphs), 0
        self.paragraphs.append(block)
        runs = []
        for run in block.runs:
            held = run.object
            if isinstance(held, TrackedNote):
                first = len(self.paragraphs)
                held = replace(held, blocks=each_paragraph(held.blocks, self._paragraph))
                for inside in range(first, len(self.paragraphs)):
                    self.holders.setdefault(inside, number)
            runs.append(TrackedRun(run.text, ((_AT, str(at)),), run.revisions, held))
            at += len(run.text)
        return TrackedParagraph(str(number), tuple(runs), mark=block.mark)


class _View:
    """What is seen, paragraph by paragraph; its pieces are only made where they are asked for."""

    def __init__(self, accept: Accept, noted: Container[int]) -> None:
        self.accept = accept
        self.noted = noted
        self.seen: list[Seen] = []
        self.number: dict[int, int] = {}  # of a paragraph of the source: where it is seen
        self.pieces: dict[int, list[Piece]] = {}

    def container(self, blocks: tuple[TrackedBlock, ...]) -> None:
        for one in seen(blocks, self.accept):
            if isinstance(one, TrackedTable):
                for _, cells in rows_seen(one, self.accept):
                    for cell in cells:
                        self.container(cell.blocks)
                continue
            self.number.update((int(block.id), len(self.seen)) for block, _ in one)
            self.seen.append(one)
            for _, runs in one:
                for run in runs:
                    if isinstance(run.object, TrackedNote):
                        self.container(run.object.blocks)

    def in_source(self, number: int) -> Sequence[Piece]:
        found = self._pieces(self.number.get(number, -1))
        return [piece for piece in found if piece.paragraph == number]

    def in_view(self, number: int) -> Sequence[Piece]:
        return [piece.turned() for piece in self._pieces(number)]

    def _pieces(self, number: int) -> list[Piece]:
        if not 0 <= number < len(self.seen):
            return []
        if number not in self.pieces:
            self.pieces[number] = list(self._made(number))
        return self.pieces[number]

    def _made(self, number: int) -> Iterator[Piece]:
        there = 0
        for block, runs in self.seen[number]:
            source = int(block.id)
            note = source in self.noted
            for run in runs:
                at = int(run.marks[0][1])
                yield Piece(source, at, number, there, len(run.text), note=note)
                there += len(run.text)
            if stands(block.mark, self.accept):
                length = sum(len(run.text) for run in block.runs)
                yield Piece(source, length, number, there, 1, mark=True, note=note)
