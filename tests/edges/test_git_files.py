"""What is read from a repository's files is what git would say; all else is left to git."""

from __future__ import annotations

import subprocess
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mufakat.edges import git_files
from mufakat.edges.git import Repository, create, tag_text, update
from mufakat.edges.git_files import NotHere
from mufakat.procedure.meeting import Party

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
CHAIR = Party("The Chair", "chair@talks.example")
HEAD, TAG, BLOB = "refs/heads/text", "refs/tags/text/zero", "refs/received/abc"
FILES: dict[str, bytes | str] = {"text.md": b"words", "rounds/1/round.json": b"{}", "a": b""}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "talks.git")
    made.init()
    commit = made.write_commit(FILES, [], "x", CHAIR, NOW)
    tag = made.write_tag(tag_text("text/zero", commit, "Zero draft", CHAIR, NOW))
    blob = made.write_blobs([b"as it came"])[0]
    made.move([create(HEAD, commit), create(TAG, tag), create(BLOB, blob)])
    return made


def git(repository: Repository, *args: str) -> str:
    command = ["git", "-C", str(repository.path), *args]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def by_git(repository: Repository, *prefixes: str) -> dict[str, str]:
    out = git(repository, "for-each-ref", "--format=%(refname) %(objectname)", *prefixes)
    return dict(line.split(" ") for line in out.splitlines())


@pytest.mark.parametrize("packed", [False, True])
def test_refs_are_those_that_git_lists(repository: Repository, packed: bool) -> None:
    old = repository.resolve(HEAD)
    if packed:
        git(repository, "pack-refs", "--all", "--prune")
        assert not (repository.path / HEAD).exists()
    new = repository.write_commit({}, [old], "y", CHAIR, NOW)
    repository.move([update(HEAD, new, old), create("refs/heads/text-2", old)])
    (repository.path / "refs/heads/text.lock").touch()
    for asked in ((), ("refs",), ("refs/heads",), (HEAD,), (TAG, HEAD), ("refs/tags/te",), ("x",)):
        found = git_files.refs(repository.path, asked)
        assert found == by_git(repository, *asked)
        assert list(found) == sorted(found)


def test_no_ref_is_overlooked_while_all_are_packed(repository: Repository) -> None:
    oid = repository.resolve(HEAD)
    names = [f"refs/submissions/text/1/A{n}/1" for n in range(100)]
    done = threading.Event()

    def pack() -> None:
        for name in names:
            repository.move([create(name, oid)])
            git(repository, "pack-refs", "--all", "--prune")
        done.set()

    packing = threading.Thread(target=pack)
    packing.start()
    seen: set[str] = set()
    while not done.is_set():
        found = git_files.refs(repository.path, ["refs/submissions"])
        assert seen <= set(found)
        seen = set(found)
    packing.join()
    assert set(git_files.refs(repository.path, ["refs/submissions"])) == set(names)


@pytest.mark.parametrize("packed", [False, True])
def test_objects_are_read_alike_by_every_name_before_and_after_git_packs_them(
    repository: Repository, packed: bool
) -> None:
    commit = by_git(repository, HEAD)[HEAD]
    if packed:
        git(repository, "gc", "--quiet")
    names = (f"{commit}:text.md", f"{HEAD}:rounds/1/round.json", f"{TAG}:a", BLOB)
    assert repository.read(names) == (b"words", b"{}", b"", b"as it came")
    assert repository.read([f"{commit}:no", f"{HEAD}:rounds/2", "refs/heads/no"]) == (None,) * 3
    assert repository.read([f"{HEAD}:text.md"] * 100) == (b"words",) * 100
    assert (
        repository.resolve(TAG) == repository.resolve(HEAD) == repository.resolve(commit) == commit
    )
    assert (repository.resolve(BLOB), repository.resolve("refs/heads/no")) == ("", "")
    assert repository.tree(commit) == repository.tree(TAG)
    assert set(repository.tree(commit)) == set(FILES)
    again = repository.write_commit({**repository.tree(commit)}, [], "x", CHAIR, NOW)
    assert again == commit


def test_a_damaged_object_is_never_taken_for_what_was_stored(repository: Repository) -> None:
    commit = by_git(repository, HEAD)[HEAD]
    blobs = repository.tree(commit)
    one, other = (
        repository.path / "objects" / blobs[name][:2] / blobs[name][2:] for name in ("text.md", "a")
    )
    one.chmod(0o644)
    one.write_bytes(other.read_bytes())
    with pytest.raises(NotHere):
        git_files.content(repository.path, f"{commit}:text.md")
    one.write_bytes(b"rubbish")
    with pytest.raises(NotHere):
        git_files.content(repository.path, f"{commit}:text.md")


def test_other_kinds_of_refs_are_left_to_git(repository: Repository) -> None:
    git(repository, "symbolic-ref", "refs/heads/alias", HEAD)
    with pytest.raises(NotHere):
        git_files.refs(repository.path, ["refs/heads"])
    assert repository.refs("refs/heads") == by_git(repository, "refs/heads")
    assert repository.read(["HEAD:text.md"]) == (None,)
    git(repository, "symbolic-ref", "HEAD", HEAD)
    assert repository.read(["HEAD:text.md"]) == (b"words",)
