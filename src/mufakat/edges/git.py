"""A bare repository, by git's plumbing alone: objects, refs, transactions, bundles, checks.

Every object is synced to disk before a ref names it, and refs move only by compare-and-swap in one
transaction. Whoever kills a run loses nothing that a ref already named; what was written without a
ref is written again, to the same name, by the next run.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mufakat.edges import git_files, git_program, stale_locks
from mufakat.edges.git_answers import FORMAT, Commit, batch, commits
from mufakat.edges.git_pack import New, Pack, date, words
from mufakat.edges.turns import turn
from mufakat.edges.unwritable import unwritable
from mufakat.procedure.meeting import Party
from mufakat.refusal import Refusal

ABSENT = "0" * 40
"""The old value of a ref that must not exist yet."""

_REF = re.compile(r"refs(?:/[A-Za-z0-9][A-Za-z0-9._-]*)+")
_LOCK_WAIT, _LOCK_AGE, _LOCK_PAUSE = 15.0, 10.0, 0.2  # seconds


class Raced(Exception):
    """A ref no longer had the value it was expected to have; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a ref transaction: ``old`` must hold; then the ref is set to ``new`` (if any)."""

    ref: str
    old: str
    new: str = ""


def verify(ref: str, old: str) -> Change:
    """The ref must have this value and keeps it."""
    return Change(ref, old)


def create(ref: str, new: str) -> Change:
    """The ref must not exist, and is made."""
    return Change(ref, ABSENT, new)


def update(ref: str, new: str, old: str) -> Change:
    """The ref must have the old value, and gets the new one."""
    return Change(ref, old, new)


class Repository:
    """A bare repository; every method is one operation of its own and safe between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    @property
    def exists(self) -> bool:
        """Whether a repository is there."""
        return (self.path / "HEAD").is_file() and (self.path / "objects").is_dir()

    def init(self) -> None:
        """Makes the repository, or leaves the one that is there as it is."""
        self.path.mkdir(parents=True, exist_ok=True)
        args = ("--bare", "--quiet", "--template=", "--object-format=sha1")
        command = ("init", *args, "--initial-branch=main", str(self.path))
        with turn(self.path):
            if self.exists:
                return
            status, _, err = git_program.make(self.path, command)
        if status:
            raise _failure(self.path, command, status, err)

    def set(self, key: str, value: str) -> None:
        """Sets one of the repository's own settings, if it is another."""
        with turn(self.path):
            if self.setting(key) != value:
                self._run("config", "--file", str(self.path / "config"), key, value)

    def setting(self, key: str) -> str:
        """One of the repository's own settings, or an empty string."""
        file = str(self.path / "config")
        return self._run("config", "--file", file, "--get", key, fails=True).decode().strip()

    def refresh(self) -> None:
        """Takes over what others have done elsewhere: nothing, for a repository of its own."""

    # Objects

    def write_blobs(self, contents: Sequence[bytes]) -> tuple[str, ...]:
        """Stores contents; their object ids, in the same order."""
        pack = Pack()
        oids = tuple(pack.blob(content) for content in contents)
        self._store(pack)
        return oids

    def write_commit(
        self,
        files: Mapping[str, bytes | str],
        parents: Sequence[str],
        message: str,
        author: Party,
        when: datetime,
    ) -> str:
        """Stores a commit of files; the same arguments always make the same commit.

        By path, bytes are stored; a string is the object id of a blob that is stored already.
        """
        return self.write_commits([New(files, tuple(parents), message, author, when)])[0]

    def write_commits(self, commits: Sequence[New]) -> tuple[str, ...]:
        """Stores commits with their files in one stroke; their object ids, in the same order."""
        pack = Pack()
        oids = tuple(pack.commit(new) for new in commits)
        self._store(pack)
        return oids

    def _store(self, pack: Pack) -> None:
        """Hands objects to git, which looks into each and syncs it to the disk."""
        self._run("unpack-objects", "-q", "--strict", stdin=pack.stream())

    def write_tag(self, text: bytes) -> str:
        """Stores an annotated tag given as its text (see ``tag_text``), signed or not."""
        return self._run("mktag", stdin=text).decode().strip()

    def read(self, names: Sequence[str]) -> tuple[bytes | None, ...]:
        """The contents of objects by id, ref or ``commit:path``; None for what is not there."""
        found: dict[str, bytes | None] = {}
        left = []
        for name in dict.fromkeys(names):
            try:
                found[name] = git_files.content(self._here, name)
            except git_files.NotHere:
                left.append(name)
        if left:
            listing = "".join(f"{name}\n" for name in left).encode()
            contents = batch(self._run("cat-file", "--batch", stdin=listing), len(left))
            found |= zip(left, contents, strict=True)
        return tuple(found[name] for name in names)

    def tree(self, name: str) -> dict[str, str]:
        """A commit's files: blob ids by path."""
        try:
            return git_files.tree(self._here, name)
        except git_files.NotHere:
            out = self._run("ls-tree", "-r", "-z", "--full-tree", name).decode()
        entries = (entry.split("\t", 1) for entry in out.split("\0") if entry)
        return {path: about.split()[2] for about, path in entries}

    def commits(self, *revisions: str) -> tuple[Commit, ...]:
        """The commits that ``git rev-list`` lists for these arguments, newest first."""
        out = self._run("rev-list", "--no-commit-header", f"--format={FORMAT}", *revisions, "--")
        return commits(out)

    # Refs

    def refs(self, *prefixes: str) -> dict[str, str]:
        """What the refs under these prefixes (whole names or folders) point at, sorted by name."""
        try:
            return git_files.refs(self._here, prefixes)
        except git_files.NotHere:
            out = self._run("for-each-ref", "--format=%(refname) %(objectname)", *prefixes)
        return dict(line.split(" ") for line in out.decode().splitlines())

    def resolve(self, name: str) -> str:
        """The commit that a name stands for, or an empty string."""
        try:
            return git_files.commit(self._here, name)
        except git_files.NotHere:
            found = self._run("rev-parse", "--quiet", "--verify", f"{name}^{{commit}}", fails=True)
        return found.decode().strip()

    def move(self, changes: Sequence[Change]) -> None:
        """Carries out all changes at once, or none; ``Raced`` if an old value is not so."""
        lines = ["start", *(_line(change) for change in changes), "prepare", "commit", ""]
        script = "\n".join(lines).encode()
        if self._moved(changes, script):
            return
        until = time.monotonic() + _LOCK_WAIT
        with turn(self.path):  # for the others a git that waits is a git at work
            while not self._moved(changes, script, last=time.monotonic() > until):
                # Somebody is at work, or was killed at it: a lock of this age has no owner.
                self.clear_stale_locks()
                time.sleep(_LOCK_PAUSE)

    def _moved(self, changes: Sequence[Change], script: bytes, *, last: bool = False) -> bool:
        """False while a lock is in the way, unless it was the ``last`` attempt."""
        try:
            self._run("update-ref", "--stdin", stdin=script)
        except Refusal as failure:
            self._raise_if_raced(changes)
            if last or ".lock" not in failure.hint:
                raise
            return False
        return True

    def _raise_if_raced(self, changes: Sequence[Change]) -> None:
        found = self.refs(*(change.ref for change in changes))
        for change in changes:
            if found.get(change.ref, ABSENT) != change.old:
                raise Raced(change.ref)

    def clear_stale_locks(self, older_than: float = _LOCK_AGE) -> tuple[str, ...]:
        """Removes locks of this age (seconds) that a killed run left behind; their names."""
        return stale_locks.clear(self.path, older_than)

    def settle_head(self) -> None:
        """Points HEAD at the first branch if it points at none: plain ``git log`` finds a text."""
        branches = self.refs("refs/heads")
        if branches and not self._run("rev-parse", "--quiet", "--verify", "HEAD", fails=True):
            self._run("symbolic-ref", "HEAD", next(iter(branches)))

    # The whole

    def check(self) -> tuple[str, ...]:
        """What ``git fsck`` finds wrong; nothing, if all is well.

        To git an object that comes while it looks is missing: what is wrong is so when it looks
        again.
        """
        found = self._found_wrong()
        again = self._found_wrong() if found else ()
        return tuple(line for line in found if line in again)

    def _found_wrong(self) -> tuple[str, ...]:
        args = ("--full", "--strict", "--no-dangling", "--no-progress")
        status, out, err = git_program.run(self._here, ("fsck", *args))
        if not status:
            return ()
        lines = (out + err).decode(errors="replace").splitlines()
        found = tuple(line for line in lines if not line.startswith(("notice:", "warning")))
        return found or (f"git ended with status {status}",)

    def bundle(self, file: Path, refs: Iterable[str]) -> None:
        """Writes a bundle of these refs with all their history; the same refs, the same bytes."""
        listing = "".join(f"{ref}\n" for ref in sorted(refs)).encode()
        self._run("bundle", "create", "--quiet", str(file.absolute()), "--stdin", stdin=listing)

    def verify_bundle(self, file: Path) -> None:
        """Refuses a bundle that git does not take for one, or that needs what is not here."""
        self._run("bundle", "verify", "--quiet", str(file.absolute()))

    def fetch(self, source: Path) -> None:
        """Takes every ref and object of a bundle or repository over, checking each object."""
        self._run("fetch", "--quiet", "--no-tags", str(source.absolute()), "+refs/*:refs/*")

    def check_tag(self, tag: str, allowed_signers: Path) -> str:
        """What git says of a tag's signature; refused if it is not a good one."""
        setting = f"gpg.ssh.allowedSignersFile={allowed_signers.absolute()}"
        return self._run("-c", setting, "verify-tag", tag, errors=True).decode().strip()

    @property
    def _here(self) -> Path:
        """Where the repository is; refused if there is none."""
        if not self.exists:
            raise Refusal(f"There is no repository at {self.path}.", "Make one (mufakat new).")
        return self.path

    def _run(
        self,
        *command: str,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        fails: bool = False,
        errors: bool = False,
    ) -> bytes:
        """What git answers; refused with git's own words if it fails, unless it may (``fails``)."""
        status, out, err = git_program.run(self._here, command, stdin=stdin, env=env)
        if status and not fails:
            raise _failure(self.path, command, status, err)
        return err if errors else out


def _failure(path: Path, command: Sequence[str], status: int, err: bytes) -> Refusal:
    verb = next(word for word in command if not word.startswith("-") and "=" not in word)
    why = err.decode(errors="replace").strip()
    return unwritable("the drafts' repository", path, why) or Refusal(
        f"The drafts' repository could not do this (git {verb}).",
        why or f"git ended with status {status}.",
    )


def tag_text(name: str, target: str, message: str, tagger: Party, when: datetime) -> bytes:
    """The text of an annotated tag on a commit: what is signed, and what ``write_tag`` stores."""
    head = f"object {target}\ntype commit\ntag {name}\ntagger {tagger} {date(when)}\n\n"
    return head.encode() + words(message.rstrip("\n") + "\n")


def check_ref(ref: str) -> None:
    """ValueError for a ref that is not of our making."""
    if not _REF.fullmatch(ref) or ".." in ref or ref.endswith(".lock"):
        raise ValueError(f"not a ref that we make: {ref!r}")


def _line(change: Change) -> str:
    check_ref(change.ref)
    if not change.new:
        return f"verify {change.ref} {change.old}"
    if change.old == ABSENT:
        return f"create {change.ref} {change.new}"
    return f"update {change.ref} {change.new} {change.old}"
