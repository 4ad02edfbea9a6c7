"""What stands around a text reads well, whatever the meeting file calls things."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import mufakat
from mufakat.edges.meeting_file import read_meeting
from mufakat.procedure.meeting import Party
from mufakat.procedure.round import Kind, Round
from mufakat.services.fields import issued_fields

MEETINGS = Path(mufakat.__file__).parent / "templates" / "meetings"
MEETING = read_meeting((MEETINGS / "adgmin-6.yaml").read_bytes())
DEADLINE = datetime(2026, 1, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["comments", "silence"])
@pytest.mark.parametrize("name", ["Secretariat of the 6th ADGMIN", "The Secretariat", "Ms Lim"])
def test_the_secretariats_name_needs_no_article(kind: Kind, name: str) -> None:
    meeting = replace(MEETING, secretariat=Party(name, "desk@state.example"))
    record = Round(1, "zero", DEADLINE, DEADLINE, kind)
    said = issued_fields(meeting, record, next(iter(meeting.roster)))["instructions"]
    assert f" to desk@state.example ({name})" in said
