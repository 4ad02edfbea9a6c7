"""A round is a period with a deadline for comments, or for silence, on one draft.

What may be done to it, and when, stands in ``rules``; here is what each act changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, cast

from mufakat.procedure.rules import Act, RoundState, Thing, check
from mufakat.refusal import Refusal

Kind = Literal["comments", "silence"]
OVER = ("issued", "broken", "lapsed")
"""The states after which nothing more comes of a round."""


@dataclass(frozen=True, slots=True)
class Extension:
    """One delegation's own deadline, given for a reason."""

    delegation: str
    until: datetime
    reason: str
    given: datetime


@dataclass(frozen=True, slots=True)
class Round:
    """One round on one draft; ``deadline`` is the moment after which a submission is late.

    ``moved`` is when the deadline was last set anew, ``moved_for`` why; ``extensions`` are single
    delegations' later deadlines; ``reopened`` counts how often the chair opened the round again.
    ``admitted`` are late submissions (``PHL/1``) that the chair took in by a recorded decision, and
    ``admitted_for`` says why each. ``broken_by`` and
    ``reason`` say who broke a silence, and why. ``contested`` counts the contested passages, once
    the round is consolidated.
    """

    number: int
    draft: str
    opened: datetime
    deadline: datetime
    kind: Kind = "comments"
    sealed: bool = False
    state: RoundState = "open"
    closed: datetime | None = None
    early: bool = False
    admitted: tuple[str, ...] = ()
    broken_by: str = ""
    reason: str = ""
    contested: int = 0
    extensions: tuple[Extension, ...] = ()
    reopened: int = 0
    moved: datetime | None = None
    moved_for: str = ""
    admitted_for: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """``Round 2``, or ``Silence procedure (round 2)``."""
        if self.kind == "silence":
            return f"Silence procedure (round {self.number})"
        return f"Round {self.number}"

    @property
    def thing(self) -> Thing:
        """What the rules call it."""
        return "silence procedure" if self.kind == "silence" else "round of comments"

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in OVER

    @property
    def ends(self) -> datetime:
        """When the last deadline passes: everybody's, or that of an extension."""
        return max([self.deadline, *(one.until for one in self.extensions)])

    def deadline_of(self, delegation: str) -> datetime:
        """Until when what this delegation lodges is in time."""
        own = self._extension(delegation)
        return own.until if own else self.deadline

    def announced(self, delegation: str) -> datetime:
        """When this delegation was given the deadline that it has."""
        own = self._extension(delegation)
        return own.given if own else self.moved or self.opened

    def _extension(self, delegation: str) -> Extension | None:
        """The delegation's own deadline, where that is later than everybody's."""
        own = [one for one in self.extensions if one.delegation == delegation]
        return own[-1] if own and own[-1].until > self.deadline else None


def after(record: Round, act: Act) -> Round:
    """The round after an act; where the table has none, refused with what would be needed."""
    state = check(record.thing, record.state, act, record.name)
    return replace(record, state=cast(RoundState, state))


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


def extended(record: Round, until: datetime, now: datetime, reason: str = "") -> Round:
    """The round with a later deadline for all."""
    changed = after(record, "extend")
    _check_deadline(until, now)
    _check_later(until, record.deadline, record.name)
    return replace(changed, deadline=until, moved=now, moved_for=reason.strip())


def extended_for(record: Round, code: str, until: datetime, reason: str, now: datetime) -> Round:
    """The round with a later deadline for one delegation; refused without a reason."""
    changed = after(record, "extend")
    if record.kind == "silence":
        raise Refusal(
            f"{record.name} has one deadline for all.",
            "Extend it for all, or let the delegation break silence.",
        )
    if not reason.strip():
        raise Refusal("An extension for one delegation has a reason.", "Give one (--reason).")
    _check_deadline(until, now)
    _check_later(until, record.deadline_of(code), f"{record.name} for {code}")
    extension = Extension(code, until, reason.strip(), now)
    return replace(changed, extensions=(*record.extensions, extension))


def reopened(record: Round, until: datetime, reason: str, now: datetime) -> Round:
    """The round open once more, by the chair's decision; whatever was admitted stays so."""
    changed = after(record, "reopen")
    if not reason.strip():
        raise Refusal("A round is reopened with a reason.", "Give one (--reason).")
    _check_deadline(until, now)
    return replace(
        changed,
        deadline=until,
        moved=now,
        moved_for=reason.strip(),
        closed=None,
        early=False,
        contested=0,
        reopened=record.reopened + 1,
    )


def admitted(record: Round, key: str, reason: str) -> Round:
    """The round with a late submission taken in, by the chair's decision."""
    changed = after(record, "admit")
    if not reason.strip():
        raise Refusal("A late submission is admitted with a reason.", "Give one (--reason).")
    why = {**record.admitted_for, key: reason.strip()}
    return replace(changed, admitted=(*record.admitted, key), admitted_for=why)


def closed(record: Round, now: datetime, *, early: bool = False) -> Round:
    """The round closed now; before its last deadline only if ``early`` says so is meant."""
    changed = after(record, "close")
    ahead = now < record.ends
    if ahead and record.kind == "silence":
        raise Refusal(
            f"{record.name} runs until {spoken(record.deadline)}.",
            "Silence lapses at its deadline; until then a delegation may break it.",
        )
    if ahead and not early:
        last = [one.delegation for one in record.extensions if one.until == record.ends]
        whose = f" for {last[0]}" if last and record.ends > record.deadline else ""
        raise Refusal(
            f"{record.name} runs until {spoken(record.ends)}{whose}.",
            "Wait for the deadline, or confirm that it is to close early (--yes).",
        )
    return replace(changed, closed=now, early=ahead)


def is_late(record: Round, now: datetime, delegation: str = "") -> bool:
    """Whether what a delegation lodges now is late: the round is closed, or its deadline past."""
    return record.state != "open" or now > record.deadline_of(delegation)


def spoken(moment: datetime) -> str:
    """A moment as people read it: ``9 January 2026, 18:00 (UTC+07:00)``."""
    offset = moment.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset.strip("+-0") else "UTC"
    return f"{moment.day} {moment:%B %Y, %H:%M} ({zone})"


def _check_later(until: datetime, announced: datetime, name: str) -> None:
    if until <= announced:
        raise Refusal(
            f"{name} already runs until {spoken(announced)}.",
            "Name a later deadline; a deadline that was announced is never brought forward.",
        )


def _check_deadline(until: datetime, now: datetime) -> None:
    if until <= now:
        raise Refusal(
            f"The deadline {spoken(until)} is in the past.",
            f"It is {spoken(now)}; name a later moment.",
        )
