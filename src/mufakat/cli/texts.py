"""Commands that make texts: drafts, the consolidation, the chair's rulings on it."""

from __future__ import annotations

from pathlib import Path

import click

from mufakat.cli.frame import DONE, FILE, INSTRUMENT, SAYS_NO, Frame, framed, now, short
from mufakat.procedure.draft import printed


@click.command()
@INSTRUMENT
@click.option("--from", "source", type=FILE, metavar="FILE", help="A Word, ODT or Markdown file.")
@framed
def draft(frame: Frame, instrument: str, source: Path | None) -> None:
    """Make the zero draft, from its template or from a file."""
    path = str(source.absolute()) if source else None
    done = frame.run("draft", instrument, source=path)
    text = f"{printed(done.draft)} of {instrument} is on record ({short(done.commit)})."
    frame.answer(done, text, keys=("instrument", "draft", "commit"))


@click.command()
@INSTRUMENT
@framed
def consolidate(frame: Frame, instrument: str) -> int:
    """Bring all submissions of the round together: nothing lost, nothing decided."""
    done = frame.run("consolidate", instrument)
    counts = ", ".join(f"{count} {what}" for what, count in done.counts.items())
    lines = [f"Round consolidated: {counts}."]
    lines += [f"    {what:12} {path}" for what, path in done.outputs.items()]
    broken = [name for name, holds in done.laws.items() if not holds]
    lines.append(f"Laws broken: {', '.join(broken)}." if broken else "Every law holds.")
    frame.answer(done, *lines, keys=("outputs", "counts", "laws"))
    return SAYS_NO if broken else DONE


@click.group()
def rulings() -> None:
    """The chair's dispositions, as a file that a person can edit."""


@rulings.command("export")
@INSTRUMENT
@click.argument("file", type=FILE)
@framed
def export(frame: Frame, instrument: str, file: Path) -> None:
    """Write every proposal of the round into a file, for the chair to rule on."""
    from mufakat.services.export_rulings import export_rulings

    done = export_rulings(frame.workspace, instrument, file)
    frame.answer(done, f"{file} lists what is to be ruled on.")


@rulings.command("apply")
@INSTRUMENT
@click.argument("file", type=FILE)
@framed
def apply(frame: Frame, instrument: str, file: Path) -> None:
    """Put the chair's rulings on record."""
    from mufakat.services.apply_rulings import apply_rulings

    done = apply_rulings(frame.workspace, instrument, file, now=now())
    frame.answer(done, f"The rulings are on record ({short(done.commit)}).")


@click.command()
@INSTRUMENT
@framed
def issue(frame: Frame, instrument: str) -> None:
    """Make the next draft from the rulings, with a letter for each delegation."""
    done = frame.run("issue_draft", instrument)
    frame.answer(
        done,
        f"{printed(done.draft)} of {instrument} is on record ({short(done.commit)}).",
        f"    clean    {done.outputs.clean}",
        f"    marked   {done.outputs.marked}",
        *(f"    {code:8} {path}" for code, path in done.outputs.letters.items()),
        keys=("draft", "outputs", "commit"),
    )


COMMANDS: tuple[click.Command, ...] = (draft, consolidate, rulings, issue)
