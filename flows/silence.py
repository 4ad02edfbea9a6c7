"""Silence: a text is agreed unless somebody objects before the deadline."""

from __future__ import annotations

from prefect import flow

from mufakat.flows.choices import AsItStands, At, Delegation, Folder, Instrument, Reason, Until
from mufakat.flows.journey import act, refusing
from mufakat.services.break_silence import Broken
from mufakat.services.break_silence import break_silence as record_objection
from mufakat.services.open_round import Opened
from mufakat.services.open_silence import open_silence as begin_silence


@flow(name="Open a silence procedure", flow_run_name="Silence on {instrument}")
@refusing
async def open_silence(
    workspace: Folder,
    instrument: Instrument,
    until: Until,
    consent: AsItStands = False,
    at: At = None,
) -> Opened:
    """The silence procedure that runs until the deadline."""
    return await act(begin_silence, workspace, instrument, until, at=at, consent=consent)


@flow(name="Break silence", flow_run_name="{delegation} breaks silence on {instrument}")
@refusing
async def break_silence(
    workspace: Folder, instrument: Instrument, delegation: Delegation, reason: Reason, at: At = None
) -> Broken:
    """The objection on record."""
    return await act(record_objection, workspace, instrument, delegation, reason, at=at)
