"""Remarks in the compilation text: footnotes behind the words that they are on.

A remark on words that somebody would put in stands in their brackets; one on a note, behind the
note's reference, for a note cannot hold another.
"""

from __future__ import annotations

from collections import defaultdict

from mufakat.change.amendment import Amendment, Fragment, Insert, Merge, Remark, Replace
from mufakat.change.fragment import part
from mufakat.change.layout import Layout
from mufakat.change.remark.remarked import remarked
from mufakat.change.show.brackets import footnote


class Remarks:
    """The remarks of a merge, each to be printed once; ``nowhere`` are those on the whole text."""

    def __init__(self, merged: Merge, where: Layout) -> None:
        self.nowhere: list[Remark] = []
        self._where = where
        self._at: dict[str, list[tuple[int, Remark]]] = defaultdict(list)
        self._on: dict[str, list[Remark]] = defaultdict(list)
        amendments = {amendment.id: amendment for amendment in merged.amendments}
        words = remarked(merged)
        for remark in merged.remarks:
            new = [amendments[name] for name in words.get(remark.id, ())]
            self._take(remark, next((a for a in new if _is_shown(a)), None))

    def on(self, amendment: Amendment) -> list[Fragment]:
        """The footnotes on words that an amendment puts in."""
        return [footnote(remark) for remark in self._on.pop(amendment.id, ())]

    def in_paragraph(self, block: str) -> Footnotes:
        """The footnotes on a base paragraph."""
        return Footnotes(self._at.pop(block, []))

    def _take(self, remark: Remark, amendment: Amendment | None) -> None:
        block, at = (remark.last, remark.stop) if remark.last else (remark.block, remark.end)
        has_base_words = bool(remark.last) or remark.start < remark.end
        if amendment and not has_base_words:
            held = amendment.operation.block
            if not self._note_around(held):
                self._on[amendment.id].append(remark)
                return
            block = held
        if block not in self._where.nodes:
            self.nowhere.append(remark)
            return
        while note := self._note_around(block):
            block, at = self._where.parent[note], self._where.offset[note] + 1
        self._at[block].append((at, remark))

    def _note_around(self, ident: str) -> str:
        """The note that a block stands in, if it does."""
        around = (ident, *self._where.holders(ident)) if ident else ()
        return next((name for name in around if name in self._where.offset), "")


class Footnotes:
    """The footnotes of one paragraph, given out as one reads on."""

    def __init__(self, remarks: list[tuple[int, Remark]]) -> None:
        self._waiting = sorted(remarks, key=lambda pair: pair[0])[::-1]

    def among(self, words: Fragment, start: int) -> list[Fragment]:
        """Base words from ``start`` on, with the footnotes up to their end.

        Those on words before them, which somebody would replace, stand in front.
        """
        out, at = [], 0
        while self._waiting and self._waiting[-1][0] <= start + len(words.text):
            offset, remark = self._waiting.pop()
            here = max(at, offset - start)
            out += [part(words, at, here), footnote(remark)]
            at = here
        return [*out, part(words, at, len(words.text))]

    def rest(self) -> list[Fragment]:
        """The footnotes that are still to come."""
        waiting, self._waiting = self._waiting, []
        return [footnote(remark) for _, remark in reversed(waiting)]


def _is_shown(amendment: Amendment) -> bool:
    """Whether the compilation shows the new words of an amendment."""
    return not amendment.typographic and isinstance(amendment.operation, Insert | Replace)
