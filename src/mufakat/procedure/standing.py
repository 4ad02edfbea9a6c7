"""Where an instrument stands: its draft, its round, and who has agreed to which words."""

from __future__ import annotations

from dataclasses import dataclass

from mufakat.procedure.adoption import Adoption, Endorsement, Reservation
from mufakat.procedure.clearance import Clearance
from mufakat.procedure.draft import printed
from mufakat.procedure.round import Round
from mufakat.procedure.rules import ACTS, Act, InstrumentState, needed, outcome
from mufakat.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Standing:
    """An instrument's state, kept with every commit of its main line.

    ``digest`` is that of the current draft's words, ``agreed`` that of the words a silence
    procedure agreed to (or empty). ``round`` is the newest one, open or over.
    """

    instrument: str
    draft: str
    digest: str
    round: Round | None = None
    agreed: str = ""
    deferred: int = 0
    clearances: tuple[Clearance, ...] = ()
    endorsements: tuple[Endorsement, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    adoption: Adoption | None = None

    @property
    def state(self) -> InstrumentState:
        """What the rules of procedure call where it stands."""
        record = self.round
        if self.adoption:
            return "adopted"
        if record and not record.over:
            return "under silence" if record.kind == "silence" else "in a round"
        if record and record.state == "broken" and record.draft == self.draft:
            return "silence broken"
        if any(c.digest == self.digest for c in self.clearances):
            return "cleared"
        return "agreed" if self.agreed == self.digest else "drafted"

    @property
    def stage(self) -> str:
        """The same in one word or two, with the state of the round that is under way."""
        if self.round and not self.round.over and not self.adoption:
            kind = "silence" if self.round.kind == "silence" else "round"
            return f"{kind} {self.round.state}"
        return self.state


def check(standing: Standing, act: Act) -> None:
    """Refuses an act that is not in order where the instrument stands."""
    if outcome("instrument", standing.state, act) is None:
        check_not_adopted(standing)
        why, what = _in_the_way(standing)
        raise Refusal(f"{standing.instrument} cannot be {ACTS[act].done}: {why}.", what)


def check_not_adopted(standing: Standing) -> None:
    """Refuses whatever would change an adopted text."""
    if standing.state == "adopted":
        raise Refusal(f"{standing.instrument} has been adopted.", needed("instrument", "adopted"))


def current_round(standing: Standing) -> Round:
    """The newest round; refused if none was ever opened."""
    if standing.round is None:
        raise Refusal(
            f"No round has been opened on {standing.instrument}.",
            "Open one first (mufakat round open).",
        )
    return standing.round


def _in_the_way(standing: Standing) -> tuple[str, str]:
    """What keeps an act from being in order, and what would be needed."""
    record = current_round(standing)
    if record.over:
        broken = f"silence on {printed(standing.draft)} was broken by {record.broken_by}"
        return broken, needed("instrument", standing.state)
    return f"{record.name} is {record.state}", needed(record.thing, record.state)
