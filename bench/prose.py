"""Prose that reads like a negotiated text: few words for most of it, stock phrases all over.

Words are drawn by Zipf's law, so that what anybody puts in very often stands elsewhere already.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import accumulate


def _listed(words: str) -> list[str]:
    return words.split()


_SMALL = _listed(
    """
    the of and to in for on with a that by as our we its from which at their including through
    among under this all more other these into between
    """
)

_THINGS = _listed(
    """
    region economy cooperation development initiative minister framework programme measure
    capacity technology network service country infrastructure partner dialogue cable platform
    sector standard trade community market system agreement plan partnership connectivity
    enterprise skill resource expert regulator operator investment project secretariat principle
    practice report study effort challenge opportunity risk threat incident response security
    privacy data flow payment identity transaction consumer supply chain worker student school
    centre hub declaration statement roadmap target indicator outcome recommendation proposal
    review meeting session official delegation authority agency government stakeholder industry
    university innovation transformation growth recovery resilience inclusion access coverage
    spectrum satellite broadband gap divide mechanism guideline toolkit forum fund budget
    timeline milestone annex article paragraph scam fraud model algorithm talent language
    culture village island
    """
)

_DEEDS = _listed(
    """
    support strengthen welcome promote develop adopt foster protect extend report endorse
    enhance encourage accelerate implement facilitate explore harmonise advance recognise
    reaffirm note underline acknowledge commend task direct invite convene coordinate monitor
    assess deepen expand build share harness safeguard narrow finance pilot establish maintain
    complete deliver address prevent counter align exchange train connect
    """
)

_QUALITIES = _listed(
    """
    digital regional national inclusive resilient sustainable secure trusted open common joint
    shared emerging technical financial voluntary mutual responsible interoperable affordable
    green rural remote small medium public private human ethical safe reliable high-quality
    cross-border people-centred timely practical concrete comprehensive effective efficient
    existing new further future continued close strong robust relevant key global external
    bilateral annual final updated
    """
)

_FIGURES = ["2025", "2026", "2030", "12", "15", "40", "three", "five", "ten", "100"]

PHRASES = [
    phrase.split()
    for phrase in (
        "of the digital economy",
        "in the region",
        "in accordance with national laws and regulations",
        "of the ASEAN Digital Masterplan 2030",
        "with a view to",
        "as well as",
        "member states",
        "micro, small and medium enterprises",
        "and its implementation",
        "on artificial intelligence",
        "of emerging technologies",
        "in this regard",
        "with dialogue partners",
        "to the people of the region",
        "by 2030",
        "of the working group",
        "capacity building and technical assistance",
        "across the region",
        "in the area of cybersecurity",
        "the outcome of the meeting",
        "for the benefit of all",
        "of submarine cables",
    )
]

_OPENINGS = [
    opening.split()
    for opening in (
        "We welcome the progress of",
        "We reaffirm our commitment to",
        "We note the importance of",
        "The Ministers tasked the senior officials to",
        "We underline the need for",
        "We look forward to",
        "In this regard, we encourage",
        "We commend the efforts of",
    )
]


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def _mixed(words: Iterable[str]) -> list[str]:
    """The words in an order of their own: the first will be the commonest."""
    mixed = list(words)
    random.Random(0).shuffle(mixed)
    return mixed


_WORDS = {
    "small": _SMALL,
    "thing": _mixed(form for thing in _THINGS for form in (thing, _plural(thing))),
    "deed": _mixed(form for deed in _DEEDS for form in (deed, _plural(deed))),
    "quality": _mixed(_QUALITIES),
    "figure": _FIGURES,
}
_PATTERNS = [
    pattern.split()
    for pattern in (
        "small thing",
        "small quality thing",
        "quality thing",
        "deed small thing",
        "small deed quality thing",
        "small small thing",
        "quality small quality thing",
        "small figure thing",
    )
]
_SKEW = 2.0  # the n-th word of its sort is drawn in the proportion of 1 / (n + this)
_WEIGHTS = {
    sort: list(accumulate(1 / (rank + _SKEW) for rank in range(len(words))))
    for sort, words in _WORDS.items()
}


class Prose:
    """Sentences and paragraphs drawn with one source of chance."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def words(self, count: int) -> list[str]:
        """Words by Zipf's law, in the order in which their sorts follow each other."""
        out: list[str] = []
        while len(out) < count:
            for sort in self.rng.choice(_PATTERNS):
                out += self.rng.choices(_WORDS[sort], cum_weights=_WEIGHTS[sort])
        return out[:count]

    def sentence(self, least: int, most: int, opening: float = 0.3) -> str:
        """Stock phrases and drawn words with commas between them here and there."""
        length = self.rng.randint(least, most)
        words = [*self.rng.choice(_OPENINGS)] if self.rng.random() < opening else []
        while len(words) < length:
            if words and self.rng.random() < 0.12 and words[-1][-1] != ",":
                words[-1] += ","
            stock = self.rng.random() < 0.3
            words += self.rng.choice(PHRASES) if stock else self.words(self.rng.randint(2, 4))
        text = " ".join(words).rstrip(",")
        return text[0].upper() + text[1:] + "."

    def paragraph(self) -> str:
        """Two to four sentences, mostly with a formula at the beginning."""
        first = self.sentence(14, 30, opening=0.8)
        return " ".join([first, *(self.sentence(10, 30) for _ in range(self.rng.randint(1, 3)))])

    def item(self) -> str:
        """One item of a list."""
        return self.sentence(8, 20, opening=0).rstrip(".") + ";"

    def heading(self) -> str:
        """A few words without a full stop, now and then the same as another heading."""
        if self.rng.random() < 0.3:
            return self.rng.choice(("Implementation", "Way forward", "Regional cooperation"))
        return self.sentence(3, 5, opening=0).rstrip(".")
