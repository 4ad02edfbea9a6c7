"""Where each paragraph of a draft stands, given what is proposed for it and what was ruled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from mufakat.change.amendment import Amendment, Merge
from mufakat.change.layout import Layout, layout
from mufakat.procedure.disposition import Ruling
from mufakat.procedure.place import Places
from mufakat.procedure.rules import ParagraphState
from mufakat.text.document import Document, Row, paragraphs

_LIVELIEST: tuple[ParagraphState, ...] = ("contested", "amended", "bracketed", "settled", "clean")


def paragraph_states(
    merge: Merge, rulings: Mapping[str, Ruling] | None = None
) -> dict[str, ParagraphState]:
    """Each paragraph's state by id: before the rulings, or after them.

    What is proposed after a paragraph, or for the cell, row or table that it is in, is on it.
    Where all of it stands over from an earlier round, the paragraph is bracketed as it was; what is
    only typographic leaves it as it is.
    """
    parent = layout(merge.base).parent
    on: dict[str, list[Amendment]] = defaultdict(list)
    for amendment in merge.amendments:
        if not amendment.typographic:
            on[amendment.operation.block].append(amendment)
    found: dict[str, ParagraphState] = {}
    for paragraph in paragraphs(merge.base):
        ident, proposed = paragraph.id, list[Amendment]()
        while ident:
            proposed += on.get(ident, ())
            ident = parent.get(ident, "")
        found[paragraph.id] = _state(proposed, rulings)
    return found


def places_by_state(
    base: Document, states: Mapping[str, ParagraphState]
) -> dict[ParagraphState, tuple[str, ...]]:
    """The places in each state, as one reads; a table's row is one, with its liveliest state."""
    where, places = layout(base), Places.of(base)
    held: dict[str, set[ParagraphState]] = defaultdict(set)
    for ident, state in states.items():
        held[places.name(_row_around(where, ident) or ident)].add(state)
    found: dict[ParagraphState, list[str]] = defaultdict(list)
    for name, within in held.items():
        found[liveliest(within)].append(name)
    return {state: tuple(names) for state, names in found.items()}


def liveliest(states: Collection[ParagraphState]) -> ParagraphState:
    """Of several states, the one about which there is most to say."""
    return next(state for state in _LIVELIEST if state in states)


def counted(states: Mapping[str, ParagraphState]) -> dict[ParagraphState, int]:
    """How many paragraphs are in each state."""
    return dict(Counter(states.values()))


def _state(proposed: Sequence[Amendment], rulings: Mapping[str, Ruling] | None) -> ParagraphState:
    if not proposed:
        return "clean"
    if rulings is None:
        if not any(amendment.own for amendment in proposed):
            return "bracketed"
        return "contested" if any(amendment.passage for amendment in proposed) else "amended"
    deferred = any(rulings[amendment.id].disposition == "deferred" for amendment in proposed)
    return "bracketed" if deferred else "settled"


def _row_around(where: Layout, ident: str) -> str:
    """The row that a paragraph of a cell is in, or nothing."""
    row = next(islice(where.holders(ident), 1, None), "")
    return row if isinstance(where.nodes.get(row), Row) else ""
