"""Sweeping: whatever is due and has not happened is done now, in order, each once."""

from __future__ import annotations

from prefect import flow
from prefect.states import Completed

from mufakat.flows.choices import At, Folder
from mufakat.flows.journey import act, call_it, refusing, show_lodged, show_table, tag
from mufakat.procedure.round import spoken
from mufakat.services.sweep import Swept, told
from mufakat.services.sweep import sweep as service


@flow(name="Sweep", flow_run_name="Do what is due")
@refusing
async def sweep(workspace: Folder, at: At = None) -> Swept:
    """What was done, and what could not be; the run's name says it."""
    swept = await act(service, workspace, at=at)
    every = (*swept.failed, *swept.done)
    if not every:
        return swept
    more = f", and {len(every) - 1} more" if len(every) > 1 else ""
    await call_it(f"{every[0].what}{more}")
    await tag(*(one.instrument for one in every))
    rows = [{"what": one.what, "due": spoken(one.since), "outcome": one.outcome} for one in every]
    await show_table("sweep", rows, "What was due, and what came of it")
    for name in dict.fromkeys(one.instrument for one in swept.done if one.instrument):
        await show_lodged(workspace, name)
    if swept.failed:
        why = " ".join(told(one) for one in swept.failed)
        # Prefect takes a state for the answer, its types do not say so.
        return Completed(name="Not all done", message=why, data=swept)  # type: ignore[return-value]
    return swept
