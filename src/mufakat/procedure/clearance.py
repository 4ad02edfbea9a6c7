"""A level clears exact words, known by the digest of the text, and the levels go in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mufakat.procedure.instrument import Instrument
from mufakat.procedure.nearest import listed
from mufakat.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Clearance:
    """A level has cleared the text of this digest."""

    level: str
    digest: str
    when: datetime


def cleared(clearances: Iterable[Clearance], digest: str) -> tuple[str, ...]:
    """The levels that have cleared exactly these words; a changed text has to be cleared again."""
    return tuple(clearance.level for clearance in clearances if clearance.digest == digest)


def awaited(
    instrument: Instrument, clearances: Iterable[Clearance], digest: str
) -> tuple[str, ...]:
    """The levels that have yet to clear these words before the last one adopts them, in order."""
    done = cleared(clearances, digest)
    return tuple(level for level in instrument.levels[:-1] if level not in done)


def check_next(
    instrument: Instrument, clearances: Iterable[Clearance], level: str, digest: str
) -> None:
    """Refuses a level that is not the next one to clear these words."""
    if level not in instrument.levels:
        raise Refusal(
            f"{instrument.title} does not go before {level}.",
            f"It goes before {listed(instrument.levels)}.",
        )
    waiting = awaited(instrument, clearances, digest)
    if level == instrument.levels[-1]:
        first = f"Record the clearance at {listed(waiting)} first, then use" if waiting else "Use"
        raise Refusal(
            f"At {level} the text is to be {instrument.done}, not cleared.",
            f"{first} mufakat adopt.",
        )
    if waiting and waiting[0] != level:
        raise Refusal(
            f"{level} cannot clear this text before {waiting[0]} has.",
            f"Record the clearance at {waiting[0]} first.",
        )
