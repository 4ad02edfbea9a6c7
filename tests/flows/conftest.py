"""A meeting to play journeys in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mufakat.edges.workspace import Workspace
from mufakat.runs import Clockwork

NAME = "joint-statement"
START = datetime(2025, 12, 1, 2, tzinfo=UTC)
Play = Callable[..., Any]


def day(number: int, hour: int = 2) -> datetime:
    """The n-th day of the story."""
    return START.replace(hour=hour) + timedelta(days=number)


def player(root: Path) -> Play:
    """``play(journey, **parameters)`` on one workspace."""

    def play(journey: str, instrument: str = NAME, **parameters: object) -> Any:
        with Clockwork(root) as shared:
            return shared.run(journey, (instrument,), instrument=instrument, **parameters)

    return play


@pytest.fixture
def meeting(clockwork: Clockwork, tmp_path: Path) -> Workspace:
    """A workspace in which nothing has happened yet."""
    with Clockwork(tmp_path / "meeting") as shared:
        shared.run("start", at=day(-7))
    return Workspace(tmp_path / "meeting")


@pytest.fixture
def play(meeting: Workspace) -> Play:
    """``play(journey, **parameters)`` in the meeting."""
    return player(meeting.root)
