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
_PART = regex.compile(r"[^.,:/-]+")
_ROMAN = regex.compile(r"[ivxlcdm]+|[IVXLCDM]+|\w")


def shape_of(node: Node, words: Sequence[str]) -> tuple[str, ...]:
    """A short text with its numbers taken out, or nothing if it is none or has no number."""
    if not isinstance(node, Paragraph) or not 0 < len(words) <= AT_MOST:
        return ()
    return _shape(tuple(words))


@lru_cache(maxsize=4096)
def _shape(words: tuple[str, ...]) -> tuple[str, ...]:
    shape = tuple(_without_number(words, n) for n in range(len(words)))
    return shape if shape != words else ()


def _without_number(words: Sequence[str], n: int) -> str:
    """A token, or what stands for one that is a number: ``12``, ``R132``, ``(b)``, ``Annex IV``.

    Of ``3.1`` and ``COVID-19`` the signs and letters stay.
    """
    word = words[n]
    if _has_figure(word):
        return _PART.sub(lambda part: NUMBER if _has_figure(part[0]) else part[0], word)
    return NUMBER if _is_letter(words, n) else word


def _is_letter(words: Sequence[str], n: int) -> bool:
    """Whether a token without figures is a number all the same."""
    word = words[n]
    if not _ROMAN.fullmatch(word):
        return False
    if "(" in words[n - 1 : n] or ")" in words[n + 1 : n + 2]:
        return True
    return n == 2 and words[1] == " " and word.isupper()


def _has_figure(word: str) -> bool:
    return any(c.isdigit() for c in word)
