"""Ruling: the chair's dispositions go on record."""

from __future__ import annotations

import asyncio
from pathlib import Path

from prefect import flow

from mufakat.edges.workspace import Workspace
from mufakat.flows.choices import At, File, Folder, Instrument
from mufakat.flows.journey import act, refusing
from mufakat.services.apply_rulings import Ruled, apply_rulings
from mufakat.services.export_rulings import Exported, export_rulings


@flow(name="List what is to be ruled on", flow_run_name="To rule on in {instrument}")
@refusing
async def export(workspace: Folder, instrument: Instrument, file: File, at: At = None) -> Exported:
    """Every proposal of the round in a file, for the chair; nothing goes on record."""
    opened = Workspace.open(Path(workspace))
    return await asyncio.to_thread(export_rulings, opened, instrument, Path(file))


@flow(name="Apply rulings", flow_run_name="Rule on {instrument}")
@refusing
async def rule(workspace: Folder, instrument: Instrument, file: File, at: At = None) -> Ruled:
    """The rulings of a file, each on the proposal it names."""
    return await act(apply_rulings, workspace, instrument, Path(file), at=at)
