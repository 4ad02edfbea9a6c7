"""Records that a level has cleared the current draft: these words and no others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mufakat.edges.workspace import Workspace
from mufakat.procedure.clearance import Clearance, check_next, cleared
from mufakat.procedure.draft import printed
from mufakat.procedure.permissions import actor
from mufakat.procedure.standing import check
from mufakat.services.look_up import look_up, until_settled


@dataclass(frozen=True, slots=True)
class Cleared:
    """The clearance on record."""

    instrument: str
    level: str
    draft: str
    digest: str
    commit: str


def clear(workspace: Workspace, instrument: str, level: str, *, now: datetime) -> Cleared:
    """Clears the text at a level; refused out of order, or while the text is being negotiated."""
    return until_settled(lambda: _clear(workspace, instrument, level, now))


def _clear(workspace: Workspace, instrument: str, name: str, now: datetime) -> Cleared:
    head = look_up(workspace, instrument)
    meeting, moment, held = workspace.meeting, workspace.meeting.moment(now), head.standing
    level = meeting.level(name)
    if level.id in cleared(held.clearances, held.digest):
        return Cleared(instrument, level.id, held.draft, held.digest, head.commit)
    check(held, "clear")
    check_next(head.instrument, held.clearances, level.id, held.digest)
    clearance = Clearance(level.id, held.digest, moment)
    standing = replace(held, clearances=(*held.clearances, clearance))
    message = f"{level.name} clears {printed(held.draft)}\n\nText: {held.digest}\n"
    author = actor(meeting, "clear")
    commit = workspace.ledger.record(standing, message, author, moment, head=head)
    return Cleared(instrument, level.id, held.draft, held.digest, commit)
