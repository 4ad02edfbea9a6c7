"""A child says when it is up, ends with its parent, and nobody of its group is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mufakat.child import Child

SECONDS = 30.0
STAYS = """
import subprocess, sys, threading
from mufakat.child import say_up, when_parent_ends
ended = threading.Event()
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open("other", "w").write(str(other.pid))
when_parent_ends(ended.set)
say_up()
ended.wait()
"""
LINGERS = """
import threading
from mufakat.child import say_up, when_parent_ends
when_parent_ends(lambda: None, patience=0.2)
say_up()
threading.Event().wait()
"""
PARENT = """
import os, sys, time
from pathlib import Path
from mufakat.child import Child
child = Child(sys.argv[1], environment=dict(os.environ), log=Path("child.log"))
print(child.up() and child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Where the module ``stays`` is found."""
    (tmp_path / "stays.py").write_text(STAYS, encoding="utf-8")
    (tmp_path / "lingers.py").write_text(LINGERS, encoding="utf-8")
    (tmp_path / "fails.py").write_text("raise SystemExit('no')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    source = Path(__file__).parent.parent / "src"
    return {**os.environ, "PYTHONPATH": f"{source}{os.pathsep}{tmp_path}"}


def alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def eventually(holds: Callable[[], bool], what: str) -> None:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < SECONDS, what
        time.sleep(0.02)


def test_up_and_stopped_with_all_that_it_started(
    environment: dict[str, str], tmp_path: Path
) -> None:
    child = Child("stays", environment=environment, log=tmp_path / "child.log")
    assert child.up()
    assert not child.ended()
    other = int((tmp_path / "other").read_text())
    child.stop()
    assert not alive(child.pid)
    eventually(lambda: not alive(other), "its own child was left behind")


def test_what_a_killed_child_left_behind_is_ended(
    environment: dict[str, str], tmp_path: Path
) -> None:
    child = Child("stays", environment=environment, log=tmp_path / "child.log")
    assert child.up()
    os.kill(child.pid, signal.SIGKILL)
    eventually(child.ended, "it was killed")
    other = int((tmp_path / "other").read_text())
    eventually(lambda: not alive(other), "its own child was left behind")
    child.stop()


def test_a_child_that_fails_is_not_up_and_its_words_are_in_its_log(
    environment: dict[str, str], tmp_path: Path
) -> None:
    child = Child("fails", environment=environment, log=tmp_path / "child.log")
    assert not child.up()
    child.stop()
    assert (tmp_path / "child.log").read_text() == "no\n"


@pytest.mark.parametrize("module", ["stays", "lingers"])
def test_it_ends_with_a_parent_that_is_killed(environment: dict[str, str], module: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, module], env=environment, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
    eventually(lambda: not alive(child), "the child outlived its parent")
    if module == "stays":
        os.kill(int(Path("other").read_text()), signal.SIGKILL)
