"""One Prefect server for all journeys of a test run, and a meeting to play them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


@pytest.fixture(scope="session")
def clockwork(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clockwork]:
    """Prefect on its embedded server; whoever opens another ``Clockwork`` meanwhile shares it."""
    with Clockwork(tmp_path_factory.mktemp("prefect")) as opened:
        opened.wait()
        yield opened


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
