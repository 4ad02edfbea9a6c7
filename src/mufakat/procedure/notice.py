"""A notice is what a delegation's focal points are told: of what, with which files, and when.

Its key makes it unique: whatever is asked for twice is told once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mufakat.procedure.adoption import Adoption
from mufakat.procedure.delegation import Delegation, FocalPoint
from mufakat.procedure.draft import printed
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Meeting
from mufakat.procedure.round import Round
from mufakat.procedure.submission import Submission

Kind = Literal[
    "invitation",
    "held",
    "receipt",
    "admission",
    "reminder",
    "extension",
    "closing",
    "letter",
    "silence",
    "adoption",
]
Enclosure = Literal["issued", "letter", "clean", "final"]
"""A file that goes along: the round's own for the delegation, its letter, the draft, the text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The deadline as it goes into a calendar.

    ``sequence`` grows with every change: it is the second of the round at which the change was
    made, unless a clock that was set back has to be outrun. ``off`` says that the deadline no
    longer stands.
    """

    uid: str
    sequence: int
    at: datetime
    zone: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mail that came in with files; ``token`` is known to nobody but its delegation and us."""

    token: str
    sender: str
    came: datetime
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """One mail to one delegation; ``until`` is when it would come too late to be of use."""

    kind: Kind
    instrument: str
    key: str
    delegation: str
    to: tuple[FocalPoint, ...]
    language: str
    fields: Mapping[str, object]
    encloses: tuple[Enclosure, ...] = ()
    entry: Entry | None = None
    until: datetime | None = None


def invitation(
    meeting: Meeting, instrument: Instrument, record: Round, party: Delegation
) -> Notice:
    """A round of comments is open: here is your file, and the deadline for your calendar."""
    key = f"{record.number}/invitation/{party.code}"
    return _of_round(meeting, instrument, record, party, "invitation", key, moment=record.opened)


def reminder(
    meeting: Meeting, instrument: Instrument, record: Round, party: Delegation, stage: str
) -> Notice:
    """The deadline is near; ``stage`` (``7d``, ``24h``) says which reminder it is."""
    key = f"{record.number}/reminder-{stage}/{party.code}"
    return _of_round(meeting, instrument, record, party, "reminder", key)


def extension(
    meeting: Meeting, instrument: Instrument, record: Round, party: Delegation, moment: datetime
) -> Notice:
    """The deadline is later than it was: for all, for this delegation, or in a reopened round."""
    until = record.deadline_of(party.code)
    key = f"{record.number}/extension-{until.astimezone(UTC):%Y%m%dT%H%MZ}/{party.code}"
    own = [
        one.reason
        for one in record.extensions
        if (one.delegation, one.until) == (party.code, until)
    ]
    reason = own[-1] if own else record.moved_for
    more = {"own": bool(own), "reason": reason, "reopened": record.reopened > 0}
    return _of_round(meeting, instrument, record, party, "extension", key, moment=moment, more=more)


def held(
    meeting: Meeting,
    instrument: Instrument,
    record: Round,
    party: Delegation,
    mail: Mailed,
    refused: str = "",
) -> Notice:
    """A mail with a file has come in: is it yours? Or, after a yes, why it was ``refused``."""
    more = {
        "sender": mail.sender,
        "came": mail.came,
        "files": list(mail.files),
        "refused": refused,
    }
    key = f"{record.number}/held/{party.code}/{mail.token}{'-refused' if refused else ''}"
    return _of_round(meeting, instrument, record, party, "held", key, more=more)


def receipt(
    meeting: Meeting,
    instrument: Instrument,
    record: Round,
    party: Delegation,
    lodged: Submission,
) -> Notice:
    """What was lodged has arrived, and was understood like this."""
    number = f"late-{lodged.seq}" if lodged.late else str(lodged.seq)
    more: dict[str, object] = {
        "receipt": lodged.receipt,
        "received": lodged.when,
        "file": lodged.name,
        "sha256": lodged.sha256,
        "note": lodged.note,
        "changes": dict(lodged.changes),
        "comments": lodged.comments,
        "understood": [asdict(one) for one in lodged.understood],
        "more": lodged.more,
        "warnings": list(lodged.warnings),
        "made_from": printed(lodged.made_from) if lodged.made_from else "",
        "late": lodged.late,
        "withdrawn": lodged.withdrawn,
        "objection": lodged.objection,
    }
    key = f"{record.number}/receipt/{party.code}/{number}"
    return _of_round(meeting, instrument, record, party, "receipt", key, more=more)


def admission(
    meeting: Meeting,
    instrument: Instrument,
    record: Round,
    party: Delegation,
    lodged: Submission,
) -> Notice:
    """What came late is taken in, by the chair's decision."""
    more = {
        "receipt": lodged.receipt,
        "received": lodged.when,
        "file": lodged.name,
        "reason": record.admitted_for.get(lodged.key, ""),
    }
    key = f"{record.number}/admission/{party.code}/late-{lodged.seq}"
    return _of_round(meeting, instrument, record, party, "admission", key, more=more)


