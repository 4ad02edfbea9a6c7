"""On what occasions a delegation is told something, and what: one notice for each."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from mufakat.procedure.adoption import Adoption
from mufakat.procedure.delegation import Delegation, FocalPoint, address
from mufakat.procedure.draft import printed
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Meeting
from mufakat.procedure.notice import Notice, of_instrument, of_round
from mufakat.procedure.round import Round, is_late
from mufakat.procedure.submission import Submission

OPENINGS = ("invitation", "silence-opened")
"""How the keys begin, after the round's number, of the mails that tell of its opening."""


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mail that came in with files; ``token`` is known to nobody but its delegation and us.

    Of ``files`` one would be lodged; what lies ``beside`` them is not meant to be.
    """

    token: str
    sender: str
    came: datetime
    files: tuple[str, ...]
    beside: tuple[str, ...] = ()


def invitation(
    meeting: Meeting,
    instrument: Instrument,
    record: Round,
    party: Delegation,
    joined: FocalPoint | None = None,
) -> Notice:
    """A round of comments is open: here is your file, and the deadline for your calendar.

    A focal point who has ``joined`` since is told by itself.
    """
    party, apart = _apart(party, joined)
    key = f"{record.number}/invitation{apart}/{party.code}"
    return of_round(meeting, instrument, record, party, "invitation", key, moment=record.opened)


def reminder(
    meeting: Meeting, instrument: Instrument, record: Round, party: Delegation, stage: str
) -> Notice:
    """The deadline is near; ``stage`` (``7d``, ``24h``) says which reminder it is."""
    key = f"{record.number}/reminder-{stage}/{party.code}"
    return of_round(meeting, instrument, record, party, "reminder", key)


def extension(
    meeting: Meeting, instrument: Instrument, record: Round, party: Delegation, moment: datetime
) -> Notice:
    """The deadline is later than it was: for all, for this delegation, or in a reopened round."""
    until = record.deadline_of(party.code)
    again = f"-reopened-{record.reopened}" if record.reopened else ""
    key = f"{record.number}/extension-{until.astimezone(UTC):%Y%m%dT%H%MZ}{again}/{party.code}"
    own = [
        one.reason
        for one in record.extensions
        if (one.delegation, one.until) == (party.code, until)
    ]
    reason = own[-1] if own else record.moved_for
    more = {"own": bool(own), "reason": reason, "reopened": record.reopened > 0}
    return of_round(meeting, instrument, record, party, "extension", key, more, moment=moment)


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
        "beside": list(mail.beside),
        "late": is_late(record, mail.came, party.code),
        "refused": refused,
    }
    key = f"{record.number}/held/{party.code}/{mail.token}{'-refused' if refused else ''}"
    return of_round(meeting, instrument, record, party, "held", key, more)


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
    return of_round(meeting, instrument, record, party, "receipt", key, more)


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
    return of_round(meeting, instrument, record, party, "admission", key, more)


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
    return of_round(meeting, instrument, record, party, "closing", key, more, moment=moment)


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
    return of_round(
        meeting, instrument, record, party, "letter", key, more, encloses=("letter", "clean")
    )


def silence(
    meeting: Meeting,
    instrument: Instrument,
    record: Round,
    party: Delegation,
    joined: FocalPoint | None = None,
) -> Notice:
    """A silence procedure is open, was broken, or lapsed.

    A focal point who has ``joined`` since it was opened is told by itself.
    """
    party, apart = _apart(party, joined)
    code, state = record.broken_by, record.state
    named = {one.code: one.said for one in meeting.parties(instrument)}
    more = {"state": state, "broken_by": named.get(code, code), "reason": record.reason}
    stage = "opened" if state == "open" else state
    key = f"{record.number}/silence-{stage}{apart}/{party.code}"
    moment = {"open": record.opened, "broken": record.closed}.get(state)
    return of_round(meeting, instrument, record, party, "silence", key, more, moment=moment)


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
    key = f"adoption/{party.code}"
    return of_instrument(meeting, instrument, party, "adoption", key, more, encloses=("final",))


def _apart(party: Delegation, joined: FocalPoint | None) -> tuple[Delegation, str]:
    """Who is written to, and what sets the key of a mail to one person apart."""
    if joined is None:
        return party, ""
    mark = sha256(address(joined.email).encode()).hexdigest()[:8]
    return replace(party, focal_points=(joined,)), f"-{mark}"
