"""Records a delegation's objection: the silence is broken, and the text is not agreed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mufakat.edges.workspace import Workspace
from mufakat.procedure.nearest import capital
from mufakat.procedure.permissions import actor, check_party
from mufakat.procedure.round import after
from mufakat.procedure.silence import check_may_break
from mufakat.procedure.standing import check_not_adopted, current_round
from mufakat.procedure.submission import Submission
from mufakat.services.look_up import look_up, until_settled
from mufakat.services.notify import follow_up


@dataclass(frozen=True, slots=True)
class Broken:
    """The objection on record."""

    receipt: str
    instrument: str
    round: int
    delegation: str
    commit: str


def break_silence(
    workspace: Workspace, instrument: str, delegation: str, reason: str, *, now: datetime
) -> Broken:
    """Breaks the silence procedure that is running; refused without a reason or out of time."""
    done = until_settled(lambda: _break(workspace, instrument, delegation, reason, now))
    follow_up(workspace, instrument, now)
    return done


def _break(
    workspace: Workspace, instrument: str, delegation: str, reason: str, now: datetime
) -> Broken:
    head = look_up(workspace, instrument)
    meeting, moment = workspace.meeting, workspace.meeting.moment(now)
    party = check_party(meeting, head.instrument, delegation)
    check_not_adopted(head.standing)
    record = current_round(head.standing)
    if (record.broken_by, record.reason) == (party.code, reason) and record.broken_by:
        objection = workspace.ledger.submissions(instrument, record.number)[-1].submission
        commit = head.round_state
        return Broken(objection.receipt, instrument, record.number, party.code, commit)
    check_may_break(record, reason, moment)
    author = actor(meeting, "break silence", party)
    objection = Submission(
        instrument, record.number, party.code, 0, moment, note=reason, objection=True
    )
    own = workspace.ledger.lodged_by(party.code, instrument, record.number)
    lodged, change = workspace.ledger.store(objection, {}, author, seen=own)
    broken = replace(
        after(record, "break silence"), closed=moment, broken_by=party.code, reason=reason
    )
    standing = replace(head.standing, round=broken, agreed="")  # in an earlier silence
    message = f"{capital(party.said)} breaks silence\n\n{reason}\n"
    commit = workspace.ledger.record(
        standing, message, author, moment, head=head, parents=[lodged.commit], also=[change]
    )
    receipt = lodged.submission.receipt
    return Broken(receipt, instrument, record.number, party.code, commit)
