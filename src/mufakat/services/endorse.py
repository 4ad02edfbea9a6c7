"""Records that a delegation agrees to the current draft, at once or subject to its capital."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mufakat.edges.workspace import Workspace
from mufakat.procedure.adoption import Endorsement, standing_endorsements
from mufakat.procedure.draft import printed
from mufakat.procedure.nearest import capital
from mufakat.procedure.permissions import actor, check_party
from mufakat.procedure.standing import check
from mufakat.services.look_up import look_up, until_settled


@dataclass(frozen=True, slots=True)
class Endorsed:
    """The endorsement on record."""

    instrument: str
    delegation: str
    draft: str
    digest: str
    ad_referendum: bool
    commit: str


def endorse(
    workspace: Workspace,
    instrument: str,
    delegation: str,
    *,
    now: datetime,
    ad_referendum: bool = False,
) -> Endorsed:
    """Endorses the text; a second word of the same delegation takes the first one's place."""
    return until_settled(lambda: _endorse(workspace, instrument, delegation, now, ad_referendum))


def _endorse(
    workspace: Workspace, instrument: str, delegation: str, now: datetime, ad_referendum: bool
) -> Endorsed:
    head = look_up(workspace, instrument)
    meeting, moment, held = workspace.meeting, workspace.meeting.moment(now), head.standing
    party = check_party(meeting, head.instrument, delegation)
    said = standing_endorsements(held.endorsements, held.digest).get(party.code)
    if said and said.ad_referendum == ad_referendum:
        commit = head.commit
    else:
        check(held, "endorse")
        word = Endorsement(party.code, held.digest, moment, ad_referendum)
        standing = replace(held, endorsements=(*held.endorsements, word))
        subject = " ad referendum" if ad_referendum else ""
        whose = capital(party.said)
        message = f"{whose} endorses {printed(held.draft)}{subject}\n\nText: {held.digest}\n"
        author = actor(meeting, "endorse", party)
        commit = workspace.ledger.record(standing, message, author, moment, head=head)
    return Endorsed(instrument, party.code, held.draft, held.digest, ad_referendum, commit)
