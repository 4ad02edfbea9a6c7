"""Submissions race the close: what was accepted in time is what is consolidated, the rest is told.

From several processes, with several threads each, as from several machines and desks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from tests.services import office
from tests.services.conftest import START, crowded
from tests.services.life import NAME

from mufakat.edges.workspace import Workspace
from mufakat.services.close_round import close_round
from mufakat.services.consolidate import consolidate
from mufakat.services.open_round import open_round
from mufakat.services.receive_submission import receive_submission
from mufakat.text.document import digest

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
COUNT = 200 if SOAK else 40
CODES = tuple(f"A{a}{b}" for a in "ABCDEFGHIJKLMNO" for b in "ABCDEFGHIJKLMNO")[:COUNT]
PROCESSES = 4
UNTIL = START + timedelta(days=14)
AFTER = [share / 10 for share in range(11)] if SOAK else [0, 0.4]
"""The close begins when so many of the submissions have been answered."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a delegation was told."""

    code: str
    late: bool
    commit: str
    sha256: str


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round that is open to many, and beside it the file that each of them returns."""
    folder = tmp_path_factory.mktemp("crowd")
    workspace = crowded(folder, CODES, START)
    opened = open_round(workspace, NAME, UNTIL, now=START)
    for code, path in opened.issued.items():
        word = ("cordially", "gladly", "formally")[CODES.index(code) % 3]
        file = office.tracked(path.read_bytes(), {"warmly": word})
        (folder / f"{code}.docx").write_bytes(file)
    return folder


@pytest.mark.parametrize("share", AFTER)
def test_what_was_accepted_in_time_is_what_is_consolidated(
    share: float, crowd: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(crowd / "talks", tmp_path / "talks")
    told = _race(root, crowd, int(share * COUNT))
    assert sorted(one.code for one in told) == sorted(CODES)
    workspace = Workspace(root)
    repository = workspace.ledger.repository
    found = consolidate(workspace, NAME, now=UNTIL)
    parents = repository.commits("-1", found.commit)[0].parents[1:]
    in_time = {one.code: one.commit for one in told if not one.late}
    assert list(parents) == [in_time[code] for code in CODES if code in in_time]
    late = repository.refs("refs/late")
    assert sorted(late.values()) == sorted(one.commit for one in told if one.late)
    files = {code: digest((crowd / f"{code}.docx").read_bytes()) for code in CODES}
    assert {one.code: one.sha256 for one in told} == files
    assert {f"refs/received/{sha256}" for sha256 in files.values()} <= set(
        repository.refs("refs/received")
    )
    assert repository.check() == ()


def _race(root: Path, folder: Path, answers: int) -> list[Told]:
    """Everybody submits at once; the round closes when so many have been answered."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.test_racing", root, folder, *CODES[n::PROCESSES]],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(PROCESSES)
    ]
    told: list[Told] = []
    enough = threading.Event()

    def listen(process: subprocess.Popen[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            code, late, commit, sha256 = line.split()
            told.append(Told(code, late == "True", commit, sha256))
            if len(told) >= answers:
                enough.set()

    with ThreadPoolExecutor(PROCESSES) as pool:
        for process in running:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        heard = [pool.submit(listen, process) for process in running]
        for process in running:
            assert process.stdin
            process.stdin.close()
        if answers:
            enough.wait()
        close_round(Workspace(root), NAME, now=UNTIL)
        for one in heard:
            one.result()
    assert [process.wait() for process in running] == [0] * PROCESSES
    return told


def main(root: Path, folder: Path, codes: list[str]) -> None:
    """One process of many: its delegations submit at once, as soon as standard input ends."""
    workspace, begin = Workspace(root), threading.Event()

    def submit(code: str) -> str:
        data = (folder / f"{code}.docx").read_bytes()
        begin.wait()
        done = receive_submission(workspace, NAME, code, data, f"{code}.docx", now=UNTIL)
        return f"{code} {done.late} {done.commit} {done.sha256}"

    with ThreadPoolExecutor(len(codes)) as pool:
        every = [pool.submit(submit, code) for code in codes]
        print("ready", flush=True)
        sys.stdin.read()
        begin.set()
        for one in as_completed(every):
            print(one.result(), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
