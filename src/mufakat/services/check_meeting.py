"""What a person should know of the meeting file: what is wrong in it, or that it is the example."""

from __future__ import annotations

from pathlib import Path

import mufakat
from mufakat.edges.workspace import Workspace
from mufakat.refusal import Refusal

PACKAGED = Path(mufakat.__file__).parent / "templates"
EXAMPLE = PACKAGED / "meetings" / "adgmin-6.yaml"

TO_CHANGE = (
    "Change in it: the meeting (meeting, title, short, place, starts, ends, chair), the "
    "secretariat's name and e-mail address, each delegation's focal_points (theirs are no real "
    "addresses), the calendar, the instruments and the facts."
)


def check_meeting(workspace: Workspace) -> tuple[str, ...]:
    """What is to be said of the meeting file as it stands; nothing if all is well.

    Where it is what the record holds it was checked, and is not read again: a look is quick.
    """
    data = workspace.meeting_file
    if data == EXAMPLE.read_bytes():
        return (
            "meeting.yaml is still the example, the 6th ADGMIN of January 2026: change it before "
            "anybody is invited.",
        )
    if data in workspace.ledger.meetings():
        return ()
    from mufakat.edges.meeting_file import read_own_meeting  # late: mostly nothing has changed

    try:
        read_own_meeting(data)
    except Refusal as refusal:
        return (refusal.error, *refusal.details)
    return ()