def closing(
    meeting: Meeting,
    instrument: Instrument,
    record: Round,
    party: Delegation,
    lodged: Submission | None,
) -> Notice:
    """The round is closed; a deadline that was still to come leaves the calendar.

    ``lodged`` is the delegation's submission that counts.
    """
    again = f"-{record.reopened + 1}" if record.reopened else ""
    key = f"{record.number}/closing{again}/{party.code}"
    more = {
        "early": record.early,
        "closed": record.closed,
        "lodged": lodged is not None,
        "empty": lodged is not None and lodged.empty,
        "file": lodged.name if lodged else "",
    }
    moment = record.closed if record.early else None
    return _of_round(meeting, instrument, record, party, "closing", key, moment=moment, more=more)


def letter(
    meeting: Meeting,
    instrument: Instrument,
    record: Round,
    party: Delegation,
    draft: str,
    lodged: Submission | None,
) -> Notice:
    """The next draft is out: what became of your proposals.

    ``lodged`` is the delegation's submission that counts.
    """
    more = {"next": printed(draft), "proposed": lodged is not None and bool(lodged.changes)}
    key = f"{record.number}/letter/{party.code}"
    return _of_round(meeting, instrument, record, party, "letter", key, more=more)


def silence(meeting: Meeting, instrument: Instrument, record: Round, party: Delegation) -> Notice:
    """A silence procedure is open, was broken, or lapsed."""
    code, state = record.broken_by, record.state
    named = {one.code: one.said for one in meeting.parties(instrument)}
    more = {"state": state, "broken_by": named.get(code, code), "reason": record.reason}
    key = f"{record.number}/silence-{'opened' if state == 'open' else state}/{party.code}"
    moment = {"open": record.opened, "broken": record.closed}.get(state)
    return _of_round(meeting, instrument, record, party, "silence", key, moment=moment, more=more)


def adoption(
    meeting: Meeting, instrument: Instrument, party: Delegation, adopted: Adoption
) -> Notice:
    """The text is adopted (or approved, noted, endorsed): here it is."""
    more = {
        "done": instrument.done,
        "level": meeting.level(adopted.level).name,
        "when": adopted.when,
        "digest": adopted.digest,
        "tag": adopted.tag,
    }
    return Notice(
        "adoption",
        instrument.id,
        f"adoption/{party.code}",
        party.code,
        party.focal_points,
        _language(meeting, party),
        _fields(meeting, instrument, party) | more,
        ("final",),
    )


_ENCLOSED: Mapping[Kind, tuple[Enclosure, ...]] = {
    "invitation": ("issued",),
    "reminder": ("issued",),
    "letter": ("letter", "clean"),
}


def _of_round(
    meeting: Meeting,
    instrument: Instrument,
    record: Round,
    party: Delegation,
    kind: Kind,
    key: str,
    *,
    moment: datetime | None = None,
    more: Mapping[str, object] | None = None,
) -> Notice:
    """A notice about a round; with a ``moment`` at which its deadline was set, moved or dropped."""
    deadline = record.deadline_of(party.code)
    asks = kind in ("invitation", "reminder") or (kind == "silence" and record.state == "open")
    fields = _fields(meeting, instrument, party) | {
        "draft": printed(record.draft),
        "round": record.number,
        "round_kind": record.kind,
        "opened": record.opened,
        "sealed": record.sealed,
        "deadline": deadline,
        "deadline_there": _there(deadline, party),
    }
    return Notice(
        kind,
        instrument.id,
        key,
        party.code,
        party.focal_points,
        _language(meeting, party),
        fields | dict(more or {}),
        ("issued",) if asks else _ENCLOSED.get(kind, ()),
        _entry(meeting, instrument, record, party, moment) if moment else None,
        deadline if asks else None,
    )


def _fields(meeting: Meeting, instrument: Instrument, party: Delegation) -> dict[str, object]:
    return {
        "meeting": meeting.title,
        "meeting_short": meeting.short,
        "title": instrument.title,
        "symbol": instrument.symbol,
        "marking": instrument.marking,
        "delegation": party.name,
        "the_delegation": party.said,
        "code": party.code,
        "names": [point.name for point in party.focal_points],
        "secretariat": meeting.secretariat.name,
        "email": meeting.secretariat.email,
    }


def _language(meeting: Meeting, party: Delegation) -> str:
    """A delegation has one mail, in the language of its first focal point."""
    first = party.focal_points[0].language if party.focal_points else ""
    return first or meeting.language


def _there(moment: datetime, party: Delegation) -> datetime | None:
    """The moment on the delegation's own clocks, where these differ."""
    there = moment.astimezone(ZoneInfo(party.time_zone))
    return there if there.utcoffset() != moment.utcoffset() else None


def _entry(
    meeting: Meeting, instrument: Instrument, record: Round, party: Delegation, moment: datetime
) -> Entry:
    second = int((moment - record.opened).total_seconds())
    return Entry(
        f"{meeting.id}.{instrument.id}.{record.number}",
        0 if moment == record.opened else max(1, second),
        record.deadline_of(party.code),
        party.time_zone,
        off=record.state != "open",
    )
