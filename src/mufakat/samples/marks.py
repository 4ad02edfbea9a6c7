"""Tracked changes as Word writes them: who, when, around which runs, at which paragraph marks."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from lxml import etree

from mufakat.samples import words
from mufakat.samples.package import w

_INSERTED, _MOVED_TO = w("ins"), w("moveTo")
_BOOKMARKS = (w("bookmarkStart"), w("bookmarkEnd"))


class Hand:
    """The hand that writes: its name and the minute of each act; every change gets its own id."""

    def __init__(self, author: str, begins: datetime, first_id: int) -> None:
        self.author = author
        self._now = begins.astimezone(UTC)
        self._next = first_id

    def number(self) -> str:
        """A number that no other mark in the file has."""
        self._next += 1
        return str(self._next)

    def later(self) -> None:
        """A minute passes."""
        self._now += timedelta(minutes=1)

    def signed(self, tag: str) -> etree._Element:
        """An element that carries author, date and a number of its own."""
        element = etree.Element(w(tag))
        element.set(w("id"), self.number())
        element.set(w("author"), self.author)
        element.set(w("date"), self._now.strftime("%Y-%m-%dT%H:%M:00Z"))
        return element


def wrap(hand: Hand, tag: str, runs: Iterable[etree._Element]) -> etree._Element:
    """Puts runs that stand side by side into one tracked element where they are."""
    first, *others = list(runs)
    holder = hand.signed(tag)
    first.addprevious(holder)
    for run in (first, *others):
        holder.append(run)
    return holder


def strike(hand: Hand, runs: list[etree._Element]) -> etree._Element | None:
    """Deletes runs with tracking; words just inserted simply go. Returns the last mark made."""
    last = None
    for group in _neighbours(runs):
        parent = group[0].getparent()
        if parent is not None and parent.tag in (_INSERTED, _MOVED_TO):
            for run in group:
                parent.remove(run)
            continue
        last = wrap(hand, "del", group)
        for holder in last.iter(w("t")):
            holder.tag = w("delText")
    return last


def _neighbours(runs: list[etree._Element]) -> list[list[etree._Element]]:
    groups: list[list[etree._Element]] = []
    for run in runs:
        if groups and run.getprevious() is groups[-1][-1]:
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def insert(
    hand: Hand | None,
    paragraph: etree._Element,
    after: etree._Element | None,
    runs: list[etree._Element],
) -> None:
    """Puts runs after an element of the paragraph (``None``: at its start), tracked by a hand."""
    if not runs:
        return
    pieces = runs
    parent = after.getparent() if after is not None else None
    inside_own = parent is not None and parent.tag in (_INSERTED, _MOVED_TO)
    if hand and not inside_own:
        holder = hand.signed("ins")
        holder.extend(runs)
        pieces = [holder]
    at = after if after is not None else _start(paragraph)
    for piece in reversed(pieces):
        at.addnext(piece)


def _start(paragraph: etree._Element) -> etree._Element:
    """The element after which a paragraph's words begin: its properties, its opening bookmark."""
    last = properties(paragraph)
    following = last.getnext()
    while following is not None and following.tag == w("bookmarkStart"):
        last, following = following, following.getnext()
    return last


def properties(paragraph: etree._Element) -> etree._Element:
    """A paragraph's properties, made if it has none."""
    found = paragraph.find(w("pPr"))
    if found is None:
        found = etree.Element(w("pPr"))
        paragraph.insert(0, found)
    return found


def sign_mark(hand: Hand, paragraph: etree._Element, tag: str) -> None:
    """Marks the paragraph's mark as inserted, deleted or moved; Word wants this mark first."""
    holder = properties(paragraph)
    looks = holder.find(w("rPr"))
    if looks is None:
        looks = etree.Element(w("rPr"))
        last = [child for child in holder if child.tag in (w("sectPr"), w("pPrChange"))]
        if last:
            last[0].addprevious(looks)
        else:
            holder.append(looks)
    looks.insert(0, hand.signed(tag))


def unmarked_copy(element: etree._Element) -> etree._Element:
    """A copy without bookmarks, as a word processor makes on copying."""
    twin = copy.deepcopy(element)
    twin.tail = None
    for bookmark in list(twin.iter(*_BOOKMARKS)):
        parent = bookmark.getparent()
        if parent is not None:
            parent.remove(bookmark)
    return twin


def blank_like(paragraph: etree._Element) -> etree._Element:
    """An empty paragraph with the same properties, none of them signed by anybody."""
    blank = etree.Element(w("p"))
    own = paragraph.find(w("pPr"))
    if own is not None:
        twin = copy.deepcopy(own)
        for tag in ("sectPr", "pPrChange"):
            for found in twin.findall(w(tag)):
                twin.remove(found)
        looks = twin.find(w("rPr"))
        if looks is not None:
            for tag in ("ins", "del", "moveFrom", "moveTo", "rPrChange"):
                for found in looks.findall(w(tag)):
                    looks.remove(found)
        blank.append(twin)
    return blank


def plain_run(paragraph: etree._Element) -> etree._Element | None:
    """The run whose looks new words take: the longest that is no note reference."""
    shown = [(len(text), run) for run, text in words.runs(paragraph) if text.strip(words.OBJECT)]
    return max(shown, key=lambda pair: pair[0])[1] if shown else None
