"""What all journeys share: one service on a thread, a refusal that reads well, a trace to look at.

A journey records nothing itself: git is the truth, and Prefect's run names, states and artifacts
only show it. Whatever happens here may be lost, or happen twice, without harm.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.client.orchestration import get_client
from prefect.runtime import flow_run
from prefect.states import Failed

from mufakat.edges.workspace import Workspace
from mufakat.refusal import Refusal
from mufakat.services.status import status

P = ParamSpec("P")
T = TypeVar("T")


def refusing(body: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """A journey whose run fails with the words of a refusal; the caller still gets the refusal."""

    @functools.wraps(body)
    async def told(*args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return await body(*args, **kwargs)
        except Refusal as refusal:
            return Failed(message=f"{refusal.error} {refusal.hint}", data=refusal)

    return told


async def act(
    service: Callable[..., T], workspace: str, *args: object, at: datetime | None, **options: object
) -> T:
    """The service's answer, worked out on a thread; ``at`` is the moment of the act, else now."""
    now = at or datetime.now(UTC)
    opened = Workspace.open(Path(workspace))
    return await asyncio.to_thread(service, opened, *args, now=now, **options)


async def call_it(name: str) -> None:
    """Gives the run that is under way the name under which people will look for it."""
    async with get_client() as client:
        await client.update_flow_run(flow_run.id, name=name)


async def show_lodged(workspace: str, instrument: str) -> str:
    """Leaves the table of who has lodged; answers ``9 of 11``."""
    opened = Workspace.open(Path(workspace))
    one = (await asyncio.to_thread(status, opened, instrument)).instruments[0]
    parties = opened.meeting.roster.order((*one.lodged, *one.missing))
    rows = [
        {
            "delegation": code,
            "lodged": "yes" if code in one.lodged else "late" if code in one.late else "no",
        }
        for code in parties
    ]
    counted = f"{len(one.lodged)} of {len(parties)}"
    deadline = f", deadline {one.deadline:%d %B %Y %H:%M %z}" if one.deadline else ""
    await acreate_table_artifact(
        key=f"{instrument}-lodged",
        table=rows,
        description=f"{instrument}, round {one.round}: {counted} lodged{deadline}",
    )
    return counted


async def show_files(instrument: str, title: str, files: Mapping[str, Path]) -> None:
    """Leaves links to what was rendered."""
    lines = [f"- {what}: [{path.name}]({path.as_uri()})" for what, path in files.items()]
    await acreate_markdown_artifact(
        key=f"{instrument}-outputs", markdown="\n".join([f"# {title}", "", *lines])
    )
