"""What stands or falls together is said once: how the compilation names a proposal's parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from mufakat.change.amendment import Amendment, Merge, Reshape
from mufakat.change.layout import Layout
from mufakat.change.proposal.merged_cells import Recut, recut
from mufakat.change.proposal.proposals import Whole, wholes
from mufakat.change.show.brackets import propose


class SaidOnce:
    """Knows of each amendment whether it is the first of its proposal to be told.

    ``merges`` are the merged cells, by the cell where they are told. ``positions`` say, by
    proposal, what others think of it: that stands behind the names of those who propose it.
    """

    def __init__(
        self, merged: Merge, where: Layout, positions: Mapping[str, str] | None = None
    ) -> None:
        self._positions = positions or {}
        self._wholes: dict[str, Whole] = {}
        self.merges: dict[str, list[tuple[Whole, Recut]]] = defaultdict(list)
        for whole in wholes(merged):
            if len(whole.amendments) == 1:
                continue
            self._wholes.update((amendment.id, whole) for amendment in whole.amendments)
            if whole.kind == "merged cells":
                done = recut([amendment.operation for amendment in whole.amendments], where)
                cells = (c.id for row in done.before.rows for c in row.cells if c.id in done.cells)
                self.merges[next(cells)].append((whole, done))

    def silent(self, amendment: Amendment) -> bool:
        """Whether an amendment is told with the others of its proposal, and not by itself."""
        whole = self._wholes.get(amendment.id)
        return whole is not None and whole.kind == "merged cells"

    def part(self, amendment: Amendment) -> str:
        """``first`` or ``later`` to be told of its proposal; empty if it stands alone."""
        whole = self._wholes.get(amendment.id)
        if whole is None:
            return ""
        return "first" if _speaker(whole) == amendment else "later"

    def who(self, amendment: Amendment) -> str:
        """Who proposes an amendment, and what others say of it."""
        return f"{propose(amendment.sponsors)}{self._others([amendment])}"

    def propose(self, states: Sequence[str], wanted: Sequence[Amendment]) -> str:
        """Who proposes words; where it was said before, only the names."""
        if all(self.part(amendment) == "later" for amendment in wanted):
            return ", ".join(states)
        wholes = [self._wholes.get(amendment.id) for amendment in wanted]
        renumbers = any(whole and whole.kind == "renumbering" for whole in wholes)
        lead = f"{propose(states)}{self._others(wanted)}"
        return f"{lead} to renumber" if renumbers else lead

    def delete(self, states: Sequence[str], wanted: Sequence[Amendment]) -> str:
        """Who proposes to take words out."""
        if all(self.part(amendment) == "later" for amendment in wanted):
            return f"{', '.join(states)} to delete"
        return f"{propose(states)}{self._others(wanted)} to delete"

    def _others(self, wanted: Sequence[Amendment]) -> str:
        names = dict.fromkeys(amendment.proposal or amendment.id for amendment in wanted)
        phrases = dict.fromkeys(self._positions[n] for n in names if n in self._positions)
        return f" ({'; '.join(phrases)})" if phrases else ""


def _speaker(whole: Whole) -> Amendment:
    """The amendment with which a proposal is told: a join's mark, a column's first cell."""
    if whole.kind == "join":
        return next(a for a in whole.amendments if a.kind == "join")
    told = (a for a in whole.amendments if not isinstance(a.operation, Reshape))
    return next(told, whole.first)
