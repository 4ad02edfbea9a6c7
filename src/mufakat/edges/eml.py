"""A finished mail: the bytes that are sent, the same for the same words, files and moment.

Headers are plain ASCII; whatever else a name holds is encoded, so that nothing in it can begin a
header or an address of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime
from hashlib import sha256

from mufakat.procedure.delegation import FocalPoint
from mufakat.procedure.meeting import Party

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"

_CRLF = compat32.clone(linesep="\r\n", max_line_length=None)
_ATOMS = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes along; ``type`` as MIME says it, with what follows the semicolon."""

    name: str
    type: str
    content: bytes
    method: str = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """From whom to whom, when, about what; ``key`` says which mail of the meeting it is."""

    sender: Party
    to: Sequence[FocalPoint]
    reply_to: Party
    subject: str
    when: datetime
    id: str
    key: str
    language: str


def eml(head: Letterhead, text: str, html: str, files: Sequence[Attached]) -> bytes:
    """The mail: the words as text and page, whichever the reader's program prefers; the files."""
    words = MIMEMultipart("alternative", boundary=_boundary(head.id, "words"))
    words.attach(_text("plain", text))
    if html:
        words.attach(_text("html", html))
    whole = words
    if files:
        whole = MIMEMultipart("mixed", boundary=_boundary(head.id, "whole"))
        whole.attach(words)
        for file in files:
            whole.attach(_attachment(file))
    del whole["MIME-Version"]
    for name, value in _headers(head):
        whole[name] = value
    return whole.as_bytes(policy=_CRLF)


def message_id(meeting: str, instrument: str, key: str, sender: Party) -> str:
    """The mail's id: always the same for this mail of this meeting, and nobody else's."""
    named = sha256(f"{meeting}/{instrument}/{key}".encode()).hexdigest()[:32]
    return f"<{named}@{sender.email.rpartition('@')[2]}>"


def _headers(head: Letterhead) -> list[tuple[str, str]]:
    return [
        ("From", _address(head.sender.name, head.sender.email)),
        ("To", ",\n ".join(_address(point.name, point.email) for point in head.to)),
        ("Reply-To", _address(head.reply_to.name, head.reply_to.email)),
        ("Subject", _encoded(head.subject)),
        ("Date", format_datetime(head.when)),
        ("Message-ID", head.id),
        ("Content-Language", head.language),
        ("Auto-Submitted", "auto-generated"),  # nobody's holiday notice answers it
        ("X-Mufakat-Key", head.key),
        ("MIME-Version", "1.0"),
    ]


def _text(kind: str, words: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", kind)
    part.set_payload(words, _UTF8)
    del part["MIME-Version"]
    return part


def _attachment(file: Attached) -> MIMEBase:
    main, _, sub = file.type.partition("/")
    part = MIMEBase(main, sub)
    if file.method:
        part.set_param("method", file.method)
        part.set_param("charset", "utf-8")
    part.set_param("name", file.name)
    part.set_payload(_base64(file.content))
    part["Content-Transfer-Encoding"] = "base64"
    part.add_header("Content-Disposition", "attachment", filename=file.name)
    del part["MIME-Version"]
    return part


def _base64(content: bytes) -> str:
    from base64 import encodebytes

    return encodebytes(content).decode("ascii")


def _address(name: str, email: str) -> str:
    said = " ".join(name.split())
    if not said:
        return email
    shown = _encoded(said)
    if shown == said and not _ATOMS.fullmatch(said):
        shown = '"' + said.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{shown}\n <{email}>" if "\n" in shown else f"{shown} <{email}>"


def _encoded(words: str) -> str:
    """The words as ASCII on lines of no more than 75 characters."""
    said = " ".join(words.split())
    plain = said.isascii() and said.isprintable() and "=?" not in said and len(said) < 66
    return said if plain else Header(said, "utf-8", maxlinelen=66).encode()


def _boundary(id: str, part: str) -> str:
    """A line that no part can hold: "=_" occurs neither in quoted-printable nor in base64."""
    return f"=_{part}_{id[1:33]}"
