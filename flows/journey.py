"""What all journeys share: one service on a thread, a refusal that reads well, a trace to look at.

A journey records nothing itself: git is the truth, and Prefect's run names, states and artifacts
only show it. Whatever happens here may be lost, or happen twice, without harm.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec, Self, TypeVar
from urllib.parse import quote

from prefect import get_run_logger
from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)
from prefect.client.orchestration import get_client
from prefect.runtime import flow_run
from prefect.states import Failed

from mufakat.edges.unwritable import refused
from mufakat.edges.workspace import Workspace
from mufakat.procedure.round import spoken
from mufakat.refusal import Refusal
from mufakat.services.status import status

P = ParamSpec("P")
T = TypeVar("T")


def refusing(body: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """A journey whose run ends as "Refused", with the words; the caller still gets the refusal.

    However it was started, its run is tagged with the instrument that it is about.
    """
    # Prefect reads types where this file is, not where the journey is: they are given to it whole.
    signature = inspect.signature(body, eval_str=True)

    @functools.wraps(body)
    async def told(*args: P.args, **kwargs: P.kwargs) -> Any:
        about = signature.bind(*args, **kwargs).arguments
        await tag(about.get("instrument", ""))
        try:
            return await body(*args, **kwargs)
        except (Refusal, OSError) as problem:
            refusal = problem if isinstance(problem, Refusal) else refused(problem)
            await _show_refusal(refusal, str(about.get("instrument", "meeting")))
            return Failed(name="Refused", message=f"{refusal.error} {refusal.hint}", data=refusal)

    told.__dict__["__signature__"] = signature
    return told


async def tag(*instruments: str) -> None:
    """Lets the run be found under the instruments that it is about."""
    tags = {*flow_run.tags, *filter(None, instruments)}
    if tags != set(flow_run.tags):
        async with get_client() as client:
            await client.update_flow_run(flow_run.id, tags=tags)


async def _show_refusal(refusal: Refusal, about: str) -> None:
    get_run_logger().warning("%s %s", refusal.error, refusal.hint)
    lines = [f"# {refusal.error}", *(f"- {one}" for one in refusal.details), refusal.hint]
    await acreate_markdown_artifact(
        key=f"{_key(about)}-refused", markdown="\n\n".join(lines), description=refusal.error
    )


def _key(name: str) -> str:
    """A name as Prefect allows it for an artifact, whatever somebody has typed."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "meeting"


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


async def show_table(key: str, rows: list[dict[str, Any]], description: str) -> None:
    """Leaves a table under the run, and as the newest of its key."""
    await acreate_table_artifact(key=key, table=rows, description=description)


async def show_lodged(workspace: str, instrument: str) -> str:
    """Leaves the table of who has lodged; answers ``9 of 11``. Under silence nobody lodges."""
    opened = Workspace.open(Path(workspace))
    one = (await asyncio.to_thread(status, opened, instrument)).instruments[0]
    parties = opened.meeting.roster.order((*one.lodged, *one.missing))
    if not parties:
        return ""
    rows = [
        {
            "delegation": code,
            "lodged": "yes" if code in one.lodged else "late" if code in one.late else "no",
            "extended until": spoken(one.extensions[code]) if code in one.extensions else "",
        }
        for code in parties
    ]
    counted = f"{len(one.lodged)} of {len(parties)}"
    deadline = f", until {spoken(one.deadline)}" if one.deadline else ""
    about = f"{instrument}, round {one.round}: {counted} lodged{deadline}"
    await show_table(f"{instrument}-lodged", rows, about)
    return counted


async def show_files(
    workspace: str, instrument: str, title: str, files: Mapping[str, Path]
) -> None:
    """Leaves links to what was rendered; they lead there in the pages of ``mufakat serve``."""
    outputs = Workspace.open(Path(workspace)).outputs
    lines = []
    for what, path in files.items():
        address = quote(f"/outputs/{path.relative_to(outputs).as_posix()}")
        lines.append(f"- {what.replace('_', ' ')}: [{path.name}]({address})")
    await acreate_markdown_artifact(
        key=f"{instrument}-outputs",
        markdown="\n".join([f"# {title}", "", *lines, "", f"All of it is in `{outputs}`."]),
        description=title,
    )


class Progress:
    """A bar under a run that takes long: how far it is, and what it is doing.

    Its pictures are drawn beside the work, which never waits for them.
    """

    def __init__(self, instrument: str, steps: Sequence[str]) -> None:
        self._key = f"{_key(instrument)}-progress"
        self._steps = steps
        self._loop = asyncio.get_running_loop()
        self._drawing: list[Future[None]] = []

    async def __aenter__(self) -> Self:
        self._bar = await acreate_progress_artifact(0.0, self._key, self._steps[0])
        return self

    def tell(self, step: str) -> None:
        """Called by the work, on its own thread, when a step begins."""
        done = 100 * self._steps.index(step) / len(self._steps)
        self._drawing.append(asyncio.run_coroutine_threadsafe(self._draw(done, step), self._loop))

    async def _draw(self, done: float, step: str) -> None:
        await aupdate_progress_artifact(self._bar, done, step)

    async def __aexit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        await asyncio.gather(*map(asyncio.wrap_future, self._drawing), return_exceptions=True)
        if kind is None:
            await self._draw(100.0, "Done")
