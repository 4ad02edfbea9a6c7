"""Where each paragraph of a draft stands, given what is proposed for it and what was ruled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from mufakat.change.amendment import Amendment, Merge
from mufakat.change.layout import layout, place
from mufakat.procedure.disposition import Ruling
from mufakat.procedure.rules import ParagraphState
from mufakat.text.document import paragraphs


def paragraph_states(
    merge: Merge, rulings: Mapping[str, Ruling] | None = None
) -> dict[str, ParagraphState]:
    """Each paragraph's state by id: before the rulings, or after them.

    What is proposed after a paragraph, or for the cell, row or table that it is in, is on it.
    """
    parent = layout(merge.base).parent
    on: dict[str, list[Amendment]] = defaultdict(list)
    for amendment in merge.amendments:
        on[place(amendment.operation)].append(amendment)
    found: dict[str, ParagraphState] = {}
    for paragraph in paragraphs(merge.base):
        ident, proposed = paragraph.id, list[Amendment]()
        while ident:
            proposed += on.get(ident, ())
            ident = parent.get(ident, "")
        found[paragraph.id] = _state(proposed, rulings)
    return found


def counted(states: Mapping[str, ParagraphState]) -> dict[ParagraphState, int]:
    """How many paragraphs are in each state."""
    return dict(Counter(states.values()))


def _state(proposed: Sequence[Amendment], rulings: Mapping[str, Ruling] | None) -> ParagraphState:
    if not proposed:
        return "clean"
    if rulings is None:
        return "contested" if any(amendment.passage for amendment in proposed) else "amended"
    deferred = any(rulings[amendment.id].disposition == "deferred" for amendment in proposed)
    return "bracketed" if deferred else "settled"
