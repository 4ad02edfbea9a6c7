"""A record that several workspaces share: nothing is overwritten, nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.at_once import at_once

from mufakat.edges.git import Raced, Repository, create, update, verify
from mufakat.edges.shared import CHAIN, Clone, opened, share
from mufakat.procedure.meeting import Party
from mufakat.refusal import Refusal

WRITERS, KILLS = 24, 4
SOURCE = str(Path(__file__).parents[2] / "src")
MAIN, STATE = "refs/heads/text", "refs/rounds/text/1/state"


def commit(repository: Repository, text: str, *parents: str) -> str:
    files = {"text.md": text.encode()}
    author = Party("Secretariat", "secretariat@talks.example")
    return repository.write_commit(files, parents, text, author, datetime(2026, 1, 5, tzinfo=UTC))


def clone(folder: Path, name: str) -> Repository:
    share(folder / f"{name}.git", str(folder / "shared.git"))
    return opened(folder / f"{name}.git")


@pytest.fixture
def two(tmp_path: Path) -> tuple[Repository, Repository]:
    """Two clones of a record that is empty still."""
    return clone(tmp_path, "one"), clone(tmp_path, "two")


@pytest.fixture
def remote(tmp_path: Path) -> Repository:
    """What they share."""
    return Repository(tmp_path / "shared.git")


def test_several_who_join_at_once_share_one_record(tmp_path: Path) -> None:
    def join(path: Path) -> Repository:
        return clone(path.parent, path.name)

    for n in range(4):
        folder = tmp_path / f"{n}"
        found = at_once(join, folder / "one", folder / "two", folder / "two")
        found[0].move([create(MAIN, commit(found[0], "first"))])
        found[2].refresh()
        assert found[2].refs("refs") == Repository(folder / "shared.git").refs("refs")


def test_what_one_records_the_other_has(
    two: tuple[Repository, Repository], remote: Repository
) -> None:
    one, other = two
    first, blob = commit(one, "first"), one.write_blobs([b"as it came"])[0]
    one.move([create(MAIN, first), create("refs/received/x", blob)])
    assert remote.refs("refs") == one.refs("refs")
    other.refresh()
    assert other.refs("refs") == one.refs("refs")
    assert other.read(["refs/received/x"]) == (b"as it came",)
    assert [*one.check(), *other.check(), *remote.check()] == []


def test_the_slower_of_two_is_told_and_nothing_of_it_is_recorded(
    two: tuple[Repository, Repository], remote: Repository
) -> None:
    one, other = two
    one.move([create(MAIN, commit(one, "first"))])
    late = commit(other, "second")
    with pytest.raises(Raced):
        other.move([create("refs/late/text/1/MYS/1", late), create(MAIN, late)])
    assert remote.refs("refs/late") == {}
    assert other.refs("refs") == one.refs("refs"), "it has seen meanwhile what was quicker"


def test_the_gate_holds_although_its_ref_does_not_move(
    two: tuple[Repository, Repository],
) -> None:
    one, other = two
    opened_, closed = commit(one, "open"), commit(one, "closed")
    one.move([create(STATE, opened_)])
    other.refresh()
    lodged = commit(other, "submission")
    one.move([update(STATE, closed, opened_)])
    with pytest.raises(Raced):
        other.move([verify(STATE, opened_), create("refs/submissions/text/1/MYS/1", lodged)])
    other.move([verify(STATE, closed), create("refs/late/text/1/MYS/1", lodged)])


def test_what_others_do_elsewhere_is_no_hindrance(two: tuple[Repository, Repository]) -> None:
    one, other = two
    for number, who in enumerate((one, other, other, one)):
        who.move([create(f"refs/inbox/{number}", commit(who, str(number)))])
    other.refresh()
    assert len(other.refs("refs/inbox")) == 4


def test_the_same_act_of_two_at_the_same_moment_is_one_s_alone(
    two: tuple[Repository, Repository],
) -> None:
    """They make the very same commit: only one of them may think that it has sent the mail."""

    def claim(who: Repository) -> bool:
        try:
            who.move([create("refs/sent/text/1", commit(who, "sending"))])
        except Raced:
            return False
        return True

    assert sum(at_once(claim, *two)) == 1


@pytest.mark.parametrize("near", [True, False], ids=["a folder", "as by ssh"])
def test_of_many_writers_at_once_all_get_through(
    near: bool, tmp_path: Path, remote: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not near:  # nobody can take turns where the remote is on another machine
        monkeypatch.setattr("mufakat.edges.shared.folder", lambda remote: None)
    clones = [clone(tmp_path, name) for name in "abcd"]
    clones[0].move([create(MAIN, commit(clones[0], "start"))])

    def add(number: int) -> None:
        who = clones[number % len(clones)]
        who.refresh()
        while True:
            old = who.refs(MAIN)[MAIN]
            try:
                who.move([update(MAIN, commit(who, f"{number}", old), old)])
                return
            except Raced:
                continue

    at_once(add, *range(WRITERS))
    subjects = [found.subject for found in remote.commits(MAIN)]
    assert sorted(subjects) == sorted(["start", *map(str, range(WRITERS))])
    for one in clones:
        one.refresh()
        assert one.refs("refs") == remote.refs("refs")
    assert clones[0].check() == ()


def test_the_chain_tells_every_transaction_in_order(
    two: tuple[Repository, Repository], remote: Repository
) -> None:
    one, other = two
    one.move([create("refs/inbox/1", commit(one, "1"))])
    other.move([create("refs/inbox/2", commit(other, "2")), create(MAIN, commit(other, "3"))])
    subjects = [found.subject for found in remote.commits(CHAIN)]
    assert subjects == ["refs/inbox/2 and 1 more", "refs/inbox/1", "nothing yet"]


def test_a_remote_that_is_away_refuses_and_nothing_changes(
    two: tuple[Repository, Repository], remote: Repository
) -> None:
    one, _ = two
    first = commit(one, "first")
    before, aside = one.refs("refs"), remote.path.with_suffix(".aside")
    remote.path.rename(aside)
    with pytest.raises(Refusal, match="cannot be reached"):
        one.move([create(MAIN, first)])
    with pytest.raises(Refusal, match="cannot be reached"):
        one.refresh()
    assert one.refs("refs") == before
    aside.rename(remote.path)
    one.move([create(MAIN, first)])


def test_what_was_taken_counts_although_the_answer_was_lost(
    two: tuple[Repository, Repository], monkeypatch: pytest.MonkeyPatch, remote: Repository
) -> None:
    one, other = two
    push = Clone._push

    def lost(self: Clone, *given: Any) -> Refusal:
        monkeypatch.setattr(Clone, "_push", push)
        push(self, *given)
        other.move([create("refs/inbox/2", commit(other, "2"))])
        return Refusal("The line broke.", "")

    monkeypatch.setattr(Clone, "_push", lost)
    monkeypatch.setattr("mufakat.edges.turns._PATIENCE", 0.1)  # the other waits for its turn
    one.move([create(MAIN, commit(one, "first"))])
    assert one.refs("refs") == remote.refs("refs")
    assert len(one.refs("refs")) == 3


def test_who_was_killed_before_following_follows_later(
    two: tuple[Repository, Repository], monkeypatch: pytest.MonkeyPatch, remote: Repository
) -> None:
    one, _ = two

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Repository, "move", killed)
        with pytest.raises(KeyboardInterrupt):
            one.move([create(MAIN, commit(one, "first"))])
    assert one.refs(MAIN) == {}
    one.refresh()
    assert one.refs("refs") == remote.refs("refs")


def test_a_lock_that_a_killed_push_left_is_cleared(
    two: tuple[Repository, Repository], remote: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mufakat.edges.shared._LOCK_AGE", 1.0)
    lock = remote.path / f"{CHAIN}.lock"
    lock.touch()
    two[0].move([create(MAIN, commit(two[0], "first"))])
    assert not lock.exists()


def test_a_remote_that_does_not_take_it_says_why(
    two: tuple[Repository, Repository], remote: Repository
) -> None:
    hook = remote.path / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'the disk is full' >&2\nexit 1\n")
    hook.chmod(0o755)
    began = time.monotonic()
    with pytest.raises(Refusal, match="did not take this") as refused:
        two[0].move([create(MAIN, commit(two[0], "first"))])
    assert "the disk is full" in refused.value.hint
    assert time.monotonic() - began < 60, "it was asked for ever"
    assert two[0].refs(MAIN) == {}


def test_a_record_that_was_begun_alone_can_be_shared(tmp_path: Path, remote: Repository) -> None:
    alone = Repository(tmp_path / "alone.git")
    alone.init()
    alone.move([create(MAIN, commit(alone, "first")), create(STATE, commit(alone, "open"))])
    share(alone.path, str(remote.path))
    assert remote.refs("refs/heads", "refs/rounds") == alone.refs("refs/heads", "refs/rounds")
    assert clone(tmp_path, "two").refs("refs") == opened(alone.path).refs("refs")
    share(alone.path, str(remote.path))  # said again, it changes nothing
    assert remote.refs("refs") == alone.refs("refs")


def test_a_record_of_another_is_not_overwritten(
    tmp_path: Path, two: tuple[Repository, Repository], remote: Repository
) -> None:
    two[0].move([create(MAIN, commit(two[0], "first"))])
    other = Repository(tmp_path / "other.git")
    other.init()
    other.move([create(MAIN, commit(other, "another's"))])
    before = remote.refs("refs"), other.refs("refs")
    with pytest.raises(Refusal, match="not the shared one"):
        share(other.path, str(remote.path))
    with pytest.raises(Refusal, match="another repository"):
        share(tmp_path / "three.git", str(other.path))
    assert (remote.refs("refs"), other.refs("refs")) == before
    assert type(opened(other.path)) is Repository


def test_a_remote_put_back_to_an_older_state_is_noticed(
    tmp_path: Path, two: tuple[Repository, Repository], remote: Repository
) -> None:
    older = tmp_path / "older.git"
    shutil.copytree(remote.path, older)
    two[0].move([create(MAIN, commit(two[0], "first"))])
    shutil.rmtree(remote.path)
    older.rename(remote.path)
    with pytest.raises(Refusal, match="not part of the shared record"):
        two[0].refresh()
    two[1].move([create("refs/inbox/2", commit(two[1], "it had not seen what is lost"))])
    with pytest.raises(Refusal, match="not part of the shared record"):
        two[0].refresh()
    share(two[0].path, str(tmp_path / "anew.git"))  # what the clone holds can be laid down anew
    assert clone_of(tmp_path / "three.git", tmp_path / "anew.git").refs(MAIN) == two[0].refs(MAIN)


def clone_of(path: Path, remote: Path) -> Repository:
    share(path, str(remote))
    return opened(path)


def test_a_copy_that_does_not_know_its_remote_is_not_written_to(
    tmp_path: Path, two: tuple[Repository, Repository]
) -> None:
    copy = Repository(tmp_path / "copy.git")
    copy.init()
    copy.fetch(two[0].path)
    for _ in range(2):
        with pytest.raises(Refusal, match="does not know where"):
            opened(copy.path).move([create(MAIN, commit(copy, "first"))])
        copy._run("pack-refs", "--all")
    opened(copy.path).refresh()


def test_what_was_pushed_past_the_chain_is_found(
    two: tuple[Repository, Repository], remote: Repository
) -> None:
    two[0].move([create(MAIN, commit(two[0], "first"))])
    assert two[0].check() == ()
    remote.move([create("refs/heads/other", commit(remote, "by hand"))])
    assert two[0].check() == ("the shared record differs from its chain at refs/heads/other",)


def test_what_a_killed_push_left_half_done_is_mended(
    two: tuple[Repository, Repository], remote: Repository
) -> None:
    """Git moves one reference after the other: the chain may have moved and another not."""
    one, other = two
    first, second = commit(one, "first"), commit(remote, "second")
    one.move([create(MAIN, first), create("refs/inbox/1", first), create("refs/inbox/2", first)])
    remote._run("update-ref", "-d", "refs/inbox/1")
    remote._run("update-ref", MAIN, second)
    other.refresh()
    assert other.refs("refs") == one.refs("refs")
    other.move([update("refs/inbox/1", commit(other, "third"), first)])
    assert remote.refs("refs") == other.refs("refs")
    remote._run("update-ref", "-d", "refs/inbox/2")
    assert one.check() == ()
    assert remote.refs("refs") == one.refs("refs")


WRITES = """
import sys
from pathlib import Path
from mufakat.edges import shared
from mufakat.edges.git import create
shared._LOCK_AGE = 1.0
clone = shared.opened(Path(sys.argv[1]))
clone.refresh()
for number in range(1000):
    blob = clone.write_blobs([f"{sys.argv[2]}/{number}".encode()])[0]
    clone.move([create(f"refs/{kind}/{sys.argv[2]}/{number}", blob) for kind in ("inbox", "late")])
    print(number, blob, flush=True)
