"""What became of a return that was brought forward onto a later draft, in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from mufakat.change.forward import Brought, Forward
from mufakat.change.layout import Layout, layout
from mufakat.procedure.draft import printed
from mufakat.procedure.excerpt import Excerpt, beginning
from mufakat.procedure.nearest import listed
from mufakat.procedure.place import Places
from mufakat.procedure.together import proposal_wording
from mufakat.procedure.wording import Wording, wording
from mufakat.text.document import Document

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Told:
    """How many changes stand and are there already; ``lost`` and ``beside`` name the others.

    ``lost`` cannot be brought forward as they were; ``beside`` stand, next to words that are new.
    """

    stand: int
    already: int
    lost: tuple[str, ...]
    beside: tuple[str, ...]

    def summary(self, draft: str) -> str:
        """``Of its 5 changes 3 stand in Rev.2, 1 stands there already ...``."""
        count = self.stand + self.already + len(self.lost)
        if not count:
            return "It changes nothing."
        said = (
            (self.stand, f"stands in {draft}", f"stand in {draft}"),
            (self.already, "stands there already", "stand there already"),
            (len(self.lost), "cannot be brought forward", "cannot be brought forward"),
        )
        parts = [(n, one if n == 1 else many) for n, one, many in said if n]
        if len(parts) == 1:
            whose = "Its one change" if count == 1 else f"All of its {count} changes"
            return f"{whose} {parts[0][1]}."
        return f"Of its {count} changes {listed(f'{n} {what}' for n, what in parts)}."


def told(forward: Forward, older: Document, before: str, after: str) -> Told:
    """What became of a return made from the draft ``before``, brought onto the draft ``after``."""
    teller = _Teller(Places.of(older), layout(older), printed(before), printed(after))
    stand = forward.having("stands")
    return Told(
        len(stand),
        len(forward.having("already there")),
        tuple(teller.sentence(one) for one in forward.having("cannot")),
        tuple(teller.sentence(one) for one in stand if one.beside),
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    places: Places
    where: Layout
    before: str
    after: str

    def sentence(self, one: Brought) -> str:
        said = proposal_wording(one.proposal, self.places, self.where)
        place = f"{self.before}, {self.places.name(said.place)}"
        issued = dict.fromkeys(_new(wording(other, self.places)) for other in one.beside)
        fate = "not brought forward" if one.outcome == "cannot" else "stands beside new words"
        return f"{place}: {_change(said)} ({fate}; {self.after} has {listed(issued)})"


def _change(said: Wording) -> str:
    """What a proposal changes: the words in their context, and what was to be in their place."""
    if said.original == said.proposed:
        return said.manner
    gone, come = _touched(said.original), _touched(said.proposed)
    words = _quoted(said.original.bracketed() if gone else said.proposed.bracketed())
    if gone:
        words += f" to {_quoted(come)}" if come else " deleted"
    return f"{said.manner}: {words}" if said.manner else words


def _new(said: Wording) -> str:
    """What the later draft has there."""
    if said.original == said.proposed:
        return said.manner
    come = _touched(said.proposed)
    return _quoted(come) if come else f"{_quoted(_touched(said.original))} deleted"


def _touched(words: Excerpt) -> str:
    return " … ".join(text for text, meant in words.pieces() if meant)


def _quoted(words: str) -> str:
    return f"“{beginning(' '.join(words.split()), _LONGEST)}”"
