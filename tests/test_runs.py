"""Prefect as it is prepared here: nothing to set up, no noise, nothing left behind."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.at_once import at_once

from mufakat.prefect_database import _kept
from mufakat.prefect_home import _PROFILE, Home
from mufakat.refusal import Refusal
from mufakat.runs import Clockwork

SECONDS = 60.0


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which two journeys were run on the embedded server: one done, one refused."""
    root = tmp_path_factory.mktemp("runs") / "meeting"
    with pytest.MonkeyPatch.context() as patch:
        # A proxy must not come between a command and its own server.
        patch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        patch.setenv("http_proxy", "http://127.0.0.1:9")
        with Clockwork(root) as clockwork:
            clockwork.run("start", ("adgmin-6",))
            with pytest.raises(Refusal, match="no draft yet"):
                clockwork.run(
                    "agree:clear", ("joint-statement",), instrument="joint-statement", level="x"
                )
    return root


def seen(root: Path) -> dict[str, tuple[str, str, list[str]]]:
    """What Prefect shows of the runs: name, state, the state's message, tags."""
    from prefect.client.orchestration import get_client

    async def read() -> dict[str, tuple[str, str, list[str]]]:
        async with get_client() as client:
            found = {}
            for run in await client.read_flow_runs():
                assert run.state
                found[run.name] = (str(run.state.name), run.state.message or "", sorted(run.tags))
            return found

    with Clockwork(root) as clockwork:
        return clockwork.ask(read)


def test_runs_can_be_seen_afterwards(played: Path) -> None:
    runs = seen(played)
    assert runs["Set up a meeting"] == ("Completed", "", ["adgmin-6"])


def test_a_refused_run_fails_with_the_words_of_the_refusal(played: Path) -> None:
    state, message, tags = seen(played)["Clear joint-statement at x"]
    assert (state, tags) == ("Refused", ["joint-statement"])
    assert message.startswith("joint-statement has no draft yet.")


def test_prefects_own_command_finds_them_without_a_server(played: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "flow-run", "ls"],
        env={**os.environ, "PREFECT_HOME": str(played / ".prefect"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Set up a meeting" in done.stdout
    assert "FAILED" in done.stdout


def test_what_prefect_has_to_say_goes_to_a_file(
    played: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    with Clockwork(played) as clockwork, pytest.raises(Refusal):
        clockwork.run("agree:clear", instrument="nope", level="x")
    assert capfd.readouterr() == ("", "")
    log = (played / ".prefect" / "logs" / "runs.log").read_text(encoding="utf-8")
    assert 'There is no instrument "nope".' in log
    assert "Traceback" not in log


def test_the_environment_is_left_as_it_was(played: Path) -> None:
    before = dict(os.environ)
    with Clockwork(played):
        assert os.environ["PREFECT_HOME"] == str(played / ".prefect")
    assert dict(os.environ) == before


def test_a_second_command_waits_for_the_first(played: Path) -> None:
    home = Home(played)
    with Clockwork(played):
        assert home.lock() is None
    descriptor = home.lock()
    assert descriptor is not None
    os.close(descriptor)


def test_a_server_elsewhere_that_is_away_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mufakat.prefect_home.BUSY_SECONDS", 0.1)
    home = Home(tmp_path)
    home.prepare()
    home.announce("http://127.0.0.1:9/api")
    lock = home.lock()  # as a worker that serves beside others holds it
    assert lock is not None
    with pytest.raises(Refusal, match="api does not answer"):
        home.claim()
    os.close(lock)


def test_a_workspace_keeps_its_name_whoever_asks_first(tmp_path: Path) -> None:
    for n in range(30):
        home = Home(tmp_path / f"{n}")
        home.prepare()
        names = {*at_once(lambda home: home.name, *[home] * 4), home.name}
        assert len(names) == 1
        assert names != {""}


def test_commands_that_begin_together_on_a_fresh_workspace_spoil_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each lays out the home; the database is laid by whoever has the place of its server."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    kept = _kept()
    kept.parent.mkdir(parents=True)
    with closing(sqlite3.connect(kept)) as made:
        made.execute("CREATE TABLE runs AS SELECT zeroblob(4000000) AS held")
        made.commit()

    def begin(home: Home) -> str:
        home.prepare()
        claim = home.claim()
        assert isinstance(claim, int)
        home.renew()
        try:
            assert not home.database.damaged
            assert home.database.file.read_bytes() == kept.read_bytes()
            return (home.path / "profiles.toml").read_text()
        finally:
            os.close(claim)

    for n in range(20):
        told = at_once(begin, *[Home(tmp_path / f"{n}")] * 4)
        assert {*told} == {_PROFILE}


def test_no_workspace_begins_with_another_s_history(
    played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept for the next workspace is the database of one that has just begun."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with Clockwork(played) as clockwork:
        clockwork.wait()
    assert not _kept().exists()


def test_what_a_killed_server_announced_is_withdrawn(played: Path) -> None:
    """Its port may be another workspace's by now."""
    Home(played).announce("http://127.0.0.1:9/api")
    with Clockwork(played):
        assert not (played / ".prefect" / "server.json").exists()


def test_a_killed_command_takes_its_server_with_it(played: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from mufakat.runs import Clockwork\n"
        "with Clockwork(Path(sys.argv[1])) as clockwork:\n"
        "    clockwork.wait(); print('up', flush=True); time.sleep(600)"
    )
    source = str(Path(__file__).parent.parent / "src")
    with subprocess.Popen(
        [sys.executable, "-c", code, str(played)],
        env={**os.environ, "PYTHONPATH": source},
        stdout=subprocess.PIPE,
    ) as command:
        assert command.stdout
        assert command.stdout.readline() == b"up\n"
        os.kill(command.pid, signal.SIGKILL)
    home = Home(played)
    began = time.monotonic()
    while (descriptor := home.lock()) is None:
        assert time.monotonic() - began < SECONDS, "the server outlived the command"
        time.sleep(0.05)
    os.close(descriptor)


def test_a_server_that_does_not_answer_is_named(
    played: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with Clockwork(played) as clockwork, pytest.raises(Refusal, match="No Prefect server answers"):
        clockwork.run("start")
