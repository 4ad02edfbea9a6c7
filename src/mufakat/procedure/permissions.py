"""In whose name an act stands on record: one side of the table each, as the rules have it."""

from __future__ import annotations

from mufakat.procedure.delegation import Delegation
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Meeting, Party
from mufakat.procedure.nearest import capital, listed
from mufakat.procedure.rules import Act, who
from mufakat.refusal import Refusal


def check_party(meeting: Meeting, instrument: Instrument, name: str) -> Delegation:
    """The delegation of this code, if it is party to the instrument."""
    delegation = meeting.roster.find(name)
    if delegation.code not in instrument.parties:
        raise Refusal(
            f"{capital(delegation.said)} ({delegation.code}) is not party to {instrument.title}.",
            f"The parties are {listed(instrument.parties)}.",
        )
    return delegation


def actor(meeting: Meeting, act: Act, delegation: Delegation | None = None) -> Party:
    """In whose name an act stands on the record; a delegation acts for itself only."""
    role = who(act)
    if role == "chair":
        return meeting.chair_party
    if role == "secretariat":
        return meeting.secretariat
    if delegation is None:
        raise Refusal(f"To {act} is for a delegation.", "Say which one (--as CODE).")
    return meeting.delegation_party(delegation)
