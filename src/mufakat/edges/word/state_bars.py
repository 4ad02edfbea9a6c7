"""Bars in the margin that say where each paragraph stands, drawn as the template draws them.

The line at the left of the paragraph style *Mufakat Bar contested* is that of every contested
paragraph, and so on; the legend uses the same styles. A template without such a style has no bar
for that state. In a table a row has one, at its left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from lxml import etree

from mufakat.edges.word.xmltext import W, attribute
from mufakat.procedure.paragraph import liveliest
from mufakat.procedure.rules import ParagraphState
from mufakat.text.tracked import TrackedBlock, TrackedRow, TrackedTable

_W = f"{{{W}}}"
_SIDES = ("val", "color", "sz", "space")


@dataclass(frozen=True, slots=True)
class StateBars:
    """The state of each paragraph by id, and the line that stands for each state."""

    states: Mapping[str, ParagraphState]
    lines: Mapping[ParagraphState, str]

    def state(self, ident: str, above: ParagraphState | None) -> ParagraphState | None:
        """A paragraph's state; what the compilation puts in has that of the paragraph above."""
        return self.states.get(ident, above)

    def row(self, row: TrackedRow, above: ParagraphState | None) -> ParagraphState | None:
        """That of a row's paragraphs about which there is most to say."""
        held = {self.states[name] for name in _paragraphs(row) if name in self.states}
        return liveliest(held) if held else above

    def beside_paragraph(self, state: ParagraphState | None) -> str:
        """The border of a paragraph (CT_PBdr)."""
        line = self.lines.get(state, "") if state else ""
        return f"<w:pBdr>{line}</w:pBdr>" if line else ""

    def beside_row(self, state: ParagraphState | None) -> str:
        """The borders of the row's first cell (CT_TcBorders)."""
        line = self.lines.get(state, "") if state else ""
        return f"<w:tcBorders>{line}</w:tcBorders>" if line else ""


def read_bars(root: etree._Element) -> dict[ParagraphState, str]:
    """The lines that a styles part draws, by state."""
    named = {
        name.get(f"{_W}val", "").lower(): style
        for style in root.iterchildren(f"{_W}style")
        if (name := style.find(f"{_W}name")) is not None
    }
    return {
        state: _line(found)
        for state in get_args(ParagraphState)
        if (style := named.get(f"mufakat bar {state}")) is not None
        and (found := style.find(f"{_W}pPr/{_W}pBdr/{_W}left")) is not None
    }


def _line(border: etree._Element) -> str:
    given = ((side, border.get(_W + side)) for side in _SIDES)
    said = "".join(f' w:{side}="{attribute(value)}"' for side, value in given if value)
    return f"<w:left{said}/>"


def _paragraphs(row: TrackedRow) -> Iterator[str]:
    for cell in row.cells:
        yield from _within(cell.blocks)


def _within(blocks: tuple[TrackedBlock, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, TrackedTable):
            for row in block.rows:
                yield from _paragraphs(row)
        else:
            yield block.id
