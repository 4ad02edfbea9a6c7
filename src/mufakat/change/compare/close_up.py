"""Two texts close up: what may have changed, with the one block on either side that stayed.

Most blocks of a return came back with their id and say the same. Of a stretch of such blocks only
the first and the last have a say in what became of the others: what stands between is left out,
save texts that another could be taken for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mufakat.change.compare.align import Alignment
from mufakat.change.compare.flow import unchanged
from mufakat.text.document import Block, Paragraph

SHORT = 60  # characters: a text no longer than this may be a label, another's but for a number


@dataclass(frozen=True, slots=True)
class CloseUp:
    """The blocks to look at, on both sides.

    ``edges`` are the pairs, by their places here, that a stretch left out stands between.
    """

    base: Sequence[Block]
    submitted: Sequence[Block]
    edges: frozenset[tuple[int, int]]

    def stands(self, alignment: Alignment) -> bool:
        """Whether all edges are where they were; if not, the whole texts must be looked at."""
        return all(alignment.pairs[j] == i and j not in alignment.moved for i, j in self.edges)


def close_up(base: Sequence[Block], submitted: Sequence[Block]) -> CloseUp:
    """Both texts without what stands inside stretches that plainly stayed."""
    kept = _kept(base, submitted)
    sole = _sole(base) & _sole(submitted)
    inside = {
        j: i
        for j in range(1, len(kept) - 1)
        if (i := kept[j]) is not None
        and kept[j - 1] == i - 1
        and kept[j + 1] == i + 1
        and _text(submitted[j]) in sole
    }
    if not inside:
        return CloseUp(base, submitted, frozenset())
    left_out = set(inside.values())
    rows = [i for i in range(len(base)) if i not in left_out]
    columns = [j for j in range(len(submitted)) if j not in inside]
    places = {i: n for n, i in enumerate(rows)}
    edges = frozenset(
        (places[i], n)
        for n, j in enumerate(columns)
        if (i := kept[j]) is not None and (j + 1 in inside or j - 1 in inside)
    )
    return CloseUp([base[i] for i in rows], [submitted[j] for j in columns], edges)


def _kept(base: Sequence[Block], submitted: Sequence[Block]) -> list[int | None]:
    """Which base block each submitted one plainly is: it has its id and says the same."""
    where = {block.id: i for i, block in enumerate(base)}
    found = [where.get(block.id) for block in submitted]
    return [
        i if i is not None and unchanged(base[i], block) else None
        for i, block in zip(found, submitted, strict=True)
    ]


def _sole(blocks: Sequence[Block]) -> set[str]:
    """The texts of some length that stand once among the blocks."""
    counts = Counter(map(_text, blocks))
    return {text for text, count in counts.items() if count == 1 and len(text) > SHORT}


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""
