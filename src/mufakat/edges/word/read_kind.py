"""What a file really is, by its first bytes and never by its name."""

from __future__ import annotations

import re
from typing import Literal

from mufakat.refusal import Refusal

FileForm = Literal[
    "archive of a Word file",
    "archive",
    "doc",
    "docx",
    "e-mail",
    "empty",
    "encrypted",
    "epub",
    "excel",
    "html",
    "odt",
    "old office",
    "opendocument",
    "pages",
    "pdf",
    "picture",
    "powerpoint",
    "rtf",
    "text",
    "unknown",
    "web archive",
    "word xml",
    "zip cut short",
]

_STARTS: tuple[tuple[bytes, FileForm], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIL = re.compile(rb"(?im)^(received|return-path|message-id|delivered-to|from): ")
_WEB_ARCHIVE = re.compile(rb"(?i)^mime-version:|^content-type: multipart/related")

ADVICE = "Open the file in Word, choose Save As, Word Document (.docx), and send that file."
_ANSWERS: dict[FileForm, tuple[str, str]] = {
    "empty": (
        "The file is empty: nothing of it arrived.",
        "Check the file on your computer and send it again.",
    ),
    "pdf": (
        "This is a PDF, which shows a text but does not let its changes be read.",
        "Make the changes in the Word file that was issued, and send that file.",
    ),
    "picture": (
        "This is a picture (perhaps a scan), not a text that can be read.",
        "Make the changes in the Word file that was issued, and send that file.",
    ),
    "doc": ("This is a file of an old version of Word (.doc).", ADVICE),
    "encrypted": (
        "The file is protected by a password, so it cannot be read.",
        "In Word choose File, Info, Protect Document, take the password away, and send it again.",
    ),
    "old office": ("This is a file of an old Office program, but not a Word text.", ADVICE),
    "rtf": ("This is an RTF file, which does not carry tracked changes safely.", ADVICE),
    "odt": ("This is an OpenDocument text (.odt), not a Word file.", ADVICE),
    "opendocument": (
        "This is an OpenDocument file, but a table, a presentation or a drawing and not a text.",
        "Send the Word file that was issued, with your changes in it.",
    ),
    "excel": (
        "This is an Excel workbook, not a Word file.",
        "Send the Word file that was issued, with your changes in it.",
    ),
    "powerpoint": (
        "This is a PowerPoint presentation, not a Word file.",
        "Send the Word file that was issued, with your changes in it.",
    ),
    "pages": (
        "This is a file of Apple Pages, not a Word file.",
        "In Pages choose File, Export To, Word, and send the .docx file.",
    ),
    "epub": ("This is an electronic book (EPUB), not a Word file.", ADVICE),
    "archive of a Word file": (
        "This is an archive (.zip) with a Word file inside it.",
        "Take the .docx file out of the archive and send it by itself.",
    ),
    "archive": (
        "This is an archive (.zip, .rar, .7z ...), not a Word file.",
        "Take the Word file out of the archive and send it by itself.",
    ),
    "zip cut short": (
        "The file is not complete: its end is missing, perhaps cut off on the way.",
        "Check that the file opens in Word on your computer, and send it again.",
    ),
    "e-mail": (
        "This is an e-mail message, not a Word file.",
        "Save the attached Word file from the message, and send it by itself.",
    ),
    "web archive": ("This is a web page archive, not a Word file.", ADVICE),
    "html": ("This is a web page (HTML), not a Word file.", ADVICE),
    "word xml": ("This is a Word file saved as one XML file.", ADVICE),
    "text": ("This is a plain text, not a Word file.", ADVICE),
    "unknown": ("This is not a Word file, whatever its name says.", ADVICE),
}


def form_of(data: bytes) -> FileForm:
    """What kind of file these bytes are; ``"docx"`` only says that it looks like a Word package."""
    if not data:
        return "empty"
    if data.startswith(b"PK"):
        return _zip_form(data)
    if data.startswith(_OLE):
        return _ole_form(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for start, form in _STARTS:
        if data.startswith(start):
            return form
    return _text_form(data)


def refuse(form: FileForm) -> Refusal:
    """The answer to somebody who sent a file of this kind where a Word file is read."""
    error, hint = _ANSWERS.get(form, _ANSWERS["unknown"])
    return Refusal(error, hint)


def _zip_form(data: bytes) -> FileForm:
    end = data.rfind(b"PK\x05\x06")
    if end < 0:
        return "zip cut short"
    first = data[30:200] if data[26:28] == b"\x08\x00" else b""
    if first.startswith(b"mimetype"):
        if b"epub" in first:
            return "epub"
        if b"opendocument." in first and b"opendocument.text" not in first:
            return "opendocument"
        return "odt"
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    listing = data[max(end - min(size, _LISTING), 0) : end]
    if b"[Content_Types].xml" in listing or b"word/document" in listing:
        return "docx"
    if b"Index/Document.iwa" in listing:
        return "pages"
    return "archive of a Word file" if re.search(rb"(?i)\.docx?", listing) else "archive"


_LISTING = 4 << 20  # no ordinary file lists more members at its end


def _ole_form(data: bytes) -> FileForm:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    return "doc" if "WordDocument".encode("utf-16-le") in data else "old office"


def _text_form(data: bytes) -> FileForm:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = start.lower()
    if lower.startswith(b"<?xml") and (b"pkg:package" in lower or b"word.document" in lower):
        return "word xml"
    if _WEB_ARCHIVE.search(start):
        return "web archive"
    if lower.startswith((b"<!doctype html", b"<html")) or b"<html" in lower:
        return "html"
    if _MAIL.match(start):
        return "e-mail"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    return "unknown" if b"\x00" in start else _plain(data[:65536])


def _plain(start: bytes) -> FileForm:
    controls = sum(start.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13))
    return "text" if controls * 100 <= len(start) else "unknown"
