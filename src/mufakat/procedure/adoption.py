"""Endorsement, reservation and adoption: each is said of exact words, known by their digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mufakat.procedure.clearance import Clearance, awaited
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.nearest import listed
from mufakat.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Endorsement:
    """A delegation agrees to the text of this digest, or does so subject to its capital."""

    delegation: str
    digest: str
    when: datetime
    ad_referendum: bool = False


@dataclass(frozen=True, slots=True)
class Reservation:
    """A delegation's recorded disagreement; it blocks nothing."""

    delegation: str
    text: str
    digest: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Adoption:
    """The text of this digest is the authentic text."""

    level: str
    draft: str
    digest: str
    when: datetime
    tag: str
    key: str  # the fingerprint of the chair's key


def standing_endorsements(
    endorsements: Iterable[Endorsement], digest: str
) -> dict[str, Endorsement]:
    """Each delegation's newest word on these exact words, by code."""
    return {e.delegation: e for e in endorsements if e.digest == digest}


def check_ready(
    instrument: Instrument, clearances: Iterable[Clearance], digest: str, *, deferred: int
) -> None:
    """Refuses adoption while a level has yet to clear these words, or a proposal is deferred."""
    waiting = awaited(instrument, clearances, digest)
    if waiting:
        raise Refusal(
            f"The text has not been cleared at {listed(waiting)}.",
            f"Record it first (mufakat clear {instrument.id} --level {waiting[0]}).",
        )
    if deferred:
        count = (
            "One deferred proposal is" if deferred == 1 else f"{deferred} deferred proposals are"
        )
        raise Refusal(
            f"{count} still open.",
            "Open a round (mufakat round open) and have the chair rule, or let the text pass a "
            "silence procedure.",
        )
