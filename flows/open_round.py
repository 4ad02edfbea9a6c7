"""Opening a round: every delegation's Word file is made, and comments may come in."""

from __future__ import annotations

from prefect import flow

from mufakat.flows.choices import At, Folder, Instrument, Sealed, Until
from mufakat.flows.journey import act, call_it, refusing, show_files, show_lodged
from mufakat.services.open_round import Opened
from mufakat.services.open_round import open_round as service


@flow(name="Open a round", flow_run_name="Open a round of {instrument}")
@refusing
async def open_round(
    workspace: Folder,
    instrument: Instrument,
    until: Until,
    sealed: Sealed = False,
    at: At = None,
) -> Opened:
    """The round that is open until the deadline, and what was issued for it."""
    opened = await act(service, workspace, instrument, until, at=at, sealed=sealed)
    await call_it(f"Open round {opened.round} of {instrument}")
    await show_lodged(workspace, instrument)
    await show_files(workspace, instrument, f"Issued for round {opened.round}", opened.issued)
    return opened
