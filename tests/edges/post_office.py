"""A mail server on this machine: it keeps what it takes, and answers as a test wants it to."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from tests.tools import tool

from mufakat.procedure.meeting import MailServer, Security

OK = "250 OK"


@dataclass
class PostOffice:
    """What came in, as (sender, recipients, bytes); the answers can be changed at any time."""

    server: MailServer = field(default_factory=lambda: MailServer("127.0.0.1"))
    taken: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)
    on_mail: Callable[[str], str] = lambda address: OK
    on_rcpt: Callable[[str], str] = lambda address: OK
    on_data: Callable[[bytes], str] = lambda content: OK
    vanishes: bool = False  # takes the mail, and the line breaks before it says so

    @property
    def settings(self) -> dict[str, object]:
        """The ``mail:`` of a meeting file."""
        held = self.server
        found = {"host": held.host, "port": held.port, "security": held.security}
        return found | ({"user": held.user} if held.user else {})

    async def handle_MAIL(
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.on_mail(address)
        if answer.startswith("2"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.on_rcpt(address)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.on_data(envelope.original_content)
        if answer.startswith("2"):
            to = tuple(envelope.rcpt_tos)
            self.taken.append((envelope.mail_from, to, envelope.original_content))
        if self.vanishes:
            server.transport.abort()
        return answer


@contextmanager
def opened(
    *, security: Security = "none", password: str = "", certificate: Path | None = None
) -> Iterator[PostOffice]:
    """A server that listens until the block ends; ``password`` is that of ``office``."""
    office = PostOffice()
    context = None
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def let_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        right = (data.login, data.password) == (b"office", password.encode())
        return AuthResult(success=right, handled=False)

    controller = Controller(
        office,
        "127.0.0.1",
        port,
        ssl_context=context if security == "ssl" else None,
        tls_context=context if security == "starttls" else None,
        require_starttls=security == "starttls",
        authenticator=let_in,
        auth_required=bool(password),
        auth_require_tls=security != "ssl",
    )
    user = "office" if password else ""
    office.server = MailServer("127.0.0.1", port, security, user)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def certificate(folder: Path) -> Path:
    """A key with a certificate for 127.0.0.1 that nobody has signed but itself."""
    file = folder / "server.pem"
    subprocess.run(
        [
            *(tool("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")),
        ],
        check=True,
        capture_output=True,
    )
    file.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return file
