"""The letters of an RTF file in their order: a second opinion on what a reader made of it.

RTF (Microsoft's specification 1.9.1) nests groups in braces; words outside the groups that hold
fonts, styles, headers, notes and the like are the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_TOKEN = re.compile(
    r"\\([a-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|([^\\{}]+)"
)
_CAPITALS = re.compile(r"(?<!\\)\\caps(?![a-z])")
_HIDDEN = frozenset(
    [
        "annotation",
        "atnauthor",
        "atndate",
        "atnid",
        "author",
        "bkmkend",
        "bkmkstart",
        "colortbl",
        "comment",
        "creatim",
        "datafield",
        "fldinst",
        "fonttbl",
        "footer",
        "footerf",
        "footerl",
        "footerr",
        "footnote",
        "generator",
        "header",
        "headerf",
        "headerl",
        "headerr",
        "info",
        "keywords",
        "listoverridetable",
        "listtable",
        "listtext",
        "nonshppict",
        "object",
        "operator",
        "pict",
        "pntext",
        "private",
        "revtbl",
        "rsidtbl",
        "stylesheet",
        "subject",
        "themedata",
        "title",
        "tc",
        "txe",
        "xe",
    ]
)
_MARGINS = frozenset(
    ["info", "header", "headerf", "headerl", "headerr", "footer", "footerf", "footerl", "footerr"]
)
_BREAKS = frozenset({"par", "line", "cell", "row", "tab", "sect", "page", "nestcell", "nestrow"})


@dataclass(frozen=True, slots=True)
class _Group:
    hidden: bool = False
    skip: int = 1  # characters that stand in for a \u, for readers that do not know it


@dataclass(frozen=True, slots=True)
class RtfLetters:
    """The text's words in letters and figures, without the notes; whether there are notes."""

    words: list[str]
    notes: bool


def rtf_letters(data: bytes) -> RtfLetters:
    """What the text of an RTF file says. Hidden and deleted words do not count."""
    source = data.decode("latin-1")
    page = re.search(r"\\ansicpg([0-9]{3,5})", source)
    reading = _Reading(f"cp{page[1]}" if page else "cp1252")
    for match in _TOKEN.finditer(source):
        reading.take(match)
    return RtfLetters(letters("".join(reading.out)), reading.notes)


def without_margins(data: bytes) -> bytes:
    """The file without its headers, footers and properties, which are no part of the text.

    Letters that are only shown as capitals stay what they are: pandoc would change them.
    """
    source = data.decode("latin-1")
    kept: list[str] = []
    depth = start = since = 0  # since: how deep the margin lies that is being left out
    opened = -1
    for match in _TOKEN.finditer(source):
        if match[5] == "{":
            depth += 1
            opened = match.start()
        elif match[5] == "}":
            if depth == since:
                start, since = match.end(), 0
            depth -= 1
        elif not since and match[1] in _MARGINS and opened == match.start() - 1:
            kept.append(source[start:opened])
            since = depth
    kept.append("" if since else source[start:])
    return _CAPITALS.sub(r"\\asis", "".join(kept)).encode("latin-1")


def letters(text: str) -> list[str]:
    """A text's words, each without its signs; what is only signs is left out."""
    return list(filter(None, ("".join(filter(str.isalnum, word)) for word in text.split())))


class _Reading:
    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._group = _Group()
        self._outer: list[_Group] = []
        self._standing_in = 0
        self.out: list[str] = []
        self.notes = False

    def take(self, match: re.Match[str]) -> None:
        word, number, code, sign, brace, text = match.groups()
        if brace == "{":
            self._outer.append(self._group)
        elif brace == "}":
            self._group = self._outer.pop() if self._outer else self._group
        elif word is not None:
            self._word(word, number)
        elif code is not None:
            self._add(self._decoded(int(code, 16)))
        elif sign is not None:
            self._sign(sign)
        else:
            for character in text.replace("\r", "").replace("\n", ""):
                self._add(character)

    def _word(self, word: str, number: str | None) -> None:
        if word == "footnote":
            self.notes = True
        if word in _HIDDEN or (word in ("v", "deleted") and number != "0"):
            self._group = replace(self._group, hidden=True)
        elif word in _BREAKS:
            self._add(" ")
        elif word == "uc":
            self._group = replace(self._group, skip=int(number or 1))
        elif word == "u":
            self._standing_in = 0
            self._add(chr(int(number or 0) % 0x10000))
            self._standing_in = self._group.skip

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._group = replace(self._group, hidden=True)
        elif sign in "\\{}":
            self._add(sign)
        elif sign == "~":
            self._add("\u00a0")

    def _decoded(self, code: int) -> str:
        try:
            return bytes([code]).decode(self._encoding)
        except (LookupError, UnicodeDecodeError):
            return bytes([code]).decode("latin-1")

    def _add(self, text: str) -> None:
        if self._standing_in:
            self._standing_in -= 1
        elif not self._group.hidden:
            self.out.append(text)
