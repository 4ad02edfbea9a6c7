"""The mailbox that delegations answer to: what is new in it, as it came."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Callable
from imaplib import IMAP4

from imap_tools import (
    AND,
    BaseMailBox,
    ImapToolsError,
    MailBox,
    MailBoxStartTls,
    MailBoxUnencrypted,
    MailMessageFlags,
)

from mufakat.procedure.meeting import Inbox
from mufakat.refusal import Refusal

PASSWORD = "MUFAKAT_INBOX_PASSWORD"

_SECONDS = 60.0
_LARGEST = 100 << 20  # bytes


def fetch(inbox: Inbox, keep: Callable[[bytes], object]) -> int:
    """Hands every mail that is new to ``keep``, and marks it as read once that has returned.

    The number of mails; one that is too large stays unread. Refused if the mailbox cannot be read.
    """
    password = os.environ.get(PASSWORD)
    if not password:
        raise Refusal(
            f"The mailbox wants a password for {inbox.user}.",
            f"Give it in the environment ({PASSWORD}); it is never kept in a file.",
        )
    try:
        with _opened(inbox).login(inbox.user, password, inbox.folder) as box:
            return _fetch(box, keep)
    except (OSError, ImapToolsError, IMAP4.error) as problem:
        said = " ".join(str(problem).split())
        raise Refusal(
            f"The mailbox at {inbox.host} cannot be read: {said}.",
            "Nothing is lost: what was not kept is still unread there. Look at inbox: in the "
            f"meeting file, and at {PASSWORD}.",
        ) from problem


def _opened(inbox: Inbox) -> BaseMailBox:
    if inbox.security == "none":
        return MailBoxUnencrypted(inbox.host, inbox.port, _SECONDS)
    secure = ssl.create_default_context()
    if inbox.security == "starttls":
        return MailBoxStartTls(inbox.host, inbox.port, _SECONDS, ssl_context=secure)
    return MailBox(inbox.host, inbox.port, _SECONDS, ssl_context=secure)


def _fetch(box: BaseMailBox, keep: Callable[[bytes], object]) -> int:
    count = 0
    for uid in box.uids(AND(seen=False)):
        raw = _raw(box, uid) if _size(box, uid) <= _LARGEST else None
        if raw is None:
            continue
        keep(raw)
        box.flag(uid, MailMessageFlags.SEEN, True)
        count += 1
    return count


def _size(box: BaseMailBox, uid: str) -> int:
    _, parts = box.client.uid("fetch", uid, "(RFC822.SIZE)")
    found = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(p for p in parts if isinstance(p, bytes)))
    return int(found[1]) if found else 0


def _raw(box: BaseMailBox, uid: str) -> bytes | None:
    """The mail to the last byte, which stays unread."""
    _, parts = box.client.uid("fetch", uid, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), None)
