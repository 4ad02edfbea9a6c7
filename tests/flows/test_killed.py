"""A journey that is killed at any instant and run again ends as if nothing had happened."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.flows.conftest import day, player
from tests.flows.test_journeys import accept_all, everything

from mufakat.edges.signing import make_key
from mufakat.edges.workspace import Workspace
from mufakat.runs import Clockwork
from mufakat.samples import maritime

SOURCE = str(Path(__file__).parent.parent.parent / "src")
RUN = """
import sys
from datetime import datetime
from pathlib import Path
from mufakat.runs import Clockwork

root, journey, at, *rest = sys.argv[1:]
given = dict(pair.split("=", 1) for pair in rest)
with Clockwork(Path(root)) as clockwork:
    clockwork.wait()
    import mufakat.flows.adopt, mufakat.flows.consolidate, mufakat.flows.issue_draft
    print("begins", flush=True)
    clockwork.run(journey, instrument="joint-statement", at=datetime.fromisoformat(at), **given)
"""
KILLS = 40 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 2
INSTANTS = [(n + 0.5) / KILLS for n in range(KILLS)]  # of the time that it takes undisturbed


@pytest.fixture(scope="module")
def before(
    clockwork: Clockwork, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, dict[str, object]]]:
    """For each journey, a workspace as it stands just before it, and the journey's parameters."""
    root = tmp_path_factory.mktemp("killed") / "meeting"
    play, kept = player(root), {}
    with Clockwork(root) as shared:
        shared.run("start", at=day(-7))
    play("draft", at=day(0))
    opened = play("open_round", at=day(1), until=day(11))
    for file in (*maritime.malaysia(opened.issued["MYS"].read_bytes()),):
        path = root / "returned.docx"
        path.write_bytes(file.data)
        play("take_in", at=day(5), delegation=file.code, file=str(path))
    play("close_round", at=day(11))

    def keep(journey: str, **parameters: object) -> None:
        copy = root.parent / f"before-{journey}"
        shutil.copytree(root, copy)
        kept[journey] = (copy, parameters)
        play(journey, **parameters)

    keep("consolidate", at=day(12))
    play("rule:export", file=str(root / "rule.yaml"))
    exported = (root / "rule.yaml").read_text(encoding="utf-8")
    (root / "ruled.yaml").write_text(accept_all(exported), encoding="utf-8")
    play("rule", at=day(13), file=str(root / "ruled.yaml"))
    keep("issue_draft", at=day(14))
    play("agree:clear", at=day(15), level="adgsom")
    make_key(root.parent / "chair", "chair@adgmin-6.example")
    keep("adopt", at=day(16), key=str(root.parent / "chair"), consent=True)
    return kept


@pytest.mark.parametrize("journey", ["consolidate", "issue_draft", "adopt"])
def test_killed_and_run_again(
    journey: str, before: dict[str, tuple[Path, dict[str, object]]], tmp_path: Path
) -> None:
    source, parameters = before[journey]
    whole = shutil.copytree(source, tmp_path / "whole")
    seconds = _until_killed(whole, journey, parameters, None)
    wanted = everything(Workspace(whole))
    for instant in INSTANTS:
        root = shutil.copytree(source, tmp_path / f"{instant}")
        _until_killed(root, journey, parameters, seconds * instant)
        player(root)(journey, **parameters)
        assert everything(Workspace(root)) == wanted, instant


def _until_killed(
    root: Path, journey: str, parameters: dict[str, object], seconds: float | None
) -> float:
    """Runs the journey in a process of its own, killed after so many seconds; how long it ran."""
    given = [f"{name}={value}" for name, value in parameters.items() if name != "at"]
    words = [sys.executable, "-c", RUN, str(root), journey, str(parameters["at"]), *given]
    with subprocess.Popen(
        words, env={**os.environ, "PYTHONPATH": SOURCE}, stdout=subprocess.PIPE
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == b"begins\n"
        began = time.monotonic()
        if seconds is None:
            assert running.wait() == 0
        else:
            time.sleep(seconds)
            os.kill(running.pid, signal.SIGKILL)
    return time.monotonic() - began
