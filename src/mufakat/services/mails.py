"""What is in the outbox, how far each mail has got, and a person's word on those in doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mufakat.edges.git import Raced
from mufakat.edges.outbox import Outbox, Posted
from mufakat.edges.workspace import Workspace
from mufakat.procedure.nearest import unknown
from mufakat.procedure.sending import Sending, again, by_hand, in_trouble, stage
from mufakat.refusal import Refusal
from mufakat.services.lay_out import mail_file
from mufakat.services.notify import missing


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: waiting, being sent, sent, put off (until ``after``), unsure, or given up.

    Without a mail server, what waits is ``laid out``. ``said`` is the server's word, ``refused``
    are addresses that it would not take. ``trouble`` says that a person has to look at it.
    """

    name: str
    kind: str
    delegation: str
    to: tuple[str, ...]
    subject: str
    recorded: datetime
    state: str
    said: str = ""
    after: datetime | None = None
    refused: tuple[str, ...] = ()
    trouble: bool = False


@dataclass(frozen=True, slots=True)
class Mails:
    """The outbox; ``owed`` are mails that follow from the record and could not be made yet.

    ``nobody`` are the delegations that have no focal point.
    """

    mails: tuple[Mail, ...]
    owed: tuple[str, ...]
    nobody: tuple[str, ...]


def mails(workspace: Workspace, instrument: str = "", *, now: datetime) -> Mails:
    """The mails of one instrument, or of all, in the order in which they were recorded."""
    meeting, drafted = workspace.meeting, workspace.ledger.instruments()
    if instrument and instrument not in drafted:
        raise unknown("drafted instrument", instrument, drafted)
    if not drafted:
        return Mails((), (), ())
    moment = meeting.moment(now)
    names = [instrument] if instrument else drafted
    posted = Outbox(workspace.ledger).mails(*names)
    waits = "waiting" if meeting.mail else "laid out"
    return Mails(
        tuple(_of(one, moment, waits) for one in posted),
        tuple(f"{one.instrument}/{one.key}" for one in missing(workspace, names, now)),
        tuple(one.code for one in meeting.roster if not one.focal_points),
    )


def whereabouts(workspace: Workspace, instrument: str, kind: str, *, now: datetime) -> str:
    """Where the newest round's mails of a kind are, in a sentence; nothing if there are none."""
    head = workspace.ledger.head(instrument)
    number = head.standing.round.number if head and head.standing.round else 0
    starts = (f"{instrument}/{number}/{kind}/", f"{instrument}/{kind}/")
    found = mails(workspace, instrument, now=now)
    here = [one for one in found.mails if f"{one.name}/".startswith(starts)]
    laid = [one for one in here if one.state == "laid out"]
    said = []
    if laid:
        folder = mail_file(workspace, laid[0].name).parent
        count = "One mail lies" if len(laid) == 1 else f"{len(laid)} mails lie"
        said.append(f"{count} in {folder}, to be sent by hand.")
    if len(here) > len(laid):
        count = (
            "One mail is" if len(here) - len(laid) == 1 else f"{len(here) - len(laid)} mails are"
        )
        said.append(f"{count} in the outbox (mufakat mail).")
    owed = [name for name in found.owed if f"{name}/".startswith(starts)]
    if owed:
        said.append(f"{len(owed)} could not be made yet (mufakat mail).")
    if found.nobody and (here or owed):
        said.append(f"No focal point, so no mail: {' '.join(found.nobody)}.")
    return " ".join(said)


def _of(one: Posted, moment: datetime, waits: str = "waiting") -> Mail:
    about, sending = one.about, one.sending
    state = stage(sending, moment)
    return Mail(
        about.name,
        about.kind,
        about.delegation,
        about.to,
        about.subject,
        about.recorded,
        waits if state == "waiting" else state,
        sending.said if sending else "",
        sending.after if sending else None,
        sending.refused if sending else (),
        sending is not None and in_trouble(sending, moment),
    )


def send_again(workspace: Workspace, name: str, *, now: datetime) -> Mail:
    """A person says that a mail is to be sent, although it was given up, or may have gone out."""
    return _decide(workspace, name, again, now)


def sent_by_hand(workspace: Workspace, name: str, *, now: datetime) -> Mail:
    """A person says that a mail has reached its delegation, and is not to be sent."""
    return _decide(workspace, name, by_hand, now)


def _decide(
    workspace: Workspace,
    name: str,
    word: Callable[[Sending | None, datetime], Sending],
    now: datetime,
) -> Mail:
    meeting, outbox = workspace.meeting, Outbox(workspace.ledger)
    moment = meeting.moment(now)
    known = {one.about.name: one for one in outbox.mails()}
    if name not in known:
        raise unknown("mail", name, known)
    one = known[name]
    state = stage(one.sending, moment)
    if state == "being sent" or (
        one.sending and one.sending.state == "sent" and not one.sending.refused
    ):
        raise Refusal(f"The mail {name} is {state}.", "There is nothing to decide about it.")
    try:
        return _of(outbox.note(one, word(one.sending, moment), meeting.secretariat), moment)
    except Raced:
        raise Refusal(f"The mail {name} is being sent.", "Wait a moment and look again.") from None
