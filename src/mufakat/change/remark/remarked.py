"""On whose words a remark stands: which amendments of its sponsor put them in or take them out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from mufakat.change.amendment import Amendment, Format, Merge, Remark, Remove, Replace
from mufakat.change.layout import Layout, layout
from mufakat.change.remark.origin import Origin, origin
from mufakat.text.document import Paragraph, paragraphs


def remarked(merged: Merge) -> dict[str, tuple[str, ...]]:
    """The ids of the amendments on whose very words each remark stands, by the remark's id.

    Remarks on words that their sponsor leaves alone are left out.
    """
    said: dict[str, list[Remark]] = defaultdict(list)
    for remark in merged.remarks:
        said[remark.sponsor].append(remark)
    if not said:
        return {}
    where = layout(merged.base)
    order = {paragraph.id: n for n, paragraph in enumerate(paragraphs(merged.base))}
    return {
        remark.id: names
        for state, own in said.items()
        for remark, names in _of_one(merged, state, own, where, order)
    }


def _of_one(
    merged: Merge, state: str, said: Iterable[Remark], where: Layout, order: dict[str, int]
) -> Iterator[tuple[Remark, tuple[str, ...]]]:
    own = [a for a in merged.amendments if state in a.own]
    own.sort(key=lambda a: a.ranks[a.sponsors.index(state)])
    at: dict[str, list[Amendment]] = defaultdict(list)
    for amendment in own:
        if isinstance(amendment.operation, Replace | Format | Remove):
            at[amendment.operation.block].append(amendment)
    blocks = list(order)
    words: Origin | None = None
    for remark in said:
        names: list[str] = []
        if remark.own and own:
            words = words or origin(merged.base, tuple(a.as_typed(state) for a in own))
            names = [own[n].id for n in words.operations(remark.own)]
        if remark.block in order:
            last = order.get(remark.last, order[remark.block])
            for block in blocks[order[remark.block] : last + 1]:
                names += _taken(remark, block, at, where)
        if names:
            yield remark, tuple(dict.fromkeys(names))


def _taken(
    remark: Remark, block: str, at: dict[str, list[Amendment]], where: Layout
) -> Iterator[str]:
    """What takes out, or marks, words of the remark in one base paragraph."""
    text = where.paragraph(block)
    start = remark.start if block == remark.block else 0
    end = _end(remark, block, text)
    if start >= end:
        return
    for amendment in at.get(block, ()):
        operation = amendment.operation
        if isinstance(operation, Remove) or (
            isinstance(operation, Replace | Format)
            and operation.start < end
            and start < operation.end
        ):
            yield amendment.id
    for holder in where.holders(block):
        yield from (a.id for a in at.get(holder, ()) if isinstance(a.operation, Remove))


def _end(remark: Remark, block: str, text: Paragraph | None) -> int:
    if not remark.last:
        return remark.end
    return remark.stop if block == remark.last else len(text.text) if text else 0
