"""What sort of change a line of the matrix is, from words that say something else to typography."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import regex

from mufakat.change.amendment import Amendment, Replace
from mufakat.change.proposal.proposals import Whole
from mufakat.procedure.excerpt import Excerpt
from mufakat.procedure.place import Places
from mufakat.procedure.wording import Wording
from mufakat.text.document import MARK, OBJECT
from mufakat.text.tokens import fold

Type = Literal["substantive", "editorial", "technical", "typographic", "comment"]

TYPES: Mapping[Type, str] = {
    "substantive": "the words say something else, or square brackets (not agreed) come or go",
    "editorial": "the same words but for capitals, punctuation, articles (a, an, the) or a usual "
    "variant of spelling (-ise/-ize, -our/-or, -re/-er)",
    "technical": "no word changes: a move, a split or join, a renumbering, a paragraph's kind, a "
    "mark, a table's layout",
    "typographic": "only kinds of quotation mark, dash, space and the like differ; never contested",
    "comment": "words addressed to the others, proposing nothing to the text",
}
"""The rule by which each line's type is found."""

_LAYOUT = ("split", "join", "restyle", "move", "formatting", "table layout")
_WORD = regex.compile(r"\d+(?:[.,]\d+)*|[\p{L}\p{M}\p{Nd}]+|[^\s\p{P}]|[\[\]]")
_ARTICLES = frozenset({"a", "an", "the"})
_SPELLINGS = (
    (regex.compile(r"(?<=\w{2})is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)"), "iz"),
    (regex.compile(r"(?<=\w{2})our(?=(?:s|ed|ing|able|ful|al)?$)"), "or"),
    (regex.compile(r"(?<=\w[tb])re(?=s?$)"), "er"),
    (regex.compile(r"(?<=program)me(?=s?$)"), ""),
)


def type_of(proposal: Whole, words: Wording, places: Places) -> Type:
    """The line's type by the rule of ``TYPES``: the weightiest of its amendments'."""
    if proposal.kind == "renumbering":
        return "technical"
    if proposal.kind == "merged cells":
        before, after = (sorted(_gist(_meant(one))) for one in (words.original, words.proposed))
        return "technical" if before == after else "substantive"
    types = {_type_of(amendment, places) for amendment in proposal.amendments}
    return next(name for name in TYPES if name in types)


def _type_of(amendment: Amendment, places: Places) -> Type:
    if amendment.typographic:
        return "typographic"
    operation = amendment.operation
    if isinstance(operation, Replace):
        paragraph = places.paragraph(operation.block)
        old = paragraph.text[operation.start : operation.end] if paragraph else ""
        new = operation.fragment.text
        if OBJECT in old + new:
            return "substantive"
        if old == new.replace(MARK, ""):
            return "technical"
        return "editorial" if _gist(old) == _gist(new) else "substantive"
    return "technical" if amendment.kind in _LAYOUT else "substantive"


def _meant(excerpt: Excerpt) -> str:
    return " ".join(text for text, meant in excerpt.pieces() if meant)


def _gist(text: str) -> list[str]:
    words = [_spelling(word) for word in _WORD.findall(fold(text).casefold())]
    return [word for word in words if word not in _ARTICLES]


def _spelling(word: str) -> str:
    for pattern, usual in _SPELLINGS:
        word = pattern.sub(usual, word)
    return word
