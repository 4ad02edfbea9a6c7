"""Does what is due and has not happened, in order of time, each thing at most once.

What is due is read from the record, and every act is checked by the record again: two sweeps at
once, or one that was killed half-way, do no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from mufakat.edges.workspace import Workspace
from mufakat.procedure.due import Due, Kind
from mufakat.procedure.round import spoken
from mufakat.refusal import Refusal
from mufakat.services.answer_mail import answer_mail
from mufakat.services.close_round import close_round
from mufakat.services.due import what_is_due
from mufakat.services.incoming_mail import fetch_mail, matched
from mufakat.services.notify import notify
from mufakat.services.remind import remind
from mufakat.services.send_mail import send_mail
from mufakat.services.unread_mail import FILES, undecided
from mufakat.services.upkeep import upkeep


@dataclass(frozen=True, slots=True)
class Carried:
    """One thing that was due: what it was, since when, what came of it, and for which text."""

    what: str
    since: datetime
    outcome: str
    instrument: str = ""


@dataclass(frozen=True, slots=True)
class Swept:
    """What was done, and what could not be done and is still due."""

    done: tuple[Carried, ...] = ()
    failed: tuple[Carried, ...] = ()


def sweep(workspace: Workspace, *, now: datetime) -> Swept:
    """Carries out all that is due; what cannot be done stops nothing else, and stays due.

    Before a round closes, the mailbox is looked into: what came there in time is not late because
    nobody looked, and a silence lapses only where nothing there can be an objection. At the end
    whatever the delegations are owed is posted, as after an act that died before its mails, and the
    mail that waits is sent.
    """
    done: list[Carried] = []
    due = what_is_due(workspace, now)
    unseen = _look_into_mailbox(workspace, due, now)
    failed = [*unseen]
    for one in due:
        if unseen and one.kind == "lapse":
            continue  # an objection may lie there
        try:
            what, outcome = _ACTS[one.kind](workspace, one, now)
            done.append(Carried(what, one.at, outcome, one.instrument))
        except Refusal as refusal:
            if one in what_is_due(workspace, now):  # else somebody else has done it meanwhile
                failed.append(Carried(_named(one), one.at, _why(refusal), one.instrument))
    for what, act in (("Mails that are owed", _post), ("Mail that waits", _send)):
        try:
            outcome = act(workspace, now)
            done += [Carried(what, now, outcome)] if outcome else []
        except Refusal as refusal:
            failed.append(Carried(what, now, _why(refusal)))
    return Swept(tuple(done), tuple(failed))


def _look_into_mailbox(workspace: Workspace, due: Iterable[Due], now: datetime) -> list[Carried]:
    closing = [one for one in due if one.kind in ("close", "lapse")]
    if not closing or workspace.meeting.inbox is None:
        return []
    try:
        fetch_mail(workspace, now=now)
        answer_mail(workspace, now=now)
    except Refusal as refusal:
        what = "A look into the mailbox before the close"
        return [Carried(what, closing[0].at, _why(refusal), closing[0].instrument)]
    return []


def _close(workspace: Workspace, one: Due, now: datetime) -> tuple[str, str]:
    closed = close_round(workspace, one.instrument, now=now)
    if closed.state == "lapsed":
        return f"Silence on {one.instrument} lapsed", "Its text is agreed."
    lodged = f"{len(closed.lodged)} of {len(closed.lodged) + len(closed.missing)} lodged"
    missing = f"Missing: {' '.join(closed.missing)}." if closed.missing else "Nobody is missing."
    return f"{_named(one)}, {lodged}", f"{missing}{_unconfirmed(workspace, one)}"


def _unconfirmed(workspace: Workspace, one: Due) -> str:
    """Who mailed a file in time that nobody has confirmed: the chair may admit it."""
    head = workspace.ledger.head(one.instrument)
    if head is None or head.standing.round is None:
        return ""
    mails = undecided(matched(workspace), head, head.standing.round, FILES)
    named = " ".join(dict.fromkeys(said.delegation for _, said in mails))
    return f" Mailed in time and not confirmed: {named} (mufakat inbox)." if named else ""


def _remind(workspace: Workspace, one: Due, now: datetime) -> tuple[str, str]:
    reminded = remind(workspace, one, now=now)
    return _named(one), "Posted." if reminded.posted else "It had been posted."


def _look_after(workspace: Workspace, one: Due, now: datetime) -> tuple[str, str]:
    upkept = upkeep(workspace, now=now)
    return _named(one), f"The record is whole; its copy is {upkept.backup}."


def _post(workspace: Workspace, now: datetime) -> str:
    posted = notify(workspace, workspace.ledger.instruments(), now)
    return f"{len(posted)} posted." if posted else ""


def _send(workspace: Workspace, now: datetime) -> str:
    tried = send_mail(workspace, now=now)
    if tried.problem:
        raise Refusal(tried.problem, "What was not sent is tried again later.")
    counts = (
        (tried.sent, "sent"),
        (tried.put_off, "put off"),
        (tried.given_up, "given up"),
        (tried.unsure, "perhaps sent, not sent again"),
    )
    return ", ".join(f"{len(names)} {what}" for names, what in counts if names)


_ACTS: dict[Kind, Callable[[Workspace, Due, datetime], tuple[str, str]]] = {
    "remind": _remind,
    "close": _close,
    "lapse": _close,
    "upkeep": _look_after,
}


def _named(one: Due) -> str:
    match one.kind:
        case "close":
            return f"Close round {one.round} of {one.instrument}"
        case "lapse":
            return f"Lapse of the silence on {one.instrument}"
        case "remind":
            whom = f"{one.delegation} of round {one.round} of {one.instrument}"
            return f"Remind {whom}, {one.stage} before the deadline"
        case "upkeep":
            return "Nightly upkeep"


def _why(refusal: Refusal) -> str:
    return f"{refusal.error} {refusal.hint}"


def told(carried: Carried) -> str:
    """One line for a person."""
    return f"{carried.what} (due {spoken(carried.since)}). {carried.outcome}"
