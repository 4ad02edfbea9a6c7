"""Keeps the parts up for as long as a workspace is served: what dies comes back, and all stop."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from mufakat.child import Child
from mufakat.edges.mailbox_trouble import set_trouble, trouble
from mufakat.edges.workspace import Workspace
from mufakat.prefect_home import HEARTBEAT, Home, check_answers, listen
from mufakat.refusal import Refusal
from mufakat.runs import not_started

LOOK_SECONDS, CHECK_SECONDS = 0.2, 5.0
FIRST_PAUSE, LONGEST_PAUSE, STEADY = 0.5, 30.0, 60.0  # seconds

Say = Callable[[str], object]


def serve(workspace: Path, port: int, say: Say) -> None:
    """Serves a workspace until Ctrl-C or SIGTERM; refused if another does, or the port is taken.

    Where ``PREFECT_API_URL`` names a server that is kept up elsewhere, that one is used.
    """
    home, url = Home(workspace), os.environ.get("PREFECT_API_URL", "")
    if url:
        check_answers(url)
    home.prepare()
    claim = home.claim()
    if isinstance(claim, str):
        raise Refusal(
            f"This workspace is served already, at {claim.removesuffix('/api')}.",
            "One is enough: every command of this workspace uses it.",
        )
    home.withdraw()  # what one who was killed has left
    home.renew()
    try:
        with ExitStack() as held, interruptible() as stopping:
            if url:
                parts = _others(home, url, claim, home.name)
            else:
                listening = held.enter_context(listen(port))
                url = home.url(listening)
                parts = _parts(home, url, (listening.fileno(), claim))
            try:
                set_trouble(workspace, "")
                _keep_up(home, url, parts, say)
            except KeyboardInterrupt:
                stopping()
                say("Stopping.")
            finally:
                stopping()
                home.withdraw()
                for part in reversed(parts):
                    part.stop()
                set_trouble(workspace, "")
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

    def server() -> Child:
        return Child(
            "mufakat.prefect_server",
            str(listening),
            str(Workspace(home.path.parent).outputs),
            environment=home.server_environment(url) | {"PREFECT_UI_ENABLED": "1"},
            log=home.logs / "server.log",
            descriptors=held,
        )

    return [Part("server", server), *_others(home, url, lock)]


def _others(home: Home, url: str, lock: int, *names: str) -> list[Part]:
    """Worker and runner, under a name of their own on a server that others use too.

    And the watch over the mailbox, if the meeting has one.
    """
    environment = {**os.environ, **home.environment(url), **HEARTBEAT}
    arguments = (str(home.path.parent), *names)

    def other(part: str) -> Callable[[], Child]:
        module, log = f"mufakat.serving.{part}", home.logs / f"{part}.log"
        return lambda: Child(
            module, *arguments, environment=environment, log=log, descriptors=(lock,)
        )

    watch = ["watch"] if _has_mailbox(Workspace(home.path.parent)) else []
    return [Part(part, other(part)) for part in ("worker", "runner", *watch)]


def _has_mailbox(workspace: Workspace) -> bool:
    try:
        return workspace.meeting.inbox is not None
    except Refusal:
        return False  # what is wrong with the meeting file, the worker says


def _keep_up(home: Home, url: str, parts: list[Part], say: Say) -> None:
    own = [part for part in parts if part.name == "server"]
    worker, *others = (part for part in parts if part not in own)
    fresh = bool(own) and home.database.fresh
    if fresh:
        say("Preparing Prefect's database, once ...")
    for part in (*own, worker):
        part.start()
    for server in own:
        if not server.up():
            raise not_started(home)
    if fresh:
        home.database.keep()
    worker.up()
    home.announce(url)
    for part in others:
        part.start()  # last, and not waited for: no command needs them
    say(f"Prefect is at {url.removesuffix('/api')} until you press Ctrl-C.")
    say(f"What happens is told in {home.logs}.")
    number, checked, told = home.database.number, time.monotonic(), ""
    while True:
        if own and time.monotonic() > checked + CHECK_SECONDS:
            if home.database.number != number or home.database.damaged:
                say("Prefect's database is gone or damaged: it begins anew. No step is lost.")
                _begin_anew(home, (*others, *own))
            number, checked = home.database.number, time.monotonic()
        for part in parts:
            word = part.look(time.monotonic())
            if word:
                say(f"{word} Its log is {home.logs / part.name}.log.")
        told, before = trouble(home.path.parent), told
        if told != before:
            say(told or "The mailbox is read again.")
        time.sleep(LOOK_SECONDS)


def _begin_anew(home: Home, parts: Iterable[Part]) -> None:
    """Stops whoever holds the lost database, and lays a new one in its place; they come back."""
    for part in parts:
        part.stop()
    home.renew()


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
