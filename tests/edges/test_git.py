import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from tests.at_once import at_once

from mufakat.edges.git import Raced, Repository, create, tag_text, update, verify
from mufakat.procedure.meeting import Party
from mufakat.refusal import Refusal

AUTHOR = Party("Nguyễn Mạnh Hùng", "chair@talks.example")
HANOI = timezone(timedelta(hours=7))
NOW = datetime(2026, 1, 5, 9, 30, tzinfo=HANOI)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "talks.git")
    made.init()
    return made


def commit(repository: Repository, text: str = "words", parents: tuple[str, ...] = ()) -> str:
    files = {"text.md": text.encode()}
    return repository.write_commit(files, parents, f"{text}\n", AUTHOR, NOW)


def git(repository: Repository, *args: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(repository.path), *args], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_files_are_kept_as_they_are_whatever_is_in_them(repository: Repository) -> None:
    files: dict[str, bytes | str] = {
        "text.md": "Hà Nội\r\n".encode(),
        "rounds/1/round.json": b"",
        "rounds/2/round.json": b"\x00\xff\n",
        "original/a-b_c.docx": os.urandom(5000),
        "state.json": b"missing\n",
    }
    found = repository.commits(repository.write_commit(files, [], "x", AUTHOR, NOW))[0]
    oids = repository.tree(found.oid)
    assert set(oids) == set(files)
    read = repository.read([oids[path] for path in files])
    assert dict(zip(files, read, strict=True)) == files
    assert repository.read([f"{found.oid}:text.md", f"{found.oid}:no", "refs/heads/none"]) == (
        files["text.md"],
        None,
        None,
    )


def test_known_blobs_can_be_put_into_a_new_commit(repository: Repository) -> None:
    first = repository.write_commit({"a/b.txt": b"one", "c.txt": b"two"}, [], "x", AUTHOR, NOW)
    files: dict[str, bytes | str] = {**repository.tree(first), "c.txt": b"three"}
    again = repository.write_commit(files, [first], "y", AUTHOR, NOW)
    assert git(repository, "show", f"{again}:a/b.txt") == "one"
    assert git(repository, "show", f"{again}:c.txt") == "three"


def test_the_same_commit_has_the_same_name_and_names_its_author(repository: Repository) -> None:
    one = commit(repository)
    assert commit(repository) == one
    found = repository.commits(one)[0]
    assert (found.author, found.when, found.subject) == (AUTHOR, NOW, "words")
    assert git(repository, "log", "-1", "--format=%an <%ae> %aI %cI", one).strip() == (
        "Nguyễn Mạnh Hùng <chair@talks.example> 2026-01-05T09:30:00+07:00 2026-01-05T09:30:00+07:00"
    )


def test_a_message_with_any_characters_is_kept_as_far_as_git_can(repository: Repository) -> None:
    files = {"a": b""}
    made = repository.write_commit(files, [], "no \x00 nul \udcff\n# not a comment\n", AUTHOR, NOW)
    assert "# not a comment" in repository.commits(made)[0].message


def test_two_hundred_parents_are_no_trouble(repository: Repository) -> None:
    parents = tuple(commit(repository, f"text {n}") for n in range(193))
    merged = commit(repository, "merged", parents)
    repository.move([create("refs/heads/text", merged)])
    assert repository.commits("-1", "refs/heads/text")[0].parents == parents
    assert repository.check() == ()


def test_a_transaction_does_everything_or_nothing(repository: Repository) -> None:
    one, two = commit(repository, "one"), commit(repository, "two")
    repository.move([create("refs/heads/text", one), create("refs/rounds/text/1/state", one)])
    with pytest.raises(Raced):
        repository.move(
            [update("refs/heads/text", two, one), update("refs/rounds/text/1/state", two, two)]
        )
    with pytest.raises(Raced):
        repository.move(
            [verify("refs/rounds/text/1/state", two), create("refs/submissions/text/1/MYS/1", two)]
        )
    assert repository.refs("refs") == {
        "refs/heads/text": one,
        "refs/rounds/text/1/state": one,
    }


def test_what_exists_is_not_created_again(repository: Repository) -> None:
    one, two = commit(repository, "one"), commit(repository, "two")
    repository.move([create("refs/submissions/text/1/MYS/1", one)])
    with pytest.raises(Raced):
        repository.move([create("refs/submissions/text/1/MYS/1", two)])
    assert repository.resolve("refs/submissions/text/1/MYS/1") == one


@pytest.mark.parametrize(
    "ref",
    ["refs/heads/a b", "heads/a", "refs/heads/../x", "refs/heads/a\ndelete x", "refs/heads/a.lock"],
)
def test_a_ref_that_is_not_of_our_making_is_never_written(repository: Repository, ref: str) -> None:
    one = commit(repository)
    with pytest.raises(ValueError, match="not a ref"):
        repository.move([create(ref, one)])


@pytest.mark.parametrize("path", ["../x", "a//b", "/a", "a\nb", "", ".git/config", "a/./b"])
def test_a_path_that_is_not_of_our_making_is_never_written(
    repository: Repository, path: str
) -> None:
    with pytest.raises(ValueError, match="not a path"):
        repository.write_commit({path: b""}, [], "x", AUTHOR, NOW)


