"""The words of one Word paragraph as they are seen on the screen, and where they can be cut.

Offsets count visible characters: text that is struck by a tracked deletion, or that was moved
away, is not seen. A note reference, an image and the like count as one character.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from mufakat.samples.package import w

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_GONE = (w("del"), w("moveFrom"))
_AS_TEXT = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_NOTES = ("footnoteReference", "endnoteReference")
_ONE = {w(name) for name in (*_NOTES, "drawing", "pict", "sym", "object")}
OBJECT = "\ufffc"


class NotThere(LookupError):
    """The words that an official looks for are not in the text, or are there more than once."""


def runs(paragraph: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The visible runs of a paragraph, with the characters that each shows."""
    for run in paragraph.iter(w("r")):
        around = list(_until(run, paragraph))
        if any(a.tag in _GONE or a.tag == w("p") for a in around):
            continue
        yield run, "".join(_shown(child) for child in run)


def _until(run: etree._Element, paragraph: etree._Element) -> Iterator[etree._Element]:
    for ancestor in run.iterancestors():
        if ancestor is paragraph:
            return
        yield ancestor


def _shown(child: etree._Element) -> str:
    if child.tag == w("t"):
        return child.text or ""
    if child.tag in _ONE:
        return OBJECT
    return _AS_TEXT.get(str(child.tag), "")


def text(paragraph: etree._Element) -> str:
    """What is read in a paragraph on the screen."""
    return "".join(shown for _, shown in runs(paragraph))


def place(paragraph: etree._Element, phrase: str) -> int:
    """The offset of a phrase that occurs once in the paragraph; ``NotThere`` otherwise."""
    seen = text(paragraph)
    if seen.count(phrase) != 1:
        raise NotThere(f"{phrase!r} occurs {seen.count(phrase)} times in: {seen[:80]!r}")
    return seen.index(phrase)


def cut(paragraph: etree._Element, offset: int) -> None:
    """Makes sure that no visible run crosses ``offset``."""
    at = 0
    for run, shown in list(runs(paragraph)):
        if at < offset < at + len(shown):
            _cut_run(run, offset - at)
            return
        at += len(shown)


def between(paragraph: etree._Element, start: int, end: int) -> list[etree._Element]:
    """The runs that show exactly ``[start, end)``, cut out where necessary."""
    cut(paragraph, start)
    cut(paragraph, end)
    found, at = [], 0
    for run, shown in runs(paragraph):
        if shown and start <= at and at + len(shown) <= end:
            found.append(run)
        at += len(shown)
    return found


def before(paragraph: etree._Element, offset: int) -> etree._Element | None:
    """The last visible run that ends at ``offset``; ``None`` at the paragraph's start."""
    cut(paragraph, offset)
    last, at = None, 0
    for run, shown in runs(paragraph):
        at += len(shown)
        if shown and at <= offset:
            last = run
    return last


def set_text(holder: etree._Element, characters: str) -> None:
    """Puts characters into a ``w:t``, spaces kept."""
    holder.text = characters
    if characters != characters.strip():
        holder.set(_SPACE, "preserve")


def new_runs(
    characters: str, like: etree._Element | None = None, *, keep: bool = False
) -> list[etree._Element]:
    """Runs for newly typed words in the looks of ``like``; ``*words*`` come out in italics.

    ``keep`` leaves italics of ``like`` as they are: words typed over italic words are italic.
    """
    made = []
    for number, piece in enumerate(characters.split("*")):
        if not piece:
            continue
        run = etree.Element(w("r"))
        looks = like.find(w("rPr")) if like is not None else None
        properties = copy.deepcopy(looks) if looks is not None else etree.Element(w("rPr"))
        for change in properties.findall(w("rPrChange")):
            properties.remove(change)
        if not keep:
            set_flag(properties, "i", number % 2 == 1)
        if len(properties):
            run.append(properties)
        set_text(etree.SubElement(run, w("t")), piece)
        made.append(run)
    return made


_FLAGS = ("b", "bCs", "i", "iCs")
_FIRST = (w("rStyle"), w("rFonts"))


def set_flag(properties: etree._Element, flag: str, on: bool) -> None:
    """Sets or clears bold (``b``) or italics (``i``), where the schema wants it."""
    for name in (flag, flag + "Cs"):
        for old in properties.findall(w(name)):
            properties.remove(old)
    if on:
        earlier = {w(name) for name in _FLAGS[: _FLAGS.index(flag)]}.union(_FIRST)
        index = sum(1 for child in properties if child.tag in earlier)
        properties.insert(index, etree.Element(w(flag)))


def _cut_run(run: etree._Element, offset: int) -> None:
    second = etree.Element(w("r"))
    for name, value in run.attrib.items():
        second.set(name, value)
    looks = run.find(w("rPr"))
    if looks is not None:
        second.append(copy.deepcopy(looks))
    at = 0
    for child in [c for c in run if c.tag != w("rPr")]:
        shown = _shown(child)
        if at >= offset:
            second.append(child)
        elif at + len(shown) > offset:
            tail = copy.deepcopy(child)
            set_text(tail, shown[offset - at :])
            set_text(child, shown[: offset - at])
            second.append(tail)
        at += len(shown)
    run.addnext(second)
