"""What a ministry deploys from: commands parse, settings are known, the two ways agree."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import prefect.settings
import pytest
import yaml
from click.testing import CliRunner
from tests.edges.post_office import certificate
from tests.serving.served import eventually
from tests.tools import tool
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from mufakat.cli import main
from mufakat.runs import Clockwork

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
WORKERS = ("worker-1", "worker-2")


def directives(unit: Path, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", unit.read_text(), re.MULTILINE)


def commands() -> list[list[str]]:
    """Our and Prefect's commands, as compose and systemd call them."""
    started = [shlex.split(line) for unit in UNITS for line in directives(unit, "ExecStart")]
    for service in SERVICES.values():
        words = service.get("command", ["sh", "-c", "exec true"])
        started.append(shlex.split(words[-1].partition("exec ")[2]) if words[0] == "sh" else words)
    return [[Path(words[0]).name, *words[1:]] for words in started if words[0] != "true"]


@cache
def prefect_help() -> str:
    asked = [sys.executable, "-m", "prefect", "server", "start", "--help"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_exists_with_its_options(words: list[str]) -> None:
    program, *rest = words
    if program == "mufakat":
        assert CliRunner().invoke(main, [*rest, "--help"], standalone_mode=False).exit_code == 0
    else:
        assert [program, *rest[:2]] == ["prefect", "server", "start"]
        assert all(word in prefect_help() for word in rest[2:] if word.startswith("--"))


def test_every_setting_of_prefect_is_one() -> None:
    texts = [*(unit.read_text() for unit in UNITS), (DEPLOY / "compose.yaml").read_text()]
    texts += [(DEPLOY / "Dockerfile").read_text(), (ROOT / "docs" / "operations.md").read_text()]
    named = {name for text in texts for name in re.findall(r"PREFECT_[A-Z_]+[A-Z]", text)}
    assert [name for name in sorted(named) if not hasattr(prefect.settings, name)] == []
    assert "PREFECT_SERVER_DATABASE_CONNECTION_URL" in named


def test_the_two_workers_differ_in_their_own_folder_alone() -> None:
    one, two = (yaml.safe_dump(SERVICES[name]) for name in WORKERS)
    assert one != two
    assert one == two.replace("worker-2", "worker-1")


def test_every_volume_and_file_is_declared() -> None:
    used = {
        volume.partition(":")[0] for one in SERVICES.values() for volume in one.get("volumes", ())
    }
    assert {name for name in used if not name.startswith("./")} == set(COMPOSE["volumes"])
    head = (DEPLOY / "compose.yaml").read_text().partition("name:")[0]
    for file in ("meeting.yaml", "database.txt", "worker.env"):
        assert file in head, "what has to stand beside it is said at its top"
    for line in (DEPLOY / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY "):
            assert all((ROOT / source).exists() for source in line.split()[1:-1])


def test_nothing_is_offered_to_other_machines() -> None:
    ports = [port for one in SERVICES.values() for port in one.get("ports", ())]
    assert ports == ["127.0.0.1:4200:4200"]
    [started] = directives(DEPLOY / "systemd" / "mufakat-server.service", "ExecStart")
    assert "--host 127.0.0.1" in started


def test_the_page_says_what_the_files_say() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    for unit in UNITS:
        assert unit.name in page
        for key in ("EnvironmentFile", "WorkingDirectory"):
            for value in directives(unit, key):
                assert value.replace("%i", "one") in page


@contextmanager
def proxied(folder: Path, url: str) -> Iterator[int]:
    """nginx with our file in front of a server; on this port, with this test's certificate."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = certificate(folder)
    (folder / "people").write_text("office:{PLAIN}well-kept\n")
    text = (DEPLOY / "nginx" / "mufakat.conf").read_text()
    for told, here in (
        ("listen 443", f"listen 127.0.0.1:{port}"),
        ("http://127.0.0.1:4200", url.removesuffix("/api")),
        ("/etc/mufakat/certificate.pem", str(own)),
        ("/etc/mufakat/certificate.key", str(own)),
        ("/etc/mufakat/people", str(folder / "people")),
    ):
        assert told in text
        text = text.replace(told, here)
    user = "user root;" if os.geteuid() == 0 else ""
    kept = "".join(
        f"{kind}_temp_path {folder / kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    log = folder / "log"
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder / 'pid'}; events {{}}\n"
        f"http {{ access_log off; {kept}\n{text} }}\n"
    )
    program = tool("nginx", "/usr/sbin/nginx")
    running = subprocess.Popen([program, "-e", str(log), "-c", str(folder / "nginx.conf")])
    try:
        eventually(lambda: running.poll() is not None or _listens(port), "nginx did not start")
        assert running.poll() is None, log.read_text()
        yield port
    finally:
        running.terminate()
        running.wait()


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def test_the_proxy_lets_in_whoever_logs_in_to_pages_and_sockets_alike(
    clockwork: Clockwork, tmp_path: Path
) -> None:
    clockwork.wait()
    with proxied(tmp_path, clockwork.url) as port:
        trusted = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        address, known = f"https://127.0.0.1:{port}/api/health", ("office", "well-kept")
        assert httpx.get(address, verify=trusted).status_code == 401
        assert httpx.get(address, verify=trusted, auth=known).text == "true"
        login = f"Basic {b64encode(':'.join(known).encode()).decode()}"
        with connect(
            f"wss://127.0.0.1:{port}/api/events/out",
            ssl=trusted,
            additional_headers={"Authorization": login},
            subprotocols=[Subprotocol("prefect")],
        ) as line:
            line.send('{"type": "auth", "token": null}')
            assert "auth_success" in str(line.recv(30))


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        held = ConfigParser(strict=False, interpolation=None)
        held.read(unit)
        assert held.sections() == ["Unit", "Service", "Install"]
    program = shutil.which("systemd-analyze")
    if program is None:
        return  # a machine without systemd has no better judge
    here = Path(sys.executable).parent
    for unit in UNITS:
        text = re.sub(r"/opt/mufakat/[^/]+/bin", str(here), unit.read_text())
        (tmp_path / unit.name).write_text(text)
    names = [str(tmp_path / unit.name.replace("@", "@one")) for unit in UNITS]
    done = subprocess.run(
        [program, "verify", "--man=no", "--recursive-errors=no", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
