"""Says of runs whose process was killed that they were interrupted: else they would run on."""

from __future__ import annotations

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import State, StateType
from prefect.states import Crashed

MESSAGE = "Interrupted. Nothing is lost: the step finishes when it is run again."


async def mark_interrupted(*, deployed: bool, tag: str = "") -> int:
    """Marks the runs of the runner (``deployed``) or of the worker; how many there were.

    To be called before anything can have begun: what is said to be running then is not. On a
    server that others use too, only the runs with the workspace's own ``tag`` are meant.
    """
    kinds = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
    wanted = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=kinds)),
        deployment_id=FlowRunFilterDeploymentId(is_null_=not deployed),
        tags=FlowRunFilterTags(all_=[tag]) if tag else None,
    )
    async with get_client() as client:
        left = await client.read_flow_runs(flow_run_filter=wanted)
        for run in left:
            state: State = Crashed(name="Interrupted", message=MESSAGE)
            await client.set_flow_run_state(run.id, state, force=True)
    return len(left)
