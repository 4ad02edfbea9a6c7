"""Locks that a killed git left behind: removed when it is clear that nobody holds them."""

from __future__ import annotations

import time
from pathlib import Path

_PROCESSES = Path("/proc")


def clear(repository: Path, older_than: float) -> tuple[str, ...]:
    """Removes locks older than this (seconds) while no git is at work there; their names.

    Age alone would not do: a git that slept with its machine still holds what looks old. A lock of
    a later time than now was left before the clock was set back: it counts as old.
    """
    removed: list[str] = []
    locks = [*repository.glob("*.lock"), *repository.glob("refs/**/*.lock")]
    if not locks or at_work(repository):
        return ()
    for lock in locks:
        try:
            if abs(time.time() - lock.stat().st_mtime) >= older_than:
                lock.unlink()
                removed.append(lock.relative_to(repository).as_posix())
        except FileNotFoundError:
            continue  # its owner was alive after all
    return tuple(sorted(removed))


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
