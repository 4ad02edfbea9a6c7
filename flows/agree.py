"""Agreeing: levels clear a text, delegations endorse it or write down what they reserve."""

from __future__ import annotations

from prefect import flow

from mufakat.flows.choices import AdReferendum, At, Delegation, Folder, Instrument, Level, Words
from mufakat.flows.journey import act, refusing
from mufakat.services.clear import Cleared
from mufakat.services.clear import clear as record_clearance
from mufakat.services.endorse import Endorsed
from mufakat.services.endorse import endorse as record_endorsement
from mufakat.services.reserve import Reserved
from mufakat.services.reserve import reserve as record_reservation


@flow(name="Clear a text", flow_run_name="Clear {instrument} at {level}")
@refusing
async def clear(workspace: Folder, instrument: Instrument, level: Level, at: At = None) -> Cleared:
    """The clearance of these very words."""
    return await act(record_clearance, workspace, instrument, level, at=at)


@flow(name="Endorse a text", flow_run_name="{delegation} endorses {instrument}")
@refusing
async def endorse(
    workspace: Folder,
    instrument: Instrument,
    delegation: Delegation,
    ad_referendum: AdReferendum = False,
    at: At = None,
) -> Endorsed:
    """The endorsement on record."""
    return await act(
        record_endorsement, workspace, instrument, delegation, at=at, ad_referendum=ad_referendum
    )


@flow(name="Make a reservation", flow_run_name="{delegation} makes a reservation on {instrument}")
@refusing
async def reserve(
    workspace: Folder, instrument: Instrument, delegation: Delegation, text: Words, at: At = None
) -> Reserved:
    """The reservation on record."""
    return await act(record_reservation, workspace, instrument, delegation, text, at=at)
