"""A workspace that is served by the command line, and the processes below it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mufakat.prefect_home import Home

SECONDS = 120.0
SOURCE = str(Path(__file__).parents[2] / "src")
MODULES = {
    "server": "mufakat.prefect_server",
    "worker": "mufakat.serving.worker",
    "runner": "mufakat.serving.runner",
    "watch": "mufakat.serving.watch",
}


def processes(parent: int) -> dict[int, str]:
    """The processes below one, with their command lines."""
    found: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if above == parent:
            found[int(folder.name)] = words
            found |= processes(int(folder.name))
    return found


def eventually(holds: Callable[[], object], what: str) -> None:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < SECONDS, what
        time.sleep(0.1)


class Serving:
    """A workspace that is served by the command line in a process of its own."""

    def __init__(self, root: Path, **environment: str) -> None:
        self.root = root
        self.home = Home(root)
        words = ["-c", "from mufakat.cli import main; main()", "serve", "--port", "0"]
        self.process = subprocess.Popen(
            [sys.executable, *words, "--workspace", str(root)],
            env={**os.environ, "PYTHONPATH": SOURCE, **environment},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.said = self.process.stdout
        while "Prefect is at" not in (line := self.said.readline()):
            assert line, "it ended instead of serving"

    def pid(self, name: str) -> int | None:
        """The process of a part, or None while there is none."""
        below = processes(self.process.pid)
        return next((pid for pid, words in below.items() if MODULES[name] in words), None)

    def kill(self) -> None:
        """Ends it and all below it at once, as when the machine loses its power."""
        for pid in (self.process.pid, *processes(self.process.pid)):
            with suppress(ProcessLookupError):  # it was just about to end
                os.kill(pid, signal.SIGKILL)
        self.process.wait(SECONDS)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(SECONDS)
