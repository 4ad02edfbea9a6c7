"""The record is looked after each night, and can be put back from a copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from tests.at_once import at_once
from tests.services.life import NAME, Life

from mufakat.edges.workspace import Workspace
from mufakat.refusal import Refusal
from mufakat.services.due import what_is_due
from mufakat.services.start_workspace import start_workspace
from mufakat.services.status import status
from mufakat.services.upkeep import LAST, last_upkeep, upkeep


def copies(life: Life) -> list[Path]:
    return sorted((life.workspace.root / "backups").iterdir())


def submitted(life: Life, code: str = "MYS") -> None:
    life.submit(code, life.issued(code))


def set_up(life: Life, **settings: object) -> None:
    """Writes the meeting file anew with these settings for copies."""
    path = life.workspace.root / "meeting.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | {"backups": settings}))


def test_a_copy_holds_everything_and_the_night_is_noted(round_one: Life) -> None:
    submitted(round_one)
    assert last_upkeep(round_one.workspace) is None
    done = upkeep(round_one.workspace, now=round_one.day(2))
    assert [str(path) for path in copies(round_one)] == [done.backup]
    round_one.git("bundle", "verify", "--quiet", done.backup)
    assert last_upkeep(round_one.workspace) == done.when


def test_it_is_due_each_night_and_once(round_one: Life) -> None:
    def due(day: float) -> bool:
        found = what_is_due(round_one.workspace, round_one.day(day))
        return any(one.kind == "upkeep" for one in found)

    assert due(1)
    upkeep(round_one.workspace, now=round_one.day(1))
    assert not due(1)
    assert not due(1.5)
    assert due(2)


def test_put_back_from_a_copy_the_meeting_goes_on(round_one: Life) -> None:
    """As docs/operations.md tells it."""
    submitted(round_one)
    root = round_one.workspace.root
    before = {ref: oid for ref, oid in round_one.refs().items() if ref != LAST}
    standing = status(round_one.workspace, NAME)
    copy = upkeep(round_one.workspace, now=round_one.day(2)).backup

    repository = root / "drafts" / "talks.git"
    shutil.rmtree(repository)
    subprocess.run(["git", "clone", "--quiet", "--mirror", copy, str(repository)], check=True)
    start_workspace(root, root / "meeting.yaml", now=round_one.day(3))

    assert round_one.refs() == before
    assert status(Workspace(root), NAME) == standing
    assert not round_one.workspace.ledger.repository.check()
    round_one.submit("THA", round_one.issued("THA"), now=4)
    closed = round_one.close()
    assert closed.lodged == ("MYS", "THA")


def test_while_nothing_happens_the_last_copy_stays_the_last(round_one: Life) -> None:
    first = upkeep(round_one.workspace, now=round_one.day(2)).backup
    assert upkeep(round_one.workspace, now=round_one.day(3)).backup == first
    submitted(round_one)
    assert upkeep(round_one.workspace, now=round_one.day(4)).backup != first
    assert len(copies(round_one)) == 2


def test_a_broken_copy_is_not_taken_for_a_copy(round_one: Life) -> None:
    first = Path(upkeep(round_one.workspace, now=round_one.day(2)).backup)
    whole = first.read_bytes()
    first.write_bytes(whole[: len(whole) // 2])
    second = Path(upkeep(round_one.workspace, now=round_one.day(3)).backup)
    assert second != first
    assert second.read_bytes() == whole


def test_the_newest_few_are_kept_in_the_folder_that_is_set(round_one: Life, tmp_path: Path) -> None:
    set_up(round_one, folder=str(tmp_path / "usb"), keep=2)
    made = []
    for day, code in enumerate(("MYS", "SGP", "THA"), 1):
        submitted(round_one, code)
        made.append(upkeep(round_one.workspace, now=round_one.day(day)).backup)
    assert sorted(str(path) for path in (tmp_path / "usb").iterdir()) == made[1:]


def test_what_comes_in_meanwhile_spoils_no_copy(round_one: Life) -> None:
    """The record moves between the look at it, its copy and the reading back."""
    upkeep(round_one.workspace, now=round_one.day(1))

    def act(who: str) -> list[str]:
        if who == "upkeep":
            done = [upkeep(round_one.workspace, now=round_one.day(2 + n)) for n in range(3)]
            return [one.backup for one in done]
        return [round_one.workspace.ledger.keep(b"%d" % n) for n in range(40)]

    made, kept = at_once(act, "upkeep", "door")
    refs = {ref for ref in round_one.refs() if ref.startswith("refs/received/")}
    assert {f"refs/received/{sha256}" for sha256 in kept} <= refs
    assert {*made} <= {str(path) for path in copies(round_one)}


def test_a_folder_that_cannot_be_written_is_named(round_one: Life, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    set_up(round_one, folder=str(tmp_path / "file"))
    with pytest.raises(Refusal, match="No copy of the record could be laid aside"):
        upkeep(round_one.workspace, now=round_one.day(1))
    assert last_upkeep(round_one.workspace) is None


def test_a_damaged_record_is_named_and_no_good_copy_lost(round_one: Life) -> None:
    submitted(round_one)
    upkeep(round_one.workspace, now=round_one.day(2))
    before = copies(round_one)
    objects = round_one.workspace.ledger.repository.path / "objects"
    one = max(objects.glob("??/*"), key=lambda path: path.stat().st_size)
    one.chmod(0o644)
    one.write_bytes(one.read_bytes()[:-10])
    with pytest.raises(Refusal, match="The record is damaged"):
        upkeep(round_one.workspace, now=round_one.day(3))
    assert copies(round_one) == before
    assert last_upkeep(round_one.workspace) == round_one.day(2)


def test_dead_locks_are_cleared(round_one: Life) -> None:
    lock = round_one.workspace.ledger.repository.path / "packed-refs.lock"
    lock.touch()
    assert upkeep(round_one.workspace, now=round_one.day(1)).cleared == ()
    long_ago = time.time() - timedelta(hours=1).total_seconds()
    os.utime(lock, (long_ago, long_ago))
    assert upkeep(round_one.workspace, now=round_one.day(2)).cleared == ("packed-refs.lock",)


def test_what_a_killed_upkeep_left_is_cleared_away(round_one: Life) -> None:
    left = round_one.workspace.root / "backups" / ".mufakat-left"
    left.mkdir(parents=True)
    upkeep(round_one.workspace, now=round_one.day(1))
    assert left.exists(), "somebody may be at it"
    long_ago = time.time() - timedelta(days=2).total_seconds()
    os.utime(left, (long_ago, long_ago))
    submitted(round_one)
    upkeep(round_one.workspace, now=round_one.day(2))
    assert not left.exists()
