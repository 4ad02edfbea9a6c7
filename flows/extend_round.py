"""Extending a round: everybody, or one delegation, has until a later moment."""

from __future__ import annotations

from prefect import flow

from mufakat.flows.choices import Anybody, At, Folder, Instrument, Reason, Until
from mufakat.flows.journey import act, call_it, refusing, show_lodged
from mufakat.procedure.round import spoken
from mufakat.services.extend_round import Extended
from mufakat.services.extend_round import extend_round as service


@flow(name="Extend a round", flow_run_name="Extend a round of {instrument}")
@refusing
async def extend_round(
    workspace: Folder,
    instrument: Instrument,
    until: Until,
    delegation: Anybody = "",
    reason: Reason = "",
    at: At = None,
) -> Extended:
    """The round with its new deadline; for one ``delegation`` alone there is a ``reason``."""
    extended = await act(
        service, workspace, instrument, until, at=at, delegation=delegation, reason=reason
    )
    whom = f" for {delegation}" if delegation else ""
    later = f"until {spoken(extended.deadline)}"
    await call_it(f"Extend round {extended.round} of {instrument}{whom} {later}")
    await show_lodged(workspace, instrument)
    return extended
