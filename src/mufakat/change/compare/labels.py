"""Number labels in the words: short numbered headings such as "Article R132-4" or "Annex IV".

Two of them are alike in everything but the number, so likeness says nothing about which is which:
each belongs to what it stands before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from mufakat.text.document import Node, Paragraph

AT_MOST = 12  # tokens, spaces among them: what is longer has words of its own to be known by
NUMBER = "#"
_ROMAN = regex.compile(r"[ivxlcdm]+|[IVXLCDM]+|\w")


def shape_of(node: Node, words: Sequence[str]) -> tuple[str, ...]:
    """A short text with its numbers taken out, or nothing if it is none or has no number."""
    if not isinstance(node, Paragraph) or not 0 < len(words) <= AT_MOST:
        return ()
    return _shape(tuple(words))


@lru_cache(maxsize=4096)
def _shape(words: tuple[str, ...]) -> tuple[str, ...]:
    shape = tuple(NUMBER if _is_number(words, n) else word for n, word in enumerate(words))
    return shape if NUMBER in shape else ()


def _is_number(words: Sequence[str], n: int) -> bool:
    """Whether a token is a number or a part of one: ``12``, ``R132``, ``(b)``, ``Annex IV``."""
    word = words[n]
    if any(c.isdigit() for c in word):
        return True
    if not _ROMAN.fullmatch(word):
        return False
    if "(" in words[n - 1 : n] or ")" in words[n + 1 : n + 2]:
        return True
    return n == 2 and words[1] == " " and word.isupper()
