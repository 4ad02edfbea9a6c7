"""Locks that a killed git left behind: removed when it is clear that nobody holds them."""

from __future__ import annotations

import os
from pathlib import Path

from mufakat.edges.left_behind import older_than

_PROCESSES = Path("/proc")


def clear(repository: Path, age: float) -> tuple[str, ...]:
    """Removes locks of this ``age`` or older (seconds) while no git is at work there; their names.

    Age alone would not do: a git that slept with its machine still holds what looks old.
    """
    removed: list[str] = []
    locks = [*repository.glob("*.lock"), *_below(repository / "refs")]
    if not locks or at_work(repository):
        return ()
    for lock in locks:
        if older_than(lock, age):
            lock.unlink(missing_ok=True)
            removed.append(lock.relative_to(repository).as_posix())
    return tuple(sorted(removed))


def _below(refs: Path) -> list[Path]:
    """The locks below; a folder that git takes away meanwhile holds none."""
    inside = ((folder, name) for folder, _, names in os.walk(refs) for name in names)
    return [Path(folder, name) for folder, name in inside if name.endswith(".lock")]


def at_work(repository: Path) -> bool:
    """Whether a git that we started on this repository is running, where the system can tell."""
    mark = b"GIT_DIR=" + bytes(repository)
    for environment in _PROCESSES.glob("[0-9]*/environ"):
        try:
            if mark in environment.read_bytes().split(b"\0"):
                return True
        except OSError:
            continue  # it has ended meanwhile, or is somebody else's
    return False
