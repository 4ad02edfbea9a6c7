"""Who does what: one side of the table each, and only the chair rules and adopts."""

from __future__ import annotations

from typing import Literal

from mufakat.procedure.delegation import Delegation
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Meeting, Party
from mufakat.procedure.nearest import listed
from mufakat.refusal import Refusal

Role = Literal["secretariat", "chair", "delegation"]
Act = Literal[
    "draft",
    "open",
    "extend",
    "close",
    "consolidate",
    "issue",
    "clear",
    "rule",
    "admit",
    "adopt",
    "submit",
    "withdraw",
    "break silence",
    "endorse",
    "reserve",
]

WHO: dict[Act, Role] = {
    "draft": "secretariat",
    "open": "secretariat",
    "extend": "secretariat",
    "close": "secretariat",
    "consolidate": "secretariat",
    "issue": "secretariat",
    "clear": "secretariat",
    "rule": "chair",
    "admit": "chair",
    "adopt": "chair",
    "submit": "delegation",
    "withdraw": "delegation",
    "break silence": "delegation",
    "endorse": "delegation",
    "reserve": "delegation",
}


def may(act: Act, role: Role) -> bool:
    """Whether an act is this role's to do."""
    return WHO[act] == role


def check_party(meeting: Meeting, instrument: Instrument, name: str) -> Delegation:
    """The delegation of this code, if it is party to the instrument."""
    delegation = meeting.roster.find(name)
    if delegation.code not in instrument.parties:
        raise Refusal(
            f"{delegation.name} ({delegation.code}) is not party to {instrument.title}.",
            f"The parties are {listed(instrument.parties)}.",
        )
    return delegation


def actor(meeting: Meeting, act: Act, delegation: Delegation | None = None) -> Party:
    """In whose name an act stands on the record; a delegation acts for itself only."""
    role = WHO[act]
    if role == "chair":
        return meeting.chair_party
    if role == "secretariat":
        return meeting.secretariat
    if delegation is None:
        raise Refusal(f"To {act} is for a delegation.", "Say which one (--as CODE).")
    return meeting.delegation_party(delegation)
