"""The command for what delegations mail back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mufakat.cli.frame import FILE, Frame, framed, now
from mufakat.cli.receipt import receipt_lines
from mufakat.procedure.round import spoken

if TYPE_CHECKING:
    from mufakat.services.incoming_mail import Held


@click.command()
@click.option("--fetch", is_flag=True, help="Look into the mailbox first.")
@click.option("--keep", type=FILE, metavar="EML", help="Keep a mail from its file first.")
@click.option("--take", metavar="ID", help="Lodge the file of this mail.")
@click.option("--aside", metavar="ID", help="Lodge nothing of this mail.")
@click.option("--as", "delegation", default="", metavar="CODE", help="With --take: whose it is.")
@click.option("--to", "instrument", default="", metavar="NAME", help="With --take: on what.")
@click.option("--file", "name", default="", help="With --take: which of several files.")
@click.option("--reason", default="", metavar="TEXT", help="With --take: silence is broken so.")
@click.option("--consent", is_flag=True, help="With --take: also where there was a question.")
@framed
def inbox(
    frame: Frame,
    fetch: bool,
    keep: Path | None,
    take: str | None,
    aside: str | None,
    delegation: str,
    instrument: str,
    name: str,
    reason: str,
    consent: bool,
) -> None:
    """Show what delegations mailed back, and lodge what a person confirms."""
    from mufakat.edges.named_file import read_named
    from mufakat.services import incoming_mail as service
    from mufakat.services.answer_mail import answer_mail
    from mufakat.services.waiting_mail import tell_what_waits

    workspace = frame.workspace
    if fetch:
        service.fetch_mail(workspace, now=now())
    if keep:
        service.keep_mail(workspace, read_named(keep), now=now())
    if fetch or keep:
        answer_mail(workspace, now=now())
        frame.wake()
    if aside:
        service.set_aside(workspace, aside, now=now())
        tell_what_waits(workspace)
        frame.wake()
    if take and reason:
        whose = {"instrument": instrument, "delegation": delegation}
        broken = service.take_as_objection(workspace, take, reason, now=now(), **whose)
        tell_what_waits(workspace)
        frame.wake()
        frame.answer(
            broken, f"Silence is broken by {broken.delegation}; the receipt is {broken.receipt}."
        )
        return
    if take:
        given = {"instrument": instrument, "delegation": delegation, "file": name}
        done = service.confirm_mail(workspace, take, now=now(), consent=consent, **given)
        tell_what_waits(workspace)
        frame.wake()
        frame.answer(done, *receipt_lines(done))
        return
    held = service.held_mail(workspace)
    lines = [line for one in held for line in _lines(one)]
    frame.answer({"mails": held}, *(lines or ["Nothing has come in."]))


def _lines(one: Held) -> Iterator[str]:
    """A mail in a line; one that a person has to read, also with its subject and first words."""
    yield (
        f"{one.standing:10} {one.id}  {one.delegation or '?':3}  {one.instrument or '?'}  "
        f"{one.sender}  {spoken(one.came)}  {', '.join(one.files)}  {one.receipt}".rstrip()
    )
    if one.standing not in ("settled", "yes", "automatic"):
        yield f"           {one.subject}: {one.says}"


COMMANDS: tuple[click.Command, ...] = (inbox,)
