"""Every delegation's changes against one draft brought together: attributed, nothing decided.

The merge is the base plus each operation with its sponsors. Equal operations are one amendment;
operations that claim the same words or place form a contested passage. The result does not depend
on the order of the submissions (law 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mufakat.change.amendment import Carried, Merge, Remark, Script
from mufakat.change.apply import apply
from mufakat.change.late import Found, taken_in
from mufakat.change.layout import layout
from mufakat.change.passages import contested
from mufakat.change.proposal.proposals import proposals
from mufakat.change.sponsors import Sponsors
from mufakat.text.document import Document


def merge(
    base: Document,
    scripts: Mapping[str, Script],
    roster: Sequence[str],
    remarks: Sequence[Remark] = (),
    carried: Sequence[Carried] = (),
    *,
    so_far: Merge | None = None,
) -> Merge:
    """All scripts as one merge; ``roster`` gives the order in which delegations are named.

    ``carried`` are the proposals that stand over from the round before. ``so_far`` is a merge of
    some of the same scripts and all the same ``carried``: the result is the same without it, and
    comes sooner, for only what the other scripts touch is worked out anew.
    """
    sponsors = Sponsors(scripts, carried, roster, layout(base))
    found = taken_in(so_far, sponsors) if so_far else None
    amendments, passages, together = found or _at_once(sponsors)
    turns = sponsors.turns
    states = tuple(sorted(scripts, key=turns.__getitem__))
    said = tuple(sorted(remarks, key=lambda r: (turns[r.sponsor], r.id)))
    return Merge(base, states, amendments, passages, together, said)


def merged_alone(base: Document, script: Script) -> Merge:
    """One script as a merge of its own, of nobody's: the proposals that it comes to."""
    return merge(base, {"": script}, [""])


def _at_once(sponsors: Sponsors) -> Found:
    ordered = sorted(sponsors.amendments(sponsors.by_place()), key=sponsors.turn)
    at = {amendment.id: n for n, amendment in enumerate(ordered)}
    tied, together = proposals(ordered, at, sponsors.where)
    return *contested(tied, at, sponsors.where), together


def script_of(merged: Merge, state: str) -> Script:
    """One delegation's operations in its own order."""
    own = [
        (a.ranks[a.sponsors.index(state)], a.as_typed(state))
        for a in merged.amendments
        if state in a.own
    ]
    return tuple(op for _, op in sorted(own, key=lambda pair: pair[0]))


def project(merged: Merge, state: str) -> Document:
    """The text seen through one delegation alone: what it submitted (law 2)."""
    return apply(merged.base, script_of(merged, state))
