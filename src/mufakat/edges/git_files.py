"""A bare repository's own files, read without a git: refs, and objects that lie loose.

What is looked up a few times in an act costs less so than by a process each time. ``NotHere`` is
raised for everything else (packs, broken files, other kinds of refs): git itself is asked then.
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from mufakat.edges.git_tree import FOLDER, entries

_OID = re.compile(r"[0-9a-f]{40}")


class NotHere(Exception):
    """It cannot be read from these files: git has to be asked."""


def refs(repository: Path, prefixes: Sequence[str]) -> dict[str, str]:
    """What the refs under these prefixes (whole names or folders) point at, sorted by name."""
    under = prefixes or ("refs",)
    try:
        loose = {name: oid for prefix in under for name, oid in _loose(str(repository), prefix)}
        # After the loose ones: a ref that is packed meanwhile is in the one or in the other.
        found = dict(_packed(repository, under)) | loose
    except OSError as problem:
        raise NotHere(str(repository)) from problem
    return dict(sorted(found.items()))


def commit(repository: Path, name: str) -> str:
    """The commit that a ref or object id stands for, or an empty string."""
    oid = _named(repository, name)
    return _peeled(repository, oid, "commit") if oid else ""


def content(repository: Path, name: str) -> bytes | None:
    """What an object holds that is named by id, ref or ``commit:path``; None if none is named."""
    name, _, path = name.partition(":")
    oid = _named(repository, name)
    for part in path.split("/") if oid and path else ():
        folder = _object(repository, _peeled(repository, oid, "tree"))[1]
        oid = next((oid for _, name, oid in entries(folder) if name == part), "")
    return _object(repository, oid)[1] if oid else None


def tree(repository: Path, name: str) -> dict[str, str]:
    """A commit's files: blob ids by path."""
    top = _peeled(repository, _named(repository, name), "tree")
    return dict(_files(repository, top, ""))


def _files(repository: Path, oid: str, folder: str) -> Iterator[tuple[str, str]]:
    for mode, name, held in entries(_object(repository, oid)[1]):
        if mode == FOLDER:
            yield from _files(repository, held, f"{folder}{name}/")
        else:
            yield f"{folder}{name}", held


def _named(repository: Path, name: str) -> str:
    if _OID.fullmatch(name):
        return name
    if not name.startswith("refs/"):
        raise NotHere(name)
    return refs(repository, [name]).get(name, "")


def _peeled(repository: Path, oid: str, wanted: str) -> str:
    """The commit, or the tree, that a tag or commit stands for."""
    kind, held = _object(repository, oid)
    if kind == wanted:
        return oid
    if kind == "tag" or (kind == "commit" and wanted == "tree"):
        return _peeled(repository, held[:60].split()[1].decode(), wanted)
    raise NotHere(oid)


def _object(repository: Path, oid: str) -> tuple[str, bytes]:
    """An object's kind and content, if it lies loose and whole."""
    try:
        with open(f"{repository}/objects/{oid[:2]}/{oid[2:]}", "rb", buffering=0) as file:
            held = zlib.decompress(file.read())
    except (OSError, zlib.error) as problem:
        raise NotHere(oid) from problem
    if hashlib.sha1(held, usedforsecurity=False).hexdigest() != oid:
        raise NotHere(oid)
    head, _, content = held.partition(b"\0")
    return head.partition(b" ")[0].decode(), content


def _loose(folder: str, name: str) -> Iterator[tuple[str, str]]:
    """The refs at or below a name that have a file of their own."""
    path = f"{folder}/{name}"
    try:
        inside = os.listdir(path)
    except NotADirectoryError:
        oid = _pointed(path)
        if oid:
            yield name, oid
        return
    except FileNotFoundError:
        return
    for one in inside:
        if not one.endswith(".lock"):
            yield from _loose(folder, f"{name}/{one}")


def _pointed(path: str) -> str:
    """What a ref's file says; nothing, if it has just been taken away."""
    try:
        with open(path, "rb", buffering=0) as file:
            oid = file.read().decode(errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""
    if not _OID.fullmatch(oid):
        raise NotHere(path)
    return oid


def _packed(repository: Path, prefixes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The refs at or below these names in git's one file of many."""
    try:
        lines = (repository / "packed-refs").read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return
    below = tuple(f"{prefix}/" for prefix in prefixes)
    for line in lines:
        oid, _, name = line.partition(" ")
        if name in prefixes or name.startswith(below):
            yield name, oid
