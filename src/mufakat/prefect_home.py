"""A workspace's Prefect home: its settings, and who serves it just now.

Prefect's own commands find the same runs with ``PREFECT_HOME=<workspace>/.prefect``.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import socket
import time
from base64 import b64encode
from http import HTTPStatus
from pathlib import Path
from urllib import request
from urllib.error import HTTPError

from mufakat.edges.whole_file import put, put_new
from mufakat.prefect_database import Database
from mufakat.refusal import Refusal

LOOPBACK = "127.0.0.1"
BUSY_SECONDS = 60.0
HEARTBEAT = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}  # seconds, the least that Prefect takes

ANSWER_SECONDS = 2.0
_LOGIN = "PREFECT_API_AUTH_STRING"

_PROFILE = """\
# Written once; read by every command of Prefect that is given this folder as its home.
active = "mufakat"

[profiles.mufakat]
PREFECT_SERVER_ANALYTICS_ENABLED = "false"
PREFECT_SERVER_EPHEMERAL_ENABLED = "true"
PREFECT_LOGGING_LEVEL = "WARNING"
"""


class Home:
    """The folder ``.prefect`` of a workspace."""

    def __init__(self, workspace: Path) -> None:
        self.path = workspace / ".prefect"
        self.logs = self.path / "logs"
        self.database = Database(self.path)

    def prepare(self) -> None:
        """The folder with its settings."""
        self.logs.mkdir(parents=True, exist_ok=True)
        put_new(self.path / "profiles.toml", _PROFILE.encode())

    def renew(self) -> None:
        """The same with a sound database: the one that is there, or else a new one in its place.

        For whoever has the server place: two who lay one at the same moment would spoil it.
        """
        self.prepare()
        if self.database.damaged:
            self.database.put_aside()
        self.database.prepare()

    @property
    def name(self) -> str:
        """What tells this workspace's runs from others', on a server that several use."""
        file = self.path / "name"
        put_new(file, f"{socket.gethostname()}-{secrets.token_hex(2)}".encode())
        return file.read_text(encoding="utf-8")

    def environment(self, url: str) -> dict[str, str]:
        """What Prefect must find in the environment: this home, that server, no word to anyone."""
        bypass = ",".join(
            part for part in (os.environ.get("NO_PROXY", ""), LOOPBACK, "localhost") if part
        )
        return {
            "PREFECT_HOME": str(self.path),
            "PREFECT_API_URL": url,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
            "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
            "PREFECT_LOGGING_LEVEL": "INFO",
            "DO_NOT_TRACK": "1",
            "NO_PROXY": bypass,
            "no_proxy": bypass,
        }

    def server_environment(self, url: str) -> dict[str, str]:
        """All that the process finds which serves this home at ``url``."""
        given = {**os.environ, **self.environment("")}
        del given["PREFECT_API_URL"]
        return given | {"PREFECT_UI_API_URL": url, "PREFECT_SERVER_LOGGING_LEVEL": "WARNING"}

    @staticmethod
    def url(listening: socket.socket) -> str:
        """The address under which a server on this socket is reached."""
        return f"http://{LOOPBACK}:{listening.getsockname()[1]}/api"

    def announce(self, url: str) -> None:
        """Tells other commands of this workspace where the lasting server is."""
        put(self._server_file, json.dumps({"url": url}))

    def withdraw(self) -> None:
        """The lasting server is gone."""
        self._server_file.unlink(missing_ok=True)

    def served_at(self) -> str | None:
        """The address of a server that was announced here and answers."""
        url = self._announced()
        return url if url and answers(url) else None

    def _announced(self) -> str:
        try:
            return str(json.loads(self._server_file.read_text(encoding="utf-8"))["url"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def lock(self) -> int | None:
        """A descriptor that holds this home's only server place, or None if somebody has it."""
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor

    def claim(self) -> int | str:
        """The server place (a descriptor), or the address of the server that already has it.

        Waits for a command that is about to end; refuses after ``BUSY_SECONDS``.
        """
        end = time.monotonic() + BUSY_SECONDS
        while time.monotonic() < end:
            descriptor = self.lock()
            if descriptor is not None:
                return descriptor
            url = self.served_at()
            if url is not None:
                return url
            time.sleep(0.05)
        if url := self._announced():
            raise Refusal(
                f"The Prefect server at {url} does not answer.",
                "Start it, or wait until it is up, and run this again: nothing was changed.",
            )
        raise Refusal(
            "Another command has been at work in this workspace for a minute.",
            "Wait until it has ended, or end it, and try again.",
        )

    @property
    def _server_file(self) -> Path:
        return self.path / "server.json"


def listen(port: int) -> socket.socket:
    """A listening socket on this machine alone; port 0 is any that is free."""
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as problem:
        raise Refusal(
            f"Port {port} is not free: {problem.strerror}.", "Name another one (--port)."
        ) from problem


def check_answers(url: str) -> None:
    """Refuses a server that does not answer, or does not let us in."""
    if not answers(url):
        raise Refusal(
            f"No Prefect server answers at {url}.",
            "Start it, or unset PREFECT_API_URL: then none is needed.",
        )
    if _asked(f"{url}/admin/version") == HTTPStatus.UNAUTHORIZED:
        raise Refusal(
            f"Prefect's server at {url} wants its password.",
            f"Give user and password as they were given to the server ({_LOGIN}=user:PASSWORD).",
        )


def answers(url: str) -> bool:
    """Whether a Prefect server answers there."""
    return _asked(f"{url}/health") == HTTPStatus.OK


def _asked(url: str) -> int:
    """The status with which a server answers, or 0 where none does."""
    login = b64encode(os.environ.get(_LOGIN, "").encode()).decode()
    direct = request.build_opener(request.ProxyHandler({}))
    try:
        question = request.Request(url, headers={"Authorization": f"Basic {login}"})
        with direct.open(question, timeout=ANSWER_SECONDS) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code
    except (OSError, ValueError):
        return 0
