"""Files that are written whole: whoever reads one sees the old words or the new, or none yet."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PART = ".mufakat-"
"""How the name begins of what is not whole yet, or was left so by a killed process."""


def put(path: Path, text: str, mode: int = 0o644) -> None:
    """Writes the file in one step; leaves it alone if it says so already."""
    content = text.encode()
    if _held(path) != content:
        with part(path, content, mode) as made:
            made.replace(path)


def put_new(path: Path, content: bytes) -> bool:
    """Writes the file in one step, if there is none: whoever is first has it; whether we were."""
    if path.exists():
        return False
    with part(path, content) as made:
        return settle(made, path)


def settle(made: Path, path: Path) -> bool:
    """Gives a whole file its lasting name, if nobody has it yet; whether it was free."""
    try:
        os.link(made, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links: there the last of two at once has it
        made.replace(path)
    return True


@contextmanager
def part(path: Path, content: bytes, mode: int = 0o644) -> Iterator[Path]:
    """The whole file beside its place, to be put there before the ``with`` block ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=PART)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _held(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
