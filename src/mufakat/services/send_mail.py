"""Sends what is in the outbox: each mail to each address at most once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mufakat.edges.git import Raced
from mufakat.edges.outbox import Outbox, Posted
from mufakat.edges.workspace import Workspace
from mufakat.procedure.meeting import MailServer, Party
from mufakat.procedure.round import spoken
from mufakat.procedure.sending import (
    Sending,
    answered,
    claimed,
    given_up,
    may_send,
    open_addresses,
    too_late,
)
from mufakat.services.lay_out import lay_out


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the mails that were tried now, by name.

    ``laid_out`` are those that lie in ``outputs/mail``, because the meeting has no mail server.
    ``problem`` is the server's word if it broke off; what was not tried yet waits.
    """

    sent: tuple[str, ...] = ()
    put_off: tuple[str, ...] = ()
    given_up: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    laid_out: tuple[str, ...] = ()
    problem: str = ""


def anything_waits(workspace: Workspace, now: datetime) -> bool:
    """Whether a mail is to be tried now."""
    meeting = workspace.meeting
    if meeting.mail is None:
        return False
    moment = meeting.moment(now)
    return any(may_send(one.sending, moment) for one in Outbox(workspace.ledger).mails())


def send_mail(workspace: Workspace, *, now: datetime) -> Sent:
    """Sends every mail that is to be tried now, in the order in which they were recorded.

    Each is claimed on record before it goes out, and what the server said is recorded after. One
    whose deadline has passed is given up. Refused if the server cannot be used at all.
    """
    meeting, outbox = workspace.meeting, Outbox(workspace.ledger)
    if meeting.mail is None:
        return Sent(laid_out=tuple(lay_out(workspace)))
    moment = meeting.moment(now)
    waiting = [one for one in outbox.mails() if may_send(one.sending, moment)]
    late = [one for one in waiting if too_late(one.about.until, moment)]
    done = [_give_up(outbox, one, moment, meeting.secretariat) for one in late]
    rest = [one for one in waiting if one not in late]
    tried, problem = _send(outbox, rest, meeting.mail, meeting.secretariat, moment)
    return _summary([*done, *tried], problem)


def _give_up(outbox: Outbox, one: Posted, moment: datetime, author: Party) -> Posted | None:
    assert one.about.until is not None
    said = f"too late: it was of use until {spoken(one.about.until)}"
    return _noted(outbox, one, given_up(one.sending, moment, said), author)


def _send(
    outbox: Outbox,
    waiting: Sequence[Posted],
    server: MailServer,
    author: Party,
    moment: datetime,
) -> tuple[list[Posted | None], str]:
    if not waiting:
        return [], ""
    from mufakat.edges.smtp import LineLost, line

    done: list[Posted | None] = []
    with line(server) as held:
        for one in waiting:
            claim = claimed(one.sending, moment)
            mine = _noted(outbox, one, claim, author)
            if mine is None:
                continue
            [content] = outbox.content([one])
            to = open_addresses(one.about.to, one.sending)
            try:
                answer = held.send(one.about.sender, to, content)
            except LineLost as lost:
                said = answered(claim, lost.answer, moment)
                return [*done, _noted(outbox, mine, said, author)], lost.answer.said
            done.append(_noted(outbox, mine, answered(claim, answer, moment), author))
    return done, ""


def _noted(outbox: Outbox, one: Posted, sending: Sending, author: Party) -> Posted | None:
    """The mail with its new note, or None if somebody else has got hold of it."""
    try:
        return outbox.note(one, sending, author)
    except Raced:
        return None


def _summary(done: Sequence[Posted | None], problem: str) -> Sent:
    ends = [(one.about.name, one.sending.state) for one in done if one and one.sending]

    def of(state: str) -> tuple[str, ...]:
        return tuple(name for name, end in ends if end == state)

    return Sent(of("sent"), of("put off"), of("given up"), of("unsure"), (), problem)
