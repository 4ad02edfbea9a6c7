"""The mailbox that delegations answer to: what is new in it, as it came; now, or as it comes."""

from __future__ import annotations

import os
import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from imaplib import IMAP4, Internaldate2tuple
from typing import Any, NoReturn

from imap_tools import (
    AND,
    BaseMailBox,
    ImapToolsError,
    MailBox,
    MailboxLoginError,
    MailBoxStartTls,
    MailboxTaggedResponseError,
    MailBoxUnencrypted,
    MailMessageFlags,
)

from mufakat.procedure.meeting import Inbox
from mufakat.refusal import Refusal

PASSWORD = "MUFAKAT_INBOX_PASSWORD"

Keep = Callable[[bytes, datetime | None], object]
"""Is given a mail, and when it came into the mailbox, if its server can say."""


class NotLetIn(Refusal):
    """The password or the user is wrong; who tries too often is shut out."""


_SECONDS = 60.0
_LARGEST = 100 << 20  # bytes
_RENEW = 240.0  # seconds; RFC 2177 allows 29 minutes, routers forget a silent line much sooner
_SETTLE = 2.0  # seconds; mails come in bursts
_POLL = 10.0  # seconds between looks where the server does not tell
_BREATH = 0.2  # seconds between looks at the least, whatever the server says


def fetch(inbox: Inbox, keep: Keep) -> int:
    """Hands every mail that is new to ``keep``, and marks it as read once that has returned.

    The number of mails; one that is too large stays unread. Refused if the mailbox cannot be read.
    """
    with _reading(inbox) as box:
        return _fetch(box, keep)


def watch(inbox: Inbox, keep: Keep, looked: Callable[[int], object]) -> None:
    """The same, and then again within seconds whenever a mail comes, until it is refused.

    ``looked`` is given the number of mails after each look. A server that cannot say when something
    has come (IDLE, RFC 2177) is asked again and again.
    """
    with _reading(inbox) as box:
        _watch(box, keep, looked)


@contextmanager
def _reading(inbox: Inbox) -> Iterator[BaseMailBox]:
    password = os.environ.get(PASSWORD)
    if not password:
        raise Refusal(
            f"The mailbox wants a password for {inbox.user}.",
            f"Give it in the environment ({PASSWORD}); it is never kept in a file.",
        )
    try:
        with _opened(inbox).login(inbox.user, password, inbox.folder) as box:
            yield box
    except (MailboxLoginError, UnicodeEncodeError) as problem:
        raise NotLetIn(
            f"The mailbox at {inbox.host} does not let {inbox.user} in: {_said(problem)}.",
            f"Correct {PASSWORD}, or user: of inbox: in the meeting file.",
        ) from problem
    except (OSError, ImapToolsError, IMAP4.error) as problem:
        raise Refusal(
            f"The mailbox at {inbox.host} cannot be read: {_said(problem)}.",
            "Nothing is lost: what was not kept is still unread there. Look at inbox: in the "
            "meeting file if it stays so.",
        ) from problem


def _said(problem: Exception) -> str:
    """What the server, or the system, has to say, without the wrapping."""
    if isinstance(problem, UnicodeEncodeError):
        return "it takes a password of plain letters, digits and signs"
    words = getattr(problem, "strerror", None) or str(problem)
    if isinstance(problem, ImapToolsError):
        answer = getattr(problem, "command_result", ("", [words.encode()]))[1]
        said = b" ".join(part for part in answer if isinstance(part, bytes))
        words = re.sub(r"^\[[^\]]*\] *", "", said.decode(errors="replace"))
    return " ".join(words.split()).rstrip(".")


def _opened(inbox: Inbox) -> BaseMailBox:
    if inbox.security == "none":
        return MailBoxUnencrypted(inbox.host, inbox.port, _SECONDS)
    secure = ssl.create_default_context()
    if inbox.security == "starttls":
        return MailBoxStartTls(inbox.host, inbox.port, _SECONDS, ssl_context=secure)
    return MailBox(inbox.host, inbox.port, _SECONDS, ssl_context=secure)


def _watch(box: BaseMailBox, keep: Keep, looked: Callable[[int], object]) -> NoReturn:
    tells = "IDLE" in _abilities(box)
    while True:
        count = _fetch(box, keep)
        looked(count)
        tells = tells and _told(box, _SETTLE if count else _RENEW)
        time.sleep(_BREATH if tells else _POLL)


def _told(box: BaseMailBox, seconds: float) -> bool:
    """Waits until something has happened in the mailbox; False if the server will not say."""
    idle: Any = box.idle  # half of it has no types
    try:
        idle.start()
    except MailboxTaggedResponseError as problem:
        if not problem.command_result[0].startswith(b"*"):
            return False
    else:
        if not _came_along(box):
            idle.poll(seconds)
    idle.stop()
    return True


def _came_along(box: BaseMailBox) -> bool:
    """Whether the server told something in one breath with its last answer.

    That has been read from the line already, and nobody who waits at the line would see it.
    """
    client: Any = box.client
    if hasattr(client, "_readbuf"):  # Python 3.14 and later
        return bool(client._readbuf)
    client.sock.settimeout(0)
    try:
        return bool(client.file.peek(1))
    except OSError:  # nothing more, says a line that is encrypted
        return False
    finally:
        client.sock.settimeout(_SECONDS)


def _abilities(box: BaseMailBox) -> str:
    """What the server can do, now that we are in: before, it may say less."""
    _, lines = box.client.capability()
    return b" ".join(filter(None, lines)).decode(errors="replace").upper()


def _fetch(box: BaseMailBox, keep: Keep) -> int:
    count = 0
    for uid in box.uids(AND(seen=False)):
        size, came = _outside(box, uid)
        raw = _raw(box, uid) if size <= _LARGEST else None
        if raw is None:
            continue
        keep(raw, came)
        box.flag(uid, MailMessageFlags.SEEN, True)
        count += 1
    return count


def _outside(box: BaseMailBox, uid: str) -> tuple[int, datetime | None]:
    """A mail's size, and when it came by the server's clock; its own words are not asked."""
    _, parts = box.client.uid("fetch", uid, "(RFC822.SIZE INTERNALDATE)")
    said = b" ".join(part for part in parts if isinstance(part, bytes))
    size = re.search(rb"RFC822\.SIZE (\d+)", said)
    came = Internaldate2tuple(said)
    moment = datetime.fromtimestamp(time.mktime(came), UTC) if came else None
    return int(size[1]) if size else 0, moment


def _raw(box: BaseMailBox, uid: str) -> bytes | None:
    """The mail to the last byte, which stays unread."""
    _, parts = box.client.uid("fetch", uid, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), None)
