"""A tree of files as ``git mktree`` takes it: folder by folder, the deepest first."""

from __future__ import annotations

import re
from collections.abc import Mapping

Entries = dict[str, tuple[str, str]]
"""A folder's entries by name, each with its mode and object id."""

_KINDS = {"100644": "blob", "040000": "tree"}
_BLOB, _TREE = _KINDS
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


def folders(files: Mapping[str, str]) -> dict[str, Entries]:
    """The folders of files (blob ids by path), without subfolders; ValueError for odd names."""
    found: dict[str, Entries] = {"": {}}
    for path, oid in files.items():
        if not all(_NAME.fullmatch(part) for part in path.split("/")):
            raise ValueError(f"not a path that we make: {path!r}")
        folder, _, name = path.rpartition("/")
        found.setdefault(folder, {})[name] = (_BLOB, oid)
        while folder:
            folder = folder.rpartition("/")[0]
            found.setdefault(folder, {})
    return found


def levels(found: Mapping[str, Entries]) -> list[list[str]]:
    """The folders by their depth, the deepest first, the root alone at last."""
    depths = {folder: folder.count("/") + 1 if folder else 0 for folder in found}
    return [
        [folder for folder in found if depths[folder] == depth]
        for depth in sorted(set(depths.values()), reverse=True)
    ]


def subfolder(entries: Entries, name: str, oid: str) -> None:
    """Enters a folder that has been stored into the one that holds it."""
    entries[name] = (_TREE, oid)


def listing(entries: Entries) -> bytes:
    """One folder in git's words."""
    lines = [f"{mode} {_KINDS[mode]} {oid}\t{name}\0" for name, (mode, oid) in entries.items()]
    return "".join(lines).encode()
