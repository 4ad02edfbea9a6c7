"""Bookmarks that carry the ids of paragraphs and notes, and the edges of the negotiated text."""

from __future__ import annotations

import re

from lxml import etree

from mufakat.edges.word.read_xml import w

BODY_START = "_mf_body_start"
BODY_END = "_mf_body_end"

_PREFIX = "_mf_"
_ID = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,35}")
_NOTE = re.compile(r"n[0-9][0-9._]*")
_COPY = re.compile(r"_Copy_[0-9]+$")
_NAME, _WORD_ID = w("name"), w("id")


class Bookmarks:
    """The bookmarks met so far. Each id counts once: a copy of a paragraph is a new paragraph.

    ``names`` are all that the text has. On its way through .odt the bookmark of a deleted or moved
    paragraph becomes a "copy" of one that is no longer there: then it is the one.
    """

    def __init__(self, names: frozenset[str] = frozenset()) -> None:
        self._names = names
        self._used: set[str] = set()
        self._open: dict[str, str] = {}
        self._running: set[str] = set()
        self._provisional = 0
        self.pending = ""  # an id whose bookmark began between two paragraphs
        self.note = ""  # the id of the note whose reference comes next

    def start(self, element: etree._Element) -> str:
        """What a bookmark that starts says: an edge of the text, a paragraph's new id, nothing."""
        name = element.get(_NAME, "")
        if not name.startswith(_PREFIX):
            return ""
        if "_Copy_" in name and _COPY.search(name):
            name = _COPY.sub("", name)
            if name in self._names:
                return ""
        if name in (BODY_START, BODY_END):
            return name
        ident = name.removeprefix(_PREFIX)
        if ident in self._used or not _ID.fullmatch(ident):
            return ""
        self._used.add(ident)
        self._open[element.get(_WORD_ID, "")] = ident
        self._running.add(ident)
        if ident[0] == "n" and _NOTE.fullmatch(ident):
            self.note = ident
            return ""
        return ident

    def end(self, element: etree._Element) -> None:
        """A bookmark ends."""
        ident = self._open.pop(element.get(_WORD_ID, ""), "")
        self._running.discard(ident)
        if ident and ident == self.note:
            self.note = ""

    def is_open(self, ident: str) -> bool:
        """Whether the bookmark of an id has begun and not ended."""
        return ident in self._running

    def take_pending(self) -> str:
        """The id that was waiting for the next paragraph."""
        ident, self.pending = self.pending, ""
        return ident

    def take_note(self) -> str:
        """The id that was waiting for the next note."""
        ident, self.note = self.note, ""
        return ident

    def provisional(self) -> str:
        """An id for a paragraph that has none but must be pointed at; no issued text has such."""
        while True:
            self._provisional += 1
            ident = f"x{self._provisional}"
            if ident not in self._used:
                self._used.add(ident)
                return ident
