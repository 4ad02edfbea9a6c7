"""A tree of files as git keeps it: folder by folder, the deepest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Entries = dict[str, tuple[str, str]]
"""A folder's entries by name, each with its mode and object id."""

FOLDER = "40000"
_FILE = "100644"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


def folders(files: Mapping[str, str]) -> dict[str, Entries]:
    """The folders of files (blob ids by path), without subfolders, the deepest first.

    ValueError for odd names.
    """
    found: dict[str, Entries] = {"": {}}
    for path, oid in files.items():
        if not all(_NAME.fullmatch(part) for part in path.split("/")):
            raise ValueError(f"not a path that we make: {path!r}")
        folder, _, name = path.rpartition("/")
        found.setdefault(folder, {})[name] = (_FILE, oid)
        while folder:
            folder = folder.rpartition("/")[0]
            found.setdefault(folder, {})
    return dict(sorted(found.items(), key=lambda one: _depth(one[0]), reverse=True))


def _depth(folder: str) -> int:
    return folder.count("/") + 1 if folder else 0


def subfolder(found: Mapping[str, Entries], folder: str, oid: str) -> None:
    """Enters a folder that has its object id into the one that holds it."""
    parent, _, name = folder.rpartition("/")
    found[parent][name] = (FOLDER, oid)


def listing(entries: Entries) -> bytes:
    """One folder as git keeps it, in git's order: a folder's name as if a slash came after it."""
    ordered = sorted(entries, key=lambda name: name + "/" * (entries[name][0] == FOLDER))
    return b"".join(
        f"{entries[name][0]} {name}\0".encode() + bytes.fromhex(entries[name][1])
        for name in ordered
    )


def entries(listed: bytes) -> Iterator[tuple[str, str, str]]:
    """What a folder that git keeps holds: mode, name and object id of each."""
    at = 0
    while at < len(listed):
        end = listed.index(b"\0", at)
        mode, _, name = listed[at:end].decode().partition(" ")
        yield mode, name, listed[end + 1 : end + 21].hex()
        at = end + 21
