"""Commands for positions on others' proposals, between the consolidation and the rulings."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from mufakat.cli.frame import DELEGATION, INSTRUMENT, Frame, framed, now, short

if TYPE_CHECKING:
    from mufakat.procedure.position import Stance

_STANCES = ("supports", "can-go-along", "opposes", "reserves")


@click.command()
@INSTRUMENT
@DELEGATION
@click.argument("proposal")
@click.argument("stance", type=click.Choice(_STANCES))
@click.option("--note", default="", help="A word that goes with it.")
@framed
def position(
    frame: Frame, instrument: str, delegation: str, proposal: str, stance: str, note: str
) -> None:
    """Record what a delegation says of another's proposal.

    From the consolidation until the chair rules; a later word takes an earlier one's place.
    """
    from mufakat.services.take_position import take_position

    said = cast("Stance", stance.replace("-", " "))
    workspace = frame.workspace
    done = take_position(workspace, instrument, delegation, proposal, said, now=now(), note=note)
    frame.answer(done, f"{done.delegation} {said} {done.proposal} ({short(done.commit)}).")


@click.command()
@INSTRUMENT
@framed
def positions(frame: Frame, instrument: str) -> None:
    """Show the positions, also in the compilation and the matrix."""
    from mufakat.procedure.position import attributions
    from mufakat.services.show_positions import show_positions

    done = show_positions(frame.workspace, instrument)
    said = [f"    {name:12} {phrase}" for name, phrase in attributions(done.positions).items()]
    frame.answer(
        done,
        *(said or ["No position has been taken."]),
        *(f"    {name:17} {path}" for name, path in done.outputs.items()),
    )


COMMANDS: tuple[click.Command, ...] = (position, positions)
