"""What git prints, read: commits as it lists them, and contents one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mufakat.procedure.meeting import Party

FORMAT = "%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%B%x01"
"""How git is told to list commits."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as git keeps it."""

    oid: str
    tree: str
    parents: tuple[str, ...]
    author: Party
    when: datetime
    message: str

    @property
    def subject(self) -> str:
        """The message's first line."""
        return self.message.partition("\n")[0]


def commits(out: bytes) -> tuple[Commit, ...]:
    """Commits that were listed so."""
    return tuple(_commit(item) for item in out.decode().split("\x01") if item.strip())


def batch(out: bytes, count: int) -> Iterable[bytes | None]:
    """The contents that ``git cat-file --batch`` prints; None for what is not there."""
    at = 0
    for _ in range(count):
        end = out.index(b"\n", at)
        head = out[at:end].split(b" ")
        at = end + 1
        if head[-1] in (b"missing", b"ambiguous"):
            yield None
            continue
        size = int(head[-1])
        yield out[at : at + size]
        at += size + 1


def _commit(item: str) -> Commit:
    oid, tree, parents, name, email, when, message = item.lstrip("\n").split("\0")
    return Commit(
        oid, tree, tuple(parents.split()), Party(name, email), datetime.fromisoformat(when), message
    )