def test_compare_and_swap_loses_no_commit_in_a_race(repository: Repository) -> None:
    repository.move([create("refs/heads/text", commit(repository, "start"))])

    def add(name: str) -> None:
        for n in range(4):
            while True:
                old = repository.resolve("refs/heads/text")
                try:
                    new = commit(repository, f"{name}{n}", (old,))
                    repository.move([update("refs/heads/text", new, old)])
                    break
                except Raced:
                    continue

    at_once(add, *"abcde")
    subjects = [found.subject for found in repository.commits("refs/heads/text")]
    assert sorted(subjects) == sorted(["start", *(f"{a}{n}" for a in "abcde" for n in range(4))])


def test_a_lock_that_a_killed_run_left_is_cleared_and_a_fresh_one_respected(
    repository: Repository,
) -> None:
    one = commit(repository)
    lock = repository.path / "refs" / "heads" / "text.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.touch()
    assert repository.clear_stale_locks() == ()
    long_ago = time.time() - 60
    os.utime(lock, (long_ago, long_ago))
    repository.move([create("refs/heads/text", one)])
    assert repository.resolve("refs/heads/text") == one
    assert not lock.exists()


def test_nothing_of_the_machine_s_git_settings_gets_in(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = commit(repository)
    settings = tmp_path / "gitconfig"
    settings.write_text(
        "[user]\n\tname = Somebody\n[commit]\n\tgpgSign = true\n[core]\n\tautocrlf = true\n"
        "\thooksPath = /nowhere\n[i18n]\n\tcommitEncoding = latin1\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody")
    assert commit(repository) == plain
    repository.move([create("refs/heads/text", plain)])
    assert repository.refs("refs/heads") == {"refs/heads/text": plain}


def test_damage_is_found(repository: Repository) -> None:
    one = commit(repository)
    repository.move([create("refs/heads/text", one)])
    assert repository.check() == ()
    blob = repository.tree(one)["text.md"]
    file = repository.path / "objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.write_bytes(b"rubbish")
    assert repository.check()


def test_a_bundle_carries_refs_with_all_their_history(
    repository: Repository, tmp_path: Path
) -> None:
    one = commit(repository, "one")
    two = commit(repository, "two", (one,))
    repository.move([create("refs/heads/text", two), create("refs/submissions/text/1/MYS/1", one)])
    repository.bundle(tmp_path / "a.bundle", repository.refs("refs"))
    repository.bundle(tmp_path / "b.bundle", repository.refs("refs"))
    assert (tmp_path / "a.bundle").read_bytes() == (tmp_path / "b.bundle").read_bytes()
    copy = Repository(tmp_path / "copy.git")
    copy.init()
    copy.fetch(tmp_path / "a.bundle")
    assert copy.refs("refs") == repository.refs("refs")


def test_what_is_no_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no repository"):
        Repository(tmp_path / "none.git").refs("refs")


def test_a_tag_s_text_is_stored_as_it_is(repository: Repository) -> None:
    one = commit(repository)
    text = tag_text("text/zero", one, "Zero draft", AUTHOR, NOW.astimezone(UTC))
    tag = repository.write_tag(text)
    repository.move([create("refs/tags/text/zero", tag)])
    assert git(repository, "cat-file", "tag", "text/zero").encode() == text
    assert repository.resolve("refs/tags/text/zero") == one


def test_without_git_the_person_is_told_so(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path\n"
        "from mufakat.edges.git import Repository\n"
        "from mufakat.refusal import Refusal\n"
        "try:\n    Repository(Path('x.git')).init()\n"
        "except Refusal as refusal:\n    print(refusal.error, refusal.hint)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "git cannot be found. Install git and run this again."


def test_many_who_wait_for_a_dead_lock_do_not_keep_each_other_from_clearing_it(
    repository: Repository,
) -> None:
    """A git that waits for the lock is no git that holds it."""
    head = commit(repository)
    repository.move([create("refs/heads/statement", head)])
    lock = repository.path / "refs" / "heads" / "statement.lock"
    lock.touch()
    os.utime(lock, (time.time() - 60, time.time() - 60))
    gate = verify("refs/heads/statement", head)
    at_once(
        lambda name: repository.move([gate, create(f"refs/received/{name}", head)]), *"abcdefgh"
    )
    assert len(repository.refs("refs/received")) == 8


def test_several_who_make_a_repository_at_once_make_one(tmp_path: Path) -> None:
    def make(path: Path) -> str:
        made = Repository(path)
        made.init()
        made.set("gpg.ssh.allowedSignersFile", "allowed_signers")
        oid = commit(made)
        return made.setting("gpg.ssh.allowedSignersFile") + made.setting("core.bare") + oid

    for n in range(10):
        assert len({*at_once(make, *[tmp_path / f"{n}.git"] * 4)}) == 1


def test_what_comes_while_it_is_checked_is_no_damage(repository: Repository) -> None:
    """To one git that looks through all objects, those that come meanwhile seem to be missing."""
    repository.write_blobs([bytes(40 << 20)])  # takes a while to look through
    looked: list[str] = []

    def act(who: str) -> list[tuple[str, ...]]:
        if who == "checker":
            try:
                return [repository.check() for _ in range(4)]
            finally:
                looked.append(who)
        for n in range(10_000):
            if looked:
                break
            oid = commit(repository, f"words {n}")
            repository.move([create(f"refs/received/{oid}", oid)])
        return [repository.check()]

    assert at_once(act, "checker", "writer") == [[()] * 4, [()]]


def test_what_is_missing_is_named(repository: Repository) -> None:
    oid = commit(repository)
    repository.move([create("refs/heads/statement", oid)])
    blob = repository.tree(oid)["text.md"]
    (repository.path / "objects" / blob[:2] / blob[2:]).unlink()
    assert any(blob in line for line in repository.check())
