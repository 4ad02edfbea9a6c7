"""One base paragraph with every amendment inside it, as tracked paragraphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from mufakat.change.amendment import Amendment, Format, Fragment, Join, Replace, Restyle
from mufakat.change.fragment import paragraph as made
from mufakat.change.fragment import paragraphs_of
from mufakat.change.show.nameless import nameless_run
from mufakat.text.document import Block, Note, Paragraph, Style
from mufakat.text.tracked import (
    FormatChange,
    Revision,
    RevisionKind,
    StyleChange,
    TrackedBlock,
    TrackedNote,
    TrackedParagraph,
    TrackedRun,
)
from mufakat.text.tracking import track_runs

Stack = tuple[Revision, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that comes into a gap, with those sponsors that put it there in this turn."""

    amendment: Amendment
    sponsors: tuple[str, ...]


class Desk(Protocol):
    """What a line asks of the tracker that holds the whole merge."""

    states: tuple[str, ...]

    def author(self, sponsors: Sequence[str]) -> tuple[str, str]:
        """The sponsors' joint name, and when the last of them lodged."""
        ...

    def revision(self, kind: RevisionKind, sponsors: Sequence[str], move: str = "") -> Revision:
        """A revision by these sponsors."""
        ...

    def gone(self, ident: str) -> tuple[str, ...]:
        """Who proposes to take the whole node away."""
        ...

    def container(self, parent: str, blocks: Sequence[Block]) -> tuple[TrackedBlock, ...]:
        """A container's blocks as tracked ones."""
        ...

    def turns(self, amendments: Sequence[Amendment]) -> list[Arrival]:
        """An order at a gap that keeps each delegation's own."""
        ...


