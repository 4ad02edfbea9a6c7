"""Commands for the whole meeting: its workspace, where things stand, the demo, the server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mufakat.cli.frame import FILE, Frame, framed, now
from mufakat.procedure.draft import printed
from mufakat.procedure.round import spoken

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
@click.option("--meeting", type=FILE, metavar="FILE", help="The meeting file; else ADGMIN 6's.")
@framed
def new(frame: Frame, folder: Path, meeting: Path | None) -> None:
    """Make a workspace for a meeting."""
    from mufakat.services.start_workspace import start_workspace

    started = start_workspace(folder, meeting, now=now())
    frame.answer(
        started,
        f"The workspace of {started.meeting} is in {started.workspace}.",
        f"Its instruments: {', '.join(started.instruments) or 'none yet'}.",
    )


@click.command()
@click.argument("instrument", required=False)
@framed
def status(frame: Frame, instrument: str | None) -> None:
    """Show where an instrument stands, or all of them."""
    from mufakat.services.status import status as service

    found = service(frame.workspace, instrument)
    frame.answer(found, *(line for one in found.instruments for line in _lines(one)))


def _lines(one: InstrumentStatus) -> list[str]:
    head = f"{one.instrument}: {one.stage}" + (f", {printed(one.draft)}" if one.draft else "")
    if one.round is None:
        return [head]
    until = f" until {spoken(one.deadline)}" if one.deadline else ""
    lines = [f"{head}; round {one.round}{until}"]
    for what, codes in (("lodged", one.lodged), ("missing", one.missing), ("late", one.late)):
        if codes:
            lines.append(f"    {what:8} {' '.join(codes)}")
    if one.contested:
        lines.append(f"    contested passages: {one.contested}")
    return lines


@click.command()
@click.option("--port", default=4200, show_default=True, help="Where Prefect's pages are shown.")
@framed
def serve(frame: Frame, port: int) -> None:
    """Keep Prefect's server up, until Ctrl-C."""
    from mufakat.runs import serve as keep_up

    keep_up(frame.workspace.root, port, frame.say)


COMMANDS: tuple[click.Command, ...] = (demo, new, status, serve)
