"""Commands that look back: who proposed these words, in which round, and who ruled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mufakat.cli.frame import FILE, INSTRUMENT, Frame, framed, short
from mufakat.procedure.draft import printed

if TYPE_CHECKING:
    from mufakat.services.history import Act, Difference, Provenance

_DIGEST = "Text: "  # for whoever looks at the commit


@click.command()
@INSTRUMENT
@framed
def log(frame: Frame, instrument: str) -> None:
    """Show every act on record with its reason, the newest first."""
    from mufakat.services.history import log as service

    found = service(frame.workspace, instrument)
    frame.answer(found, *(line for act in found.acts for line in _act(act)))


def _act(act: Act) -> Iterator[str]:
    tags = f"  [{', '.join(act.tags)}]" if act.tags else ""
    yield f"{short(act.commit)}  {act.when:%Y-%m-%d %H:%M}  {act.author}: {act.subject}{tags}"
    for line in act.note.splitlines():
        if line and not line.startswith(_DIGEST):
            yield f"    {line}"


@click.command()
@INSTRUMENT
@click.argument("before", required=False, default="")
@click.argument("after", required=False, default="")
@click.option("--out", type=FILE, metavar="FILE", help="A Word file with every change marked.")
@framed
def diff(frame: Frame, instrument: str, before: str, after: str, out: Path | None) -> None:
    """Show what a draft says differently from another, or mark it in Word (--out FILE).

    Without drafts (zero, rev-1, rev-2 ...): the current one and the one before it.
    """
    if out:
        _mark(frame, instrument, before, after, out)
        return
    from mufakat.services.history import diff as service

    found = service(frame.workspace, instrument, before, after)
    title = f"{printed(found.before)} -> {printed(found.after)}: {len(found.changes)} changes"
    frame.answer(found, title, *(line for one in found.changes for line in _change(one)))


def _mark(frame: Frame, instrument: str, before: str, after: str, out: Path) -> None:
    from mufakat.services.mark_changes import mark_changes as service

    found = service(frame.workspace, instrument, out, before, after)
    frame.answer(
        found, f"{printed(found.after)}, marked against {printed(found.before)}: {found.path}"
    )


def _change(one: Difference) -> Iterator[str]:
    yield f"{one.place} ({one.kind}{', ' if one.manner else ''}{one.manner})"
    if one.before:
        yield f"    - {one.before}"
    if one.after:
        yield f"    + {one.after}"


@click.command()
@INSTRUMENT
@framed
def blame(frame: Frame, instrument: str) -> None:
    """Show who proposed each paragraph's present words, and who ruled."""
    from mufakat.services.history import blame as service

    found = service(frame.workspace, instrument)
    frame.answer(found, *(line for one in found.paragraphs for line in _origin(one)))


def _origin(one: Provenance) -> Iterator[str]:
    by = f", proposed by {'; '.join(one.by)} in round {one.round}" if one.by else ""
    ruled = f", {one.disposition} by {one.ruled_by}: {one.reason}" if one.ruled_by else ""
    yield f"{one.place} [{printed(one.draft)}{by}{ruled}]"
    yield f"    {one.text}"


COMMANDS: tuple[click.Command, ...] = (log, diff, blame)
