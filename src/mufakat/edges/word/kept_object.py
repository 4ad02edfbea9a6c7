"""An object kept whole (a picture, a chart, a diagram, a formula): its XML, and its parts.

What it refers to it knows by ids made from the parts' own bytes, so that the same XML can stand in
any file. Nothing in it runs, and nothing in it leads out of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from mufakat.text.document import digest

_NAME, _ID = 40, 30
_EXTENT = re.compile(r'<wp:extent [^>]*?\bc([xy])="(\d+)"[^>]*?\bc([xy])="(\d+)"')
_CROP = re.compile(r"<a:srcRect\b([^>]*)/>")
_EDGE = re.compile(r'\b([ltrb])="(-?\d+)"')
_EMU, _WHOLE = 12700, 100_000  # of a point; what crops are told in


@dataclass(frozen=True, slots=True)
class Tie:
    """What XML refers to: the id that it says, the kind of relation, the part's name."""

    id: str
    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an object; its name is made from its bytes."""

    name: str
    type: str
    data: bytes
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True)
class Kept:
    """An object: the XML that stands in a paragraph, and every part below it."""

    kind: str
    xml: str
    ties: tuple[Tie, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @cached_property
    def picture(self) -> Piece | None:
        """The picture's own bytes, if it is one."""
        if self.kind != "picture" or not self.ties:
            return None
        return next((one for one in self.pieces if one.name == self.ties[0].part), None)

    @cached_property
    def size(self) -> tuple[float, float]:
        """How wide and high it stands in the text, in points."""
        found = _EXTENT.search(self.xml)
        if not found:
            return 0.0, 0.0
        sides = {found[1]: int(found[2]), found[3]: int(found[4])}
        return sides.get("x", 0) / _EMU, sides.get("y", 0) / _EMU

    @cached_property
    def crop(self) -> tuple[float, float, float, float]:
        """What is cut off the picture: left, top, right, bottom, as shares of it."""
        found = _CROP.search(self.xml)
        cut = {
            side: int(value) / _WHOLE for side, value in _EDGE.findall(found[1] if found else "")
        }
        left, top, right, bottom = (max(cut.get(side, 0.0), 0.0) for side in "ltrb")
        return (left, top, right, bottom) if left + right < 1 and top + bottom < 1 else (0, 0, 0, 0)


Find = Callable[[str], Kept | None]
"""Where objects are looked up, by digest."""


def piece(data: bytes, ending: str, type_: str, ties: tuple[Tie, ...] = ()) -> Piece:
    """A part, named after its bytes."""
    return Piece(f"{digest(data)[:_NAME]}.{ending}", type_, data, ties)


def tie(kind: str, part: Piece) -> Tie:
    """A reference to a part, known by an id that no other part has."""
    return Tie(f"mf{part.name[:_ID]}", kind, part.name)
