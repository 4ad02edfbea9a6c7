"""Where nothing can be written: one clear word about it, nothing changed; looking still works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.faults import mounts, talks
from tests.services.life import NAME

from mufakat.refusal import Refusal

LOOKS: tuple[tuple[str, ...], ...] = (
    ("status",),
    ("log", NAME),
    ("diff", NAME),
    ("mail",),
    ("blame", NAME),
)
ACTS: tuple[tuple[str, ...], ...] = (
    ("issue", NAME),
    ("submit", NAME, "--as", "THA", "--no-comment"),
)


@pytest.mark.parametrize("step", talks.STEPS)
def test_what_cannot_be_written_is_named_and_harms_nothing(step: str, folder: Path) -> None:
    mounts.alone("tests.faults.test_read_only", step, folder)


def test_whoever_looks_writes_nothing(folder: Path) -> None:
    mounts.alone("tests.faults.test_read_only", "look", folder)


def _step(name: str, folder: Path) -> None:
    act, root = talks.STEPS[name], shutil.copytree(folder / name, folder / f"{name}-closed")
    life = talks.at(root, folder)
    before = talks.seen(life)
    for closed in (root / "drafts", root, root / "outputs", root / "keys"):
        mounts.read_only(closed)
        told = None
        try:
            act(life)
        except Refusal as refusal:
            told = refusal
        if told:
            assert "cannot be written: the disk is read-only" in told.error, told.error
            assert str(root) in told.error
            assert "Give permission to write there" in told.hint
            assert talks.seen(life)[1] == before[1], "some outputs have changed"
        assert told or closed.name in ("keys", "outputs"), f"{closed.name} is not needed for it"
        mounts.writable(closed)
        if closed in (root, root / "drafts"):
            assert talks.seen(life) == before, "the record has changed"
    act(life)
    assert life.workspace.ledger.repository.check() == ()


def _look(folder: Path) -> None:
    root = shutil.copytree(folder / "issue", folder / "looked-at")
    mounts.read_only(root)
    for words in LOOKS:
        done = _mufakat(root, *words)
        assert done.returncode == 0, (words, done.stderr)
    for words in ACTS:
        done = _mufakat(root, *words)
        assert done.returncode == 2, (words, done.stdout)
        assert "the disk is read-only" in done.stderr, done.stderr
        assert len(done.stderr.splitlines()) == 2, "more than an error and a hint"


def _mufakat(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mufakat", "--workspace", str(root), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})


if __name__ == "__main__":
    if sys.argv[1] == "look":
        _look(Path(sys.argv[2]))
    else:
        _step(sys.argv[1], Path(sys.argv[2]))
