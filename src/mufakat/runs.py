"""Runs flows on a Prefect that needs nothing from anybody: the only place that prepares it.

Without anything set up, a Prefect server of our own lives in a child process for as long as the
``Clockwork`` is open, on the workspace's own home. Where ``mufakat serve`` is up, that server is
used; where ``PREFECT_API_URL`` is set, that one.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeVar, cast

from mufakat.prefect_home import LOOPBACK, Home, check_answers
from mufakat.refusal import Refusal

STOP_SECONDS = 10.0
T = TypeVar("T")


class Clockwork:
    """Prefect for one workspace while the ``with`` block lasts; its server starts meanwhile.

    ``tell`` is given a sentence for the person who waits.
    """

    def __init__(self, workspace: Path, tell: Callable[[str], object] = lambda _: None) -> None:
        self.workspace = workspace
        self.home = Home(workspace)
        self._tell = tell
        self._server: _Server | None = None
        self.url = ""
        self._fresh = False
        self._up = False

    def __enter__(self) -> Self:
        self.home.prepare()
        self._fresh = not self.home.database.exists()
        self.url = os.environ.get("PREFECT_API_URL", "")
        if not self.url:
            claim = self.home.claim()
            if isinstance(claim, str):
                self.url = claim
            else:
                self._server = _Server(self.home, claim, _EMBEDDED)
                self.url = self._server.url
        self._before = {name: os.environ.get(name) for name in self.home.environment("")}
        os.environ.update(self.home.environment(self.url))
        return self

    def run(self, journey: str, tags: Iterable[str] = (), **parameters: object) -> Any:
        """One flow run: its answer, or the ``Refusal`` that its service gave.

        ``journey`` is a module of ``mufakat.flows``, with the flow's name if it is another
        (``agree:clear``). Its first parameter is the workspace; these are the others.
        """
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
        if self._server is None:
            check_answers(self.url)
        else:
            if self._fresh:
                self._tell("Preparing Prefect's database, once")
            self._server.wait()
            self.home.keep_database()
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


def serve(workspace: Path, port: int, say: Callable[[str], object]) -> None:
    """Keeps a server with Prefect's pages up for this workspace's commands, until it is ended."""
    home = Home(workspace)
    home.prepare()
    lock = home.lock()
    if lock is None:
        url = home.served_at()
        raise Refusal(
            f"A server is already up at {url.removesuffix('/api')}."
            if url
            else "Another command is at work in this workspace.",
            "One is enough: every command of this workspace uses it."
            if url
            else "Wait until it has ended, and try again.",
        )
    server = _Server(home, lock, _LASTING, port)
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        server.wait()
        home.announce(server.url)
        say(f"Prefect is at {server.url.removesuffix('/api')} until you press Ctrl-C.")
        server.last()
        raise Refusal("Prefect's server ended by itself.", f"Its log is in {home.logs}.")
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        home.withdraw()
        server.stop()
        signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


class _Server:
    """The child that serves Prefect's API on this machine alone, on a port that is free.

    The socket is made here, so that the address is known before the child has started, and given
    to the child together with the lock, so that the place is free when the child is gone.
    """

    def __init__(self, home: Home, lock: int, settings: Mapping[str, str], port: int = 0) -> None:
        try:
            listening = socket.create_server((LOOPBACK, port))
        except OSError as problem:
            os.close(lock)
            raise Refusal(
                f"Port {port} is not free: {problem.strerror}.", "Name another one (--port)."
            ) from problem
        self.url = f"http://{LOOPBACK}:{listening.getsockname()[1]}/api"
        self._log = home.logs / "server.log"
        self._up = False
        environment = {**os.environ, **home.environment("")}
        del environment["PREFECT_API_URL"]
        try:
            with self._log.open("ab") as log:
                self._child = subprocess.Popen(
                    [sys.executable, "-m", "mufakat.prefect_server", str(listening.fileno())],
                    env=environment | {"PREFECT_UI_API_URL": self.url, **settings},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    pass_fds=(listening.fileno(), lock),
                    start_new_session=True,
                )
        finally:
            listening.close()
            os.close(lock)

    def wait(self) -> None:
        """Returns once the server answers; refuses if it gave up."""
        self._up = bool(_pipe(self._child.stdout).readline())
        if not self._up:
            self.stop()
            raise Refusal(
                "Prefect's server did not start.",
                f"The reason is at the end of {self._log}. (The folder {self._log.parent.parent} "
                "can be deleted: only the history of runs is in it.)",
            )

    def last(self) -> None:
        """Returns when the child has ended."""
        self._child.wait()

    def stop(self) -> None:
        """The child finishes what it has in hand and is gone; before it is up, it just goes."""
        if not self._up:
            self._child.terminate()
        _pipe(self._child.stdin).close()
        try:
            self._child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        _pipe(self._child.stdout).close()


_EMBEDDED = {
    # As Prefect itself starts its temporary server: no pages, only the services that it needs.
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
}
_LASTING = {"PREFECT_UI_ENABLED": "1", "PREFECT_SERVER_LOGGING_LEVEL": "WARNING"}


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


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
