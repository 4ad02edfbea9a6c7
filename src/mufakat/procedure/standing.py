"""Where an instrument stands: its draft, its round, and who has agreed to which words."""

from __future__ import annotations

from dataclasses import dataclass

from mufakat.procedure.adoption import Adoption, Endorsement, Reservation
from mufakat.procedure.clearance import Clearance
from mufakat.procedure.draft import printed
from mufakat.procedure.round import Round
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
    def stage(self) -> str:
        """One word or two that say where the instrument stands."""
        if self.adoption:
            return "adopted"
        if self.round and self.round.state not in ("issued", "lapsed", "broken"):
            kind = "silence" if self.round.kind == "silence" else "round"
            return f"{kind} {self.round.state}"
        if any(c.digest == self.digest for c in self.clearances):
            return "cleared"
        if self.agreed == self.digest:
            return "agreed"
        if self.round and self.round.state == "broken":
            return "silence broken"
        return "drafted"


def check_not_adopted(standing: Standing) -> None:
    """Refuses whatever would change an adopted text."""
    if standing.adoption:
        raise Refusal(
            f"{standing.instrument} has been adopted.",
            "An adopted text is never altered; a new instrument can amend it.",
        )


def check_round_over(standing: Standing) -> None:
    """Refuses while the newest round still has something to come."""
    check_not_adopted(standing)
    record = standing.round
    if record and record.state not in ("issued", "broken", "lapsed"):
        raise Refusal(f"{record.name} is {record.state}.", _NEEDED[record.state])


def check_text_settled(standing: Standing) -> None:
    """Refuses while the current draft is under negotiation."""
    check_round_over(standing)
    record = standing.round
    if record and record.state == "broken" and record.draft == standing.draft:
        raise Refusal(
            f"Silence on {printed(standing.draft)} was broken by {record.broken_by}.",
            "Open a round of comments first (mufakat round open).",
        )


def current_round(standing: Standing) -> Round:
    """The newest round; refused if none was ever opened."""
    if standing.round is None:
        raise Refusal(
            f"No round has been opened on {standing.instrument}.",
            "Open one first (mufakat round open).",
        )
    return standing.round


_NEEDED = {
    "open": "Extend it or close it (mufakat round extend, mufakat round close).",
    "closed": "Consolidate it (mufakat consolidate), apply the rulings and issue the next draft.",
    "consolidated": "Apply the chair's rulings (mufakat rulings apply) and issue the next draft.",
    "ruled": "Issue the next draft first (mufakat issue).",
}
