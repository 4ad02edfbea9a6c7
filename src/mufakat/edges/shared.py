"""A record that several workspaces share: each has a clone, and all push to one bare repository.

Every transaction is one atomic push that also adds a commit to ``refs/shared/chain``, which names
what it moved. So all transactions stand in one order, each made on exactly the state it has seen:
a push cannot ask that a ref stays as it is, but the end of the chain moves if anything does. A
clone's refs are what the chain says, and follow only what the remote has taken.
"""

from __future__ import annotations

import random
import re
import shutil
import socket
import time
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from mufakat.edges import stale_locks
from mufakat.edges.git import ABSENT, Change, Raced, Repository, check_ref, create
from mufakat.edges.git_answers import Commit
from mufakat.edges.shared_place import folder, place, prepare
from mufakat.edges.turns import turn
from mufakat.procedure.meeting import Party
from mufakat.refusal import Refusal

CHAIN, SHARED = "refs/shared/chain", "shared"
"""The chain of all transactions, and the name under which a clone's settings know the remote."""

_PATIENCE, _LOCK_AGE, _LONGEST_PAUSE = 90.0, 60.0, 1.0  # seconds
_TRIES = 5
_MOVED = re.compile(r"^([0-9a-f]{40}) (refs/\S+)$", re.MULTILINE)
_WAY = {
    "GIT_ALLOW_PROTOCOL": "file:ssh",
    "GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=10",
}


def share(path: Path, remote: str) -> None:
    """Makes the repository at ``path`` a clone of the shared one, which is filled if empty."""
    wanted = place(remote)
    prepare(wanted)
    clone = Clone(path, wanted)
    fresh = not clone.exists
    clone.init()
    try:
        clone.join()
    except Refusal:
        if fresh and not clone.refs("refs"):  # somebody else may have joined with it meanwhile
            shutil.rmtree(path, ignore_errors=True)
        raise
    clone.set(f"remote.{SHARED}.url", wanted)


def opened(path: Path) -> Repository:
    """The repository at ``path``: a clone of a shared one where its settings name one."""
    try:
        settings = (path / "config").read_bytes()
    except OSError:
        return Repository(path)  # none is there yet, or what is wrong is told when it is used
    if f'[remote "{SHARED}"]'.encode() in settings:
        return Clone(path, _remote(path, settings))
    return Clone(path, "") if _has_chain(path) else Repository(path)


@lru_cache(maxsize=8)
def _remote(path: Path, settings: bytes) -> str:
    """The remote that the settings name; read again only when they have changed."""
    return Repository(path).setting(f"remote.{SHARED}.url")


def _has_chain(path: Path) -> bool:
    packed = path / "packed-refs"
    return (path / CHAIN).exists() or (
        packed.is_file() and f" {CHAIN}\n".encode() in packed.read_bytes()
    )


