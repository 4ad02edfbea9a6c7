"""Whatever is killed while it is served, a negotiation ends as if nothing had happened."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.flows.test_journeys import accept_all, everything
from tests.services import office
from tests.services.conftest import MEETING, TEXT
from tests.serving.served import SOURCE, Serving, eventually

from mufakat.edges.workspace import Workspace
from mufakat.services.apply_rulings import apply_rulings
from mufakat.services.close_round import close_round
from mufakat.services.consolidate import consolidate
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.export_rulings import export_rulings
from mufakat.services.issue_draft import issue_draft
from mufakat.services.open_round import open_round
from mufakat.services.receive_submission import receive_submission
from mufakat.services.start_workspace import start_workspace
from mufakat.services.upkeep import LAST

NAME = "statement"
LIVES = 100 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 1
TRIES = 10
VICTIMS = ("step", "worker", "server", "runner", "serve")
"""Each is killed once a life."""
STEP = """
import json, sys
from datetime import datetime
from pathlib import Path
from mufakat.runs import Clockwork
root, journey, given = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
for name in ("at", "until"):
    if name in given:
        given[name] = datetime.fromisoformat(given[name])
with Clockwork(Path(root)) as clockwork:
    done = clockwork.run(journey, instrument="statement", **given)
print(getattr(done, "receipt", ""), flush=True)
"""

Step = tuple[str, dict[str, Any]]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Step], dict[str, str]]:
    """A meeting before its first round, the steps that follow, and what they come to undisturbed.

    The moments of the steps are those of today: what falls due by the clock is not part of it.
    """
    folder = tmp_path_factory.mktemp("life")
    start = datetime.now(UTC).replace(microsecond=0)
    (folder / "meeting.yaml").write_text(yaml.safe_dump(MEETING, allow_unicode=True))
    (folder / "text.md").write_text(TEXT)
    begun, whole = folder / "begun", folder / "whole"
    start_workspace(begun, folder / "meeting.yaml", now=start)
    draft_instrument(Workspace(begun), NAME, folder / "text.md", now=start)
    shutil.copytree(begun, whole)
    return begun, list(_live(Workspace(whole), folder, start)), _seen(Workspace(whole))


def _live(workspace: Workspace, folder: Path, start: datetime) -> Iterator[Step]:
    """Carries the steps out by their bare services; each as a journey with its parameters."""
    moments = (start + timedelta(seconds=n) for n in range(1, 100))
    now, until = next(moments), start + timedelta(days=10)
    opened = open_round(workspace, NAME, until, now=now)
    yield "open_round", {"at": now.isoformat(), "until": until.isoformat()}
    for code, word in (("MYS", "cordially"), ("SGP", "gladly"), ("THA", "cordially")):
        file, now = folder / f"{code}.docx", next(moments)
        file.write_bytes(office.tracked(opened.issued[code].read_bytes(), {"warmly": word}))
        receive_submission(workspace, NAME, code, file.read_bytes(), file.name, now=now)
        yield "take_in", {"at": now.isoformat(), "delegation": code, "file": str(file)}
    now = next(moments)
    close_round(workspace, NAME, now=now, early=True)
    yield "close_round", {"at": now.isoformat(), "early": True}
    now = next(moments)
    consolidate(workspace, NAME, now=now)
    yield "consolidate", {"at": now.isoformat()}
    rulings, now = folder / "rulings.yaml", next(moments)
    export_rulings(workspace, NAME, rulings)
    rulings.write_text(_ruled(rulings.read_text(encoding="utf-8")), encoding="utf-8")
    apply_rulings(workspace, NAME, rulings, now=now)
    yield "rule", {"at": now.isoformat(), "file": str(rulings)}
    now = next(moments)
    issue_draft(workspace, NAME, now=now)
    yield "issue_draft", {"at": now.isoformat()}


def _ruled(exported: str) -> str:
    """One proposal of the contested passage accepted, the other not."""
    held = yaml.safe_load(accept_all(exported))
    for entry in held["rulings"]:
        taken = "MYS" in entry["by"]
        entry["disposition"] = "accepted" if taken else "not accepted"
        entry["reason"] = "So the chair ruled."
    return str(yaml.safe_dump(held, allow_unicode=True, sort_keys=False))


def _seen(workspace: Workspace) -> dict[str, str]:
    return {name: what for name, what in everything(workspace).items() if name != LAST}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(LIVES))
def test_killed_at_random_it_ends_as_if_nothing_had_happened(
    seed: int, life: tuple[Path, list[Step], dict[str, str]], tmp_path: Path
) -> None:
    begun, steps, wanted = life
    chance = random.Random(seed)
    root = shutil.copytree(begun, tmp_path / "meeting")
    victims = chance.sample(VICTIMS, len(VICTIMS))
    killed = dict(zip(chance.sample(range(len(steps)), len(victims)), victims, strict=True))
    serving, acknowledged = Serving(root), []
    try:
        for n, (journey, given) in enumerate(steps):
            for _ in range(TRIES):
                victim = killed.pop(n, "")
                told = _step(root, journey, given, serving, victim, 2 * chance.random())
                if victim == "serve":
                    serving.process.wait()
                    serving = Serving(root)
                if told is not None:
                    acknowledged.append(told)
                    break
            else:
                pytest.fail(f"step {n} ({journey}) is refused, however often it is tried")
        eventually(serving.home.served_at, "the server did not come back")
    finally:
        serving.stop()
    workspace = Workspace(root)
    held = {one.submission.receipt for one in workspace.ledger.submissions(NAME, 1)}
    assert {told for told in acknowledged if told} == held
    assert workspace.ledger.repository.check() == ()
    assert _seen(workspace) == wanted


def _step(
    root: Path, journey: str, given: dict[str, Any], serving: Serving, victim: str, after: float
) -> str | None:
    """What a step told when it was done, or None if it was not; somebody is killed meanwhile."""
    words = [sys.executable, "-c", STEP, str(root), journey, json.dumps(given)]
    with subprocess.Popen(
        words, env={**os.environ, "PYTHONPATH": SOURCE}, stdout=subprocess.PIPE, text=True
    ) as running:
        if victim:
            time.sleep(after)
            pid = {"step": running.pid, "serve": serving.process.pid}.get(victim)
            pid = pid or serving.pid(victim)
            if pid and (victim != "step" or running.poll() is None):
                os.kill(pid, signal.SIGKILL)
        assert running.stdout
        told = running.stdout.read().strip()
    return told if running.returncode == 0 else None
