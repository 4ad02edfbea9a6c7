"""Which list of a stranger's file numbers the main paragraphs, and which are mere enumerations."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from mufakat.edges.word.read_paragraph import ParagraphReader
from mufakat.edges.word.read_styles import Listed, Styles
from mufakat.edges.word.read_xml import w

_PPR = w("pPr")


def main_lists(body: etree._Element, styles: Styles) -> set[str]:
    """The definition of the list that counts on through the whole text, if there is one.

    That is the longest list of plain numbers whose counting goes on after other blocks, or that
    holds half of the text's paragraphs.
    """
    length: Counter[str] = Counter()
    goes_on: set[str] = set()
    last: dict[str, str] = {}
    interrupted: set[str] = set()
    total = 0
    reader = ParagraphReader(styles)
    for paragraph in body.iterchildren(w("p")):
        total += 1
        properties = reader.of(paragraph.find(_PPR))
        place, item = properties.listed, properties.style.kind == "item"
        abstract = _numbered_at_top(place, styles) if item else None
        if not item:
            interrupted.update(last)
        elif abstract is not None and place is not None:
            length[abstract] += 1
            if abstract in interrupted and not _starts_anew(place, last, abstract, styles):
                goes_on.add(abstract)
            interrupted.discard(abstract)
            last[abstract] = place.num
    candidates = [a for a in length if a in goes_on or length[a] * 2 >= total]
    return {max(candidates, key=lambda a: length[a])} if candidates else set()


def _numbered_at_top(place: Listed | None, styles: Styles) -> str | None:
    if place is None or place.ilvl != 0:
        return None
    found = styles.numbering.list(place.num)
    level = styles.numbering.level(place.num, 0)
    plain = level is not None and level.known == "decimal"
    return found.abstract if found and plain else None


def _starts_anew(place: Listed, last: dict[str, str], abstract: str, styles: Styles) -> bool:
    return last[abstract] != place.num and bool(styles.numbering.starts(place.num))
