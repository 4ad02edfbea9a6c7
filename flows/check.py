"""Checking: is this the authentic text?"""

from __future__ import annotations

import asyncio
from pathlib import Path

from prefect import flow

from mufakat.flows.choices import File, Folder
from mufakat.flows.journey import call_it, refusing
from mufakat.services.verify import Verdict, verify


@flow(name="Verify a file", flow_run_name="Verify")
@refusing
async def check(workspace: Folder, file: File) -> Verdict:
    """Whether a file or a dossier is what it says it is."""
    await call_it(f"Verify {Path(file).name}")
    return await asyncio.to_thread(verify, Path(file))
