"""The command for the outbox: what was written to whom, and how far it has got."""

from __future__ import annotations

import click

from mufakat.cli.frame import DONE, SAYS_NO, Frame, framed, now
from mufakat.procedure.round import spoken


@click.command()
@click.argument("instrument", required=False, default="")
@click.option("--send", is_flag=True, help="Send what waits.")
@click.option("--again", metavar="NAME", help="Send this one although it is unsure or given up.")
@click.option("--done", metavar="NAME", help="This one was sent by hand.")
@framed
def mail(frame: Frame, instrument: str, send: bool, again: str | None, done: str | None) -> int:
    """Show what was written to the delegations, or send what waits."""
    from mufakat.services.mails import mails, send_again, sent_by_hand

    workspace = frame.workspace
    if again:
        send_again(workspace, again, now=now())
    if done:
        sent_by_hand(workspace, done, now=now())
    if send:
        return _send(frame)
    found = mails(workspace, instrument, now=now())
    lines = [
        f"{one.state:10} {one.name}  {', '.join(one.to)}  {spoken(one.recorded)}"
        + (f"\n{'':10} {one.said}" if one.said and one.state != "sent" else "")
        + (f"\n{'':10} not taken for {', '.join(one.refused)}" if one.refused else "")
        for one in found.mails
    ]
    lines += [f"{'owed':10} {name}" for name in found.owed]
    if found.nobody:
        lines.append(f"No focal point, so no mail: {' '.join(found.nobody)}.")
    frame.answer(found, *(lines or ["There are no mails."]))
    return SAYS_NO if any(one.trouble for one in found.mails) else DONE


def _send(frame: Frame) -> int:
    from mufakat.services.notify import notify
    from mufakat.services.send_mail import send_mail

    workspace = frame.workspace
    notify(workspace, workspace.ledger.instruments(), now())
    sent = send_mail(workspace, now=now())
    said = (
        ("sent", sent.sent),
        ("put off", sent.put_off),
        ("given up", sent.given_up),
        ("unsure", sent.unsure),
    )
    lines = [f"{what:10} {name}" for what, names in said for name in names]
    if sent.laid_out:
        folder = workspace.outputs / "mail"
        lines.append(f"There is no mail server: {len(sent.laid_out)} mails lie in {folder}.")
    if sent.problem:
        lines.append(f"The server broke off: {sent.problem}")
    frame.answer(sent, *(lines or ["Nothing waits."]))
    return SAYS_NO if sent.problem or sent.given_up or sent.unsure else DONE


COMMANDS: tuple[click.Command, ...] = (mail,)
