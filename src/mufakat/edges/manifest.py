"""What a folder of outputs holds: each file with its digest and the commit it was made from.

A file appears whole or not at all, and a file that is right already is not touched.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mufakat.edges import whole_file
from mufakat.edges.left_behind import older_than
from mufakat.edges.unwritable import unwritable
from mufakat.refusal import Refusal
from mufakat.text.document import digest

NAME = "manifest.json"

_PART_AGE = 600.0  # seconds


@dataclass(frozen=True, slots=True)
class Rendition:
    """One rendered file: its path below the folder, what it is, its bytes."""

    file: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Source:
    """What renditions were made from, and when that was committed."""

    instrument: str
    draft: str
    commit: str
    digest: str
    when: datetime


def manifest(renditions: Sequence[Rendition], source: Source) -> bytes:
    """The manifest of these renditions."""
    files = [
        {
            "file": rendition.file,
            "sha256": digest(rendition.content),
            "kind": rendition.kind,
            "instrument": source.instrument,
            "draft": source.draft,
            "commit": source.commit,
            "digest": source.digest,
        }
        for rendition in sorted(renditions, key=lambda r: r.file)
    ]
    return (json.dumps({"files": files}, ensure_ascii=False, indent=1) + "\n").encode()


def publish(folder: Path, renditions: Sequence[Rendition], source: Source) -> dict[str, Path]:
    """Puts renditions and their manifest into a folder; the path of each, by its name.

    What an earlier manifest names and this one does not is taken away. Run again, nothing changes.
    """
    contents = {rendition.file: rendition.content for rendition in renditions}
    contents[NAME] = manifest(renditions, source)
    paths = {name: folder / name for name in contents}
    try:
        clear_parts(folder)
        with ExitStack() as unplaced:
            made = [
                (unplaced.enter_context(whole_file.part(paths[name], content)), paths[name])
                for name, content in contents.items()
                if not _is_so(paths[name], content, source.when)
            ]
            for stale in _listed(folder) - set(contents):
                (folder / stale).unlink(missing_ok=True)
            for one, path in made:  # once there is room for all of them
                _put(one, path, source.when)
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise unwritable("the outputs folder", folder, why) or Refusal(
            f"The outputs cannot be written: {why} ({folder}).",
            "Put that right, and run this again; nothing was lost.",
        ) from problem
    return paths


def place(path: Path, content: bytes, when: datetime) -> None:
    """Writes a file in one step, dated ``when``; leaves it alone if it is so already."""
    if not _is_so(path, content, when):
        with whole_file.part(path, content) as made:
            _put(made, path, when)


def _put(made: Path, path: Path, when: datetime) -> None:
    """Dates the file only in its place: a part of an old date is taken for a killed run's."""
    os.replace(made, path)
    os.utime(path, (when.timestamp(), when.timestamp()))


def _is_so(path: Path, content: bytes, when: datetime) -> bool:
    return dated(path, when) and path.read_bytes() == content


def dated(path: Path, when: datetime) -> bool:
    """Whether there is a file of this date, as ``place`` writes it."""
    return path.is_file() and path.stat().st_mtime == when.timestamp()


def clear_parts(folder: Path) -> None:
    """Takes away what a killed process has left half written, once it is nobody's any more."""
    for left in folder.rglob(f"{whole_file.PART}*"):
        if older_than(left, _PART_AGE):
            left.unlink(missing_ok=True)


def complete(folder: Path) -> bool:
    """Whether a folder holds exactly what its manifest says."""
    try:
        listed = json.loads((folder / NAME).read_bytes())["files"]
        return all(digest((folder / f["file"]).read_bytes()) == f["sha256"] for f in listed)
    except (OSError, ValueError, KeyError):
        return False


def _listed(folder: Path) -> set[str]:
    try:
        files: Sequence[Mapping[str, str]] = json.loads((folder / NAME).read_bytes())["files"]
        return {file["file"] for file in files if ".." not in file["file"]}
    except (OSError, ValueError, KeyError):
        return set()
