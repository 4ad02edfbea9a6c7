"""A process with mounts of its own: a disk that is small, a folder that cannot be written to."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.tools import tool


def alone(module: str, *arguments: object) -> None:
    """Runs a module in a process whose mounts nobody else sees; fails with what it says."""
    done = subprocess.run(
        [*_private(), sys.executable, "-m", module, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _private() -> list[str]:
    """How to start such a process: as root, or as root of a user namespace."""
    unshare = tool("unshare")
    for words in ([unshare, "--mount"], [unshare, "--mount", "--map-root-user"]):
        trial = [*words, "mount", "-t", "tmpfs", "none", "/tmp"]
        if subprocess.run(trial, capture_output=True, check=False).returncode == 0:
            return words
    # No package brings this: where a kernel or container forbids it, CI cannot have it either.
    pytest.skip("this system lets nobody mount a disk")


def small_disk(folder: Path, size: str) -> None:
    """Mounts an empty disk of this size."""
    folder.mkdir(exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={size}", "none", str(folder))


def read_only(folder: Path) -> None:
    """Nothing below the folder can be written any more."""
    _mount("--bind", str(folder), str(folder))
    _mount("-o", "remount,bind,ro", str(folder))


def writable(folder: Path) -> None:
    """Takes ``read_only`` back."""
    subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def filled(disk: Path, free: int) -> Iterator[None]:
    """While the block lasts, so many bytes are free on a disk."""
    held, filler = os.statvfs(disk), disk / "filler"
    filler.write_bytes(b"x" * max(0, held.f_bavail * held.f_frsize - free))
    yield
    filler.unlink()


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)
