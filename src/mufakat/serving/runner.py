"""Prefect's runner: what is started by hand in its pages, or at a set time, is carried out.

Run as ``python -m mufakat.serving.runner WORKSPACE [NAME]`` by ``mufakat serve``, with Prefect's
address in the environment; ``NAME`` as for the worker. Each run is a process of its own, in this
one's group.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import pkgutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from prefect import Flow
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.types.entrypoint import EntrypointType

from mufakat import flows
from mufakat.child import say_up, when_parent_ends
from mufakat.edges.workspace import Workspace
from mufakat.flows.choices import offered
from mufakat.runs import PERSONAL
from mufakat.serving.interrupted import mark_interrupted

AT_ONCE = 2
LOOK_SECONDS = 2.0


def journeys() -> Iterator[Flow[Any, Any]]:
    """Every flow of ``mufakat.flows``."""
    for module in pkgutil.iter_modules(flows.__path__):
        held = vars(importlib.import_module(f"mufakat.flows.{module.name}"))
        yield from (one for one in held.values() if isinstance(one, Flow))


def deployments(workspace: Workspace, name: str = "") -> tuple[RunnerDeployment, ...]:
    """Every journey with a form of its own: the workspace is filled in, lists are to choose from.

    ``name`` tells them from those of other workspaces on the same server. What is about the whole
    workspace is for the command line, the sweep apart; and so is what needs a person's key.
    """
    with offered(workspace):
        return tuple(
            RunnerDeployment.from_flow(
                journey,
                f"{journey.name} at {name}" if name else journey.name,
                parameters={"workspace": str(workspace.root)},
                tags=[workspace.outline.id, *filter(None, [name])],
                entrypoint_type=EntrypointType.MODULE_PATH,
            )
            for journey in journeys()
            if _offered(journey)
        )


def _offered(journey: Flow[Any, Any]) -> bool:
    if journey.name == "Sweep":
        return True
    return "instrument" in journey.parameters.properties and journey.fn.__name__ not in PERSONAL


async def run(workspace: Workspace, name: str = "") -> None:
    """Registers the journeys and carries out what is wanted of them, until the parent lets go."""
    runner = Runner(
        name or workspace.outline.id,
        query_seconds=LOOK_SECONDS,
        limit=AT_ONCE,
        pause_on_shutdown=False,
    )
    loop = asyncio.get_running_loop()

    def end() -> None:
        if not runner.started:
            _gone()
        asyncio.run_coroutine_threadsafe(runner.astop(), loop)

    when_parent_ends(end)  # first of all: what follows waits for the server, which may be gone too
    await mark_interrupted(deployed=True, tag=name)
    for deployment in deployments(workspace, name):
        await runner.aadd_deployment(deployment)
    say_up()
    await runner.start()


def _gone() -> None:
    """Ends this process and whatever it has started."""
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    try:
        asyncio.run(run(Workspace(Path(sys.argv[1])), *sys.argv[2:]))
    finally:
        _gone()
