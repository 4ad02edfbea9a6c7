"""Runs flows on a Prefect that needs nothing from anybody: the only place that prepares it.

Without anything set up, a Prefect server of our own lives in a child process for as long as the
``Clockwork`` is open, on the workspace's own home. Where ``mufakat serve`` is up, its worker
carries the journeys out; where ``PREFECT_API_URL`` is set, that server is used.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from mufakat.child import STOP_SECONDS, Child
from mufakat.handover import Gone, Journey, hand_over
from mufakat.prefect_home import HEARTBEAT, Home, answers, check_answers, listen
from mufakat.refusal import Refusal

T = TypeVar("T")

PERSONAL = ("adopt",)
"""Journeys that stay with the person's own terminal: a key is used, and may ask its passphrase."""


class Clockwork:
    """Prefect for one workspace while the ``with`` block lasts; its server starts meanwhile.

    ``tell`` is given a sentence for the person who waits.
    """

    def __init__(self, workspace: Path, tell: Callable[[str], object] = lambda _: None) -> None:
        self.workspace = workspace
        self.home = Home(workspace)
        self._tell = tell
        self._server: Child | None = None
        self.url = ""
        self._served = False
        self._fresh = False
        self._up = False

    def __enter__(self) -> Self:
        self.home.prepare()
        self.url = os.environ.get("PREFECT_API_URL", "")
        if not self.url:
            claim = self.home.claim()
            if isinstance(claim, str):
                self.url, self._served = claim, True
            else:
                self.home.withdraw()  # what a server that was killed has left
                self.home.renew()
                self._fresh = self.home.database.fresh
                self.url, self._server = _embedded(self.home, claim)
        settings = self.home.environment(self.url) | (HEARTBEAT if self._server is None else {})
        self._before = {name: os.environ.get(name) for name in settings}
        os.environ.update(settings)
        return self

    def run(self, journey: str, tags: Iterable[str] = (), **parameters: object) -> Any:
        """One flow run: its answer, or the ``Refusal`` that its service gave.

        ``journey`` is a module of ``mufakat.flows``, with the flow's name if it is another
        (``agree:clear``). Its first parameter is the workspace; these are the others.
        """
        if self._served and journey not in PERSONAL:
            with suppress(Gone):  # whatever it had begun is finished here
                return hand_over(self.home.path, Journey(journey, tuple(tags), parameters))
        module, _, name = journey.partition(":")
        flow = getattr(importlib.import_module(f"mufakat.flows.{module}"), name or module)
        from prefect import tags as tagged

        def begin() -> Coroutine[Any, Any, Any]:
            return cast(Coroutine[Any, Any, Any], flow(workspace=str(self.workspace), **parameters))

        with tagged(*tags):
            return self.ask(begin)

    def ask(self, question: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What Prefect answers to something asynchronous that is asked of this server."""
        self.wait()
        from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

        here = {PREFECT_API_URL: self.url, PREFECT_HOME: self.home.path}
        with temporary_settings(updates=here):
            return asyncio.run(question())

    def wait(self) -> None:
        """Returns once the server answers; until now it has been starting in the background."""
        if self._up:
            return
        _to_file(self.home.logs / "runs.log")
        if self._served:
            if not answers(self.url):
                raise Refusal(
                    "mufakat serve has ended, or its server is starting again.",
                    "Run the command again: it finishes what was begun, and repeats nothing.",
                )
        elif self._server is None:
            check_answers(self.url)
        else:
            if self._fresh:
                self._tell("Preparing Prefect's database, once")
            if not self._server.up():
                raise not_started(self.home)
            if self._fresh:
                self.home.database.keep()
        self._up = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._up:
            _hand_over()
        if self._server is not None:
            self._server.stop()
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def not_started(home: Home) -> Refusal:
    """The word for the person when Prefect's server gave up."""
    return Refusal(
        "Prefect's server did not start.",
        f"The reason is at the end of {home.logs / 'server.log'}. (The folder {home.path} "
        "can be deleted: only the history of runs is in it.)",
    )


def _embedded(home: Home, lock: int) -> tuple[str, Child]:
    """The address of a server on a port that is free, and the child that is starting to serve it.

    The socket is made here, so that the address is known before the child has started, and given
    to the child together with the lock, so that the place is free when the child is gone.
    """
    with listen(0) as listening:
        url = home.url(listening)
        try:
            return url, Child(
                "mufakat.prefect_server",
                str(listening.fileno()),
                environment=home.server_environment(url) | _EMBEDDED,
                log=home.logs / "server.log",
                descriptors=(listening.fileno(), lock),
            )
        finally:
            os.close(lock)


_EMBEDDED = {
    # As Prefect itself starts its temporary server: no pages, only the services that it needs.
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}


def _to_file(log: Path) -> None:
    """What Prefect would print goes to a file: the terminal belongs to the person."""
    from prefect.logging.handlers import PrefectConsoleHandler

    handler = _RunsLog(log, encoding="utf-8", delay=True)
    for logger in (logging.getLogger(), *_loggers()):
        for other in [
            h for h in logger.handlers if isinstance(h, PrefectConsoleHandler | _RunsLog)
        ]:
            handler.setFormatter(other.formatter)
            logger.removeHandler(other)
            other.close()
            logger.addHandler(handler)


class _RunsLog(logging.FileHandler):
    """The workspace's log of runs, in the place of Prefect's printing."""


def _loggers() -> list[logging.Logger]:
    known = logging.getLogger().manager.loggerDict.values()
    return [logger for logger in known if isinstance(logger, logging.Logger)]


def _hand_over() -> None:
    """Logs and events that are still on their way reach the server before it stops."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    APILogWorker.drain_all(timeout=STOP_SECONDS)
    EventsWorker.drain_all(timeout=STOP_SECONDS)
