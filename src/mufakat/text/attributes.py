"""Attributes in braces, ``{#p1 .item level=2 cell="c1"}``, as pandoc Markdown has them.

``read_attributes(attributes(...))`` gives back every value exactly.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Unreadable(ValueError):
    """A line, or a paragraph to be written, breaks the form; ``hint`` says what to do."""

    def __init__(self, error: str, hint: str) -> None:
        super().__init__(error)
        self.error = error
        self.hint = hint


# Characters that a line does not show as they are: controls, line separators, what turns the
# direction of writing, lone surrogates. They are written as numbers.
HIDDEN = (
    r"\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffc\ufffe\uffff"
    r"\ud800-\udfff"
)
ATTRIBUTES = r'\{(?:[^"{}]|"[^"{}]*")*\}'
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_IDENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:-]*")
_IN_VALUE = re.compile(rf'["\\<>{{}}\[\]{HIDDEN}]|&(?=#?\w+;)')
_BARE_VALUE = re.compile(r"[A-Za-z0-9_.:/-]+")
_CODE = re.compile(r"&#([0-9]{1,7});")


def attributes(*parts: str) -> str:
    """The parts in braces, the empty ones left out."""
    return "{" + " ".join(part for part in parts if part) + "}"


def identifier(name: str) -> str:
    """An id as an attribute; nothing for the empty id."""
    if name and not _IDENT.fullmatch(name):
        raise Unreadable(
            f"{name!r} cannot be an id", "Use letters, digits, full stops, colons and hyphens."
        )
    return f"#{name}" if name else ""


def pair(key: str, value: str) -> str:
    """``key=value``, in quotes where the value asks for it."""
    if _BARE_VALUE.fullmatch(value):
        return f"{key}={value}"
    return f'{key}="{encode(value)}"'


def encode(value: str) -> str:
    """A value as it may stand between quotes or angle brackets."""
    return _IN_VALUE.sub(number, value)


def number(match: re.Match[str]) -> str:
    """The character found, by its number."""
    return f"&#{ord(match[0])};"


Mark = tuple[str, str]


class Attributes(NamedTuple):
    """What stood in braces."""

    ident: str
    classes: tuple[str, ...]
    pairs: tuple[Mark, ...]


_ATTRIBUTE = re.compile(
    rf"(?: |^)(?:#({_IDENT.pattern})|\.({NAME.pattern})"
    rf'|({NAME.pattern})=(?:"([^"{{}}]*)"|([^\s"{{}}]+)))(?= |$)'
)


@lru_cache(maxsize=16384)
def read_attributes(braced: str) -> Attributes:
    """The id, classes and key-value pairs in ``{...}``."""
    inside, at, name = braced[1:-1], 0, ""
    classes: list[str] = []
    pairs: list[Mark] = []
    while at < len(inside):
        match = _ATTRIBUTE.match(inside, at)
        if not match or (match[1] and name):
            raise Unreadable(
                f"{braced} is not a list of attributes",
                'Write it like {#p1 .item level=2 cell="c1"}.',
            )
        if match[1]:
            name = match[1]
        elif match[2]:
            classes.append(match[2])
        else:
            pairs.append((match[3], decode(match[5] or match[4])))
        at = match.end()
    return Attributes(name, tuple(classes), tuple(pairs))


def decode(value: str) -> str:
    """The value that ``encode`` wrote."""
    return _CODE.sub(lambda match: character(match[1]), value) if "&" in value else value


def character(code: str) -> str:
    """The character with this number."""
    if int(code) > 0x10FFFF:
        raise Unreadable(f"&#{code}; is no character", "The highest number is 1114111.")
    return chr(int(code))
