"""What programs do to words while nobody looks: ten kinds of typing noise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from tests.change.dice import Dice

from mufakat.change.amendment import Fragment
from mufakat.change.fragment import clip, paragraph, part
from mufakat.text.document import Paragraph, Span


@dataclass(frozen=True, slots=True)
class Noise:
    """What is typed in the place of what is found."""

    name: str
    found: re.Pattern[str]
    typed: Callable[[str], str]


_SMART = str.maketrans({"“": '"', "”": '"', '"': "”"})
_APOSTROPHES = str.maketrans({"’": "'", "'": "’"})
_DASHES = str.maketrans({"-": "–", "–": "—", "—": "-"})
_ELLIPSES = {"...": "…", "…": "..."}

NOISES = (
    Noise("smart quotes", re.compile('[“”"]'), lambda old: old.translate(_SMART)),
    Noise("apostrophe", re.compile("['’]"), lambda old: old.translate(_APOSTROPHES)),
    Noise("no-break space", re.compile("[ \u00a0]"), lambda old: " " if old != " " else "\u00a0"),
    Noise("soft hyphen", re.compile(r"\w{4}(?=\w)"), lambda old: f"{old}\u00ad"),
    Noise("zero-width space", re.compile(r"\w{3}(?=\w)"), lambda old: f"{old}\u200b"),
    Noise("dash", re.compile("[-–—]"), lambda old: old.translate(_DASHES)),
    Noise("ellipsis", re.compile(r"\.\.\.|…"), lambda old: _ELLIPSES[old]),
    Noise("double space", re.compile(r"(?<=\S) (?=\S)"), lambda old: "  "),
    Noise("other composition", re.compile(r"\w\w*"), lambda old: _recomposed(old)),
    Noise("no-break hyphen", re.compile("[-\u2011]"), lambda old: "\u2011" if old == "-" else "-"),
)


def _recomposed(word: str) -> str:
    composed = unicodedata.normalize("NFC", word)
    return unicodedata.normalize("NFD", word) if composed == word else composed


def noisy(dice: Dice, block: Paragraph) -> Paragraph:
    """The paragraph with one kind of noise, at one place or at all."""
    noise = dice.pick(NOISES)
    places = list(noise.found.finditer(block.text))
    if places and dice.below(2):
        places = [dice.pick(places)]
    for place in reversed(places):
        block = _retyped(block, place.start(), place.end(), noise.typed(place[0]))
    return block


def _retyped(block: Paragraph, start: int, end: int, text: str) -> Paragraph:
    """Other characters in the place of ``[start, end)``, with the marks that lay over all of it."""
    whole = Fragment(block.text, block.spans, block.anchors)
    over = clip(block.spans, start, end)
    spans = tuple(
        Span(0, len(text), s.mark, s.value) for s in over if (s.start, s.end) == (0, end - start)
    )
    pieces = (
        part(whole, 0, start),
        Fragment(text, spans),
        part(whole, end, len(block.text)),
    )
    return paragraph(block.id, pieces, block.style)
