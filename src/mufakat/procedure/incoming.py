"""A mail that came in: whose it is, what it answers, and whether a person wrote it.

Anybody can write anybody's name on a mail. So a mail is only ever held for a person to confirm;
what is worked out here is what that person is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mufakat.procedure.meeting import Meeting

Standing = Literal["held", "unclear", "stranger", "automatic", "empty"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a mail says of itself; ``answers`` are the ids of the mails that it answers.

    ``automatic`` says that no person wrote it; ``files`` are the names of what is attached.
    """

    id: str
    sender: str
    name: str
    subject: str
    answers: tuple[str, ...] = ()
    automatic: bool = False
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What a mail is taken for: ``held`` for its delegation's word on an instrument, or why not."""

    standing: Standing
    delegation: str = ""
    instrument: str = ""


def match(meeting: Meeting, incoming: Incoming, written: Mapping[str, str]) -> Match:
    """What a mail is taken for; ``written`` gives the instrument of each mail that we wrote.

    It is matched by the mail that it answers, else by the one instrument that its subject names.
    """
    if incoming.automatic:
        return Match("automatic")
    delegation = _delegation(meeting, incoming.sender)
    if not delegation:
        return Match("stranger")
    if not incoming.files:
        return Match("empty", delegation, _instrument(meeting, incoming, written))
    instrument = _instrument(meeting, incoming, written)
    return Match("held" if instrument else "unclear", delegation, instrument)


def _delegation(meeting: Meeting, sender: str) -> str:
    known = [
        delegation.code
        for instrument in meeting.instruments
        for delegation in meeting.parties(instrument)
        if any(point.email.casefold() == sender.casefold() for point in delegation.focal_points)
    ]
    codes = set(known)
    return codes.pop() if len(codes) == 1 else ""


def _instrument(meeting: Meeting, incoming: Incoming, written: Mapping[str, str]) -> str:
    answered = {written[one] for one in incoming.answers if one in written}
    subject = incoming.subject.casefold()
    named = {
        one.id
        for one in meeting.instruments
        if one.title.casefold() in subject or f"[{one.id}]" in subject
    }
    found = answered or named
    return found.pop() if len(found) == 1 else ""