class Clone(Repository):
    """A workspace's clone of a shared repository.

    Without a ``remote`` it is a copy that can only be read: whatever were written to it would be
    missing from the record.
    """

    def __init__(self, path: Path, remote: str) -> None:
        super().__init__(path)
        self.remote = remote

    def refresh(self) -> None:
        """Brings the clone up to where the shared record is; refused if that cannot be asked."""
        if self.remote:
            with turn(self.path, folder(self.remote)):
                self._follow()

    def move(self, changes: Sequence[Change]) -> None:
        """Carries out all changes at once, there, then here; ``Raced`` if an old value is not so.

        What others have moved meanwhile is no hindrance, as long as it is none of these refs.
        """
        if not self.remote:
            raise _homeless(self.path)
        with turn(self.path, folder(self.remote)):
            self._carry_out(changes)

    def join(self) -> None:
        """Takes over what is there, or lays down there what is here; refused if the two differ.

        Called again, or for a record that has moved to another place, it goes on where it was.
        """
        with turn(self.path, folder(self.remote)):
            if self._tip() == ABSENT:
                self._lay_down()
            if self._end() == ABSENT:
                told = self._told(ABSENT, self._tip())
                if any(told.get(ref) != oid for ref, oid in self.refs("refs").items()):
                    raise Refusal(
                        f"The record of this workspace is not the shared one ({self.remote}).",
                        "Join with a new workspace, or share this one at a place that is empty.",
                    )
            self._follow()

    def check(self) -> tuple[str, ...]:
        """What ``git fsck`` finds wrong here and there, and where the two are not the same.

        What a killed push has left half done there is mended first.
        """
        found = super().check()
        if not self.remote:
            return found
        with turn(self.path, folder(self.remote)):
            self._follow()
            self._mend()
            here, there = self.refs("refs"), self._advertised("refs/*")
        odd = sorted(ref for ref in here.keys() | there.keys() if here.get(ref) != there.get(ref))
        if odd and self._tip() == here.get(CHAIN):
            found += tuple(f"the shared record differs from its chain at {ref}" for ref in odd)
        place = folder(self.remote)
        return found + (Repository(place).check() if place else ())

    # There

    def _carry_out(self, changes: Sequence[Change]) -> None:
        moved = {change.ref: change.new for change in changes if change.new}
        for change in changes:
            check_ref(change.ref)
        until, vain = time.monotonic() + _PATIENCE, 0
        while True:
            self._raise_if_raced(changes)
            if not moved:
                return
            gate = self._end()
            step = self._step(moved, gate)
            leases = {CHAIN: gate, **{c.ref: c.old for c in changes if c.new}}
            failure = self._push(
                leases, [f"{step}:{CHAIN}", *(f"{o}:{r}" for r, o in moved.items())]
            )
            if failure is None:
                self._settle([*(c for c in changes if c.new), Change(CHAIN, gate, step)])
                return
            self._follow()
            if self._holds(step):
                return  # it was taken, only the answer was lost
            vain = 0 if self._end() != gate else vain + 1
            locked = ".lock" in failure.hint
            if time.monotonic() > until or (vain > _TRIES and not locked):
                raise Refusal(f"The shared record did not take this ({self.remote}).", failure.hint)
            if locked:
                self._clear_there()
            elif vain:
                self._mend()
            time.sleep(random.uniform(0, min(_LONGEST_PAUSE, 0.05 * 2**vain)))

    def _step(self, moved: Mapping[str, str], gate: str) -> str:
        """The commit that carries the chain on: what was moved, by which machine.

        No two are alike, so that nobody takes another's step for its own.
        """
        first, *more = moved or ["nothing yet"]
        subject = f"{first} and {len(more)} more" if more else first
        lines = "\n".join(f"{oid} {ref}" for ref, oid in moved.items())
        message = f"{subject}\n\n{lines}\n\nTransaction: {uuid.uuid4().hex}\n"
        machine = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname()) or "machine"
        parents = [] if gate == ABSENT else [gate]
        by = Party(machine, f"mufakat@{machine}")
        return self.write_commit({}, parents, message, by, datetime.now(UTC))

    def _push(self, leases: Mapping[str, str], refspecs: Sequence[str]) -> Refusal | None:
        wanted = [
            f"--force-with-lease={ref}:{'' if old == ABSENT else old}"
            for ref, old in leases.items()
        ]
        try:
            command = ("push", "--quiet", "--atomic", *wanted)
            self._run(*command, "--", self.remote, *refspecs, env=_WAY)
        except Refusal as failure:
            return failure
        return None

    def _lay_down(self) -> None:
        """All that is here, on a remote that holds nothing."""
        if self._advertised("refs/*"):
            raise Refusal(
                f"There is another repository at {self.remote}.",
                "Name a place where nothing is yet; to restore a record, see docs/operations.md.",
            )
        refs, gate = self.refs("refs"), self._end()
        refs.pop(CHAIN, None)
        step = self._step(refs, ABSENT) if gate == ABSENT else gate
        failure = self._push({CHAIN: ABSENT}, [f"{step}:{CHAIN}", *(f"{r}:{r}" for r in refs)])
        if failure and self._tip() == ABSENT:
            raise Refusal(f"The record could not be laid down at {self.remote}.", failure.hint)
        if failure is None and gate == ABSENT:
            super().move([create(CHAIN, step)])

    def _mend(self) -> None:
        """What a killed push has left half done there becomes what the chain says."""
        here, there = self.refs("refs"), self._advertised("refs/*")
        odd = {ref: oid for ref, oid in here.items() if there.get(ref) != oid}
        if not odd or CHAIN in odd:
            return  # all is well, or somebody is at work
        step = self._step(odd, here[CHAIN])
        leases = {CHAIN: here[CHAIN], **{ref: there.get(ref, ABSENT) for ref in odd}}
        if self._push(leases, [f"{step}:{CHAIN}", *(f"{o}:{r}" for r, o in odd.items())]) is None:
            self._settle([Change(CHAIN, here[CHAIN], step)])

    def _clear_there(self) -> None:
        """A lock of this age has no owner, where the remote is a folder of ours."""
        place = folder(self.remote)
        if place:
            stale_locks.clear(place, _LOCK_AGE)

    # Here

    def _settle(self, changes: Sequence[Change]) -> None:
        """The refs here go along with what has been taken there."""
        try:
            super().move(changes)
        except Raced:
            self._follow()  # another process has seen it there, and more

    def _follow(self) -> None:
        """The refs here become what the chain says; nothing if its end is the same."""
        for attempt in range(_TRIES):
            tip, here = self._tip(), self._end()
            if tip == here:
                return
            told = self._told(here, tip)
            try:
                if told:
                    wanted = "".join(f"{oid}\n" for oid in dict.fromkeys(told.values()))
                    self._fetch("--stdin", self.remote, stdin=wanted.encode())
                held = self.refs(*told)
                changes = [Change(ref, held.get(ref, ABSENT), oid) for ref, oid in told.items()]
                super().move([*changes, Change(CHAIN, here, tip)])
                self.settle_head()
                return
            except Raced:
                continue  # another process has just done the same here
            except Refusal:
                if attempt + 1 == _TRIES:
                    raise
            time.sleep(0.1 * (attempt + 1))  # somebody was just about to write what it names

    def _told(self, here: str, tip: str) -> dict[str, str]:
        """Where the chain from ``here`` to ``tip`` moves refs; refused if it leads elsewhere."""
        chain: tuple[Commit, ...] = ()
        if tip != ABSENT:
            self._fetch("--", self.remote, CHAIN)
            after = () if here == ABSENT else (f"^{here}",)
            chain = self.commits("--reverse", tip, *after)
        if not chain or chain[0].parents != (() if here == ABSENT else (here,)):
            raise Refusal(
                f"What this workspace holds is not part of the shared record ({self.remote}).",
                "One of them was put back to an older state, or is another meeting's: see "
                "docs/operations.md on restoring a shared record.",
            )
        return {ref: oid for one in chain for oid, ref in _MOVED.findall(one.message)}

    def _holds(self, step: str) -> bool:
        gate = self._end()
        return gate != ABSENT and not self.commits(step, f"^{gate}")

    def _end(self) -> str:
        return self.refs(CHAIN).get(CHAIN, ABSENT)

    def _tip(self) -> str:
        return self._advertised(CHAIN).get(CHAIN, ABSENT)

    def _advertised(self, pattern: str) -> dict[str, str]:
        out = self._there("ls-remote", "--refs", "--quiet", "--", self.remote, pattern)
        pairs = (line.split("\t") for line in out.decode().splitlines())
        return {ref: oid for oid, ref in pairs}

    def _fetch(self, *what: str, stdin: bytes = b"") -> None:
        self._there("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", *what, stdin=stdin)

    def _there(self, *command: str, stdin: bytes = b"") -> bytes:
        """One word with the remote."""
        try:
            return self._run(*command, stdin=stdin, env=_WAY)
        except Refusal as failure:
            raise Refusal(
                f"The shared record cannot be reached ({self.remote}).",
                f"See that it is there, and run this again. Git says: {failure.hint}",
            ) from failure


def _homeless(path: Path) -> Refusal:
    return Refusal(
        f"{path.name} is a copy of a shared record, and does not know where that is.",
        "Say it (mufakat new, on this folder, with --record), or make it a record of its own "
        f"(git -C {path} update-ref -d {CHAIN}).",
    )
