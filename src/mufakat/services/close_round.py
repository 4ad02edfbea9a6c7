"""Closes a round at its deadline; a silence that nobody broke lapses, and its text is agreed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mufakat.edges.ledger import Head
from mufakat.edges.outbox import Outbox
from mufakat.edges.record_names import CARRIED
from mufakat.edges.workspace import Workspace
from mufakat.procedure import round as rounds
from mufakat.procedure.draft import printed
from mufakat.procedure.nearest import listed
from mufakat.procedure.permissions import actor
from mufakat.procedure.standing import Standing, check_not_adopted, current_round
from mufakat.procedure.submission import counted
from mufakat.refusal import Refusal
from mufakat.services.look_up import look_up, until_settled
from mufakat.services.notify import follow_up
from mufakat.services.unread_mail import check_read


@dataclass(frozen=True, slots=True)
class Closed:
    """The round as it closed; ``state`` is ``closed``, or ``lapsed`` for a silence procedure."""

    instrument: str
    round: int
    state: str
    early: bool
    lodged: tuple[str, ...]
    missing: tuple[str, ...]
    commit: str


def close_round(
    workspace: Workspace, instrument: str, *, now: datetime, early: bool = False
) -> Closed:
    """Closes the round; refused if it is not open, or runs on and ``early`` does not say so.

    A silence does not lapse over what a delegation mailed while it ran, before a person read it,
    nor where a delegation was not written to before the deadline that silence runs.
    Called again with the same moment it answers as before.
    """
    done = until_settled(lambda: _close(workspace, instrument, now, early))
    follow_up(workspace, instrument, now)
    return done


def _close(workspace: Workspace, instrument: str, now: datetime, early: bool) -> Closed:
    head = look_up(workspace, instrument)
    moment = workspace.meeting.moment(now)
    check_not_adopted(head.standing)
    record = current_round(head.standing)
    if record.closed == moment and record.state != "broken":
        return _answer(workspace, head, record, head.round_state)
    changed = rounds.closed(record, moment, early=early)
    check_read(workspace, head)
    _check_told(workspace, head, record)
    standing, files, message = _outcome(head, changed)
    author = actor(workspace.meeting, "close")
    commit = workspace.ledger.record(standing, message, author, moment, head=head, files=files)
    return _answer(workspace, head, changed, commit)


def _check_told(workspace: Workspace, head: Head, record: rounds.Round) -> None:
    if record.kind != "silence":
        return
    mails = Outbox(workspace.ledger).mails(f"{head.instrument.id}/{record.number}")
    abouts = [one.about for one in mails if one.about.kind == "silence"]
    told = {one.delegation for one in abouts if one.recorded <= record.deadline}
    parties = workspace.meeting.parties(head.instrument)
    untold = [one.code for one in parties if one.focal_points and one.code not in told]
    if untold:
        raise Refusal(
            f"{listed(untold)} had not been written to before the deadline that silence runs.",
            "Extend it for all (mufakat round extend); mufakat mail shows what is in the way of "
            "the mails.",
        )


def _outcome(head: Head, record: rounds.Round) -> tuple[Standing, dict[str, bytes], str]:
    standing = replace(head.standing, round=record)
    if record.kind == "comments":
        early = ", before its deadline" if record.early else ""
        return standing, {}, f"Close round {record.number}{early}\n"
    agreed = replace(standing, agreed=standing.digest, deferred=0)
    dropped = (
        "\nProposals that had been deferred were not upheld by their sponsors.\n"
        if standing.deferred
        else ""
    )
    message = f"{printed(record.draft)} is agreed: nobody broke silence\n{dropped}"
    return agreed, {CARRIED: b"[]\n"} if standing.deferred else {}, message


def _answer(workspace: Workspace, head: Head, record: rounds.Round, commit: str) -> Closed:
    ledger, name = workspace.ledger, head.instrument.id
    lodged, late = (
        [one.submission for one in ledger.submissions(name, record.number, late=late)]
        for late in (False, True)
    )
    present = counted(record, lodged, late)
    parties = head.instrument.parties if record.kind == "comments" else ()
    return Closed(
        name,
        record.number,
        record.state,
        record.early,
        tuple(code for code in parties if code in present),
        tuple(code for code in parties if code not in present),
        commit,
    )
