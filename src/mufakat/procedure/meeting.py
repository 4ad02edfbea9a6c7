"""A meeting: who negotiates which instruments, before which levels, in which time zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo

from mufakat.procedure.delegation import Delegation, FocalPoint, Roster
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.nearest import unknown
from mufakat.refusal import Refusal

Security = Literal["starttls", "ssl", "none"]


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who acts, named as the record names them."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


@dataclass(frozen=True, slots=True)
class Chair:
    """Who chairs, and for which delegation."""

    delegation: str
    name: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A body that clears or adopts texts."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Partner:
    """A dialogue partner or organisation; it has a code where it is party to something."""

    name: str
    code: str = ""
    focal_points: tuple[FocalPoint, ...] = ()
    in_a_sentence: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something in the meeting's calendar."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class MailServer:
    """Who carries the meeting's mail. The password is never written down here, or anywhere.

    ``sender`` is the address that mail comes from, if it is not the secretariat's own.
    """

    host: str
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Inbox:
    """The mailbox that delegations answer to; its password is never written down either."""

    host: str
    user: str
    port: int = 993
    security: Security = "ssl"
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True)
class Backups:
    """Where each night's copy of the record is laid (from the workspace, or a whole path)."""

    folder: str = "backups"
    keep: int = 14


@dataclass(frozen=True, slots=True)
class Meeting:
    """All that is fixed about a meeting before its texts are negotiated.

    ``levels`` are lowest first. ``silence_hours`` is the shortest silence procedure allowed.
    ``facts`` are free, for the text templates. Without ``mail``, mails are laid out as files.
    """

    id: str
    title: str
    short: str
    roster: Roster
    levels: tuple[Level, ...]
    instruments: tuple[Instrument, ...]
    chair: Chair
    secretariat: Party
    time_zone: str
    theme: str = ""
    place: str = ""
    host: str = ""
    language: str = "en"
    starts: date | None = None
    ends: date | None = None
    partners: tuple[Partner, ...] = ()
    calendar: tuple[Event, ...] = ()
    silence_hours: int = 72
    facts: Mapping[str, object] = field(default_factory=dict)
    mail: MailServer | None = None
    inbox: Inbox | None = None
    backups: Backups = Backups()

    def instrument(self, name: str) -> Instrument:
        """The instrument of this id; refused with the nearest ones."""
        for instrument in self.instruments:
            if instrument.id == name:
                return instrument
        raise unknown("instrument", name, [i.id for i in self.instruments])

    def level(self, name: str) -> Level:
        """The level of this id or name, in any case; refused with the nearest ones."""
        wanted = name.strip().casefold()
        for level in self.levels:
            if wanted in (level.id.casefold(), level.name.casefold()):
                return level
        raise unknown("level", name, [level.id for level in self.levels])

    def moment(self, when: datetime) -> datetime:
        """The moment as the record keeps it: on the meeting's clocks, to the second.

        Its offset from UTC is fixed: of two moments in one time zone Python compares only what the
        clocks show, and in autumn they show an hour twice.
        """
        if when.tzinfo is None:
            raise Refusal(
                f"The time {when.isoformat(' ')} has no time zone.",
                f"Add one; the meeting's is {self.time_zone}.",
            )
        here = when.astimezone(ZoneInfo(self.time_zone)).replace(microsecond=0)
        return here.astimezone(timezone(here.utcoffset() or timedelta()))

    def parties(self, instrument: Instrument) -> tuple[Delegation, ...]:
        """Who negotiates an instrument, partners among them, in roster order."""
        partners = {p.code: p for p in self.partners if p.code}
        known = {delegation.code: delegation for delegation in self.roster}
        return tuple(
            known.get(code) or self._partner(code, partners.get(code))
            for code in instrument.parties
        )

    def _partner(self, code: str, partner: Partner | None) -> Delegation:
        if partner is None:
            return Delegation(code, code, self.time_zone)
        return Delegation(
            code,
            partner.name,
            self.time_zone,
            partner.focal_points,
            in_a_sentence=partner.in_a_sentence,
        )

    @property
    def shortest_silence(self) -> timedelta:
        """How long a silence procedure runs at least."""
        return timedelta(hours=self.silence_hours)

    @property
    def chair_party(self) -> Party:
        """The chair as the record names them."""
        return Party(self.chair.name, f"chair@{self.id}.example")

    @property
    def mail_sender(self) -> Party:
        """Whom the meeting's mails come from."""
        address = self.mail.sender if self.mail else ""
        return Party(self.secretariat.name, address or self.secretariat.email)

    def delegation_party(self, delegation: Delegation) -> Party:
        """A delegation as the record names it."""
        return Party(delegation.name, f"{delegation.code.lower()}@{self.id}.example")
