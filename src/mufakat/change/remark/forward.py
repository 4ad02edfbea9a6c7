"""Remarks on an older draft brought forward: onto the same words, as far as these still stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mufakat.change.amendment import Remark, Script, Stretch
from mufakat.change.apply import apply
from mufakat.change.compare.diff import diff
from mufakat.change.remark.origin import origin
from mufakat.change.remark.sharing import Sharing
from mufakat.text.document import Document, Paragraph, paragraphs
from mufakat.text.identity import identify

_END = 1_000_000_000  # beyond the end of any paragraph


def remarks_forward(
    remarks: Sequence[Remark], older: Document, script: Script, current: Document, text: Document
) -> tuple[Remark, ...]:
    """The remarks made with ``script`` on the older draft, on the current one.

    ``text`` is the return brought forward: there stand the words of its sponsor's own making. A
    remark whose words are gone keeps its quotation, and stands where they were.
    """
    if not remarks:
        return ()
    returned = identify(apply(older, script))
    drafts, returns = _shared(older, current), _shared(returned, text)
    before = {paragraph.id: n for n, paragraph in enumerate(paragraphs(older))}
    now = tuple(paragraphs(current))
    return tuple(_moved(remark, drafts, returns, before, now) for remark in remarks)


def _shared(one: Document, other: Document) -> Sharing:
    """From the words of one text to those of another."""
    return origin(one, diff(one, other)).base


def _moved(
    remark: Remark,
    drafts: Sharing,
    returns: Sharing,
    before: dict[str, int],
    now: Sequence[Paragraph],
) -> Remark:
    own = returns.find(remark.own) if remark.own else None
    found = _place(remark, drafts, before)
    if found is None:
        return replace(remark, block="", start=0, end=0, last="", stop=0, own=own)
    first, last = now[found.first], now[found.last]
    if first is last:
        place = replace(remark, block=first.id, start=found.start, end=found.end)
        return replace(place, last="", stop=0, own=own)
    place = replace(remark, block=first.id, start=found.start, end=len(first.text))
    return replace(place, last=last.id, stop=found.end, own=own)


def _place(remark: Remark, drafts: Sharing, before: dict[str, int]) -> Stretch | None:
    """The words in the current draft, or the end of what still stands before them."""
    if remark.block not in before:
        return None
    first = before[remark.block]
    last = before.get(remark.last, first)
    end = remark.stop if last > first else remark.end
    found = drafts.find(Stretch(first, remark.start, last, end))
    for number in range(first - 1, -1, -1):
        if found:
            break
        found = drafts.find(Stretch(number, _END, number, _END))
    return found
