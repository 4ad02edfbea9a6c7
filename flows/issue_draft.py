"""Issuing: the rulings make the next draft, and each delegation learns what became of its words."""

from __future__ import annotations

from prefect import flow

from mufakat.flows.choices import At, Folder, Instrument
from mufakat.flows.journey import act, call_it, refusing, show_files
from mufakat.procedure.draft import printed
from mufakat.services.issue_draft import Issued
from mufakat.services.issue_draft import issue_draft as service


@flow(name="Issue the next draft", flow_run_name="Issue the next draft of {instrument}")
@refusing
async def issue_draft(workspace: Folder, instrument: Instrument, at: At = None) -> Issued:
    """The next draft, clean and marked, and the letters."""
    issued = await act(service, workspace, instrument, at=at)
    draft = printed(issued.draft)
    await call_it(f"Issue {draft} of {instrument}")
    files = {"clean": issued.outputs.clean, "marked": issued.outputs.marked}
    letters = {f"letter to {code}": path for code, path in issued.outputs.letters.items()}
    await show_files(workspace, instrument, draft, files | letters)
    return issued
