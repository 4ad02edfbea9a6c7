"""Objects have the names that git gives them, and the bytes that were put in."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from mufakat.edges.git import Repository, create
from mufakat.edges.git_pack import New, Pack
from mufakat.procedure.meeting import Party

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
CHAIR = Party("Nguyễn Mạnh Hùng", "chair@talks.example")
SIZES = (0, 1, 15, 16, 2047, 2048, 65535, 65536, 262143, 262144, 1_000_001)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "talks.git")
    made.init()
    return made


def git(repository: Repository, *args: str, stdin: bytes = b"", **env: str) -> bytes:
    command = ["git", "-C", str(repository.path), *args]
    own = {**os.environ, **env}
    return subprocess.run(command, input=stdin, capture_output=True, check=True, env=own).stdout


def test_contents_of_any_size_are_stored_under_git_s_own_names(repository: Repository) -> None:
    contents = [os.urandom(size) for size in SIZES]
    oids = repository.write_blobs(contents)
    for oid, content in zip(oids, contents, strict=True):
        assert oid == git(repository, "hash-object", "--stdin", stdin=content).decode().strip()
        assert git(repository, "cat-file", "blob", oid) == content


def test_a_folder_s_files_stand_in_git_s_order(repository: Repository) -> None:
    names = ("a/b", "a.b", "a-b", "a0", "a/c/d", "B", "a_b/x")
    made = repository.write_commit(dict.fromkeys(names, b""), [], "x", CHAIR, NOW)
    listed = git(repository, "ls-tree", "-z", made).decode()
    known = git(repository, "mktree", "-z", stdin=listed.encode()).decode().strip()
    assert known == git(repository, "rev-parse", f"{made}^{{tree}}").decode().strip()
    assert set(repository.tree(made)) == set(names)


@pytest.mark.parametrize("name", [CHAIR.name, "  Dr. A. B., Jr. ", 'O\'Neil <x> "y"', "a\nb"])
@pytest.mark.parametrize("message", ["x", "x\n\ny\n", "", "two\r\nlines"])
def test_a_commit_is_the_one_that_git_makes(
    repository: Repository, name: str, message: str
) -> None:
    first = repository.write_commit({"text.md": b"words"}, [], message, CHAIR, NOW)
    made = repository.write_commit({}, [first, first], message, Party(name, "a@b.example"), NOW)
    tree = git(repository, "mktree").decode().strip()
    date = f"{int(NOW.timestamp())} +0530"
    env = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", name), ("EMAIL", "a@b.example"), ("DATE", date))
    }
    command = ("commit-tree", tree, "-p", first, "-p", first, "-F", "-")
    assert made == git(repository, *command, stdin=message.encode(), **env).decode().strip()


def test_many_commits_are_stored_in_one_stroke(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored: list[Pack] = []
    monkeypatch.setattr(Repository, "_store", lambda _, pack: stored.append(pack))
    new = [New({"text.md": b"same", "n": b"%d" % n}, (), "x", CHAIR, NOW) for n in range(50)]
    assert len(set(repository.write_commits(new))) == 50
    [pack] = stored
    git(repository, "unpack-objects", "-q", "--strict", stdin=pack.stream())
    assert git(repository, "count-objects").startswith(b"151 ")


def test_every_object_and_ref_is_synced_to_the_disk(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TRACE2_PERF", str(tmp_path / "trace"))
    made = repository.write_commit({"a/b": b"1", "c": b"2"}, [], "x", CHAIR, NOW)
    repository.move([create("refs/heads/text", made)])
    synced = re.findall(r"hardware-flush\D*(\d+)", (tmp_path / "trace").read_text())
    assert sum(map(int, synced)) == len(("b", "c", "a", "root", "commit", "ref"))


def test_what_is_put_in_twice_is_in_it_once() -> None:
    pack, again = Pack(), Pack()
    assert pack.blob(b"words") == again.blob(b"words") == again.blob(b"words")
    assert pack.stream() == again.stream()
