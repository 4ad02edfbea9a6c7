"""A mail that came in: whose it is, what it answers, and whether a person wrote it.

Anybody can write anybody's name on a mail. So a mail is only ever held for a person to confirm:
somebody at the secretariat, who is shown what is worked out here, or the focal point, who answers
yes to a mail of ours that only the focal points have got.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from mufakat.procedure.delegation import address
from mufakat.procedure.meeting import Meeting

Standing = Literal["held", "many", "yes", "reply", "unclear", "stranger", "automatic", "empty"]

_YES = re.compile(r"\W*(yes|ya)\W*", re.IGNORECASE)
_MOST = (timedelta(hours=1), 5), (timedelta(days=1), 20)


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a mail says of itself; ``answers`` are the ids of the mails that it answers.

    ``automatic`` says that no person wrote it; ``files`` are the names of what is attached, and
    ``says`` is the first line of its words. ``files_of`` are the instruments that the files, in
    the same order, say they are of; empty for one that says nothing.
    """

    id: str
    sender: str
    name: str
    subject: str
    answers: tuple[str, ...] = ()
    automatic: bool = False
    files: tuple[str, ...] = ()
    says: str = ""
    files_of: tuple[str, ...] = ()

    def meant(self, instrument: str) -> str:
        """The file that is meant for an instrument: the only one, or the only one that is of it.

        Empty where that is not clear.
        """
        if len(self.files) == 1:
            return self.files[0]
        pairs = zip(self.files, self.files_of, strict=False)
        own = [name for name, of in pairs if of == instrument]
        return own[0] if len(own) == 1 and self.files.count(own[0]) == 1 else ""


@dataclass(frozen=True, slots=True)
class Match:
    """What a mail is taken for: ``held`` for its delegation's word on an instrument, or why not.

    ``many`` is the same, but so many have come that the delegation is not asked.
    ``confirms`` is the held mail to which it says ``yes``, or something else (``reply``).
    """

    standing: Standing
    delegation: str = ""
    instrument: str = ""
    confirms: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The mails that we wrote, by their ids: the instrument of each.

    ``asked`` are those which asked a delegation whether a mail is its own: the two of each.
    """

    instruments: Mapping[str, str]
    asked: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def match(meeting: Meeting, incoming: Incoming, written: Written) -> Match:
    """What a mail is taken for.

    It is matched by the one instrument that its files say they are of, else, if they say none, by
    the mail that it answers, else by the one that its subject names.
    """
    if incoming.automatic:
        return Match("automatic")
    delegation = _delegation(meeting, incoming.sender)
    if not delegation:
        return Match("stranger")
    instrument = _instrument(meeting, incoming, written.instruments)
    if not incoming.files:
        asked = [written.asked[one] for one in incoming.answers if one in written.asked]
        own = [mail for code, mail in asked if code == delegation]
        if not own:
            return Match("empty", delegation, instrument)
        said: Standing = "yes" if _YES.fullmatch(incoming.says) else "reply"
        return Match(said, delegation, instrument, own[0])
    return Match("held" if instrument else "unclear", delegation, instrument)


def may_ask(asked: Sequence[datetime], moment: datetime) -> bool:
    """Whether a delegation is asked about one more mail in its name, which came at this moment.

    It was ``asked`` about those that came then. Whoever writes a hundred mails in its name must not
    make us write it as many.
    """
    return all(sum(one > moment - span for one in asked) < most for span, most in _MOST)


def _delegation(meeting: Meeting, sender: str) -> str:
    known = [
        delegation.code
        for instrument in meeting.instruments
        for delegation in meeting.parties(instrument)
        if any(address(point.email) == address(sender) for point in delegation.focal_points)
    ]
    codes = set(known)
    return codes.pop() if len(codes) == 1 else ""


def _instrument(meeting: Meeting, incoming: Incoming, written: Mapping[str, str]) -> str:
    known = {one.id for one in meeting.instruments}
    of_files = known.intersection(incoming.files_of)
    answered = {written[one] for one in incoming.answers if one in written}
    subject = incoming.subject.casefold()
    named = {
        one.id
        for one in meeting.instruments
        if one.title.casefold() in subject or f"[{one.id}]" in subject
    }
    found = of_files or answered or named
    return found.pop() if len(found) == 1 else ""
