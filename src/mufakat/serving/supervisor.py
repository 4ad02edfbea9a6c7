"""Keeps the parts up for as long as a workspace is served: what dies comes back, and all stop."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mufakat.child import Child
from mufakat.edges.workspace import Workspace
from mufakat.prefect_home import Home, listen
from mufakat.refusal import Refusal
from mufakat.runs import not_started

LOOK_SECONDS = 0.2
FIRST_PAUSE, LONGEST_PAUSE, STEADY = 0.5, 30.0, 60.0  # seconds

Say = Callable[[str], object]


def serve(workspace: Path, port: int, say: Say) -> None:
    """Serves a workspace until Ctrl-C or SIGTERM; refused if another does, or the port is taken."""
    home = Home(workspace)
    home.prepare()
    claim = home.claim()
    if isinstance(claim, str):
        raise Refusal(
            f"This workspace is served already, at {claim.removesuffix('/api')}.",
            "One is enough: every command of this workspace uses it.",
        )
    home.withdraw()  # what one who was killed has left
    try:
        with listen(port) as listening, interruptible() as stopping:
            url = home.url(listening)
            parts = _parts(home, url, (listening.fileno(), claim))
            try:
                _keep_up(home, url, parts, say)
            except KeyboardInterrupt:
                stopping()
                say("Stopping.")
            finally:
                stopping()
                home.withdraw()
                for part in reversed(parts):
                    part.stop()
            say("Stopped.")
    finally:
        os.close(claim)


@contextmanager
def interruptible() -> Iterator[Callable[[], None]]:
    """SIGTERM is as good as Ctrl-C, until the answer is called: then neither disturbs the end."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    def ignore() -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)

    wanted = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.signal(number, interrupt) for number in wanted}
    try:
        yield ignore
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _parts(home: Home, url: str, held: tuple[int, int]) -> list[Part]:
    """The parts in the order in which they start; each holds the lock as long as it lives."""
    listening, lock = held
    client = {**os.environ, **home.environment(url)}
    root = str(home.path.parent)

    def server() -> Child:
        return Child(
            "mufakat.prefect_server",
            str(listening),
            str(Workspace(home.path.parent).outputs),
            environment=home.server_environment(url) | {"PREFECT_UI_ENABLED": "1"},
            log=home.logs / "server.log",
            descriptors=held,
        )

    def other(name: str) -> Callable[[], Child]:
        log = home.logs / f"{name}.log"
        return lambda: Child(
            f"mufakat.serving.{name}", root, environment=client, log=log, descriptors=(lock,)
        )

    return [
        Part("server", server),
        Part("worker", other("worker")),
        Part("runner", other("runner")),
    ]


def _keep_up(home: Home, url: str, parts: list[Part], say: Say) -> None:
    fresh = not home.database.exists()
    if fresh:
        say("Preparing Prefect's database, once ...")
    server, worker, runner = parts
    server.start()
    worker.start()
    if not server.up():
        raise not_started(home)
    if fresh:
        home.keep_database()
    worker.up()
    home.announce(url)
    runner.start()  # last, and not waited for: it is only for what is started in the pages
    say(f"Prefect is at {url.removesuffix('/api')} until you press Ctrl-C.")
    say(f"What happens is told in {home.logs}.")
    while True:
        for part in parts:
            word = part.look(time.monotonic())
            if word:
                say(f"{word} Its log is {home.logs / part.name}.log.")
        time.sleep(LOOK_SECONDS)


class Part:
    """One process that is kept up: started again when it dies, after a pause that grows."""

    def __init__(self, name: str, make: Callable[[], Child]) -> None:
        self.name = name
        self._make = make
        self._child: Child | None = None
        self._since = 0.0
        self._pause = FIRST_PAUSE

    def start(self) -> None:
        """Starts it, without waiting until it is up."""
        self._child = self._make()
        self._since = time.monotonic()

    def up(self) -> bool:
        """Waits until it is up; False if it ended instead."""
        return self._child is not None and self._child.up()

    def look(self, now: float) -> str:
        """Sees to it that it runs, or will; a sentence if there is something to tell."""
        if self._child is None:
            if now >= self._since:
                self.start()
            return ""
        if not self._child.ended():
            return ""
        self._child.stop()
        self._child = None
        self._pause = FIRST_PAUSE if now - self._since > STEADY else self._pause
        self._since = now + self._pause
        word = f"The {self.name} ended by itself; it starts again in {self._pause:g} s."
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
        return word

    def stop(self) -> None:
        """Ends it, if it runs."""
        if self._child is not None:
            self._child.stop()
            self._child = None
