"""Taking in what a delegation sends: its file, its late file by decision, or its withdrawal."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from mufakat.edges.named_file import read_named
from mufakat.flows.choices import (
    At,
    Consent,
    Delegation,
    Folder,
    Instrument,
    MaybeFile,
    Reason,
    Words,
)
from mufakat.flows.journey import act, call_it, refusing, show_lodged
from mufakat.services.admit_submission import Admitted, admit_submission
from mufakat.services.receive_submission import Receipt, receive_submission
from mufakat.services.withdraw_submission import Withdrawn, withdraw_submission


@flow(name="Take in a submission", flow_run_name="Submission of {delegation} to {instrument}")
@refusing
async def take_in(
    workspace: Folder,
    instrument: Instrument,
    delegation: Delegation,
    file: MaybeFile,
    note: Words = "",
    consent: Consent = False,
    at: At = None,
) -> Receipt:
    """The receipt for a file, or for "no comment" without one, with what was understood of it.

    A file that was made from an older draft is brought forward, and lodged so with ``consent``.
    """
    path = Path(file) if file else None
    received = await act(
        receive_submission,
        workspace,
        instrument,
        delegation,
        read_named(path) if path else None,
        path.name if path else "",
        at=at,
        note=note,
        consent=consent,
    )
    if received.late:
        await call_it(f"Late submission of {delegation} to {instrument}")
    await show_lodged(workspace, instrument)
    return received


@flow(name="Withdraw a submission", flow_run_name="Withdrawal of {delegation} from {instrument}")
@refusing
async def withdraw(
    workspace: Folder, instrument: Instrument, delegation: Delegation, at: At = None
) -> Withdrawn:
    """The withdrawal on record."""
    withdrawn = await act(withdraw_submission, workspace, instrument, delegation, at=at)
    await show_lodged(workspace, instrument)
    return withdrawn


@flow(name="Admit a late submission", flow_run_name="Admit {delegation}, late, to {instrument}")
@refusing
async def admit(
    workspace: Folder, instrument: Instrument, delegation: Delegation, reason: Reason, at: At = None
) -> Admitted:
    """The chair's decision on record."""
    admitted = await act(admit_submission, workspace, instrument, delegation, reason, at=at)
    await show_lodged(workspace, instrument)
    return admitted
