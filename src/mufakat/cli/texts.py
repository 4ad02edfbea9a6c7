"""Commands that make texts: drafts, the consolidation, the chair's rulings on it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mufakat.cli.frame import DONE, FILE, INSTRUMENT, SAYS_NO, Frame, framed, now, short
from mufakat.procedure.draft import printed
from mufakat.refusal import Refusal
from mufakat.spoken import counted

if TYPE_CHECKING:
    from mufakat.procedure.readings import Reading

_SHOWN = 40


@click.command()
@INSTRUMENT
@click.option("--from", "source", type=FILE, metavar="FILE", help="A Word, ODT or Markdown file.")
@framed
def draft(frame: Frame, instrument: str, source: Path | None) -> None:
    """Make the zero draft, from its template or from a file."""
    path = str(source.absolute()) if source else None
    done = frame.run("draft", instrument, source=path)
    text = f"{printed(done.draft)} of {instrument} is on record ({short(done.commit)})."
    told = [f"    {one}" for one in done.warnings]
    frame.answer(done, text, *told, keys=("instrument", "draft", "commit", "warnings"))


@click.command()
@INSTRUMENT
@framed
def consolidate(frame: Frame, instrument: str) -> int:
    """Bring all submissions of a round together.

    Nothing is lost, nothing is decided: a compilation, a text with tracked changes, a matrix, and
    a certificate that says so.
    """
    done = frame.run("consolidate", instrument)
    lines = [f"Round {done.round} of {instrument}: {lodged(done.counts)}"]
    lines += [f"    {what:17} {path}" for what, path in done.outputs.items()]
    holds = all(done.laws.values())
    lines += ["Every law holds."] if holds else ["A law does not hold.", *done.findings]
    frame.answer(done, *lines, keys=("outputs", "counts", "laws"))
    return DONE if holds else SAYS_NO


def lodged(counts: Mapping[str, int]) -> str:
    """What came together, in sentences; what does not count any more last."""
    within = {what: counts[what] for what in ("submissions", "proposals", "comments")}
    shared, contested = counts["shared"], counts["contested"]
    said = [f"{counted(within)}."]
    if shared:
        said.append(f"{shared} of the proposals {'has' if shared == 1 else 'have'} co-sponsors.")
    if contested:
        passages = counted({"contested passages": counts["passages"]})
        said.append(f"{contested} stand in {passages}.")
    if counts["superseded"]:
        proposals = counted({"proposals": counts["superseded"]})
        said.append(f"Besides, {proposals} in files that a later file replaced.")
    return " ".join(said)


@click.command()
@INSTRUMENT
@click.argument("act", type=click.Choice(["export", "apply"]))
@click.argument("file", type=FILE)
@click.option("--from", "source", type=FILE, metavar="OLD", help="Keep the answers of this file.")
@framed
def rulings(frame: Frame, instrument: str, act: str, file: Path, source: Path | None) -> None:
    """The chair's dispositions, as a file to edit.

    "export" writes every proposal of the round into the file, for the chair to rule on; "apply"
    puts the rulings on record. Where the round was consolidated again after the chair had begun,
    "export NEW --from OLD" keeps all answers that still fit.
    """
    if act == "export":
        _export(frame, instrument, file, source)
    elif source:
        raise Refusal("--from goes with export.", f"mufakat rulings {instrument} export --help")
    else:
        _apply(frame, instrument, file)


def _export(frame: Frame, instrument: str, file: Path, source: Path | None) -> None:
    from mufakat.services.export_rulings import export_rulings

    done = export_rulings(frame.workspace, instrument, file, source)
    proposals = counted({"proposals": done.proposals, "contested": done.contested})
    lines = [f"In {done.path}: {proposals}."]
    if source:
        lines.append(f"{done.kept} of them are answered as in {source}.")
        lines += [f"    no longer there: {one}" for one in done.left]
    frame.answer(done, *lines)


def _apply(frame: Frame, instrument: str, file: Path) -> None:
    from mufakat.services.apply_rulings import apply_rulings

    done = apply_rulings(frame.workspace, instrument, file, now=now())
    text = f"The rulings are on record ({short(done.commit)}): {counted(done.counts)}."
    frame.answer(done, text, *(f"    {one}" for one in done.news), *will_read(done.readings))


def will_read(readings: tuple[Reading, ...]) -> list[str]:
    """The paragraphs that nobody has read as they will stand."""
    if not readings:
        return []
    lines = [
        f"    {one.place} will read: “{one.text}”" if one.text else f"    {one.place} goes out"
        for one in readings[:_SHOWN]
    ]
    if len(readings) > _SHOWN:
        lines.append(f"    and {len(readings) - _SHOWN} more")
    return [*lines, "Look at these before you issue; apply again to change them."]


@click.command()
@INSTRUMENT
@framed
def issue(frame: Frame, instrument: str) -> None:
    """Make the next draft from the rulings.

    Each delegation gets a letter that says what became of its proposals.
    """
    done = frame.run("issue_draft", instrument)
    frame.answer(
        done,
        f"{printed(done.draft)} of {instrument} is on record ({short(done.commit)}).",
        *_stands(done.paragraphs, done.deferred),
        f"    clean    {done.outputs.clean}",
        *([f"    brackets {done.outputs.bracketed}"] if done.outputs.bracketed else []),
        f"    marked   {done.outputs.marked}",
        f"    matrix   {done.outputs.matrix_docx}",
        *(f"    {code:8} {path}" for code, path in done.outputs.letters.items()),
        *frame.mails(instrument, "letter"),
        keys=("draft", "outputs", "commit"),
    )


def _stands(paragraphs: Mapping[str, int], deferred: int) -> list[str]:
    """How much of the text is consensual, where something was carried forward."""
    if not deferred:
        return []
    held = paragraphs.get("bracketed", 0)
    whole = sum(paragraphs.values())
    over = "1 proposal stands" if deferred == 1 else f"{deferred} proposals stand"
    return [f"    {over} over in brackets; {whole - held} of {whole} paragraphs are without."]


COMMANDS: tuple[click.Command, ...] = (draft, consolidate, rulings, issue)
