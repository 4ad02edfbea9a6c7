"""Prefect's database is lost, while it is served and while not: all goes on, each thing once."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.serving.served import Serving, eventually

from mufakat.edges.workspace import Workspace
from mufakat.prefect_home import Home
from mufakat.runs import Clockwork
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.open_round import open_round
from mufakat.services.start_workspace import start_workspace

FIRST, SECOND = "joint-statement", "adm2030"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A meeting with two zero drafts."""
    now = datetime.now(UTC)
    start_workspace(tmp_path / "meeting", now=now)
    for name in (FIRST, SECOND):
        draft_instrument(Workspace(tmp_path / "meeting"), name, now=now)
    return tmp_path / "meeting"


def deleted(home: Home) -> None:
    for file in home.path.glob(f"{home.database.file.name}*"):
        file.unlink()


def damaged(home: Home) -> None:
    with home.database.file.open("r+b") as file:
        file.write(os.urandom(home.database.file.stat().st_size))


def subjects(root: Path, name: str) -> list[str]:
    """What happened to an instrument."""
    commits = Workspace(root).ledger.repository.commits(f"refs/heads/{name}")
    return [one.subject for one in commits]


@pytest.mark.parametrize("lose", [deleted, damaged])
def test_while_it_is_served(root: Path, lose: object) -> None:
    assert callable(lose)
    serving = Serving(root)
    try:
        until = datetime.now(UTC) + timedelta(seconds=20)
        with Clockwork(root) as clockwork:
            clockwork.run("open_round", instrument=FIRST, until=until)
        lose(serving.home)
        until += timedelta(days=9)
        with Clockwork(root) as clockwork:
            at = datetime.now(UTC)  # given by every command, so that whoever does it again knows it
            assert clockwork.run("open_round", instrument=SECOND, until=until, at=at).round == 1
        eventually(lambda: "Close round 1" in subjects(root, FIRST), "it was not closed")
        while "begins anew" not in (line := serving.said.readline()):
            assert line, "nobody was told"
        eventually(serving.home.served_at, "the server does not answer")
        with Clockwork(root) as clockwork:
            assert clockwork.run("sweep").failed == ()
    finally:
        serving.stop()
    assert subjects(root, FIRST).count("Close round 1") == 1
    assert sum("Open round 1" in one for one in subjects(root, SECOND)) == 1


def test_while_it_is_not_served_what_was_due_is_done(root: Path) -> None:
    home, now = Home(root), datetime.now(UTC)
    home.prepare()
    home.database.file.write_bytes(os.urandom(100_000))
    open_round(Workspace(root), FIRST, now - timedelta(days=1), now=now - timedelta(days=9))
    for _ in range(2):
        with Clockwork(root) as clockwork:
            assert clockwork.run("sweep").failed == ()
    assert subjects(root, FIRST).count("Close round 1") == 1
    assert (home.path / "damaged-prefect.db").is_file()
