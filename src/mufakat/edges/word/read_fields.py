"""Fields: what they show is text, what they compute from is not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SILENT = {"XE", "TC", "TA", "RD", "SET", "PRIVATE", "ASK"}  # fields that never show anything
VOLATILE = {"PAGE", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME", "FILENAME", "SAVEDATE", "PRINTDATE"}

_TOKENS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_SAFE = re.compile(r"(?:https?|ftps?|mailto|tel|sip|geo|news|urn|doi):[^\x00-\x20]+", re.IGNORECASE)
_OWN = "_mf_"
_BARE_SWITCHES = ("", "\\h", "\\n", "\\m")  # what follows them is not their argument

Link = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Field:
    """A field that has begun and not ended."""

    before: Link  # the link that its surroundings are in
    instruction: list[str] = field(default_factory=list)
    shows: bool = False
    form: str | None = None  # what an old form field shows

    @property
    def name(self) -> str:
        """What kind of field it is: ``HYPERLINK``, ``REF`` ..."""
        words = "".join(self.instruction).split(maxsplit=1)
        return words[0].upper() if words else ""

    def link(self) -> tuple[str, str]:
        """Where a HYPERLINK field leads, as ``link`` says it."""
        target = anchor = switch = ""
        for quoted, bare in _TOKENS.findall("".join(self.instruction))[1:]:
            if bare.startswith("\\"):
                switch = bare.lower()
                continue
            word = (quoted or bare).replace("\\\\", "\\").replace('\\"', '"')
            if switch == "\\l":
                anchor = word
            elif switch in _BARE_SWITCHES and not target:
                target = word
            switch = ""
        return link(target, anchor)


def link(target: str, anchor: str) -> tuple[str, str]:
    """A link's address (within the text ``#`` and an id), or the kind of notice if it has none."""
    target = target.strip()
    if target.startswith("#"):
        target, anchor = "", target[1:]
    if target:
        where = f"{target}#{anchor}" if anchor else target
        return (where, "") if _SAFE.fullmatch(where) else ("", "bad link")
    if anchor.startswith(_OWN):
        return "#" + anchor.removeprefix(_OWN), ""
    return "", "inner link"
