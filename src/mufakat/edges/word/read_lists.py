"""Which lists of a stranger's file number the main paragraphs, and how deep its items lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from lxml import etree

from mufakat.edges.word.read_controls import CONTROL
from mufakat.edges.word.read_forms import numbered_style
from mufakat.edges.word.read_numbering import Counter, Level
from mufakat.edges.word.read_paragraph import ParagraphProperties, ParagraphReader
from mufakat.edges.word.read_styles import Styles
from mufakat.edges.word.read_untouched import STAND_IN, Untouched
from mufakat.edges.word.read_xml import w
from mufakat.text.document import Block, Document, Paragraph
from mufakat.text.numbering import form

_P, _PPR = w("p"), w("pPr")
_WRAPPERS = frozenset((CONTROL, w("sdtContent"), w("customXml")))
_FIGURES = re.compile(r"[0-9]+")


def main_lists(body: etree._Element, untouched: Untouched, styles: Styles) -> set[str]:
    """The lists, by ``numId``, whose plain numbers together count on through the text from 1.

    There are such lists only if the counting goes on after a paragraph that is in no list, or if
    they hold half of the text's paragraphs: otherwise a list of numbers is an enumeration.
    """
    found: set[str] = set()
    other: set[str] = set()
    reached = total = 0
    interrupted = goes_on = False
    reader, counter = ParagraphReader(styles), Counter(styles.numbering)
    for properties in _properties(body, untouched, reader):
        total += 1
        place = properties.listed
        if place is None or properties.style.kind != "item":
            interrupted = True
            continue
        label = counter.next(place.num, place.ilvl)
        level = styles.numbering.level(place.num, place.ilvl)
        plain = place.ilvl == 0 and level is not None and level.known == "decimal"
        if not plain or place.num in other:
            continue
        if _FIGURES.findall(label) != [str(reached + 1)]:
            other.add(place.num)  # a list that once counts otherwise never joins in
        else:
            goes_on = goes_on or (interrupted and reached > 0)
            reached, interrupted = reached + 1, False
            found.add(place.num)
    return found if goes_on or reached * 2 >= total else set()


def _properties(
    body: etree._Element, untouched: Untouched, reader: ParagraphReader
) -> Iterator[ParagraphProperties]:
    for element in body.iterchildren(_P, STAND_IN, *_WRAPPERS):
        if element.tag in _WRAPPERS:
            yield from _properties(element, untouched, reader)
        elif element.tag == STAND_IN:
            for xml, *_ in untouched.of(element):
                yield reader.shared(xml, untouched.properties)
        else:
            own = element.find(_PPR)
            yield reader.none if own is None else reader.of(own)


def levelled(document: Document) -> Document:
    """The document, in which every run of items begins with one of level 1.

    Strangers' lists often begin deeper, within a list that is elsewhere.
    """
    out: list[Block] = []
    for item, group in groupby(document.body, _is_item):
        blocks = list(group)
        items = [b for b in blocks if isinstance(b, Paragraph)]
        by = min(block.style.level for block in items) - 1 if item else 0
        out += [_raised(block, by) for block in items] if by else blocks
    return Document(tuple(out))


def _is_item(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style.kind == "item"


def _raised(paragraph: Paragraph, by: int) -> Paragraph:
    style = paragraph.style
    printed = form(style)
    level = style.level - by
    if printed is None:
        return paragraph
    if style.format == "bullet":
        return replace(paragraph, style=replace(style, level=level))
    made = numbered_style("item", level, 1, Level(printed.format, printed.pattern))
    return replace(paragraph, style=made)
