"""What is due is read from the record alone, and reminding makes it due no more."""

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from tests.services.conftest import START
from tests.services.life import NAME, Life

from mufakat.edges.workspace import Workspace
from mufakat.procedure.due import Due
from mufakat.services.due import what_is_due
from mufakat.services.extend_round import extend_round
from mufakat.services.open_silence import open_silence
from mufakat.services.remind import remind

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CODES = ("MYS", "SGP", "THA", "VNM")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@pytest.fixture
def talks(files: Path, begun: Path, tmp_path: Path) -> Life:
    """The negotiation, with a focal point for each delegation."""
    shutil.copytree(begun, tmp_path / "talks")
    path = tmp_path / "talks" / "meeting.yaml"
    held = yaml.safe_load(path.read_text())
    for entry in held["delegations"]:
        entry["focal_points"] = [{"name": entry["name"], "email": f"{entry['code']}@talks.example"}]
    path.write_text(yaml.safe_dump(held, allow_unicode=True))
    return Life(Workspace.open(tmp_path / "talks"), files, START)


def due(life: Life, now: datetime) -> list[Due]:
    return [one for one in what_is_due(life.workspace, now) if one.kind != "upkeep"]


def test_who_has_not_lodged_is_reminded_once_at_each_stage(talks: Life) -> None:
    talks.open(until=14, now=0)  # until Monday, 15 December, 09:00
    talks.submit("MYS")
    now = moment("2025-12-08T09:30")
    found = due(talks, now)
    assert [(one.kind, one.delegation, one.stage, one.round) for one in found] == [
        ("remind", code, "7 days", 1) for code in ("SGP", "THA", "VNM")
    ]
    for one in found:
        assert remind(talks.workspace, one, now=now).posted
        assert not remind(talks.workspace, one, now=now).posted
    assert due(talks, now) == []
    assert due(talks, moment("2025-12-12T19:00")) == []
    assert {one.stage for one in due(talks, moment("2025-12-12T20:45"))} == {"2 days"}
    talks.submit("THA", now=10)
    assert {one.delegation for one in due(talks, moment("2025-12-15T08:00"))} == {"SGP", "VNM"}


def test_a_round_is_to_be_closed_once_the_last_deadline_has_passed(talks: Life) -> None:
    talks.open(until=14, now=0)
    for code in CODES:
        talks.submit(code)
    extend_round(
        talks.workspace, NAME, talks.day(16), now=talks.day(1), delegation="THA", reason="So."
    )
    assert due(talks, talks.day(14.5)) == []
    assert due(talks, talks.day(16)) == []
    assert due(talks, talks.day(16.5)) == [Due("close", talks.day(16), NAME, 1)]
    talks.close(now=17)
    assert due(talks, talks.day(30)) == []


def test_a_silence_that_nobody_broke_is_to_lapse_and_nobody_is_reminded_of_it(
    talks: Life,
) -> None:
    open_silence(talks.workspace, NAME, talks.day(14), now=talks.day(0))
    assert due(talks, talks.day(13.9)) == []
    assert due(talks, talks.day(15)) == [Due("lapse", talks.day(14), NAME, 1)]


def test_a_delegation_without_a_focal_point_cannot_be_reminded(round_one: Life) -> None:
    assert due(round_one, round_one.day(13.9)) == []


def test_nothing_is_due_where_there_is_nothing(life: Life) -> None:
    assert due(life, life.day(100)) == []
