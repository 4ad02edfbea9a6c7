"""Two secretaries press the same button at the same moment: one record, both have an answer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.faults import talks
from tests.services import office
from tests.services.correspondence import keys, with_focal_points
from tests.services.life import NAME, Life
from tests.serving.served import Serving

from mufakat.edges.workspace import Workspace
from mufakat.refusal import Refusal
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.extend_round import extend_round
from mufakat.services.open_round import open_round
from mufakat.services.start_workspace import start_workspace
from mufakat.services.sweep import sweep

LATER = 0.001  # days: the second of them is so much later
STEPS: dict[str, Callable[[Life, float], object]] = {
    "open": lambda life, more: life.open(14, now=more),
    "submit": lambda life, more: life.submit(
        "MYS", (life.files / talks.RETURNED).read_bytes(), 1 + more
    ),
    "extend": lambda life, more: extend_round(
        life.workspace, NAME, life.day(15), now=life.day(2 + more)
    ),
    "close": lambda life, more: life.close(16 + more),
    "consolidate": lambda life, more: life.consolidate(17 + more),
    "issue": lambda life, more: life.issue(19 + more),
    "clear": lambda life, more: life.clear(20 + more),
    "adopt": lambda life, more: life.adopt(21 + more),
    "sweep": lambda life, more: sweep(life.workspace, now=life.day(22 + more)),
}


def test_whatever_they_do_twice_it_is_done_once(life: Life, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    shutil.copytree(life.files, folder)
    life = with_focal_points(Life(life.workspace, folder, life.start))
    for name, step in STEPS.items():
        if name == "submit":
            file = office.tracked(life.issued("MYS"), {"warmly": "cordially"})
            (folder / talks.RETURNED).write_bytes(file)
        if name == "issue":
            life.rule(now=18)
        ends = []
        for more in (0.0, LATER):
            alone = talks.at(shutil.copytree(life.workspace.root, tmp_path / "alone"), folder)
            step(alone, more)
            ends.append(_record(alone))
            told = keys(alone)
            shutil.rmtree(tmp_path / "alone")
        said = _both(name, life)
        assert "" in said, f"{name}: both were refused: {said}"
        assert _record(life) in ends, name
        assert sorted(keys(life)) == sorted(told), name
        assert life.workspace.ledger.repository.check() == ()


def _record(life: Life) -> dict[str, str]:
    """All that is on record, save that of the mails and copies only which there are counts."""
    apart = ("refs/outbox/", "refs/upkeep/")
    return {ref: "" if ref.startswith(apart) else oid for ref, oid in life.refs().items()}


def _both(name: str, life: Life) -> list[str]:
    """What two processes that take the step at once are refused with: nothing, if it is done."""
    words = [sys.executable, "-m", "tests.faults.test_two_secretaries", name]
    running = [
        subprocess.Popen(
            [*words, str(life.workspace.root), str(life.files), str(more)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for more in (0.0, LATER)
    ]
    for one in running:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    said = []
    for one in running:
        assert one.stdin
        one.stdin.close()
    for one in running:
        assert one.stderr
        said.append(one.stderr.read())
        assert one.wait() == (2 if said[-1] else 0), said[-1]
        assert said[-1].count("\n") in (0, 2), said[-1]
    return said


@pytest.mark.parametrize("served", [True, False])
def test_at_the_command_line(served: bool, tmp_path: Path) -> None:
    root, now = tmp_path / "meeting", datetime.now(UTC)
    start_workspace(root, now=now)
    workspace = Workspace(root)
    draft_instrument(workspace, "adm2030", now=now)
    open_round(workspace, "adm2030", now + timedelta(days=9), now=now)
    serving = Serving(root) if served else None
    words = ("--workspace", str(root), "--yes", "round", "close", "adm2030")
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "mufakat", *words],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    told = [one.communicate() for one in running]
    if serving:
        serving.stop()
    assert sorted(one.returncode for one in running) in ([0, 0], [0, 2]), told
    for one, (said, error) in zip(running, told, strict=True):
        text = said if one.returncode == 0 else error
        assert "closed" in text, told
        assert "Traceback" not in error
    commits = workspace.ledger.repository.commits("refs/heads/adm2030")
    assert sum(commit.subject.startswith("Close round 1") for commit in commits) == 1


def main(name: str, root: Path, files: Path, more: float) -> int:
    """Takes a step as soon as standard input ends."""
    life = talks.at(root, files)
    print("ready", flush=True)
    sys.stdin.read()
    try:
        STEPS[name](life, more)
    except Refusal as refusal:
        print(f"{refusal.error}\n{refusal.hint}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), float(sys.argv[4])))
