"""Lists that take their definition as it is, taken out of the numbering part before it is parsed.

A draft with many enumerations has hundreds of them: Word starts each anew with a list of its own.
"""

from __future__ import annotations

import re

_HEAD = (
    rb'<w:num w:numId="([0-9]+)"(?: w16cid:durableId="[0-9A-F]+")?>'
    rb'<w:abstractNumId w:val="([0-9]+)"/>'
)
_START = rb'<w:lvlOverride w:ilvl="[0-9]"><w:startOverride w:val="[0-9]+"/></w:lvlOverride>'
_PLAIN = re.compile(_HEAD + rb"()</w:num>")
_STARTING = re.compile(_HEAD + rb"((?:" + _START + rb")*)</w:num>")
_PIECES = 4  # of which `re.split` makes one round: what stands before, and the groups


class PlainLists:
    """The definition of each such list, by the id that paragraphs name.

    Where a list starts anew matters only if numbers are ``counted``; else it is plain all the same.
    """

    def __init__(self, *, counted: bool) -> None:
        self._counted = counted
        self.definitions: dict[str, str] = {}
        self.starting = 0  # how many of them start anew

    def take_out(self, data: bytes) -> bytes:
        """The part without them."""
        pieces = (_PLAIN if self._counted else _STARTING).split(data)
        lists, definitions, starts = (pieces[at::_PIECES] for at in (1, 2, 3))
        self.definitions = dict(
            zip(map(bytes.decode, lists), map(bytes.decode, definitions), strict=True)
        )
        self.starting = sum(map(bool, starts))
        return b"".join(pieces[::_PIECES])
