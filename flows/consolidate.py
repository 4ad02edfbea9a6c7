"""Consolidating: all submissions of a round in one text, each word with those who propose it."""

from __future__ import annotations

from prefect import flow

from mufakat.flows.choices import At, Folder, Instrument
from mufakat.flows.journey import Progress, act, call_it, refusing, show_files
from mufakat.services.consolidate import STEPS, Consolidated
from mufakat.services.consolidate import consolidate as service


@flow(name="Consolidate a round", flow_run_name="Consolidate {instrument}")
@refusing
async def consolidate(workspace: Folder, instrument: Instrument, at: At = None) -> Consolidated:
    """The compilation, the tracked text, the matrix and the certificate of the laws."""
    async with Progress(instrument, STEPS) as progress:
        done = await act(service, workspace, instrument, at=at, tell=progress.tell)
    submissions, proposals = done.counts["submissions"], done.counts["proposals"]
    counted = f"{submissions} submissions, {proposals} proposals"
    await call_it(f"Consolidate round {done.round} of {instrument}, {counted}")
    await show_files(workspace, instrument, "Consolidation", done.outputs)
    return done
