"""What in a text looks unfinished: a drafting note, brackets, an alternative, something to fill in.

Nobody can know; where there is any, it is a question before the text is put under silence or
adopted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mufakat.procedure.excerpt import beginning, brief
from mufakat.procedure.nearest import listed
from mufakat.procedure.place import Places
from mufakat.refusal import Refusal
from mufakat.text.document import Document, Paragraph, paragraphs

_REMARK = "(?:notes?|remarks?|comments?)"
_NOTE = re.compile(
    rf"\W*(?:(?:drafting|drafters?.?s?.?|editor(?:ial|.?s)?|translator.?s?|secretariat.?s?|"
    rf"chair.?s?|facilitator.?s?) {_REMARK}\b(?=[:.\s]*$|[:.)\]–—-])|"
    rf"{_REMARK} (?:by|from|of) the (?:secretariat|chair|editor|drafter|facilitator))",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\[[^\[\]]*\]?|\]")
_USUAL = re.compile(r"\[\s*sic\s*\]")
_CHOICE = re.compile(
    r"\W*(?:alt(?:ernative)?s?|options?|variants?)\b[.\s]*(?:[A-Za-z]|\d{1,2}|[ivx]{1,4})?\s*[:.)–—-]",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\bTB[CDA]\b|\bX{2,}\b|_{3,}|\?{2,}|"
    r"\b(?i:to be) (?:confirmed|completed|inserted|added|reported|filled in)\b",
)
_SHOWN, _LENGTH = 10, 60


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One place that looks unfinished: what it looks like, and its words."""

    place: str
    what: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}, “{self.words}”"


def unfinished(document: Document) -> tuple[Unfinished, ...]:
    """Every place in a text that looks unfinished, in reading order; of a paragraph, the first."""
    places = Places.of(document)
    found = ((one, _first(one)) for one in paragraphs(document))
    return tuple(Unfinished(places.name(one.id), *said) for one, said in found if said is not None)


def question(document: Document, act: str) -> Refusal | None:
    """The question whether a text is meant as it stands, before the ``act``."""
    found = unfinished(document)
    if not found:
        return None
    count = "One place looks" if len(found) == 1 else f"{len(found)} places look"
    what = listed(dict.fromkeys(one.what for one in found))
    more = [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
    return Refusal(
        f"{count} unfinished in the text that is to be {act}: {what}.",
        "Have a round take these out; or, if they are meant to stand, say so (--consent).",
        (*map(str, found[:_SHOWN]), *more),
    )


def _first(paragraph: Paragraph) -> tuple[str, str] | None:
    return next(_kinds(paragraph), None)


def _kinds(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    text = paragraph.text
    if _NOTE.match(text):
        yield "a drafting note", beginning(brief(paragraph), _LENGTH)
    elif _CHOICE.match(text):
        yield "an alternative", beginning(brief(paragraph), _LENGTH)
    for found in _BRACKETS.finditer(text):
        if not _USUAL.fullmatch(found.group()):
            yield "words in brackets", beginning(found.group(), _LENGTH)
    if left := _OPEN.search(text):
        yield "something to be filled in", left.group()
