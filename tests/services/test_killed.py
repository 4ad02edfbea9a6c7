"""Whatever is killed at any write, and run again, ends as if nothing had happened."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.edges import git_program, manifest, whole_file
from mufakat.edges.workspace import Workspace
from mufakat.services.admit_submission import admit_submission
from mufakat.services.break_silence import break_silence
from mufakat.services.consolidation import recorded_merge
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.extend_round import extend_round
from mufakat.services.open_silence import open_silence
from mufakat.services.reopen_round import reopen_round
from mufakat.services.take_position import take_position
from mufakat.services.withdraw_submission import withdraw_submission

_WRITES = {
    "unpack-objects": "object",
    "mktag": "object",
    "update-ref": "ref",
}

Step = Callable[[Life], object]


def _draft(life: Life) -> object:
    source = life.files / "text.md"
    return draft_instrument(life.workspace, "record", source, now=life.day(0))


def _extend_for_one(life: Life) -> object:
    until, now = life.day(15.8), life.day(15.2)
    return extend_round(life.workspace, NAME, until, now=now, delegation="THA", reason="A holiday.")


def _position(life: Life) -> object:
    head = life.workspace.ledger.head(NAME)
    assert head is not None
    theirs = recorded_merge(life.workspace.ledger, head, 1).amendments[0].id
    return take_position(life.workspace, NAME, "THA", theirs, "opposes", now=life.day(16.5))


def _submit(code: str, word: str, now: float = 1) -> Step:
    file: list[bytes] = []  # edited once: saved again, a file has other bytes

    def step(life: Life) -> object:
        file.extend([] if file else [office.tracked(life.issued(code), {"warmly": word})])
        return life.submit(code, file[0], now=now)

    return step


STEPS: Sequence[tuple[str, Step]] = (
    ("draft", _draft),
    ("open", lambda life: life.open(until=14, now=0)),
    ("submit", _submit("MYS", "cordially")),
    ("submit again", _submit("MYS", "gladly")),
    ("submit another", _submit("SGP", "cordially")),
    ("no comment", lambda life: life.submit("THA", None)),
    ("withdraw", lambda life: withdraw_submission(life.workspace, NAME, "THA", now=life.day(2))),
    ("close", lambda life: life.close()),
    ("late", _submit("VNM", "formally", now=15)),
    (
        "admit",
        lambda life: admit_submission(life.workspace, NAME, "VNM", "Heard.", now=life.day(15)),
    ),
    (
        "reopen",
        lambda life: reopen_round(life.workspace, NAME, life.day(15.5), "So.", now=life.day(15.1)),
    ),
    ("extend for one", _extend_for_one),
    ("close again", lambda life: life.close(now=15.9)),
    ("consolidate", lambda life: life.consolidate(now=16)),
    ("position", _position),
    ("rule", lambda life: life.rule(now=17, rest="not accepted", MYS=("accepted", ""))),
    ("issue", lambda life: life.issue(now=18)),
    ("silence", lambda life: open_silence(life.workspace, NAME, life.day(22), now=life.day(18))),
    ("lapse", lambda life: life.close(now=22)),
    ("clear", lambda life: life.clear(now=23)),
    ("adopt", lambda life: life.adopt(now=24)),
)


class Killed(BaseException):
    """The process is gone."""


@contextmanager
def killed_at(write: int) -> Iterator[list[str]]:
    """Nothing happens any more from the given write on; tells the writes up to there."""
    execute, part, put = git_program.execute, whole_file.part, manifest._put
    done: list[str] = []

    def counted(act: Callable[..., Any], kind: Callable[..., str]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:
            if what := kind(*args):
                if len(done) == write:
                    raise Killed
                done.append(what)
            return act(*args, **kwargs)

        return step

    git_program.execute = counted(execute, lambda _, command, *rest: _WRITES.get(command[0], ""))
    whole_file.part = counted(part, lambda *rest: "part")
    manifest._put = counted(put, lambda *rest: "file")
    try:
        yield done
    finally:
        git_program.execute, whole_file.part, manifest._put = execute, part, put


def _telling(writes: Sequence[str]) -> list[int]:
    """Around each change of a ref, and in the middle of the objects and files; in a soak, all."""
    if os.environ.get("HYPOTHESIS_PROFILE") == "soak":
        return list(range(len(writes)))
    moves = [n for n, write in enumerate(writes) if write == "ref"]
    halves = [
        [n for n, write in enumerate(writes) if write == kind][-2:]
        for kind in ("object", "part", "file")
    ]
    chosen = {*moves, *(n + 1 for n in moves), *(n for half in halves for n in half)}
    return sorted(n for n in chosen if n < len(writes))


def _copy(life: Life, root: Path) -> Life:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(life.workspace.root, root)
    return Life(Workspace(root), life.files, life.start)


@pytest.mark.slow
def test_each_step_killed_at_each_write_ends_as_if_undisturbed(life: Life, tmp_path: Path) -> None:
    for name, step in STEPS:
        disturbed = _copy(life, tmp_path / "disturbed")
        with killed_at(-1) as writes:
            step(life)
        refs, outputs = life.refs(), life.outputs()
        begun = disturbed
        for write in _telling(writes):
            tried = _copy(begun, tmp_path / "tried")
            with killed_at(write), pytest.raises(Killed):
                step(tried)
            step(tried)
            assert tried.refs() == refs, f"{name}, killed at write {write}"
            assert tried.outputs() == outputs, f"{name}, killed at write {write}"
        assert tried.workspace.ledger.repository.check() == ()
        step(life)
        assert life.refs() == refs, f"{name}, run twice"
        assert life.outputs() == outputs, f"{name}, run twice"


def test_breaking_silence_killed_at_each_write_breaks_it_once(life: Life, tmp_path: Path) -> None:
    open_silence(life.workspace, NAME, life.day(4), now=life.day(0))
    begun = _copy(life, tmp_path / "begun")

    def step(life: Life) -> object:
        return break_silence(life.workspace, NAME, "SGP", "Not so.", now=life.day(1))

    with killed_at(-1) as writes:
        answer = step(life)
    for write in _telling(writes):
        tried = _copy(begun, tmp_path / "tried")
        with killed_at(write), pytest.raises(Killed):
            step(tried)
        assert step(tried) == answer
        assert tried.refs() == life.refs()
    assert step(life) == answer


def test_a_process_that_is_really_killed_can_be_run_again(round_one: Life, tmp_path: Path) -> None:
    round_one.submit("MYS", office.tracked(round_one.issued("MYS"), {"warmly": "well"}))
    round_one.close()
    whole = _copy(round_one, tmp_path / "whole")
    whole.consolidate(now=15)
    real = shutil.which("git")
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\ncase "$1" in update-ref) kill -9 $PPID;; esac\nexec {real} "$@"\n')
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    program = (
        "import sys\nfrom datetime import datetime\nfrom pathlib import Path\n"
        "from mufakat.edges.workspace import Workspace\n"
        "from mufakat.services.consolidate import consolidate\n"
        "consolidate(Workspace.open(Path(sys.argv[1])), 'statement',"
        " now=datetime.fromisoformat(sys.argv[2]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(round_one.workspace.root), str(round_one.day(15))],
        env={
            **os.environ,
            "PATH": f"{fake.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    round_one.consolidate(now=15)
    assert round_one.refs() == whole.refs()
    assert round_one.outputs() == whole.outputs()
