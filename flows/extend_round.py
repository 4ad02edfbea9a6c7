"""Extending a round: everybody has until a later moment."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from mufakat.flows.journey import act, call_it, refusing, show_lodged
from mufakat.services.extend_round import Extended
from mufakat.services.extend_round import extend_round as service


@flow(name="Extend a round", flow_run_name="Extend a round of {instrument}")
@refusing
async def extend_round(
    workspace: str, instrument: str, until: datetime, at: datetime | None = None
) -> Extended:
    """The round with its new deadline."""
    extended = await act(service, workspace, instrument, until, at=at)
    await call_it(f"Extend round {extended.round} of {instrument}")
    await show_lodged(workspace, instrument)
    return extended
