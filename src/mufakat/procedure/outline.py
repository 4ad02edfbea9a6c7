"""A delegation's proposals as its receipt shows them: counted, and each with place and words."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from mufakat.change.amendment import Merge
from mufakat.change.layout import layout
from mufakat.change.proposal.proposals import wholes
from mufakat.procedure.place import Places
from mufakat.procedure.submission import Proposed
from mufakat.procedure.together import proposal_wording
from mufakat.procedure.wording import Wording

MOST = 40
_LONGEST = 160


def outline(merged: Merge) -> tuple[Proposed, ...]:
    """The proposals of a merge in reading order, the first forty of them."""
    if not merged.amendments:
        return ()
    places, where = Places.of(merged.base), layout(merged.base)
    return tuple(
        _proposed(whole.kind, proposal_wording(whole, places, where), places)
        for whole in islice(wholes(merged), MOST)
    )


def counts(merged: Merge) -> dict[str, int]:
    """The proposals by kind."""
    return dict(sorted(Counter(str(one.kind) for one in wholes(merged)).items()))


def _proposed(kind: str, said: Wording, places: Places) -> Proposed:
    return Proposed(_place(kind, said, places), kind, _short(said.original.text), _after(said))


def _place(kind: str, said: Wording, places: Places) -> str:
    """Where it is: ``2``, or where something new is to stand, ``new after 7``."""
    place = places.name(said.place)
    if not said.manner.startswith("new "):
        return place
    new = f"new{said.manner.removeprefix(kind)}"
    return f"{place}, {new}" if kind == "new column" else new


def _after(said: Wording) -> str:
    """The words as they would be; what these do not say, in brackets."""
    old, new = said.original.text, said.proposed.text
    if not old or not new:
        return _short(new)
    words = _short(new) if new != old else ""
    manner = f"({said.manner})" if said.manner else ""
    return " ".join(filter(None, (words, manner)))


def _short(words: str) -> str:
    line = words.replace("\n", " ")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"
