"""Setting up: the folder of a meeting."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from prefect import flow

from mufakat.flows.choices import At, Folder, MaybeFile
from mufakat.flows.journey import refusing
from mufakat.services.start_workspace import Started, start_workspace


@flow(name="Set up a meeting", flow_run_name="Set up a meeting")
@refusing
async def start(workspace: Folder, meeting_file: MaybeFile = None, at: At = None) -> Started:
    """The workspace of the meeting that the file describes."""
    path = Path(meeting_file) if meeting_file else None
    return await asyncio.to_thread(
        start_workspace, Path(workspace), path, now=at or datetime.now(UTC)
    )
