"""A place that cannot be written to: what is wrong, and what to do, in one word for the person."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mufakat.refusal import Refusal

_FULL = ("No space left on device", "Disk quota exceeded", "No usable temporary directory")
_CLOSED = ("Read-only file system", "ermission denied", "insufficient permission", "not permitted")
_UNSAID = ("couldn't write", "unable to write", "Unable to create")
_LITTLE = 256 * 1024  # bytes; where no more is left, a write that failed has failed for want of it
_HINT = "there, and run this again: it goes on where it was."


def unwritable(what: str, place: Path, why: str) -> Refusal | None:
    """The refusal for a write that failed for want of room or permission; None for other reasons.

    ``what`` is what could not be written to (``the outputs``), ``why`` the system's or git's word.
    """
    unsaid = any(sign in why for sign in _UNSAID) and _is_full(place)
    if unsaid or any(sign in why for sign in _FULL):
        error = f"The disk is full: {what} cannot be written ({place})."
        return Refusal(error, f"Make room {_HINT}")
    if any(sign in why for sign in _CLOSED):
        reason = "the disk is read-only" if _CLOSED[0] in why else "there is no permission"
        error = f"{what[0].upper()}{what[1:]} cannot be written: {reason} ({place})."
        return Refusal(error, f"Give permission to write {_HINT}")
    return None


def refused(problem: OSError) -> Refusal:
    """What the system would not do, as a refusal."""
    why = problem.strerror or str(problem)
    named = isinstance(problem.filename, str)
    place = Path(problem.filename) if named else _temporary()
    found = unwritable("the file" if named else "a temporary file", place, why)
    where = f": {problem.filename}" if problem.filename else ""
    hint = "Put that right, and run it again: it goes on where it was."
    return found or Refusal(f"{why}{where}.", hint)


@contextmanager
def temporary() -> Iterator[Path]:
    """A folder for temporary files; refused if there is no room for what is written there."""
    try:
        with tempfile.TemporaryDirectory(prefix="mufakat-") as folder:
            yield Path(folder)
    except OSError as problem:
        raise refused(problem) from problem


def _temporary() -> Path:
    return Path(os.environ.get("TMPDIR") or "/tmp")


def _is_full(place: Path) -> bool:
    try:
        held = os.statvfs(place)
    except OSError:
        return False
    return held.f_bavail * held.f_frsize < _LITTLE or (held.f_files > 0 and held.f_favail == 0)
