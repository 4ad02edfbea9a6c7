"""The meeting file's words about mail: addresses, languages, and the server that carries it."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from mufakat.edges.section import Section, takes
from mufakat.procedure.meeting import Inbox, MailServer, Security

_LOCAL, _LABEL, _LONGEST = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", "[A-Za-z0-9-]+", 254
_ADDRESS = re.compile(rf"{_LOCAL}(?:\.{_LOCAL})*@{_LABEL}(?:\.{_LABEL})*")


def _address(given: str) -> str:
    if len(given) > _LONGEST or not _ADDRESS.fullmatch(given):
        raise ValueError(
            "It is one plain address; a domain in another script is written in its xn-- form."
        )
    return given


Email = Annotated[str, AfterValidator(_address)]
Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:_-]+$")]
Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")]

_PORTS: dict[Security, int] = {"starttls": 587, "ssl": 465, "none": 25}


class InboxSection(Section):
    """The mailbox that delegations answer to."""

    host: Host = takes("the name of the mail server", "imap.state.example")
    user: Annotated[str, StringConstraints(min_length=1)] = takes("a login", "secretariat")
    port: int = takes("a port, or nothing for the usual one", "993", 0, ge=0, le=65535)
    security: Security = takes("ssl, starttls or none", "ssl", "ssl")
    folder: str = takes("the mailbox's folder", "INBOX", "INBOX")

    def mailbox(self) -> Inbox:
        """The mailbox, at the usual port of its kind if the file names none."""
        port = self.port or (993 if self.security == "ssl" else 143)
        return Inbox(self.host, self.user, port, self.security, self.folder)


class MailSection(Section):
    """Who carries the meeting's mail; a password has no place in a file."""

    host: Host = takes("the name of the mail server", "smtp.state.example")
    port: int = takes("a port, or nothing for the usual one", "587", 0, ge=0, le=65535)
    security: Security = takes("starttls, ssl or none", "starttls", "starttls")
    user: str = takes("a login", "secretariat", "")
    sender: Email | Literal[""] = takes(
        "the address that mails come from", "secretariat@state.example", "", alias="from"
    )

    @property
    def exposed(self) -> bool:
        """Whether a password would go over an unprotected line."""
        return bool(self.user) and self.security == "none"

    def server(self) -> MailServer:
        """The server, at the usual port of its kind if the file names none."""
        port = self.port or _PORTS[self.security]
        return MailServer(self.host, port, self.security, self.user, self.sender)