"""


def test_whoever_is_killed_loses_nothing_that_was_acknowledged(
    tmp_path: Path, two: tuple[Repository, Repository], remote: Repository
) -> None:
    chance, acknowledged = random.Random(7), dict[str, str]()
    for life in range(KILLS):
        writers = {
            f"{life}{one.path.stem}": subprocess.Popen(
                [sys.executable, "-c", WRITES, str(one.path), f"{life}{one.path.stem}"],
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": SOURCE},
            )
            for one in two
        }
        for writer in writers.values():
            assert writer.stdout
            writer.stdout.readline()  # it is at work
        time.sleep(chance.random())
        for name, writer in writers.items():
            os.killpg(writer.pid, signal.SIGKILL)
            said = [f"0 {two[0].write_blobs([f'{name}/0'.encode()])[0]}"]
            said += writer.communicate()[0].splitlines()
            acknowledged |= {f"{name}/{line.split()[0]}": line.split()[1] for line in said}
    for one in two:
        one.refresh()
        assert one.check() == ()
        assert one.refs("refs") == remote.refs("refs")
    for kind in ("inbox", "late"):
        kept = remote.refs(f"refs/{kind}")
        assert {f"refs/{kind}/{key}": oid for key, oid in acknowledged.items()}.items() <= (
            kept.items()
        )
    assert len(remote.refs("refs/inbox")) == len(remote.refs("refs/late")), "all or nothing"


@pytest.mark.parametrize(
    "given",
    ["-x", "--upload-pack=x", "ext::sh -c x", "ssh://-oProxyCommand=x/y", "https://a.example/x",
     "git@server:x.git", "", "file://", "/srv/a\nb"],
)  # fmt: skip
def test_what_is_no_plain_place_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(Refusal, match="cannot lie at"):
        share(tmp_path / "one.git", given)
    assert not (tmp_path / "one.git").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").touch()
    with pytest.raises(Refusal, match="is no repository"):
        share(tmp_path / "one.git", str(tmp_path / "letters"))
