"""Words as XML: every character arrives as itself, or the file is refused."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape as _escape

from mufakat.refusal import Refusal

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_QUOTED = re.compile('["&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]')
_PIECES = re.compile("([\n\t])")
_ATTRIBUTE = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
_AROUND = 20
_MEANT = bytes(range(0x20)) + b"&<>\x7f"  # what is not itself in XML, or no XML at all


def escape(text: str) -> str:
    """The text as XML character data; refused if it holds a character that XML cannot hold."""
    if is_plain(text):
        return text
    check(text)
    return _escape(text, {"\r": "&#13;"})


def is_plain(text: str) -> bool:
    """Whether every character stands for itself, in words."""
    if text.isascii():  # the quicker way, by far
        return len(text.encode().translate(None, _MEANT)) == len(text)
    return text.isprintable() and not ("&" in text or "<" in text or ">" in text)


def attribute(text: str) -> str:
    """The text as an attribute's value, without the quotes around it."""
    if text.isidentifier() or not _QUOTED.search(text):  # most are names, which is quicker to see
        return text
    check(text)
    return _escape(text, _ATTRIBUTE)


def run_content(text: str, tag: str = "t") -> str:
    """What stands inside a ``w:r`` for this text: words, tabs and line breaks."""
    if is_plain(text):
        return f'<w:{tag} xml:space="preserve">{text}</w:{tag}>' if text else ""
    out = []
    for piece in _PIECES.split(text):
        if piece == "\n":
            out.append("<w:br/>")
        elif piece == "\t":
            out.append("<w:tab/>")
        elif piece:
            out.append(f'<w:{tag} xml:space="preserve">{escape(piece)}</w:{tag}>')
    return "".join(out)


def check(text: str) -> None:
    """Refuses a text with a character that XML cannot hold."""
    found = _UNWRITABLE.search(text)
    if not found:
        return
    before = _UNWRITABLE.sub("", text[max(0, found.start() - _AROUND) : found.start()])
    after = _UNWRITABLE.sub("", text[found.end() : found.end() + _AROUND])
    raise Refusal(
        f"A Word file cannot hold the control character U+{ord(found.group()):04X}, "
        f"which stands in the text “{before}▯{after}”.",
        "Take that character out of the text and try again.",
    )
