"""A Prefect server on PostgreSQL, as a ministry runs it, for as long as a block lasts."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.serving.served import eventually

from mufakat.prefect_database import ELSEWHERE
from mufakat.prefect_home import answers

LOGIN = "worker:of the ministry"


@contextmanager
def database(programs: Path) -> Iterator[str]:
    """The address of an empty database; its server refuses root, so then it is another's."""
    folder = Path(tempfile.mkdtemp(prefix="mufakat-", dir="/tmp"))  # a socket's path must be short
    owner = "postgres" if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)
    try:
        subprocess.run(
            [
                str(programs / "initdb"),
                "-D",
                str(folder / "data"),
                "-A",
                "trust",
                "-U",
                "prefect",
                "-N",
            ],
            user=owner,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        settings = ["-c", "listen_addresses=", "-c", "fsync=off"]
        with (folder / "log").open("wb") as log:
            running = subprocess.Popen(
                [
                    str(programs / "postgres"),
                    "-D",
                    str(folder / "data"),
                    "-k",
                    str(folder),
                    *settings,
                ],
                user=owner,
                cwd=folder,
                stderr=log,
            )
        try:
            ready = [str(programs / "pg_isready"), "-q", "-h", str(folder), "-U", "prefect"]
            eventually(lambda: subprocess.run(ready).returncode == 0, "PostgreSQL did not start")
            yield f"postgresql+asyncpg://prefect@/postgres?host={folder}"
        finally:
            running.send_signal(signal.SIGINT)
            running.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # of no use any more, in /tmp


@contextmanager
def prefect_server(home: Path, database: str) -> Iterator[str]:
    """The address of Prefect's own server on this database."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_UI_ENABLED": "false",
        "PREFECT_SERVER_API_AUTH_STRING": LOGIN,
        ELSEWHERE: database,
    }
    with (home.parent / "server.log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)],
            env={**os.environ, **settings},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}/api"
    try:
        eventually(lambda: answers(url), "Prefect's server did not start")
        yield url
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait()
