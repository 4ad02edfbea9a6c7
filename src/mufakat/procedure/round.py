"""A round is a period with a deadline for comments, or for silence, on one draft.

``TRANSITIONS`` is the one table of what may follow what; everything else asks it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from mufakat.refusal import Refusal

Kind = Literal["comments", "silence"]
State = Literal["open", "closed", "consolidated", "ruled", "issued", "broken", "lapsed"]
Act = Literal["extend", "close", "admit", "consolidate", "rule", "issue", "break"]

TRANSITIONS: dict[tuple[Kind, State, Act], State] = {
    ("comments", "open", "extend"): "open",
    ("comments", "open", "close"): "closed",
    ("comments", "closed", "admit"): "closed",
    ("comments", "closed", "consolidate"): "consolidated",
    ("comments", "consolidated", "admit"): "closed",
    ("comments", "consolidated", "rule"): "ruled",
    ("comments", "ruled", "rule"): "ruled",
    ("comments", "ruled", "issue"): "issued",
    ("silence", "open", "extend"): "open",
    ("silence", "open", "break"): "broken",
    ("silence", "open", "close"): "lapsed",
}

_DOING = {
    "extend": "extended",
    "close": "closed",
    "admit": "given a late submission",
    "consolidate": "consolidated",
    "rule": "ruled on",
    "issue": "followed by the next draft",
    "break": "broken",
}
_NEEDED = {
    "open": "Close it first (mufakat round close).",
    "closed": "Consolidate it first (mufakat consolidate).",
    "consolidated": "Apply the chair's rulings first (mufakat rulings apply).",
    "ruled": "Issue the next draft (mufakat issue), then open a new round.",
    "issued": "The next draft is out; open a round on it (mufakat round open).",
    "broken": "The objection is on record; open a round of comments (mufakat round open).",
    "lapsed": "The text is agreed; it can be cleared and adopted.",
}


@dataclass(frozen=True, slots=True)
class Round:
    """One round on one draft; ``deadline`` is the moment after which a submission is late.

    ``admitted`` are late submissions (``PHL/1``) that the chair took in by a recorded decision.
    ``broken_by`` and ``reason`` say who broke a silence, and why. ``contested`` counts the
    contested passages, once the round is consolidated.
    """

    number: int
    draft: str
    opened: datetime
    deadline: datetime
    kind: Kind = "comments"
    sealed: bool = False
    state: State = "open"
    closed: datetime | None = None
    early: bool = False
    admitted: tuple[str, ...] = ()
    broken_by: str = ""
    reason: str = ""
    contested: int = 0

    @property
    def name(self) -> str:
        """``Round 2``, or ``Silence procedure (round 2)``."""
        if self.kind == "silence":
            return f"Silence procedure (round {self.number})"
        return f"Round {self.number}"


def after(record: Round, act: Act) -> Round:
    """The round after an act; where the table has none, refused with what would be needed."""
    state = TRANSITIONS.get((record.kind, record.state, act))
    if state is None:
        raise Refusal(
            f"{record.name} cannot be {_DOING[act]}: it is {record.state}.", _NEEDED[record.state]
        )
    return replace(record, state=state)


def opened(
    number: int,
    draft: str,
    now: datetime,
    until: datetime,
    *,
    kind: Kind = "comments",
    sealed: bool = False,
) -> Round:
    """A round that opens now; refused if its deadline is not in the future."""
    _check_deadline(until, now)
    return Round(number, draft, now, until, kind, sealed)


def extended(record: Round, until: datetime, now: datetime) -> Round:
    """The round with a later deadline."""
    changed = after(record, "extend")
    _check_deadline(until, now)
    if until <= record.deadline:
        raise Refusal(
            f"{record.name} already runs until {spoken(record.deadline)}.",
            "Name a later deadline; a deadline that was announced is never brought forward.",
        )
    return replace(changed, deadline=until)


def closed(record: Round, now: datetime, *, early: bool = False) -> Round:
    """The round closed now; before its deadline only if ``early`` says that this is meant."""
    changed = after(record, "close")
    ahead = now < record.deadline
    if ahead and record.kind == "silence":
        raise Refusal(
            f"{record.name} runs until {spoken(record.deadline)}.",
            "Silence lapses at its deadline; until then a delegation may break it.",
        )
    if ahead and not early:
        raise Refusal(
            f"{record.name} runs until {spoken(record.deadline)}.",
            "Wait for the deadline, or confirm that it is to close early (--yes).",
        )
    return replace(changed, closed=now, early=ahead)


def is_late(record: Round, now: datetime) -> bool:
    """Whether something lodged now is late: the round is closed, or its deadline has passed."""
    return record.state != "open" or now > record.deadline


def spoken(moment: datetime) -> str:
    """A moment as people read it: ``9 January 2026, 18:00 (UTC+07:00)``."""
    offset = moment.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset.strip("+-0") else "UTC"
    return f"{moment.day} {moment:%B %Y, %H:%M} ({zone})"


def _check_deadline(until: datetime, now: datetime) -> None:
    if until <= now:
        raise Refusal(
            f"The deadline {spoken(until)} is in the past.",
            f"It is {spoken(now)}; name a later moment.",
        )
