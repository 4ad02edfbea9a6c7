"""Closing a round: what comes from now on is late; a silence that nobody broke has lapsed."""

from __future__ import annotations

from prefect import flow

from mufakat.flows.choices import At, Early, Folder, Instrument
from mufakat.flows.journey import act, call_it, refusing, show_lodged
from mufakat.services.close_round import Closed
from mufakat.services.close_round import close_round as service


@flow(name="Close a round", flow_run_name="Close a round of {instrument}")
@refusing
async def close_round(
    workspace: Folder, instrument: Instrument, early: Early = False, at: At = None
) -> Closed:
    """The round as it closed; before its deadline only if ``early`` says that this is meant."""
    closed = await act(service, workspace, instrument, at=at, early=early)
    if closed.state == "lapsed":
        await call_it(f"Silence on {instrument} lapsed, its text is agreed")
    else:
        counted = await show_lodged(workspace, instrument)
        await call_it(f"Close round {closed.round} of {instrument}, {counted} lodged")
    return closed
