"""Taking turns: processes of one machine that write to the same repositories do it one by one.

It is a courtesy that spares races, no guard: whoever was stopped in the middle holds nobody up.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

TURN = "turn"
"""The file of a folder that is held while it is one's turn."""
_PATIENCE, _PAUSE = 10.0, 0.002  # seconds

_here = threading.local()


@contextmanager
def turn(*folders: Path | None) -> Iterator[None]:
    """Waits for the turn at each folder that is there; a killed process gives it up."""
    with ExitStack() as held:
        for folder in folders:
            if folder and folder.is_dir():
                held.enter_context(_turn(folder))
        yield


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    mine: set[Path] = _here.__dict__.setdefault("folders", set())
    if folder in mine:
        yield  # it is our turn already
        return
    descriptor = os.open(folder / TURN, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = time.monotonic() + _PATIENCE
        while not _taken(descriptor) and time.monotonic() < until:
            time.sleep(_PAUSE)
        mine.add(folder)
        yield
    finally:
        mine.discard(folder)
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
