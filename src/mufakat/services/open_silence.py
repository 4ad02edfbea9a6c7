"""Opens a silence procedure: the draft is agreed unless a delegation objects in time."""

from __future__ import annotations

from datetime import datetime

from mufakat.edges.workspace import Workspace
from mufakat.services.open_round import Opened, begin


def open_silence(
    workspace: Workspace,
    instrument: str,
    until: datetime,
    *,
    now: datetime,
    consent: bool = False,
) -> Opened:
    """Opens the procedure on the current draft; refused if shorter than the meeting allows.

    Where the text looks unfinished it is refused with a question, unless there is ``consent``.
    """
    return begin(workspace, instrument, until, now, kind="silence", consent=consent)
