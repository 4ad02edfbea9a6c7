"""New objects, named as git names them, in a pack: git stores all of them in one stroke."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mufakat.edges import git_tree
from mufakat.procedure.meeting import Party

_KINDS = {"commit": 1, "tree": 2, "blob": 3}
_CRUD = "".join(map(chr, range(33))) + ".,:;<>\"\\'"


@dataclass(frozen=True, slots=True)
class New:
    """A commit to be stored: its files by path, as bytes or by the ids of stored blobs."""

    files: Mapping[str, bytes | str]
    parents: tuple[str, ...]
    message: str
    author: Party
    when: datetime


class Pack:
    """Objects for ``git unpack-objects``; what is put in twice is in it once."""

    def __init__(self) -> None:
        self._entries: dict[str, bytes] = {}

    def blob(self, content: bytes) -> str:
        """Puts a file's content in; its object id."""
        return self._put("blob", content)

    def tree(self, files: Mapping[str, bytes | str]) -> str:
        """Puts files in by path: bytes, or the object id of a blob that is stored already."""
        oids = {
            path: self.blob(content) if isinstance(content, bytes) else content
            for path, content in files.items()
        }
        found, oid = git_tree.folders(oids), ""
        for folder, entries in found.items():
            oid = self._put("tree", git_tree.listing(entries))
            if folder:
                git_tree.subfolder(found, folder, oid)
        return oid

    def commit(self, new: New) -> str:
        """Puts a commit in with its files; the same one always has the same object id."""
        tree = self.tree(new.files)
        by = f"{_name(new.author.name)} <{_name(new.author.email)}> {date(new.when)}"
        heads = [f"tree {tree}", *(f"parent {parent}" for parent in dict.fromkeys(new.parents))]
        heads += [f"author {by}", f"committer {by}", "\n"]
        return self._put("commit", words("\n".join(heads)) + words(new.message))

    def stream(self) -> bytes:
        """The pack, as git reads it."""
        count = len(self._entries).to_bytes(4, "big")
        pack = b"".join((b"PACK\0\0\0\x02", count, *self._entries.values()))
        return pack + hashlib.sha1(pack, usedforsecurity=False).digest()

    def _put(self, kind: str, content: bytes) -> str:
        head = f"{kind} {len(content)}\0".encode()
        oid = hashlib.sha1(head + content, usedforsecurity=False).hexdigest()
        self._entries[oid] = _head(_KINDS[kind], len(content)) + zlib.compress(content, 0)
        return oid


def _head(kind: int, size: int) -> bytes:
    """What stands before an object in a pack: four bits of its size, and then seven at a time."""
    head, size = [kind << 4 | size & 15], size >> 4
    while size:
        head[-1] |= 0x80
        head.append(size & 0x7F)
        size >>= 7
    return bytes(head)


def words(text: str) -> bytes:
    """Words as git takes them, whatever characters they have."""
    return text.encode(errors="replace").replace(b"\0", b"")


def date(when: datetime) -> str:
    """A moment as git writes it."""
    return f"{int(when.timestamp())} {when.strftime('%z')[:5]}"


def _name(said: str) -> str:
    """A name or address as git writes it: without what would end it."""
    return said.strip(_CRUD).translate(dict.fromkeys(map(ord, "\n<>")))
