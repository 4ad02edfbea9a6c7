"""Hands a journey over to the worker that ``mufakat serve`` keeps warm, and takes its answer back.

The worker has Prefect and the flows loaded already, so that a step costs hardly more than its
service. Where it listens stands in a file that only its owner can read, with the secret that both
sides prove to each other that they know. Nothing is lost when this fails: steps can be run again.
"""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from mufakat.edges.whole_file import put
from mufakat.refusal import Refusal

_FILE, _LOOPBACK = "worker.json", "127.0.0.1"
_OWNER_S = 0o600  # a secret is in it
_WAKE = "wake"


class Gone(Exception):
    """The worker is not there, or died at its work."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What is handed over: the journey by its name (``agree:clear``), and what it is given."""

    name: str
    tags: tuple[str, ...]
    parameters: Mapping[str, object]


def hand_over(home: Path, journey: Journey) -> Any:
    """The journey's answer, or the ``Refusal`` that its service gave; ``Gone`` without a worker."""
    try:
        with _worker(home) as worker:
            worker.send(journey)
            done, answer = worker.recv()
    except (OSError, EOFError, AuthenticationError) as problem:
        raise Gone from problem
    if done:
        return answer
    error, hint, details, more = answer
    raise Refusal(error, hint, details, more)


def wake(home: Path) -> None:
    """Lets the worker look at once what is due; without one, the next look will find it."""
    with suppress(Gone, OSError, EOFError, AuthenticationError), _worker(home) as worker:
        worker.send(_WAKE)


def _worker(home: Path) -> Connection:
    try:
        held = json.loads((home / _FILE).read_text(encoding="utf-8"))
        return Client((_LOOPBACK, held["port"]), authkey=bytes.fromhex(held["secret"]))
    except (OSError, EOFError, ValueError, KeyError, AuthenticationError) as problem:
        raise Gone from problem


class Counter:
    """The worker's side: where journeys come in, for as long as the ``with`` block lasts."""

    def __init__(self, home: Path) -> None:
        secret = secrets.token_bytes(32)
        self._listener = Listener((_LOOPBACK, 0), backlog=64, authkey=secret)
        self._file = home / _FILE
        text = json.dumps({"port": self._listener.address[1], "secret": secret.hex()})
        put(self._file, text, _OWNER_S)

    def next(self) -> Connection | None:
        """Whoever comes next; None for somebody who did not know the secret or went away."""
        try:
            return self._listener.accept()
        except (OSError, EOFError, AuthenticationError):
            return None

    def close(self) -> None:
        """Nobody can come in any more; whoever waits in ``next`` is let go."""
        self._file.unlink(missing_ok=True)
        with suppress(OSError):  # nobody waits in ``next`` any more
            socket.create_connection(self._listener.address).close()
        self._listener.close()


def serve(caller: Connection, run: Callable[[Journey], Any], woken: Callable[[], object]) -> None:
    """Carries out what one caller wants, and answers; a caller who has gone misses the answer."""
    with suppress(OSError, EOFError), caller:  # who has gone misses the answer, nothing else
        asked = caller.recv()
        if asked == _WAKE:
            woken()
            return
        try:
            answer: tuple[bool, Any] = True, run(asked)
        except Refusal as refusal:
            answer = False, (refusal.error, refusal.hint, refusal.details, dict(refusal.more))
        caller.send(answer)
