"""Consolidating: all submissions of a round in one text, each word with those who propose it."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from mufakat.flows.journey import act, refusing, show_files
from mufakat.services.consolidate import Consolidated
from mufakat.services.consolidate import consolidate as service


@flow(name="Consolidate a round", flow_run_name="Consolidate {instrument}")
@refusing
async def consolidate(workspace: str, instrument: str, at: datetime | None = None) -> Consolidated:
    """The compilation, the tracked text, the matrix and the certificate of the laws."""
    consolidated = await act(service, workspace, instrument, at=at)
    await show_files(instrument, "Consolidation", consolidated.outputs)
    return consolidated
