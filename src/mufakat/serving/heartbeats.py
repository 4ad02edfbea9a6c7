"""Prefect says of a run that nothing is heard of any more that it was interrupted.

A worker that starts again marks its own runs; this is for those of one that does not.
"""

from __future__ import annotations

from datetime import timedelta

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.events import ResourceSpecification
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

from mufakat.serving.interrupted import MESSAGE

NAME = "Interrupted runs"
SILENCE = timedelta(seconds=90)  # three heartbeats


async def watch_heartbeats() -> None:
    """Lets the server watch over all runs that send heartbeats, if it does not yet."""
    async with get_client() as client:
        if not await client.read_automations_by_name(NAME):
            await client.create_automation(automation())


def automation(silence: timedelta = SILENCE) -> AutomationCore:
    """A heartbeat, and then for so long nothing: neither another one nor an end."""
    return AutomationCore(
        name=NAME,
        description="A run whose process is gone does not look as if it were running still.",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.*"},
            match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=silence,
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED, name="Interrupted", message=MESSAGE, force=False
            )
        ],
    )
