"""A process of ours that says when it is up, never outlives its parent, and leaves nobody behind.

The parent holds the child's standard input: when that ends, however the parent came to its end,
the child stops. The child leads a process group of its own, which is ended with it.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

STOP_SECONDS = 10.0
UP = "up"

_LONGEST_LOG = 5_000_000  # bytes, after which a log is begun anew beside the old one


class Child:
    """The parent's side: one module of ours, run in a process of its own."""

    def __init__(
        self,
        module: str,
        *arguments: str,
        environment: Mapping[str, str],
        log: Path,
        descriptors: Sequence[int] = (),
    ) -> None:
        if log.is_file() and log.stat().st_size > _LONGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                pass_fds=descriptors,
                start_new_session=True,
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        self._up = False

    @property
    def pid(self) -> int:
        """The child's process."""
        return self._process.pid

    def up(self) -> bool:
        """Waits until the child has said that it is up; False if it ended instead."""
        self._up = self._up or bool(self._output.readline())
        return self._up

    def ended(self) -> bool:
        """Whether the child is gone; whoever it left behind is then ended too."""
        if self._process.poll() is None:
            return False
        self._end_group()
        return True

    def stop(self) -> None:
        """The child finishes what it has in hand and is gone; before it is up, it just goes."""
        if not self._up and not select.select([self._output], [], [], 0)[0]:
            self._process.terminate()
        with suppress(BrokenPipeError):  # it has gone already
            self._input.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._end_group()
        self._output.close()

    def _end_group(self) -> None:
        with suppress(ProcessLookupError, PermissionError):  # nobody is left of its group
            os.killpg(self._process.pid, signal.SIGKILL)


def say_up() -> None:
    """The child's side: tells the parent that it is up."""
    print(UP, flush=True)


def when_parent_ends(act: Callable[[], object], patience: float = STOP_SECONDS) -> None:
    """The child's side: carries out ``act``, on a thread, once the parent has let go or is gone.

    A child that is still there after ``patience`` seconds is ended with its group: a parent that
    was killed cannot do it, and two orphans may wait for each other.
    """

    def wait() -> None:
        sys.stdin.buffer.read()
        act()
        time.sleep(patience)
        if os.getpgid(0) == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
