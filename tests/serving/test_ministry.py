"""Prefect on PostgreSQL, two workers in clones of one record: the end is as with one alone."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.client.orchestration import get_client
from prefect.events import emit_event
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings
from prefect.states import Completed, Running
from tests.edges.post_office import PostOffice, opened
from tests.services import office
from tests.services.conftest import MEETING, TEXT
from tests.services.correspondence import FOCAL_POINTS
from tests.serving.prefect_postgres import LOGIN, database, prefect_server
from tests.serving.served import Serving, eventually

from mufakat.edges.git import Repository
from mufakat.edges.outbox import Outbox, Posted
from mufakat.edges.survey import survey
from mufakat.edges.workspace import Workspace
from mufakat.flows.sweep import sweep
from mufakat.handover import Gone, Journey, hand_over
from mufakat.prefect_home import Home, check_answers
from mufakat.refusal import Refusal
from mufakat.services.consolidate import Consolidated
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.start_workspace import start_workspace
from mufakat.serving.heartbeats import NAME as WATCH
from mufakat.serving.heartbeats import automation
from mufakat.serving.interrupted import mark_interrupted

NAME, OTHER = "statement", "record"


@pytest.fixture(scope="module")
def server(postgres: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Prefect's server, kept up by itself."""
    home = tmp_path_factory.mktemp("server") / "prefect"
    with database(postgres) as address, prefect_server(home, address) as url:
        yield url


@pytest.fixture(scope="module")
def post() -> Iterator[PostOffice]:
    """Who carries the mails."""
    with opened() as carrier:
        yield carrier


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory, post: PostOffice) -> tuple[Path, Path]:
    """Two workspaces of one record, with two zero drafts."""
    folder, now = tmp_path_factory.mktemp("ministry"), datetime.now(UTC)
    meeting: dict[str, Any] = MEETING | {"mail": post.settings}
    meeting["delegations"] = [
        one | {"focal_points": FOCAL_POINTS.get(one["code"], [])} for one in meeting["delegations"]
    ]
    (folder / "meeting.yaml").write_text(yaml.safe_dump(meeting, allow_unicode=True))
    (folder / "text.md").write_text(TEXT)
    one, two = folder / "one", folder / "two"
    for root in (one, two):
        if root is two:
            shutil.copytree(one / "keys", two / "keys")
        record = str(folder / "record.git")
        start_workspace(root, folder / "meeting.yaml", now=now, record=record)
    for name, root in ((NAME, one), (OTHER, two)):
        draft_instrument(Workspace.open(root), name, folder / "text.md", now=now)
    return one, two


def hand(root: Path, journey: str, **given: object) -> Any:
    """What the workspace's worker answers."""
    given = {"instrument": NAME, "at": datetime.now(UTC)} | given
    return hand_over(Home(root).path, Journey(journey, (), given))


def test_one_of_two_is_killed_and_the_end_is_right(
    server: str, roots: tuple[Path, Path], post: PostOffice, tmp_path: Path
) -> None:
    servings = [
        Serving(root, PREFECT_API_URL=server, PREFECT_API_AUTH_STRING=LOGIN) for root in roots
    ]
    try:
        _play(servings[1], roots, tmp_path)
        eventually(lambda: all(mail.sending for mail in _mails(roots[0])), "a mail waits")
    finally:
        for serving in servings:
            if serving.process.poll() is None:
                serving.stop()
    remote = Repository(roots[0].parent / "record.git")
    for root in roots:
        repository = Workspace.open(root).ledger.repository
        assert repository.refs("refs") == remote.refs("refs")
        assert repository.check() == (), "here, or there"
    subjects = [found.subject for found in remote.commits(f"refs/heads/{OTHER}")]
    assert subjects.count("Close round 1") == 1
    names = Counter(message_from_bytes(mail)["X-Mufakat-Key"] for _, _, mail in post.taken)
    assert max(names.values()) == 1, "a mail went out twice"
    ends = {mail.about.name: mail.sending.state for mail in _mails(roots[0]) if mail.sending}
    assert names.keys() >= {name for name, state in ends.items() if state == "sent"}
    assert len(names) > 8


def _mails(root: Path) -> tuple[Posted, ...]:
    return Outbox(Workspace.open(root).ledger).mails()


