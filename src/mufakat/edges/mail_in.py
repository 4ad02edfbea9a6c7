"""A mail that came in, read with distrust: whatever is odd in it is left out, never believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from hashlib import sha256

from mufakat.procedure.incoming import Incoming

_ID = re.compile(r"<[^<>\s]{1,250}>")
_BULK = ("bulk", "junk", "list", "auto_reply")
_MACHINES = ("x-autoreply", "x-autorespond", "list-id", "x-mufakat-key")
_FILES = (".docx", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm", ".md", ".txt", ".docm")


def read_mail(raw: bytes) -> Incoming:
    """What a mail says of itself."""
    message = message_from_bytes(raw)
    name, sender = parseaddr(_header(message, "From"))
    answers = _header(message, "In-Reply-To") + " " + _header(message, "References")
    return Incoming(
        next(iter(_ID.findall(_header(message, "Message-ID"))), ""),
        sender,
        name,
        _header(message, "Subject"),
        tuple(dict.fromkeys(_ID.findall(answers))),
        _automatic(message),
        tuple(name for name, _ in mail_files(raw)),
    )


def mail_files(raw: bytes) -> list[tuple[str, bytes]]:
    """The files that are attached, by the names that they were given."""
    return list(_files(message_from_bytes(raw)))


def mail_key(raw: bytes, incoming: Incoming) -> str:
    """The same for the same mail delivered twice; another for whoever only borrows its id."""
    digests = [sha256(content).hexdigest() for _, content in mail_files(raw)]
    said = incoming.id or sha256(raw).hexdigest()
    return sha256("\n".join([said, incoming.sender, *digests]).encode(errors="replace")).hexdigest()


def _files(message: Message) -> Iterator[tuple[str, bytes]]:
    for part in message.walk():
        content = part.get_payload(decode=True)
        name = _decoded(part.get_filename() or "").replace("\\", "/").rpartition("/")[2]
        if isinstance(content, bytes) and name.casefold().endswith(_FILES):
            yield name, content


def _automatic(message: Message) -> bool:
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().casefold()
    return (
        submitted not in ("", "no")
        or _header(message, "Precedence").strip().casefold() in _BULK
        or _header(message, "Return-Path").strip() == "<>"
        or any(name in message for name in _MACHINES)
    )


def _header(message: Message, name: str) -> str:
    return _decoded(str(message.get(name, "")))


def _decoded(value: str) -> str:
    try:
        said = str(make_header(decode_header(value)))
    except (ValueError, LookupError):
        said = value
    return " ".join(said.encode(errors="replace").decode().split())
