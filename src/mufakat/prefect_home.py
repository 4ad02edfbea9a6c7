"""A workspace's Prefect home: its settings, its database, and who serves it just now.

Prefect's own commands find the same runs with ``PREFECT_HOME=<workspace>/.prefect``.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import socket
import sqlite3
import time
from contextlib import closing, suppress
from importlib import metadata
from pathlib import Path
from urllib import request

from mufakat.refusal import Refusal

LOOPBACK = "127.0.0.1"
BUSY_SECONDS = 60.0
ELSEWHERE = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
"""Names a database in the place of the home's own: PostgreSQL, say."""
HEARTBEAT = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}  # seconds, the least that Prefect takes

ANSWER_SECONDS = 2.0

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
        self.database = self.path / "prefect.db"

    def prepare(self) -> None:
        """The folder with its settings, and the empty database if one was kept from before."""
        self.logs.mkdir(parents=True, exist_ok=True)
        profiles = self.path / "profiles.toml"
        if not profiles.exists():
            profiles.write_text(_PROFILE, encoding="utf-8")
        if self.fresh and _kept_database().is_file():
            _copy(_kept_database(), self.database)

    @property
    def fresh(self) -> bool:
        """Whether its own database is still to be made."""
        return not os.environ.get(ELSEWHERE) and not self.database.exists()

    def renew(self) -> None:
        """Puts a damaged database aside for a new one; for whoever has the server place."""
        if self.damaged:
            for file in self.path.glob(f"{self.database.name}*"):
                file.replace(self.path / f"damaged-{file.name}")
        self.prepare()

    @property
    def damaged(self) -> bool:
        """Whether its own database cannot be used: only the history of runs was in it."""
        if os.environ.get(ELSEWHERE):
            return False
        try:
            address = f"{self.database.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as opened:
                return bool(opened.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
        except sqlite3.OperationalError:
            return False  # there is none, or somebody is just writing
        except sqlite3.DatabaseError:
            return True

    @property
    def held(self) -> int:
        """Tells its own very database from another one in its place; 0 if there is none."""
        if os.environ.get(ELSEWHERE) or not self.database.exists():
            return 0
        return self.database.stat().st_ino

    @property
    def name(self) -> str:
        """What tells this workspace's runs from others', on a server that several use."""
        file = self.path / "name"
        if not file.is_file():
            file.write_text(f"{socket.gethostname()}-{secrets.token_hex(2)}", encoding="utf-8")
        return file.read_text(encoding="utf-8")

    def keep_database(self) -> None:
        """Keeps this still empty database, so that the next workspace need not make it anew."""
        kept = _kept_database()
        if kept.exists() or not self.database.exists():
            return
        with suppress(OSError, sqlite3.Error):  # a cache: without it the next one takes longer
            kept.parent.mkdir(parents=True, exist_ok=True)
            copy = kept.with_suffix(f".{os.getpid()}")
            copy.unlink(missing_ok=True)
            with sqlite3.connect(self.database) as connection:
                connection.execute("VACUUM INTO ?", (str(copy),))
            connection.close()
            copy.replace(kept)

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
        self._server_file.write_text(json.dumps({"url": url}), encoding="utf-8")

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


def _kept_database() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "mufakat" / f"prefect-{metadata.version('prefect')}.db"


def _copy(source: Path, target: Path) -> None:
    part = target.with_suffix(".part")
    shutil.copyfile(source, part)
    part.replace(target)


def check_answers(url: str) -> None:
    """Refuses a server that does not answer."""
    if not answers(url):
        raise Refusal(
            f"No Prefect server answers at {url}.",
            "Start it, or unset PREFECT_API_URL: then none is needed.",
        )


def answers(url: str) -> bool:
    """Whether a Prefect server answers there."""
    direct = request.build_opener(request.ProxyHandler({}))
    try:
        with direct.open(f"{url}/health", timeout=ANSWER_SECONDS) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False
