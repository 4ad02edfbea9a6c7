"""The worker's look: a run is made where there is something to do that may be possible."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from mufakat.edges.outbox import Outbox
from mufakat.edges.workspace import Workspace
from mufakat.runs import Clockwork
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.open_round import open_round
from mufakat.services.start_workspace import start_workspace
from mufakat.services.sweep import Swept, sweep
from mufakat.serving.worker import EVERY, Worker

NAME = "joint-statement"
START = datetime(2026, 1, 5, 2, tzinfo=UTC)


class Straight(Clockwork):
    """Sweeps without Prefect, by a clock that is wound."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.home.path.mkdir(parents=True, exist_ok=True)
        self.now = START
        self.swept: list[Swept] = []

    def run(self, journey: str, tags: Iterable[str] = (), **parameters: object) -> Any:
        assert journey == "sweep"
        self.swept.append(sweep(Workspace.open(self.workspace), now=self.now))


def test_what_cannot_be_done_makes_no_run_every_minute(tmp_path: Path, ssh_keygen: str) -> None:
    root = tmp_path / "meeting"
    start_workspace(root, now=START)
    workspace = Workspace(root)
    draft_instrument(workspace, NAME, now=START)
    backups = root / "backups"
    backups.touch()  # no folder, so no copy can be laid aside
    clock = Straight(root)
    worker = Worker(root, clock)
    tried = []
    for minute in range(61):
        clock.now = START + minute * EVERY
        before = len(clock.swept)
        worker.look(clock.now)
        if len(clock.swept) > before:
            tried.append(minute)
    assert tried == [0, 1, 3, 7, 15, 30, 45, 60]
    assert all("could be laid aside" in swept.failed[0].outcome for swept in clock.swept)

    clock.now += EVERY  # long before its time: what is new on record may have put it right
    backups.unlink()
    open_round(workspace, NAME, clock.now + timedelta(days=9), now=clock.now)
    worker.look(clock.now)
    assert clock.swept[-1].done
    assert not clock.swept[-1].failed
    made = len(clock.swept)
    worker.look(clock.now + EVERY)
    assert len(clock.swept) == made
    worker.end()


def test_who_is_put_into_the_meeting_file_is_written_to_at_the_next_look(
    tmp_path: Path, ssh_keygen: str
) -> None:
    root = tmp_path / "meeting"
    start_workspace(root, now=START)
    workspace = Workspace(root)
    draft_instrument(workspace, NAME, now=START)
    open_round(workspace, NAME, START + timedelta(days=9), now=START)
    clock = Straight(root)
    clock.now += EVERY
    worker = Worker(root, clock)
    worker.look(clock.now)
    worker.look(clock.now)
    assert len(clock.swept) == 1
    path = root / "meeting.yaml"
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    held["delegations"][0]["focal_points"] = [{"name": "Ana", "email": "ana@new.example"}]
    path.write_text(yaml.safe_dump(held, allow_unicode=True), encoding="utf-8")
    for _ in range(2):
        worker.look(clock.now)
    assert len(clock.swept) == 2
    sent = [one for one in Outbox(workspace.ledger).mails() if "ana@new.example" in one.about.to]
    assert [one.about.kind for one in sent] == ["invitation"]
    worker.end()
