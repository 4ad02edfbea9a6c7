"""Takes a late submission in, by the chair's recorded decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mufakat.edges.workspace import Workspace
from mufakat.procedure import round as rounds
from mufakat.procedure.nearest import capital
from mufakat.procedure.permissions import actor, check_party
from mufakat.procedure.rules import needed, outcome
from mufakat.procedure.standing import check_not_adopted, current_round
from mufakat.procedure.submission import latest, state
from mufakat.refusal import Refusal
from mufakat.services.look_up import look_up, until_settled
from mufakat.services.notify import follow_up


@dataclass(frozen=True, slots=True)
class Admitted:
    """The chair's decision on record."""

    receipt: str
    commit: str


def admit_submission(
    workspace: Workspace, instrument: str, delegation: str, reason: str, *, now: datetime
) -> Admitted:
    """Admits the delegation's newest late submission; a consolidation is then made again.

    Refused without a reason, without a late submission, and once the chair has ruled.
    """
    done = until_settled(lambda: _admit(workspace, instrument, delegation, reason, now))
    follow_up(workspace, instrument, now)
    return done


def _admit(
    workspace: Workspace, instrument: str, delegation: str, reason: str, now: datetime
) -> Admitted:
    head = look_up(workspace, instrument)
    meeting = workspace.meeting
    party = check_party(meeting, head.instrument, delegation)
    check_not_adopted(head.standing)
    record = current_round(head.standing)
    in_time, late = (
        [o.submission for o in workspace.ledger.submissions(instrument, record.number, late=late)]
        for late in (False, True)
    )
    newest = latest(late).get(party.code)
    if newest is None:
        raise Refusal(
            f"{capital(party.said)} has no late submission in round {record.number}.",
            "A submission that was in time needs no decision.",
        )
    if newest.key in record.admitted:
        return Admitted(newest.receipt, head.round_state)
    found = state(record, newest, in_time, late)
    if outcome("submission", found, "admit") is None:
        raise Refusal(
            f"{newest.receipt} cannot be admitted: it is {found}.", needed("submission", found)
        )
    standing = replace(head.standing, round=rounds.admitted(record, newest.key, reason))
    name = f"{party.code}'s late submission in round {record.number}"
    message = f"Admit {name}\n\n{reason.strip()}\n"
    author = actor(meeting, "admit")
    commit = workspace.ledger.record(standing, message, author, meeting.moment(now), head=head)
    return Admitted(newest.receipt, commit)
