"""A lock is removed when it is old and no git is at work on that repository."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.at_once import at_once

from mufakat.edges.stale_locks import clear


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock an hour old."""
    lock = tmp_path / "refs" / "heads" / "text.lock"
    lock.parent.mkdir(parents=True)
    lock.touch()
    long_ago = time.time() - 3600
    os.utime(lock, (long_ago, long_ago))
    return lock


def test_an_old_lock_is_removed_a_fresh_one_is_not(lock: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "packed-refs.lock"
    fresh.touch()
    assert clear(tmp_path, 60) == ("refs/heads/text.lock",)
    assert fresh.exists()
    assert not lock.exists()


def test_folders_may_go_while_it_looks(lock: Path, tmp_path: Path) -> None:
    """As git takes those away that hold no ref of their own any more."""
    looked: list[bool] = []

    def act(who: str) -> None:
        if who == "looks":
            try:
                for _ in range(300):
                    clear(tmp_path, 7200)
            finally:
                looked.append(True)
        while not looked:
            folder = tmp_path / "refs" / "x" / who
            folder.mkdir(parents=True, exist_ok=True)
            folder.rmdir()

    at_once(act, "looks", "one", "other")
    assert lock.exists()


def test_while_a_git_sleeps_there_its_lock_is_left(lock: Path, tmp_path: Path) -> None:
    def sleeper(repository: Path) -> subprocess.Popen[bytes]:
        env = {**os.environ, "GIT_DIR": str(repository)}
        code = "print(flush=True); import time; time.sleep(600)"
        return subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE)

    for repository, left in ((tmp_path, True), (tmp_path / "another", False)):
        with sleeper(repository) as git:
            assert git.stdout
            git.stdout.readline()
            clear(tmp_path, 60)
            git.kill()
        assert lock.exists() == left
