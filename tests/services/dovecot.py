"""A real mailbox server on this machine (Dovecot), with one user; mails are laid into its box."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from imap_tools import AND, BaseMailBox, MailBoxUnencrypted
from tests.tools import tool

USER, PASSWORD = "office", "well-kept"

_SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
listen = 127.0.0.1
protocols = imap
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
mail_uid = {user}
mail_gid = {group}
{more}
first_valid_uid = 0
first_valid_gid = 0
default_internal_user = {user}
default_login_user = {login}
default_internal_group = {group}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
"""

_NO_IDLE = "imap_capability = IMAP4rev1 LITERAL+ SASL-IR"


class Dovecot:
    """The server; it can be stopped and started again, on the same port with the same mails."""

    def __init__(self, folder: Path, port: int, *, idle: bool) -> None:
        self.port = port
        self._folder = folder
        self._file = folder / "dovecot.conf"
        self._process: subprocess.Popen[bytes] | None = None
        more = "" if idle else _NO_IDLE
        settings = {"folder": folder, "port": port, "password": PASSWORD, "more": more}
        self._file.write_text(_SETTINGS.format(**settings, **_people(folder)))

    @property
    def settings(self) -> dict[str, object]:
        """The ``inbox:`` of a meeting file."""
        return {"host": "127.0.0.1", "port": self.port, "user": USER, "security": "none"}

    def start(self) -> None:
        """Starts it, and waits until somebody is let in."""
        program = tool("dovecot", "/usr/sbin/dovecot")
        self._process = subprocess.Popen([program, "-F", "-c", str(self._file)])
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
            if self._process.poll() is not None:
                break
        log = self._folder / "log"
        pytest.fail(log.read_text() if log.is_file() else "Dovecot did not start")

    def stop(self) -> None:
        """Ends it, and every line to it."""
        if self._process:
            self._process.terminate()
            self._process.wait(20)
            self._process = None

    def deliver(self, *mails: bytes, came: datetime | None = None) -> None:
        """Lays mails into the box, as when they have come in from outside, now or then."""
        with self._opened() as box:
            for raw in mails:
                box.append(raw, dt=came)

    def unread(self) -> int:
        """How many mails nobody has marked as read."""
        with self._opened() as box:
            return len(box.uids(AND(seen=False)))

    def empty(self) -> None:
        """Takes all mails out."""
        with self._opened() as box:
            box.delete(box.uids())

    def _opened(self) -> BaseMailBox:
        return MailBoxUnencrypted("127.0.0.1", self.port).login(USER, PASSWORD)


@contextmanager
def mailbox(*, idle: bool = True) -> Iterator[Dovecot]:
    """A server until the block ends; without ``idle`` it does not tell when a mail has come."""
    with (
        socket.create_server(("127.0.0.1", 0)) as free,
        tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as name,
    ):
        port = free.getsockname()[1]
        free.close()
        server = Dovecot(Path(name), port, idle=idle)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _people(folder: Path) -> dict[str, str]:
    """As whom the server runs: the tests' own user, or those of the package if that is root."""
    if os.getuid():
        user, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
        return {"user": user, "login": user, "group": group}
    folder.chmod(0o755)
    shutil.chown(folder, "dovecot", "dovecot")
    return {"user": "dovecot", "login": "dovenull", "group": "dovecot"}
