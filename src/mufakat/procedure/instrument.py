"""An instrument is the outcome being negotiated: its parties, its levels, its verb."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from mufakat.refusal import Refusal

Verb = Literal["adopt", "approve", "note", "endorse"]
VERBS: tuple[str, ...] = get_args(Verb)

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DONE = {"adopt": "adopted", "approve": "approved", "note": "noted", "endorse": "endorsed"}


@dataclass(frozen=True, slots=True)
class Instrument:
    """The outcome being negotiated.

    ``parties`` are delegation codes in roster order. ``levels`` are the ids of the levels that
    clear the text, in order; the last one adopts it (or approves, notes, endorses: ``verb``).
    """

    id: str
    title: str
    symbol: str
    parties: tuple[str, ...]
    levels: tuple[str, ...]
    verb: Verb = "adopt"
    template: str = ""
    marking: str = ""
    authority: str = ""

    @property
    def done(self) -> str:
        """The verb's past participle: ``adopted``."""
        return _DONE[self.verb]


def check_id(name: str) -> str:
    """The name, if it may name an instrument or a meeting: in files, in refs and on paper."""
    if len(name) > 60 or not _ID.fullmatch(name):
        raise Refusal(
            f'"{name}" cannot be the name of an instrument.',
            "Use small letters, digits and single hyphens, such as joint-statement.",
        )
    return name
