"""The letters of an RTF file in their order: a second opinion on what a reader made of it.

RTF (Microsoft's specification 1.9.1) nests groups in braces; words outside the groups that hold
fonts, styles, headers, notes and the like are the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mufakat.text.document import OBJECT, NoteKind

_TOKEN = re.compile(
    r"\\([a-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|([^\\{}]+)"
)
_STARRED_NOTE = re.compile(r"\\\*\s*\\footnote(?![a-z])")
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
_ENDS = frozenset({"par", "cell", "row", "nestcell", "nestrow"})
_BEFORE_TABLE = (
    r"\pard\plain\~\par "  # a paragraph that pandoc takes for empty, but not for nothing
)


@dataclass(frozen=True, slots=True)
class _Group:
    hidden: bool = False
    skip: int = 1  # characters that stand in for a \u, for readers that do not know it
    starred: bool = False  # to be passed over by readers that do not know what follows
    note: int = -1  # the note that its words are in; none


@dataclass(frozen=True, slots=True)
class RtfNote:
    """A note's words."""

    kind: NoteKind
    words: list[str]


@dataclass(frozen=True, slots=True)
class RtfLetters:
    """The text's words in letters and figures, with a sign where a note stands, and the notes."""

    words: list[str]
    notes: tuple[RtfNote, ...]


def rtf_letters(data: bytes) -> RtfLetters:
    """What the text of an RTF file says. Hidden and deleted words do not count."""
    source = data.decode("latin-1")
    page = re.search(r"\\ansicpg([0-9]{3,5})", source)
    reading = _Reading(f"cp{page[1]}" if page else "cp1252")
    for match in _TOKEN.finditer(source):
        reading.take(match)
    notes = zip(reading.kinds, reading.notes, strict=True)
    return RtfLetters(
        letters("".join(reading.out)),
        tuple(RtfNote(kind, letters("".join(held))) for kind, held in notes),
    )


def for_pandoc(data: bytes) -> bytes:
    """The file without its headers, footers and properties, which are no part of the text.

    Letters that are only shown as capitals stay what they are: pandoc would change them. Notes are
    written as Word writes them: those of LibreOffice, which are starred, pandoc would leave out. A
    list ends before a table: else pandoc would put it before all that precedes it.
    """
    source = data.decode("latin-1")
    kept: list[str] = []
    depth = start = since = 0  # since: how deep the margin lies that is being left out
    opened, ended = -1, "par"
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
        elif match[1] in _ENDS:
            ended = match[1]
        elif not since and match[1] == "trowd" and ended == "par":
            kept += source[start : match.start()], _BEFORE_TABLE
            start = match.start()
    kept.append("" if since else source[start:])
    plain = _CAPITALS.sub(r"\\asis", "".join(kept))
    return _STARRED_NOTE.sub(r"\\footnote", plain).encode("latin-1")


def letters(text: str) -> list[str]:
    """A text's words, each without its signs; what is only signs is left out.

    A note's sign is a word by itself.
    """
    words = text.replace(OBJECT, f" {OBJECT} ").split()
    plain = ("".join(c for c in word if c.isalnum() or c == OBJECT) for word in words)
    return list(filter(None, plain))


class _Reading:
    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._group = _Group()
        self._outer: list[_Group] = []
        self._standing_in = 0
        self.out: list[str] = []
        self.notes: list[list[str]] = []
        self.kinds: list[NoteKind] = []

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
        starred, self._group = self._group.starred, replace(self._group, starred=False)
        if word == "footnote":
            self._note()
        elif word == "ftnalt" and self._group.note >= 0:
            self.kinds[self._group.note] = "endnote"
        elif starred or word in _HIDDEN or (word in ("v", "deleted") and number != "0"):
            self._group = replace(self._group, hidden=True)
        elif word in _BREAKS:
            self._add(" ")
        elif word == "uc":
            self._group = replace(self._group, skip=int(number or 1))
        elif word == "u":
            self._standing_in = 0
            self._add(chr(int(number or 0) % 0x10000))
            self._standing_in = self._group.skip

    def _note(self) -> None:
        if not self._group.hidden:
            self._add(OBJECT)
            self._group = replace(self._group, note=len(self.notes))
            self.notes.append([])
            self.kinds.append("footnote")

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._group = replace(self._group, starred=True)
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
            (self.out if self._group.note < 0 else self.notes[self._group.note]).append(text)
