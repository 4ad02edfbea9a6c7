"""A number's form in Word's words as a style in the text's, reduced to what is not usual."""

from __future__ import annotations

import re
from functools import lru_cache

from mufakat.edges.word.read_numbering import Level
from mufakat.text.document import Kind, Style
from mufakat.text.numbering import form

_BULLETS = {"•", "·", "o", "▪", *map(chr, range(0xF000, 0xF100))}  # what Word's own lists have
_PLACE = re.compile("%([1-9])")


@lru_cache(maxsize=1024)
def numbered_style(kind: Kind, level: int, own: int, printed: Level) -> Style:
    """The style of an item or a numbered paragraph whose number is printed in this form.

    ``own`` is the level (from 1) that the paragraph has in Word's list, so that ``%own`` in the
    pattern is its own number.
    """
    format_ = printed.known or "decimal"
    if format_ == "bullet":
        bullet = "" if printed.pattern in _BULLETS else printed.pattern
        return Style(kind, level, format_, bullet)
    pattern = own_pattern(printed.pattern, own)
    usual = form(Style(kind, level))
    if usual is None:
        return Style(kind, level, format_, pattern)
    return Style(
        kind,
        level,
        "" if format_ == usual.format else format_,
        "" if pattern == usual.pattern else pattern,
    )


def heading_style(level: int, own: int, printed: Level | None) -> Style:
    """The style of a heading; its number, if it prints one, by format and pattern."""
    if printed is None or printed.known == "bullet":
        return Style("heading", level)
    format_ = printed.known or "decimal"
    pattern = own_pattern(printed.pattern, own)
    return Style("heading", level, "" if format_ == "decimal" else format_, pattern)


def own_pattern(pattern: str, own: int) -> str:
    """A pattern of Word's in the text's terms: its lowest number is ``%1``, its highest its own.

    One that does not show the paragraph's own number is left as it is.
    """
    shown = [int(digit) for digit in _PLACE.findall(pattern)]
    if not shown or max(shown) != own:
        return pattern
    return _PLACE.sub(lambda found: f"%{int(found[1]) - min(shown) + 1}", pattern)
