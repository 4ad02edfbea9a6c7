"""What an official sends to the secretariat: a file, a word with it, and when it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Return:
    """One file sent back by one delegation.

    ``when``: before the round's deadline or after it. ``fate``: what the sender has to expect of
    the door: ``taken`` or ``refused``. ``what`` tells the reader of the story what happens here.
    """

    code: str
    filename: str
    data: bytes
    note: str
    when: Literal["in time", "late"]
    what: str
    fate: Literal["taken", "refused"] = "taken"


def day(date: int, hour: int) -> datetime:
    """The moment, in December 2025, at which an official opens the file."""
    return datetime(2025, 12, date, hour, tzinfo=UTC)