class Line:
    """One base paragraph with every amendment inside it; splits make several paragraphs of it."""

    def __init__(
        self, tracker: Desk, block: Paragraph, around: Stack, amendments: Sequence[Amendment]
    ) -> None:
        self.tracker, self.block, self.around = tracker, block, around
        self.edits = [(a, a.operation) for a in amendments if isinstance(a.operation, Replace)]
        self.formats = [(a, a.operation) for a in amendments if isinstance(a.operation, Format)]
        self.joins = [a for a in amendments if isinstance(a.operation, Join)]
        self.restyles = [(a, a.operation) for a in amendments if isinstance(a.operation, Restyle)]
        self.out: list[TrackedBlock] = []
        self.runs: list[TrackedRun] = []

    def paragraphs(self) -> list[TrackedBlock]:
        """The tracked paragraphs; the last one carries the base paragraph's mark and id."""
        removers = self.tracker.gone(self.block.id)
        cuts = self._cuts()
        for start, end in zip(cuts, (*cuts[1:], None), strict=True):
            self._arrive(start)
            if end is not None:
                self._kept(start, end, removers)
        self._end(removers)
        return self.out

    def _cuts(self) -> list[int]:
        ends = [(op.start, op.end) for _, op in self.edits]
        ends += [(op.start, op.end) for _, op in self.formats]
        return sorted({0, len(self.block.text), *(at for pair in ends for at in pair)})

    def _arrive(self, at: int) -> None:
        """What comes in at an offset: the new words of what ends here, then what is put in."""
        ending = [(a, op) for a, op in self.edits if op.end == at and op.start < op.end]
        for amendment, op in sorted(ending, key=lambda pair: pair[1].start):
            self._words(op.fragment, amendment.sponsors)
        gap = {a.id: op for a, op in self.edits if op.start == op.end == at}
        for arrival in self.tracker.turns([a for a, op in self.edits if a.id in gap]):
            self._words(gap[arrival.amendment.id].fragment, arrival.sponsors)

    def _words(self, fragment: Fragment, sponsors: Sequence[str]) -> None:
        stack = (*self.around, self.tracker.revision("insert", sponsors))
        ended, rest = paragraphs_of(fragment)
        for piece, style in zip(ended, fragment.styles, strict=True):
            self._add(piece, stack)
            self._mark("", style, stack)
        self._add(rest, stack)

    def _add(self, piece: Fragment, stack: Stack) -> None:
        whole = made("", [piece], Style())
        self.runs += track_runs(whole, 0, len(whole.text), stack)

    def _kept(self, start: int, end: int, removers: Sequence[str]) -> None:
        """Base words: struck by whoever replaces them, formatted by whoever formats them."""
        struck = {
            s for a, op in self.edits if op.start <= start and end <= op.end for s in a.sponsors
        } | set(removers)
        stack = self.around
        if struck:
            stack = (*stack, self.tracker.revision("delete", tuple(struck)))
        runs = track_runs(self.block, start, end, stack)
        self.runs += self._formatted([self._with_note(run) for run in runs], start, end, struck)

    def _with_note(self, run: TrackedRun) -> TrackedRun:
        if not isinstance(run.object, TrackedNote):
            return run
        note = next(
            a.object
            for a in self.block.anchors
            if isinstance(a.object, Note) and a.object.id == run.object.id
        )
        inside = self.tracker.container(note.id, note.blocks)
        return replace(run, object=replace(run.object, blocks=inside))

    def _formatted(
        self, runs: Sequence[TrackedRun], start: int, end: int, struck: set[str]
    ) -> list[TrackedRun]:
        if not self.formats:
            return list(runs)
        over = [(a, op) for a, op in self.formats if op.start <= start and end <= op.end]
        by_sponsors: dict[tuple[str, ...], list[Format]] = defaultdict(list)
        for state in self.tracker.states:
            wanted = tuple(op for a, op in over if state in a.sponsors)
            if wanted:
                by_sponsors[state,] = list(wanted)
        groups = _same_wish(by_sponsors)
        out: list[TrackedRun] = []
        for run in runs:
            out += self._formats_of(run, groups, struck)
        return out

    def _formats_of(
        self,
        run: TrackedRun,
        groups: Sequence[tuple[tuple[str, ...], list[Format]]],
        struck: set[str],
    ) -> list[TrackedRun]:
        """Word keeps one format change a run: the first is that, others are said as new words."""
        if not groups:
            return [run]
        (first, wishes), *others = groups
        author, date = self.tracker.author(first)
        marked = replace(
            run, marks=_marks(run.marks, wishes), format=FormatChange(author, run.marks, date)
        )
        if not others:
            return [marked]
        movers = {s for sponsors, _ in others for s in sponsors} | struck
        marked = replace(
            marked, revisions=(*self.around, self.tracker.revision("delete", tuple(movers)))
        )
        again = [
            replace(
                nameless_run(run),
                marks=_marks(run.marks, wanted),
                revisions=(*self.around, self.tracker.revision("insert", sponsors)),
            )
            for sponsors, wanted in others
        ]
        return [marked, *again]

    def _mark(
        self, ident: str, style: Style, stack: Stack, restyle: StyleChange | None = None
    ) -> None:
        self.out.append(TrackedParagraph(ident, tuple(self.runs), style, stack, restyle))
        if not ident:  # what went before stands in a paragraph of its own
            self.runs = []

    def _end(self, removers: Sequence[str]) -> None:
        """The paragraph's own mark: taken away by who joins or removes, restyled by others."""
        leaving = {*removers, *(s for a in self.joins for s in a.sponsors)}
        style, restyle = self.block.style, None
        for n, (amendment, op) in enumerate(self.restyles):
            author, date = self.tracker.author(amendment.sponsors)
            if n == 0:
                style, restyle = op.style, StyleChange(author, self.block.style, date)
            else:
                # Word keeps one style change a mark: a rival one is a mark put in, this one gone.
                stack = (*self.around, self.tracker.revision("insert", amendment.sponsors))
                self._mark("", op.style, stack)
                leaving |= set(amendment.sponsors)
        own = (self.tracker.revision("delete", tuple(leaving)),) if leaving else ()
        self._mark(self.block.id, style, (*self.around, *own), restyle)


def _same_wish(
    wishes: Mapping[tuple[str, ...], list[Format]],
) -> list[tuple[tuple[str, ...], list[Format]]]:
    joined: dict[tuple[Format, ...], tuple[str, ...]] = {}
    for sponsors, wanted in wishes.items():
        joined[tuple(wanted)] = (*joined.get(tuple(wanted), ()), *sponsors)
    return [(sponsors, list(wanted)) for wanted, sponsors in joined.items()]


def _marks(
    marks: tuple[tuple[str, str], ...], wishes: Sequence[Format]
) -> tuple[tuple[str, str], ...]:
    out = set(marks)
    for wish in wishes:
        if wish.on:
            out.add((wish.mark, wish.value))
        else:
            out.discard((wish.mark, wish.value))
    return tuple(sorted(out))
