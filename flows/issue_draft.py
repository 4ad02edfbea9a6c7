"""Issuing: the rulings make the next draft, and each delegation learns what became of its words."""

from __future__ import annotations

from prefect import flow

from mufakat.flows.choices import At, Folder, Instrument
from mufakat.flows.journey import act, call_it, refusing, show_files
from mufakat.services.issue_draft import Issued
from mufakat.services.issue_draft import issue_draft as service


@flow(name="Issue the next draft", flow_run_name="Issue the next draft of {instrument}")
@refusing
async def issue_draft(workspace: Folder, instrument: Instrument, at: At = None) -> Issued:
    """The next draft, clean and marked, and the letters."""
    issued = await act(service, workspace, instrument, at=at)
    await call_it(f"Issue {issued.draft} of {instrument}")
    files = {"clean": issued.outputs.clean, "marked": issued.outputs.marked}
    await show_files(
        workspace, instrument, f"Draft {issued.draft}", files | dict(issued.outputs.letters)
    )
    return issued
