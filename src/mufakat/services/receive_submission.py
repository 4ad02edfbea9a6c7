"""Takes in what a delegation sends back: kept first, then read, compared and lodged by the gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mufakat import records
from mufakat.edges.ledger import Head, Lodged
from mufakat.edges.objects import new_objects, object_files
from mufakat.edges.record_names import (
    REMARKS,
    SCRIPT,
    TEXT,
    safe_name,
)
from mufakat.edges.workspace import Workspace
from mufakat.procedure.permissions import actor, check_party
from mufakat.procedure.round import Round, is_late
from mufakat.procedure.standing import check_not_adopted, current_round
from mufakat.procedure.submission import Proposed, Submission
from mufakat.refusal import Refusal
from mufakat.services.doubts import check_unchanged
from mufakat.services.look_up import look_up, until_settled
from mufakat.services.notify import follow_up
from mufakat.services.understand import Understood, understand

if TYPE_CHECKING:
    from mufakat.change.amendment import Remark, Script


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the delegation is told: what was understood, and under which number it is kept.

    ``made_from`` is the older draft from which its changes were brought forward, or empty.
    ``understood`` are its first proposals in words, ``changes`` counts them all. ``typed_by`` are
    the names that stand in the file beside changes and comments.
    """

    receipt: str
    sha256: str
    commit: str
    late: bool
    changes: Mapping[str, int]
    warnings: tuple[str, ...]
    made_from: str = ""
    comments: int = 0
    understood: tuple[Proposed, ...] = ()
    typed_by: tuple[str, ...] = ()


def receive_submission(
    workspace: Workspace,
    instrument: str,
    delegation: str,
    data: bytes | None,
    filename: str,
    *,
    now: datetime,
    note: str = "",
    consent: bool = False,
    kept: Callable[[str], object] = lambda _: None,
) -> Receipt:
    """Lodges a returned file, or "no comment" where there is none (``data`` None).

    The bytes are kept before anything reads them, also where the file is then refused: no Word
    file, another instrument's. ``kept`` is told their SHA-256 at that moment.

    One made from an older draft is brought forward. That, and one that may be another delegation's
    or another text, or has no changes where the one before it had, is lodged only with ``consent``;
    without, the refusal asks for it. The same file lodged again changes nothing.
    """
    head = look_up(workspace, instrument)
    party = check_party(workspace.meeting, head.instrument, delegation)
    _check_open_to_comments(head)
    sha256, name = "", ""
    if data is not None:
        sha256, name = workspace.ledger.keep(data), safe_name(filename)
        kept(sha256)
    understood: dict[int, Understood] = {}  # by round: read once, however often the gate moves

    def lodge() -> Receipt:
        current = look_up(workspace, instrument)
        record = _check_open_to_comments(current)
        moment = workspace.meeting.moment(now)
        late = is_late(record, moment, party.code)
        own = workspace.ledger.lodged_by(party.code, instrument, record.number)
        newest = _newest(own)
        lodged = _again(own, newest, sha256, note, moment)
        if lodged and lodged.submission.late and not late:
            lodged = None  # the deadline has moved since: what was late can be lodged in time
        if lodged is None:
            number = record.number
            if number not in understood:
                read = understand(
                    workspace.ledger,
                    current,
                    record,
                    party.code,
                    data,
                    filename,
                    workspace.limits,
                )
                if read.draft != record.draft:
                    read = _forward(workspace, current, party.code, read, now, consent=consent)
                elif read.doubt and not consent:
                    raise read.doubt
                understood[number] = read
            found = understood[number]
            if newest and data is not None and not found.changes and not consent:
                check_unchanged(newest.submission)
            brought = new_objects(current, found.objects)
            submission = Submission(
                instrument,
                number,
                party.code,
                0,
                moment,
                name,
                sha256,
                note,
                late=late,
                changes=found.changes,
                warnings=(*_replaced(None if late else newest), *found.warnings),
                operations=found.operations,
                made_from=found.made_from,
                objects=brought,
                comments=len(found.remarks),
                understood=found.proposed,
                typed_by=found.typed_by,
            )
            files = _files(found, name, data) | object_files(found.objects, brought)
            author = actor(workspace.meeting, "submit", party)
            lodged = workspace.ledger.lodge(current, submission, files, author, seen=own)
        held = lodged.submission
        return Receipt(
            held.receipt,
            held.sha256,
            lodged.commit,
            held.late,
            held.changes,
            held.warnings,
            held.made_from,
            held.comments,
            held.understood,
            held.typed_by,
        )

    done = until_settled(lodge)
    follow_up(workspace, instrument, now, party.code)
    return done


def _forward(
    workspace: Workspace, head: Head, code: str, found: Understood, now: datetime, *, consent: bool
) -> Understood:
    """A return on an older draft, brought forward; refused with a question before the consent."""
    from mufakat.services.bring_forward import asked, bring_forward

    record = current_round(head.standing)
    offer = bring_forward(workspace.ledger, head, record, found)
    if not consent:
        raise asked(workspace, head.instrument.id, record, code, offer, now)
    return offer.understood


def _check_open_to_comments(head: Head) -> Round:
    check_not_adopted(head.standing)
    record = current_round(head.standing)
    if record.kind == "silence":
        raise Refusal(
            f"{record.name} is {record.state}; no round of comments is open.",
            "A delegation that cannot agree breaks silence (mufakat silence break)."
            if record.state == "open"
            else "Ask the secretariat to open a round.",
        )
    return record


def _newest(own: Sequence[Lodged]) -> Lodged | None:
    """The newest of a delegation's submissions in a round, unless it withdrew it."""
    found = max(own, key=lambda one: one.submission.order, default=None)
    return None if found is None or found.submission.withdrawn else found


def _replaced(before: Lodged | None) -> tuple[str, ...]:
    """What a delegation is told of the submission that another takes the place of."""
    if before is None:
        return ()
    held = before.submission
    count = sum(held.changes.values())
    changes = "no change" if not count else "one change" if count == 1 else f"{count} changes"
    return (
        f"This takes the place of {held.receipt} ({changes}), which no longer counts; it is kept.",
    )


def _again(
    own: Sequence[Lodged], newest: Lodged | None, sha256: str, note: str, moment: datetime
) -> Lodged | None:
    """What this lodges once more: the newest, or an older one that was lodged by this very act.

    Two who take the same mail in may be so far apart that the next mail is lodged already.
    """
    for one in own:
        held = one.submission
        known = one is newest or (note and held.when == moment and not held.withdrawn)
        if known and (held.sha256, held.note) == (sha256, note):
            return one
    return None


def _files(found: Understood, name: str, data: bytes | None) -> dict[str, bytes]:
    files = {
        TEXT: found.text.encode(),
        SCRIPT: script_record(found.script),
        REMARKS: remarks_record(found.remarks),
    }
    if data is not None:
        files[f"original/{name}"] = data
    return files


def script_record(script: Script) -> bytes:
    """A script as it is kept with a submission."""
    from mufakat.change.amendment import Operation

    return records.dump(records.plain(script, tuple[Operation, ...]))


def remarks_record(remarks: tuple[Remark, ...]) -> bytes:
    """A delegation's comments as they are kept with its submission."""
    from mufakat.change.amendment import Remark

    return records.dump(records.plain(remarks, tuple[Remark, ...]))
