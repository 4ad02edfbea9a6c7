"""Adopting: the authentic text, its files and the signature by which anyone can tell it."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from mufakat.flows.choices import AsItStands, At, File, Folder, Instrument
from mufakat.flows.journey import act, refusing, show_files
from mufakat.services.adopt import Adopted
from mufakat.services.adopt import adopt as service


@flow(name="Adopt a text", flow_run_name="Adopt {instrument}")
@refusing
async def adopt(
    workspace: Folder,
    instrument: Instrument,
    key: File,
    consent: AsItStands = False,
    at: At = None,
) -> Adopted:
    """The final Word and PDF, the signed tag and the dossier."""
    adopted = await act(service, workspace, instrument, Path(key), at=at, consent=consent)
    outputs = adopted.outputs
    files = {"Word": outputs.docx, "PDF": outputs.pdf, "dossier": outputs.dossier}
    await show_files(workspace, instrument, f"Adopted text ({adopted.tag})", files)
    return adopted
