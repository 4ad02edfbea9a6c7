"""What is served comes up, comes back when it dies, and is gone when it is ended."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from tests.serving.served import Serving, eventually, processes

from mufakat.child import Child
from mufakat.edges.survey import survey
from mufakat.edges.workspace import Workspace
from mufakat.prefect_home import Home
from mufakat.refusal import Refusal
from mufakat.runs import Clockwork
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.start_workspace import start_workspace
from mufakat.serving.supervisor import FIRST_PAUSE, LONGEST_PAUSE, STEADY, Part, serve

NAME = "joint-statement"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A meeting with two zero drafts."""
    root = tmp_path_factory.mktemp("serving") / "meeting"
    now = datetime.now(UTC)
    start_workspace(root, now=now)
    for name in (NAME, "adm2030"):
        draft_instrument(Workspace(root), name, now=now)
    return root


@pytest.fixture(scope="module")
def serving(root: Path) -> Iterator[Serving]:
    """That meeting, served."""
    serving = Serving(root)
    yield serving
    serving.stop()


def test_a_command_is_carried_out_by_the_worker(serving: Serving, root: Path) -> None:
    until = datetime.now(UTC) + timedelta(days=9)
    with Clockwork(root) as clockwork:
        opened = clockwork.run("open_round", (NAME,), instrument=NAME, until=until)
        assert opened.round == 1
        with pytest.raises(Refusal, match="already open"):
            clockwork.run("open_round", instrument=NAME, until=until + timedelta(days=1))
        assert not clockwork._up, "Prefect was loaded here, though the worker has it loaded"
        assert clockwork.url == serving.home.served_at()


def test_at_the_start_what_was_due_is_done(serving: Serving, root: Path) -> None:
    eventually(lambda: list((root / "backups").glob("*.bundle")), "no upkeep since the start")


def test_a_round_closes_at_its_deadline(serving: Serving, root: Path) -> None:
    until = datetime.now(UTC) + timedelta(seconds=15)
    with Clockwork(root) as clockwork:
        clockwork.run("open_round", instrument="adm2030", until=until)
    repository = Workspace(root).ledger.repository

    def closed() -> bool:
        record = survey(repository, ["adm2030"])["adm2030"].standing.round
        return bool(record and record.closed and record.closed - until < timedelta(seconds=30))

    eventually(closed, "it was not closed")


@pytest.mark.parametrize("name", ["worker", "runner", "server"])
def test_a_part_that_is_killed_comes_back(serving: Serving, root: Path, name: str) -> None:
    eventually(lambda: serving.pid(name), f"there was no {name}")
    before = serving.pid(name)
    assert before
    os.kill(before, signal.SIGKILL)
    eventually(lambda: serving.pid(name) not in (None, before), f"the {name} did not come back")
    while f"The {name} ended by itself" not in (line := serving.said.readline()):
        assert line, "nobody was told"
    eventually(serving.home.served_at, "the server does not answer")
    with Clockwork(root) as clockwork:
        assert clockwork.run("sweep").failed == ()


def test_a_workspace_is_served_once(serving: Serving, root: Path) -> None:
    with pytest.raises(Refusal, match="served already"):
        serve(root, 0, print)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=f"Port {port} is not free"):
            serve(tmp_path, port, print)
    lock = Home(tmp_path).lock()
    assert lock is not None, "the place was not given back"
    os.close(lock)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_when_it_is_ended(
    tmp_path_factory: pytest.TempPathFactory, number: signal.Signals
) -> None:
    root = tmp_path_factory.mktemp("ended") / "meeting"
    start_workspace(root, now=datetime.now(UTC))
    serving = Serving(root)
    below = processes(serving.process.pid)
    assert len(below) >= 2
    with Clockwork(root) as clockwork:
        assert serving.stop(number) == 0
        with pytest.raises(Refusal, match="mufakat serve has ended") as refusal:
            clockwork.run("sweep")
    assert "Run the command again" in refusal.value.hint
    assert not [pid for pid in below if Path(f"/proc/{pid}").exists()]
    assert serving.home.served_at() is None
    assert not (serving.home.path / "worker.json").exists()
    lock = serving.home.lock()
    assert lock is not None
    os.close(lock)


class Dying:
    """A child that is gone as soon as it is looked at."""

    def ended(self) -> bool:
        return True

    def stop(self) -> None:
        pass


def test_the_pause_before_a_part_comes_back_grows_and_is_bounded() -> None:
    part = Part("runner", lambda: cast(Child, Dying()))
    part.start()
    now, pauses = time.monotonic(), list[float]()
    for _ in range(10):
        assert part.look(now).startswith("The runner ended by itself")
        assert part.look(now) == ""
        pauses.append(part._since - now)
        now = part._since
        part.look(now)
    assert pauses[:3] == pytest.approx([FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE])
    assert max(pauses) == pytest.approx(LONGEST_PAUSE)
    part._since = now - STEADY - 1
    part.look(now)
    assert part._since - now == pytest.approx(FIRST_PAUSE)
