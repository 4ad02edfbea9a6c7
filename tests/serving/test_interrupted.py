"""A run whose process is gone does not look as if it were running still."""

from __future__ import annotations

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.states import Completed, Running

from mufakat.runs import Clockwork
from mufakat.serving.interrupted import MESSAGE, mark_interrupted


@flow
async def step() -> None:
    pass


def test_what_was_running_is_interrupted_and_what_was_done_is_done(clockwork: Clockwork) -> None:
    async def play() -> tuple[int, list[tuple[str, str]], int]:
        async with get_client() as client:
            await mark_interrupted(deployed=False)  # what earlier tests on this server left running
            runs = [
                await client.create_flow_run(step, state=Running()),
                await client.create_flow_run(step, state=Completed()),
            ]
            others = await mark_interrupted(deployed=True)
            count = await mark_interrupted(deployed=False)
            read = [(await client.read_flow_run(run.id)).state for run in runs]
        return others, [(str(s.name), s.message or "") for s in read if s], count

    others, states, count = clockwork.ask(play)
    assert (others, count) == (0, 1)
    assert states == [("Interrupted", MESSAGE), ("Completed", "")]
