"""Opens a round on the current draft and makes each delegation's Word file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mufakat.edges.ledger import Head
from mufakat.edges.manifest import complete, publish
from mufakat.edges.workspace import Workspace
from mufakat.procedure import round as rounds
from mufakat.procedure.draft import printed
from mufakat.procedure.permissions import actor
from mufakat.procedure.round import Kind, Round
from mufakat.procedure.silence import check_period
from mufakat.procedure.standing import check
from mufakat.refusal import Refusal
from mufakat.services.doubts import check_finished
from mufakat.services.enclosures import issued_folder
from mufakat.services.look_up import look_up, until_settled
from mufakat.services.notify import follow_up, notify
from mufakat.services.render import ground, issued, sent_along


@dataclass(frozen=True, slots=True)
class Opened:
    """The round, and the files that were issued for it, by delegation."""

    round: int
    draft: str
    deadline: datetime
    issued: Mapping[str, Path]
    commit: str


def open_round(
    workspace: Workspace,
    instrument: str,
    until: datetime,
    *,
    now: datetime,
    sealed: bool = False,
) -> Opened:
    """Opens a round of comments; refused while another is not over, or for a past deadline.

    What the delegations are owed on the round before is posted first; refused if that cannot be
    written. Called again for the same round it makes whatever files are missing. A ``sealed`` round
    shows nobody else's words before it closes.
    """
    return begin(workspace, instrument, until, now, kind="comments", sealed=sealed)


def begin(
    workspace: Workspace,
    instrument: str,
    until: datetime,
    now: datetime,
    *,
    kind: Kind,
    sealed: bool = False,
    consent: bool = False,
) -> Opened:
    """Opens a round of either kind."""
    done = until_settled(lambda: _begin(workspace, instrument, until, now, kind, sealed, consent))
    follow_up(workspace, instrument, now)
    return done


def _begin(
    workspace: Workspace,
    instrument: str,
    until: datetime,
    now: datetime,
    kind: Kind,
    sealed: bool,
    consent: bool,
) -> Opened:
    head = look_up(workspace, instrument)
    meeting = workspace.meeting
    moment, deadline = meeting.moment(now), meeting.moment(until)
    running = head.standing.round
    if running and running.state == "open":
        return _finish_or_refuse(workspace, head, running, (moment, deadline, kind, sealed))
    check(head.standing, "open silence" if kind == "silence" else "open")
    if kind == "silence":
        check_period(moment, deadline, meeting.shortest_silence)
        if not consent:
            check_finished(workspace.ledger, head, "agreed by silence")
    if running:  # what is owed on it cannot be told any more once another has taken its place
        notify(workspace, [instrument], now)
    number = running.number + 1 if running else 1
    record = rounds.opened(number, head.standing.draft, moment, deadline, kind=kind, sealed=sealed)
    standing = replace(head.standing, round=record)
    name = f"round {number}" if kind == "comments" else f"a silence procedure (round {number})"
    seal = "Sealed\n" if sealed else ""
    until_when = rounds.spoken(deadline)
    message = f"Open {name} on {printed(record.draft)}\n\nUntil {until_when}\n{seal}"
    ledger, author = workspace.ledger, actor(meeting, "open")
    files = sent_along(workspace)
    commit = ledger.commit(standing, files, message, author, moment, head=head)
    made = ground(ledger, commit, instrument)
    renditions = issued(made)
    ledger.publish(commit, standing, head=head)
    paths = publish(issued_folder(workspace, instrument, record), renditions, made.source)
    return _answer(record, commit, paths)


def _finish_or_refuse(
    workspace: Workspace,
    head: Head,
    record: Round,
    asked: tuple[datetime, datetime, Kind, bool],
) -> Opened:
    """The round that is open already: finished if this is the act that opened it, else refused."""
    moment, deadline, kind, sealed = asked
    name = head.instrument.id
    folder = issued_folder(workspace, name, record)
    same = (record.deadline, record.kind, record.sealed) == (deadline, kind, sealed)
    if not same or (record.opened != moment and complete(folder)):
        raise Refusal(
            f"{record.name} on {name} is already open until {rounds.spoken(record.deadline)}.",
            "Extend it (mufakat round extend), or close it first (mufakat round close)."
            if record.kind == "comments"
            else "Wait for its deadline, or extend it (mufakat round extend); a delegation that "
            "cannot agree breaks it (mufakat silence break).",
        )
    commit = workspace.ledger.opened(name, record.number)
    made = ground(workspace.ledger, commit, name)
    return _answer(record, commit, publish(folder, issued(made), made.source))


def _answer(record: Round, commit: str, paths: Mapping[str, Path]) -> Opened:
    files = {
        path.stem.rpartition("-")[2]: path for path in paths.values() if path.suffix == ".docx"
    }
    return Opened(record.number, record.draft, record.deadline, files, commit)
