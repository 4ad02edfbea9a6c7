"""Bookmarks that carry the ids of paragraphs and notes, and the edges of the negotiated text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

BODY_START = "_mf_body_start"
BODY_END = "_mf_body_end"

_PREFIX = "_mf_"
_ID = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,35}")
_NOTE = re.compile(r"n[0-9][0-9._]*")
_COPY = re.compile(r"_Copy_[0-9]+$")


class Bookmarks:
    """The bookmarks met so far. Each id counts once: a copy of a paragraph is a new paragraph.

    ``names`` tells all that the text has. On its way through .odt the bookmark of a deleted or
    moved paragraph becomes a "copy" of one that is no longer there: then it is the one.
    """

    def __init__(self, names: Callable[[], frozenset[str]] = frozenset) -> None:
        self._named = names
        self.used: set[str] = set()
        self._open: dict[str, str] = {}
        self._provisional = 0
        self.pending = ""  # an id whose bookmark began between two paragraphs
        self.note = ""  # the id of the note whose reference comes next

    @cached_property
    def _names(self) -> frozenset[str]:
        return self._named()

    def start(self, name: str, number: str) -> str:
        """What a bookmark that starts says: an edge of the text, a paragraph's new id, nothing."""
        if not name.startswith(_PREFIX):
            return ""
        if "_Copy_" in name and _COPY.search(name):
            name = _COPY.sub("", name)
            if name in self._names:
                return ""
        if name in (BODY_START, BODY_END):
            return name
        ident = name.removeprefix(_PREFIX)
        if self.is_open(ident):  # LibreOffice begins that of a paragraph without words twice
            self._open = {number: ident} | {n: i for n, i in self._open.items() if i != ident}
        if ident in self.used or not _ID.fullmatch(ident):
            return ""
        self.used.add(ident)
        self._open[number] = ident
        if ident[0] == "n" and _NOTE.fullmatch(ident):
            self.note = ident
            return ""
        return ident

    def whole(self, ident: str) -> bool:
        """A bookmark that names one paragraph, all of it; whether the id counts."""
        if ident in self.used:
            return False
        self.used.add(ident)
        return True

    def end(self, number: str) -> None:
        """A bookmark ends."""
        ident = self._open.pop(number, "")
        if ident and ident == self.note:
            self.note = ""

    def is_open(self, ident: str) -> bool:
        """Whether the bookmark of an id has begun and not ended."""
        return bool(self._open) and ident in self._open.values()

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
            if ident not in self.used:
                self.used.add(ident)
                return ident
