"""Words, spaces and signs: the grain at which two texts are compared.

Offsets are code points; tokens tile the text exactly. Thai, Lao, Khmer and Burmese have no spaces
between words: ICU finds their words. A figure is one token, and so is a compound with a hyphen:
whoever changes a part of it proposes another figure. Every token has a folded key on which texts
are compared, so that smart quotes, kinds of dash and space, line breaks in the place of spaces,
soft hyphens and composed or decomposed letters do not count as different words.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import regex
from icu4py.breakers import WordBreaker

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_WORD = rf"[\p{{L}}\p{{M}}\p{{Nd}}][\p{{L}}\p{{M}}\p{{Nd}}{_INVISIBLE}]*+"
# A range of figures (2026-2030) stays two, and so do words on either side of a long dash.
_JOINT = "|".join(
    (
        r"(?<=\p{Nd})[.,:/](?=\p{Nd})",  # 1,250.5  15:30  2026/27
        r"(?<=[\p{L}\p{M}])[-\u2010-\u2013](?=[\p{L}\p{Nd}])",  # people-centred  COVID-19
        r"(?<=\p{Nd})[-\u2010-\u2013](?=\p{L})",  # 19-nation
    )
)
_TOKEN = regex.compile(
    rf"{_WORD}(?:(?:{_JOINT}){_WORD})*+|(?:[^\S\u2029]+|.)[{_INVISIBLE}]*", regex.DOTALL
)
_UNSPACED = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_FOLD = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2026": "...",
        **dict.fromkeys(_INVISIBLE),
    }
)
_SPACES = regex.compile(r"[^\S\u2029]+")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut into tokens: ``keys[i]`` is the folded form of ``text[cuts[i]:cuts[i + 1]]``."""

    keys: tuple[str, ...]
    cuts: tuple[int, ...]


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The form in which two texts are the same words however they were typed."""
    if text.isascii():
        folded = text.translate({96: "'"}) if "`" in text else text
    else:
        folded = unicodedata.normalize("NFC", text).translate(_FOLD)
    return _SPACES.sub(" ", folded)


@lru_cache(maxsize=8192)
def tokenise(text: str) -> Tokens:
    """The text's tokens, tiling it from end to end; texts that come again are not cut again."""
    return cut(text)


def cut(text: str) -> Tokens:
    """The text cut into tokens."""
    pieces: list[str] = _TOKEN.findall(text)
    if not text.isascii() and _UNSPACED.search(text):
        pieces = [word for piece in pieces for word in _unspaced_words(piece)]
    cuts = [0]
    for piece in pieces:
        cuts.append(cuts[-1] + len(piece))
    return Tokens(tuple(fold(piece) for piece in pieces), tuple(cuts))


@lru_cache(maxsize=8192)
def words(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The words among the keys; signs and spaces left out."""
    return tuple([key for key in keys if key[:1].isalnum()])


def _unspaced_words(piece: str) -> list[str]:
    if len(piece) == 1 or not _UNSPACED.search(piece):
        return [piece]
    return list(WordBreaker(piece, "th"))
