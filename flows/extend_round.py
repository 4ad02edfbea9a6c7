"""Extending a round: everybody has until a later moment."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from mufakat.flows.journey import act, call_it, refusing, show_lodged
from mufakat.services import extend_round as service


@flow(name="Extend a round", flow_run_name="Extend a round of {instrument}")
@refusing
async def extend_round(
    workspace: str, instrument: str, until: datetime, at: datetime | None = None
) -> service.Extended:
    """The round with its new deadline."""
    extended = await act(service.extend_round, workspace, instrument, until, at=at)
    await call_it(f"Extend round {extended.round} of {instrument}")
    await show_lodged(workspace, instrument)
    return extended
