"""Commands for the whole meeting: its workspace, where things stand, the demo, the server."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mufakat.cli.frame import DONE, FILE, SAYS_NO, Frame, framed, now
from mufakat.procedure.draft import printed
from mufakat.procedure.round import spoken
from mufakat.spoken import left

if TYPE_CHECKING:
    from mufakat.services.status import InstrumentStatus


@click.command()
@click.option("--dir", "folder", type=FILE, default=Path("demo"), help="Where; else ./demo.")
@framed
def demo(frame: Frame, folder: Path) -> None:
    """Show a joint statement's whole life.

    Leaves a workspace to explore.
    """
    from mufakat.demo import tell

    told = tell(folder, quiet=frame.as_json)
    if frame.as_json:
        frame.answer(told)


@click.command()
@click.argument("folder", type=FILE, metavar="DIR")
@click.option(
    "--meeting", type=FILE, metavar="FILE", help="The meeting file; else the example, ADGMIN 6's."
)
@click.option(
    "--record", default="", metavar="PLACE", help="A record shared with others: folder or ssh://."
)
@framed
def new(frame: Frame, folder: Path, meeting: Path | None, record: str) -> None:
    """Make a workspace for a meeting."""
    from mufakat.services.start_workspace import start_workspace

    started = start_workspace(folder, meeting, now=now(), record=record)
    frame.answer(
        started,
        f"The workspace of {started.meeting} is in {started.workspace}.",
        f"Its instruments: {', '.join(started.instruments) or 'none yet'}.",
        f"All that is fixed about the meeting stands in {started.workspace / 'meeting.yaml'}.",
        *started.to_change,
        "The texts, mails and forms to edit are in templates/. mufakat status checks the file.",
    )


@click.command()
@click.argument("instrument", required=False)
@framed
def status(frame: Frame, instrument: str | None) -> None:
    """Show where an instrument stands, or all of them."""
    from mufakat.services.status import status as service

    moment = now()
    found = service(frame.workspace, instrument, now=moment)
    lines = [line for one in found.instruments for line in _lines(one, moment)]
    if not found.mailbox and any(_overdue(one, moment) for one in found.instruments):
        lines.append("What is due is done by mufakat serve, or now by mufakat catch-up.")
    if found.mail:
        lines.append(f"Mails in trouble: {', '.join(found.mail)} (see mufakat mail).")
    frame.answer(found, *lines, *found.meeting_file, *filter(None, [found.mailbox]))


def _lines(one: InstrumentStatus, moment: datetime) -> list[str]:
    head = f"{one.instrument}: {one.stage}" + (f", {printed(one.draft)}" if one.draft else "")
    if one.round is None:
        return [head]
    running = one.stage.endswith("open")
    until = f" until {_deadline(one.deadline, moment)}" if one.deadline and running else ""
    lines = [f"{head}; round {one.round}{until}"]
    for what, codes in (("lodged", one.lodged), ("missing", one.missing), ("late", one.late)):
        if codes:
            lines.append(f"    {what:8} {' '.join(codes)}")
    for code, later in one.extensions.items() if running else ():
        lines.append(f"    extended for {code} until {_deadline(later, moment)}")
    if one.brought_forward:
        lines.append(f"    brought forward from an older draft: {' '.join(one.brought_forward)}")
    if one.contested:
        lines.append(f"    contested passages: {one.contested}")
    return lines


def _overdue(one: InstrumentStatus, moment: datetime) -> bool:
    ends = [*filter(None, [one.deadline]), *one.extensions.values()]
    return one.stage.endswith("open") and bool(ends) and max(ends) < moment


def _deadline(deadline: datetime, moment: datetime) -> str:
    return f"{spoken(deadline)}, {left(deadline - moment)}"


@click.command()
@click.option("--port", default=4200, show_default=True, help="Where Prefect's pages are shown.")
@framed
def serve(frame: Frame, port: int) -> None:
    """Keep watch: Prefect's pages, and all that falls due.

    Until Ctrl-C. Reminders go out, rounds close at their deadline, mail is sent, copies are laid
    aside; commands are quicker meanwhile.
    """
    from mufakat.serving.supervisor import serve as keep_up

    keep_up(frame.workspace.root, port, frame.say)


@click.command()
@framed
def catch_up(frame: Frame) -> int:
    """Do what fell due while nothing kept watch."""
    from mufakat.runs import Clockwork
    from mufakat.services.sweep import told

    workspace = frame.workspace
    with Clockwork(workspace.root, frame.tell) as clockwork:
        swept = clockwork.run("sweep", (workspace.outline.id,), at=now())
    lines = [*map(told, swept.done), *(f"NOT DONE: {told(one)}" for one in swept.failed)]
    frame.answer(swept, *(lines or ["Nothing was due."]))
    return SAYS_NO if swept.failed else DONE


COMMANDS: tuple[click.Command, ...] = (demo, new, status, catch_up, serve)
