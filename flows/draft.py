"""Drafting: an instrument gets its zero draft."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from mufakat.flows.choices import At, Folder, Instrument, MaybeFile
from mufakat.flows.journey import act, refusing
from mufakat.services.draft_instrument import Drafted, draft_instrument


@flow(name="Draft an instrument", flow_run_name="Draft {instrument}")
@refusing
async def draft(
    workspace: Folder, instrument: Instrument, source: MaybeFile = None, at: At = None
) -> Drafted:
    """The zero draft, from the instrument's template or from a file."""
    path = Path(source) if source else None
    return await act(draft_instrument, workspace, instrument, path, at=at)
