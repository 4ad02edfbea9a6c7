"""The demo, once and for real: what it leaves is what it told of."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from mufakat.cli import main
from mufakat.demo.stage import MARKER, make_room
from mufakat.prefect_home import Home
from mufakat.refusal import Refusal

ROOT = Path(__file__).parent.parent
STATES = ["BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "TLS", "VNM"]
Git = Callable[..., str]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder that a demo left, and what it told."""
    folder = tmp_path_factory.mktemp("shown") / "demo"
    done = subprocess.run(
        [sys.executable, "-m", "mufakat", "demo", "--dir", folder],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return folder, done.stdout


@pytest.fixture(scope="module")
def git(played: tuple[Path, str]) -> Git:
    """git on the demo's record."""

    def run(*words: str) -> str:
        repository = played[0] / "drafts" / "adgmin-6.git"
        return subprocess.run(
            ["git", "-C", str(repository), *words], capture_output=True, text=True, check=True
        ).stdout

    return run


def test_consolidation_has_all_eleven_as_parents(git: Git) -> None:
    (merge,) = git(
        "log", "--format=%H", "--merges", "--grep=^Consolidate round 1", "joint-statement"
    ).split()
    parents = git("show", "--no-patch", "--format=%P", merge).split()[1:]
    subjects = [git("show", "--no-patch", "--format=%s", parent)[:3] for parent in parents]
    assert subjects == STATES


def test_submissions_are_authored_by_their_delegations(git: Git) -> None:
    lines = git(
        "for-each-ref", "--format=%(refname) %(authorname)", "refs/submissions", "refs/late"
    )
    authors = {line.split("/")[4]: line.split(" ", 1)[1] for line in lines.splitlines()}
    assert sorted(authors) == sorted(STATES)
    assert authors["MYS"] == "Malaysia"
    assert authors["VNM"] == "Viet Nam"


def test_drafts_and_the_adopted_text_are_signed(git: Git) -> None:
    tags = git("tag", "--list", "joint-statement/*").split()
    assert {"joint-statement/zero", "joint-statement/rev-1", "joint-statement/adopted"} <= set(tags)
    for tag in tags:
        git("verify-tag", tag)
    git("fsck", "--full", "--strict")


def test_what_came_broken_is_kept_too(played: tuple[Path, str], git: Git) -> None:
    broken = next((played[0] / "returned" / "round-1").glob("*KHM*"))
    kept = git("for-each-ref", "--format=%(objectname)", "refs/received").split()
    assert git("hash-object", str(broken)).strip() in kept


def test_every_step_was_a_run(played: tuple[Path, str]) -> None:
    with sqlite3.connect(played[0] / ".prefect" / "prefect.db") as held:
        runs = held.execute("select name, state_type from flow_run").fetchall()
    held.close()
    for name in (
        "Set up a meeting",
        "Close round 1 of joint-statement, 10 of 11 lodged",
        "IDN breaks silence on joint-statement",
        "Adopt joint-statement",
    ):
        assert (name, "COMPLETED") in runs
    refused = [name for name, state in runs if state != "COMPLETED"]
    assert sorted(refused) == [f"Submission of {who} to joint-statement" for who in ("KHM", "VNM")]


def test_files_that_are_told_of_are_there(played: tuple[Path, str]) -> None:
    folder, told = played
    named = [line.split("-> ")[1] for line in told.splitlines() if "-> " in line]
    assert len(named) > 20
    for name in named:
        assert (folder.parent / name).exists(), name


def test_nothing_is_left_running(played: tuple[Path, str]) -> None:
    descriptor = Home(played[0]).lock()
    assert descriptor is not None
    os.close(descriptor)


def test_a_former_demo_is_replaced(tmp_path: Path) -> None:
    (tmp_path / MARKER).touch()
    (tmp_path / "old").mkdir()
    assert make_room(tmp_path) == tmp_path
    assert [path.name for path in tmp_path.iterdir()] == [MARKER]


def test_a_demo_that_is_played_just_now_is_not_taken_away(tmp_path: Path) -> None:
    (tmp_path / MARKER).touch()
    home = Home(tmp_path)
    home.prepare()
    place = home.lock()
    assert place is not None
    with pytest.raises(Refusal, match="at work"):
        make_room(tmp_path)
    os.close(place)
    assert make_room(tmp_path) == tmp_path
    assert not home.path.exists()


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(Refusal, match="is not empty, and no former demo"):
        make_room(tmp_path)
    assert CliRunner().invoke(main, ["demo", "--dir", str(tmp_path)]).exit_code == 2
    assert (tmp_path / "thesis.docx").read_bytes() == b"years of work"


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").touch()
    with pytest.raises(Refusal):
        make_room(tmp_path / "demo")
