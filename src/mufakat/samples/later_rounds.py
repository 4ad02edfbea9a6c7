"""After round 1: one delegation breaks the silence, and a short third round settles its concern."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from mufakat.samples.letters import Return
from mufakat.samples.pen import Pen
from mufakat.samples.words import NotThere

_SENTENCE = "the digital economy of ASEAN"
_FIGURES = ("USD 300 billion by 2030", "USD 300 billion in 2025", "USD 300 billion")
_SOURCE = " according to the estimates available to the Meeting"


@dataclass(frozen=True, slots=True)
class Objection:
    """Who breaks the silence, and the letter that says why."""

    code: str
    reason: str


def objection() -> Objection:
    """Indonesia's letter during the silence procedure."""
    return Objection(
        "IDN",
        "Indonesia regrets that it cannot join the silence. The text gives a figure for the "
        "digital economy of ASEAN and does not say whose estimate it is. With a word on the "
        "source Indonesia could go along at once, and proposes one.",
    )


def third_round(issued: Mapping[str, bytes]) -> tuple[Return, ...]:
    """The returns of the short round: Indonesia's words, and two delegations with the same.

    ``issued`` holds at least the files of IDN, MYS and SGP. ``NotThere`` if the draft no longer
    speaks of the figure.
    """
    return (
        Return(
            "IDN",
            "IDN after the silence procedure.docx",
            _sourced(issued["IDN"], "Rizky P.", 2),
            "As announced in our letter.",
            "in time",
            "Indonesia, which broke the silence, proposes to name the source of the figure.",
        ),
        Return(
            "MYS",
            "joint-statement MYS 3.docx",
            _sourced(issued["MYS"], "Nur Aisyah", 5),
            "Malaysia supports Indonesia's proposal.",
            "in time",
            "Malaysia types the same words: one proposal, two sponsors.",
        ),
        Return(
            "SGP",
            "SGP comments 10 Jan.docx",
            _sourced(issued["SGP"], "Tan Wei Ming", 7, tracking=False),
            "Singapore can support the wording of Indonesia and Malaysia.",
            "in time",
            "Singapore has them too, typed without tracking: three sponsors.",
        ),
    )


def _sourced(data: bytes, author: str, hour: int, *, tracking: bool = True) -> bytes:
    pen = Pen(data, author, datetime(2026, 1, 10, hour, tzinfo=UTC), tracking=tracking)
    for figure in _FIGURES:
        try:
            pen.insert(_SENTENCE, figure, _SOURCE)
        except NotThere:
            continue
        return pen.save()
    raise NotThere(f"The draft gives none of {_FIGURES} for {_SENTENCE!r}.")
