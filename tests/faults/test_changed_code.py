"""A step dies half-way and is run again by other code of its flow: it finishes, from the record."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.flows.conftest import NAME, day, player
from tests.flows.test_journeys import everything

from mufakat.edges.workspace import Workspace
from mufakat.runs import Clockwork
from mufakat.services.start_workspace import start_workspace

AS_IT_WAS = """
import os, sys
from datetime import datetime
from pathlib import Path
from mufakat.edges import manifest
from mufakat.runs import Clockwork

manifest._put = lambda *given: os._exit(9)  # it dies with the record written, the outputs not
with Clockwork(Path(sys.argv[1])) as clockwork:
    clockwork.run(
        "open_round",
        instrument="joint-statement",
        at=datetime.fromisoformat(sys.argv[2]),
        until=datetime.fromisoformat(sys.argv[3]),
    )
"""
AS_IT_IS = '''
"""The same journey in other words: another name, a parameter and a task more, results kept."""

from mufakat.flows.choices import At, Folder, Instrument, Until
from mufakat.flows.journey import act, refusing
from mufakat.services.open_round import open_round as service
from prefect import flow, task


@task(name="Count", persist_result=True, cache_key_fn=lambda *given: "counted")
async def count(opened):
    return len(opened.issued)


@flow(name="Begin a round", persist_result=True)
@refusing
async def open_round(
    workspace: Folder, instrument: Instrument, until: Until, announced: bool = True, at: At = None
):
    opened = await act(service, workspace, instrument, until, at=at)
    assert await count(opened) == len(opened.issued)
    return opened
'''


def test_it_finishes_from_the_record(
    clockwork: Clockwork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    start_workspace(begun, now=day(-7))
    player(begun)("draft", at=day(0))
    whole, root = (shutil.copytree(begun, tmp_path / name) for name in ("whole", "meeting"))
    player(whole)("open_round", at=day(1), until=day(11))
    words = [sys.executable, "-c", AS_IT_WAS, str(root), day(1).isoformat(), day(11).isoformat()]
    died = subprocess.run(
        words, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False
    )
    assert died.returncode == 9
    assert everything(Workspace(root)) != everything(Workspace(whole))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "open_round.py").write_text(AS_IT_IS, encoding="utf-8")
    monkeypatch.setattr("mufakat.flows.__path__", [str(tmp_path / "other")])
    monkeypatch.delitem(sys.modules, "mufakat.flows.open_round", raising=False)
    for _ in range(2):
        opened = player(root)("open_round", at=day(1), until=day(11))
        assert (opened.round, len(opened.issued)) == (1, 11)
        assert str(sys.modules["mufakat.flows.open_round"].__file__).startswith(str(tmp_path))
    monkeypatch.delitem(sys.modules, "mufakat.flows.open_round", raising=False)
    assert everything(Workspace(root)) == everything(Workspace(whole))
    head = Workspace(root).ledger.head(NAME)
    assert head is not None
    assert head.standing.stage == "round open"
