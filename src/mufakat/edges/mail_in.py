"""A mail that came in, read with distrust: whatever is odd in it is left out, never believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from hashlib import sha256
from html import unescape

from mufakat.edges.file_fingerprint import file_fingerprint
from mufakat.procedure.incoming import Incoming

_ODD = (MessageError, ValueError, LookupError, TypeError)
"""What the library may raise at a header that nobody can read."""

_MARKUP = re.compile(r"(?is)<(head|style|script)\b.*?</\1\s*>|<[^>]*>")
_SHOWN = 100
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # a terminal would obey them
_ID = re.compile(r"<[^<>\s]{1,250}>")
_BULK = ("bulk", "junk", "list", "auto_reply")
_MACHINES = ("x-autoreply", "x-autorespond", "list-id", "x-mufakat-key")
_FILES = (".docx", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm", ".md", ".txt", ".docm")


def read_mail(raw: bytes) -> Incoming:
    """What a mail says of itself."""
    message = message_from_bytes(raw)
    name, sender = parseaddr(_header(message, "From"))
    answers = _header(message, "In-Reply-To") + " " + _header(message, "References")
    files = list(_files(message))
    return Incoming(
        next(iter(_ID.findall(_header(message, "Message-ID"))), ""),
        sender,
        name,
        _header(message, "Subject"),
        tuple(dict.fromkeys(_ID.findall(answers))),
        _automatic(message),
        tuple(name for name, _ in files),
        _first_line(message),
        tuple(_instrument(content) for _, content in files),
    )


def mail_files(raw: bytes) -> list[tuple[str, bytes]]:
    """The files that are attached, by the names that they were given."""
    return list(_files(message_from_bytes(raw)))


def mail_key(raw: bytes, incoming: Incoming) -> str:
    """The same for the same mail delivered twice; another for whoever only borrows its id."""
    digests = [sha256(content).hexdigest() for _, content in mail_files(raw)]
    said = incoming.id or sha256(raw).hexdigest()
    return sha256("\n".join([said, incoming.sender, *digests]).encode(errors="replace")).hexdigest()


def _first_line(message: Message) -> str:
    """The first line of what somebody wrote, which is not what is answered."""
    parts = [part for part in message.walk() if not _filename(part)]
    for kind in ("text/plain", "text/html"):
        for part in parts:
            content = part.get_payload(decode=True)
            if part.get_content_type() == kind and isinstance(content, bytes):
                lines = map(_line, _words(part, content).splitlines())
                return next((line for line in lines if line and line[0] != ">"), "")[:_SHOWN]
    return ""


def _words(part: Message, content: bytes) -> str:
    try:
        words = content.decode(part.get_content_charset("utf-8"), errors="replace")
    except _ODD:
        words = content.decode(errors="replace")
    return unescape(_MARKUP.sub("\n", words)) if part.get_content_subtype() == "html" else words


def _files(message: Message) -> Iterator[tuple[str, bytes]]:
    for part in message.walk():
        content = part.get_payload(decode=True)
        name = _decoded(_filename(part)).replace("\\", "/").rpartition("/")[2]
        if isinstance(content, bytes) and name.casefold().endswith(_FILES):
            yield name, content


def _instrument(content: bytes) -> str:
    """The instrument that a file says it is of, or nothing."""
    found = file_fingerprint(content)
    return found.instrument if found else ""


def _filename(part: Message) -> str:
    try:
        return part.get_filename() or ""
    except _ODD:
        return ""


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
    except _ODD:
        said = value
    return _line(said)


def _line(said: str) -> str:
    return " ".join(_CONTROLS.sub(" ", said).encode(errors="replace").decode().split())
