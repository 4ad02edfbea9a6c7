"""Two workspaces of one record: the same gate, the same mails, the same end, wherever one acts."""

from __future__ import annotations

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from tests.services.conftest import START
from tests.services.life import NAME

from mufakat.edges.git import Repository
from mufakat.edges.workspace import Workspace
from mufakat.refusal import Refusal
from mufakat.services.close_round import close_round
from mufakat.services.consolidate import consolidate
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.open_round import open_round
from mufakat.services.receive_submission import Receipt, receive_submission
from mufakat.services.start_workspace import start_workspace
from mufakat.services.upkeep import upkeep

UNTIL = START + timedelta(days=14)
CODES = ("MYS", "SGP", "THA", "VNM")


@pytest.fixture
def remote(tmp_path: Path) -> Repository:
    """Where the shared record lies."""
    return Repository(tmp_path / "shared.git")


@pytest.fixture
def two(files: Path, tmp_path: Path, remote: Repository) -> tuple[Workspace, Workspace]:
    """Two workspaces that share a record with a round open in it."""
    meeting, roots = files / "meeting.yaml", (tmp_path / "one", tmp_path / "two")
    start_workspace(roots[0], meeting, now=START, record=str(remote.path))
    draft_instrument(Workspace.open(roots[0]), NAME, files / "text.md", now=START)
    shutil.copytree(roots[0] / "keys", roots[1] / "keys")
    start_workspace(roots[1], meeting, now=START, record=str(remote.path))
    open_round(Workspace.open(roots[1]), NAME, UNTIL, now=START)
    return Workspace.open(roots[0]), Workspace.open(roots[1])


def test_what_was_accepted_in_time_is_what_is_consolidated(
    two: tuple[Workspace, Workspace], remote: Repository
) -> None:
    receipts: dict[str, list[Receipt]] = {code: [] for code in CODES}

    def submit(number: int, code: str) -> None:
        where = Workspace.open(two[number % 2].root)
        note = f"from desk {number}"
        receipts[code].append(receive_submission(where, NAME, code, None, "", now=UNTIL, note=note))

    desks = [(number, CODES[number % 4]) for number in range(12)]
    threads = [threading.Thread(target=submit, args=desk) for desk in desks]
    close = threading.Thread(target=close_round, args=(two[1], NAME), kwargs={"now": UNTIL})
    for thread in (*threads[:5], close, *threads[5:]):
        thread.start()
    for thread in (*threads, close):
        thread.join()
    every = [receipt for held in receipts.values() for receipt in held]
    assert len(every) == len(desks), "one did not get through"
    found = consolidate(Workspace.open(two[0].root), NAME, now=UNTIL)
    counted = remote.commits("-1", found.commit)[0].parents[1:]
    in_time = {
        max((r for r in receipts[code] if not r.late), key=lambda r: int(r.receipt[-1])).commit
        for code in CODES
        if any(not receipt.late for receipt in receipts[code])
    }
    assert set(counted) == in_time
    kept = {*remote.refs("refs/submissions").values(), *remote.refs("refs/late").values()}
    assert kept == {receipt.commit for receipt in every}
    for one in two:
        Workspace.open(one.root)
        assert one.ledger.repository.refs("refs") == remote.refs("refs")
        assert one.ledger.repository.check() == ()


def test_a_copy_laid_aside_can_be_put_back_as_a_record_of_its_own(
    two: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    kept = upkeep(two[0], now=START + timedelta(days=1))
    again = upkeep(two[0], now=START + timedelta(days=2))
    assert again.backup == kept.backup, "nothing had happened, and yet another copy was made"
    alone = Repository(tmp_path / "alone.git")
    alone.init()
    alone.fetch(Path(kept.backup))
    assert not alone.refs("refs/shared", "refs/upkeep")
    assert alone.refs("refs/heads") == two[1].ledger.repository.refs("refs/heads")


def test_who_joins_with_another_key_is_told(
    two: tuple[Workspace, Workspace], files: Path, tmp_path: Path, remote: Repository
) -> None:
    root = tmp_path / "three"
    with pytest.raises(Refusal, match="another key"):
        start_workspace(root, files / "meeting.yaml", now=START, record=str(remote.path))
    shutil.rmtree(root / "keys")
    shutil.copytree(two[0].root / "keys", root / "keys")
    start_workspace(root, files / "meeting.yaml", now=START, record=str(remote.path))
    assert Workspace.open(root).ledger.instruments() == (NAME,)


def test_while_the_record_is_away_nothing_is_acknowledged(
    two: tuple[Workspace, Workspace], remote: Repository
) -> None:
    before = two[0].ledger.repository.refs("refs")
    remote.path.rename(remote.path.with_suffix(".aside"))
    with pytest.raises(Refusal, match="cannot be reached"):
        receive_submission(two[0], NAME, "MYS", None, "", now=START)
    with pytest.raises(Refusal, match="cannot be reached"):
        Workspace.open(two[0].root)
    assert two[0].ledger.repository.refs("refs") == before


def test_a_workspace_is_not_made_where_its_record_cannot_be(files: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refusal, match="No shared record can be made"):
        start_workspace(
            tmp_path / "one",
            files / "meeting.yaml",
            now=START,
            record=str(tmp_path / "file" / "record.git"),
        )
    assert not (tmp_path / "one" / "meeting.yaml").exists()
