"""Which paragraphs were split or joined: those that are one stretch of words on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from mufakat.change.compare.align import Alignment
from mufakat.text.document import Block, Paragraph
from mufakat.text.tokens import tokenise, words

SHARED = 0.6  # a half belongs to a stretch if at least this share of its words is found there
LACKED = 0.25  # or of its words and those that the stretch lacks, one in four stands on both sides


@dataclass(frozen=True, slots=True)
class Group:
    """Consecutive base blocks and the consecutive submitted ones that they became."""

    base: tuple[int, ...]
    submitted: tuple[int, ...]


def group(
    base: Sequence[Block], submitted: Sequence[Block], alignment: Alignment
) -> tuple[Group, ...]:
    """The splits and joins: each pair in place with the free neighbours that share its words."""
    return _Grouper(base, submitted, alignment).run()


class _Grouper:
    def __init__(
        self, base: Sequence[Block], submitted: Sequence[Block], alignment: Alignment
    ) -> None:
        self.base, self.submitted = base, submitted
        self.pairs = alignment.pairs
        self.moved = alignment.moved
        self.free_base = set(range(len(base))) - {i for i in alignment.pairs if i is not None}
        self.free = {j for j, i in enumerate(alignment.pairs) if i is None}

    def run(self) -> tuple[Group, ...]:
        if not (self.free_base or self.free):
            return ()
        groups = []
        for j, i in enumerate(self.pairs):
            if i is None or j in self.moved or not isinstance(self.base[i], Paragraph):
                continue
            if self._has_free_neighbour(i, j):
                found = self._grow(Group((i,), (j,)))
                if len(found.base) + len(found.submitted) > 2:
                    groups.append(found)
        return tuple(groups)

    def _has_free_neighbour(self, i: int, j: int) -> bool:
        free, free_base = self.free, self.free_base
        return j - 1 in free or j + 1 in free or i - 1 in free_base or i + 1 in free_base

    def _grow(self, group: Group) -> Group:
        if self._all_words(group):
            return group
        while True:
            wider = next((g for g in self._wider(group) if self._belongs(group, g)), None)
            if wider is None:
                return group
            self.free_base -= set(wider.base)
            self.free -= set(wider.submitted)
            group = wider

    def _all_words(self, group: Group) -> bool:
        """Whether the pair is equal as it is: then nothing else can be part of it."""
        return _words(self.base, group.base) == _words(self.submitted, group.submitted)

    def _wider(self, group: Group) -> list[Group]:
        wider = []
        for j in (group.submitted[-1] + 1, group.submitted[0] - 1):
            if j in self.free and isinstance(self.submitted[j], Paragraph):
                wider.append(Group(group.base, tuple(sorted((*group.submitted, j)))))
        for i in (group.base[-1] + 1, group.base[0] - 1):
            if i in self.free_base and isinstance(self.base[i], Paragraph):
                wider.append(Group(tuple(sorted((*group.base, i))), group.submitted))
        return wider

    def _belongs(self, group: Group, wider: Group) -> bool:
        """Whether what comes in is mostly shared words, and those that the group was lacking."""
        old, new = _words(self.base, group.base), _words(self.submitted, group.submitted)
        old_wide, new_wide = _words(self.base, wider.base), _words(self.submitted, wider.submitted)
        added = len(old_wide) + len(new_wide) - len(old) - len(new)
        kept = LCSseq.similarity(old, new)
        gained = LCSseq.similarity(old_wide, new_wide) - kept
        lacking = (len(old) if wider.base == group.base else len(new)) - kept
        return gained >= max(1, min(SHARED * added, LACKED * (added + lacking)))


def _words(blocks: Sequence[Block], chosen: tuple[int, ...]) -> list[str]:
    """The words proper of the chosen paragraphs, signs and spaces left out."""
    return [
        key
        for n in chosen
        if isinstance(block := blocks[n], Paragraph)
        for key in words(tokenise(block.text).keys)
    ]
