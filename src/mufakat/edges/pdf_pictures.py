"""What a text holds whole, as its PDF shows it: pictures as they are, all else as a framed name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mufakat.edges.word.kept_object import Find, Kept
from mufakat.text.document import Opaque

ENDINGS = ("png", "jpeg", "gif", "svg")
"""The kinds of pictures that a PDF is set with."""


@dataclass(slots=True)
class Pictures:
    """The pictures of one PDF; ``files`` are the bytes of those that it shows, by name.

    What is in ``damaged`` is named and not shown.
    """

    find: Find = lambda _: None
    damaged: frozenset[str] = frozenset()
    files: dict[str, bytes] = field(default_factory=dict)

    def run(self, thing: Opaque, words: str, room: float) -> dict[str, Any]:
        """What the template sets for a thing; ``room`` is the share of the line that it has.

        ``words`` are for a template that knows nothing of pictures.
        """
        plain = {"text": words, "marks": [], "link": ""}
        kept = self.find(thing.digest)
        shown = self._shown(kept) if kept else ""
        if not kept or not shown:
            return plain | {"frame": _named(thing, kept)}
        width, height = kept.size
        picture = {
            "file": shown,
            "width": width,
            "height": height,
            "crop": list(kept.crop),
            "room": room,
            "alt": words,
        }
        return plain | {"picture": picture}

    def _shown(self, kept: Kept) -> str:
        """The name of the file that shows a picture, put among the others; empty if none can."""
        piece = kept.picture
        if piece is None or piece.name in self.damaged or not all(kept.size):
            return ""
        if not piece.name.endswith(ENDINGS):
            return ""
        self.files[piece.name] = piece.data
        return piece.name


def _named(thing: Opaque, kept: Kept | None) -> str:
    said = f"{thing.kind.capitalize()}: {thing.label}" if thing.label else thing.kind.capitalize()
    return f"{said} (shown in the Word file)" if kept else said