def _play(second: Serving, roots: tuple[Path, Path], folder: Path) -> None:
    """A round whose submissions come in through both, and one that falls due meanwhile."""
    one, two = roots
    issued = hand(one, "open_round", until=datetime.now(UTC) + timedelta(days=9)).issued
    hand(two, "open_round", instrument=OTHER, until=datetime.now(UTC) + timedelta(seconds=8))
    receipts: dict[str, Any] = {}

    def submit(root: Path, code: str, word: str) -> None:
        file = folder / f"{code}.docx"
        file.write_bytes(office.tracked(issued[code].read_bytes(), {"warmly": word}))
        with suppress(Gone):  # its worker was killed: no receipt, no acknowledgement
            receipts[code] = hand(root, "take_in", delegation=code, file=str(file))

    def at_once(*desks: tuple[Path, str, str]) -> list[threading.Thread]:
        threads = [threading.Thread(target=submit, args=desk) for desk in desks]
        for thread in threads:
            thread.start()
        return threads

    for thread in at_once((one, "MYS", "cordially"), (two, "SGP", "gladly")):
        thread.join()

    def closed() -> bool:
        record = survey(Workspace.open(one).ledger.repository, [OTHER])[OTHER].standing.round
        return bool(record and record.state == "closed")

    eventually(closed, "nobody closed it at its deadline")
    last = at_once((two, "THA", "cordially"))
    second.kill()
    last[0].join()
    if "THA" not in receipts:
        submit(one, "THA", "cordially")  # lodged again, wherever the other had got to
    hand(one, "close_round", early=True)
    found: Consolidated = hand(one, "consolidate")
    parents = Workspace.open(one).ledger.repository.commits("-1", found.commit)[0].parents[1:]
    assert sorted(parents) == sorted(receipt.commit for receipt in receipts.values())
    assert len(parents) == 3
    assert found.laws
    assert all(found.laws.values())


def test_a_run_that_nothing_is_heard_of_any_more_is_interrupted(server: str) -> None:
    async def play() -> tuple[str, str]:
        async with get_client() as client:
            watch = automation(timedelta(seconds=10))
            await client.create_automation(watch.model_copy(update={"name": "soon"}))
            silent, ended = [await client.create_flow_run(sweep, state=Running()) for _ in "ab"]
            for one in (silent, ended):
                heard = {"prefect.resource.id": f"prefect.flow-run.{one.id}"}
                emit_event("prefect.flow-run.heartbeat", resource=heard)
            await client.set_flow_run_state(ended.id, Completed())
            states = ("Running", "")
            while states[0] == "Running":
                read = [(await client.read_flow_run(one.id)).state for one in (silent, ended)]
                states = (str(read[0] and read[0].name), str(read[1] and read[1].name))
            return states

    with temporary_settings({PREFECT_API_URL: server, PREFECT_API_AUTH_STRING: LOGIN}):
        assert asyncio.run(asyncio.wait_for(play(), 100)) == ("Interrupted", "Completed")


def test_what_another_worker_runs_is_left_alone(server: str) -> None:
    async def play() -> tuple[int, list[str]]:
        async with get_client() as client:
            runs = [
                await client.create_flow_run(sweep, state=Running(), tags=["talks", whose])
                for whose in ("one-1a2b", "two-3c4d")
            ]
            count = await mark_interrupted(deployed=False, tag="one-1a2b")
            states = [(await client.read_flow_run(run.id)).state for run in runs]
            return count, [str(state and state.name) for state in states]

    with temporary_settings({PREFECT_API_URL: server, PREFECT_API_AUTH_STRING: LOGIN}):
        assert asyncio.run(play()) == (1, ["Interrupted", "Running"])


def test_the_server_watches_over_all_runs_once(server: str) -> None:
    async def play() -> int:
        async with get_client() as client:
            return len(await client.read_automations_by_name(WATCH))

    with temporary_settings({PREFECT_API_URL: server, PREFECT_API_AUTH_STRING: LOGIN}):
        assert asyncio.run(play()) == 1


def test_who_has_not_the_server_s_password_is_told_so(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wrong in ("", "worker:of another ministry"):
        monkeypatch.setenv("PREFECT_API_AUTH_STRING", wrong)
        with pytest.raises(Refusal, match="wants its password"):
            check_answers(server)
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", LOGIN)
    check_answers(server)
