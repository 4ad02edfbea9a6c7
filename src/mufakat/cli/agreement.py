"""Commands by which a text is agreed to, adopted, and told from any other."""

from __future__ import annotations

from pathlib import Path

import click

from mufakat.cli.frame import (
    AS_IT_STANDS,
    DELEGATION,
    DONE,
    FILE,
    INSTRUMENT,
    SAYS_NO,
    Frame,
    framed,
    now,
)
from mufakat.procedure.draft import printed


@click.command()
@INSTRUMENT
@click.option("--level", required=True, help="The body that cleared it, such as adgsom.")
@framed
def clear(frame: Frame, instrument: str, level: str) -> None:
    """Record that a level has cleared these words."""
    done = frame.run("agree:clear", instrument, level=level)
    frame.answer(done, f"{printed(done.draft)} of {instrument} is cleared at {done.level}.")


@click.command()
@INSTRUMENT
@DELEGATION
@click.option("--ad-referendum", is_flag=True, help="Subject to confirmation by the capital.")
@framed
def endorse(frame: Frame, instrument: str, delegation: str, ad_referendum: bool) -> None:
    """Record that a delegation agrees to these words."""
    from mufakat.services.endorse import endorse as service

    workspace = frame.workspace
    done = service(workspace, instrument, delegation, now=now(), ad_referendum=ad_referendum)
    extent = " ad referendum" if done.ad_referendum else ""
    frame.answer(done, f"{done.delegation} endorses {printed(done.draft)}{extent}.")


@click.command()
@INSTRUMENT
@DELEGATION
@click.argument("text")
@framed
def reserve(frame: Frame, instrument: str, delegation: str, text: str) -> None:
    """Record a delegation's reservation, which blocks nothing."""
    from mufakat.services.reserve import reserve as service

    done = service(frame.workspace, instrument, delegation, text, now=now())
    frame.answer(done, f"The reservation of {done.delegation} is on record.")


@click.command()
@INSTRUMENT
@click.option("--key", required=True, type=FILE, help="The chair's SSH key, to sign with.")
@AS_IT_STANDS
@framed
def adopt(frame: Frame, instrument: str, key: Path, consent: bool) -> None:
    """Adopt the text, and sign it.

    Makes the final Word and PDF, a signed tag, and the dossier that a stranger can check.
    """
    done = frame.run("adopt", instrument, key=str(key.absolute()), consent=consent)
    outputs = done.outputs
    frame.answer(
        done,
        f"{instrument} was adopted already, with the key {done.key}: tag {done.tag}. "
        "The key given now was not used."
        if done.already
        else f"{instrument} is adopted: tag {done.tag}.",
        f"    Word      {outputs.docx}",
        f"    PDF       {outputs.pdf}",
        f"    dossier   {outputs.dossier}",
        *frame.mails(instrument, "adoption"),
        keys=("outputs", "tag", "commit", "key", "already"),
    )


@click.command()
@click.argument("file", type=FILE, metavar="FILE|DOSSIER")
@framed
def verify(frame: Frame, file: Path) -> int:
    """Tell whether this is the authentic text.

    A dossier is checked by itself; a file by the dossier or the workspace that it lies in, or by
    --workspace.
    """
    from mufakat.services.verify import verify as service

    verdict = service(file, workspace=frame.workspace if frame.start else None)
    word = "is the authentic text" if verdict.authentic else "is NOT the authentic text"
    frame.answer(
        verdict,
        f"{file} {word}.",
        *(f"    {finding}" for finding in verdict.findings),
        keys=("authentic", "findings"),
    )
    return DONE if verdict.authentic else SAYS_NO


COMMANDS: tuple[click.Command, ...] = (clear, endorse, reserve, adopt, verify)
