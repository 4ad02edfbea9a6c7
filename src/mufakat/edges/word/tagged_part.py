"""A template's part with tags: read and cut at its tags once, filled by joining the pieces.

A tag may be spread over runs: its value takes the place of its first piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy

from lxml import etree

from mufakat.edges.word.tags import TAG, own_text, own_words, tags_in
from mufakat.edges.word.xmltext import W, escape

_W = f"{{{W}}}"
_P, _T, _TR = (_W + name for name in ("p", "t", "tr"))
_KEPT = (f"{_W}pPr/{_W}sectPr", f"{_W}bookmarkStart", f".//{_W}drawing")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_HERE = re.compile(r"<\?mufakat tag (\w+)\?>")
_LINE_END = '</w:t><w:br/><w:t xml:space="preserve">'


class TaggedPart:
    """A part in which tags stand; ``names`` are those. Its prefix for Word's elements is ``w``.

    Refuses what looks like a tag and is none. The text's own place is marked before, and no tag.
    """

    def __init__(self, root: etree._Element) -> None:
        self.names = frozenset(tags_in(root))
        self._root = root
        self._cut: dict[frozenset[str], list[str]] = {}

    def filled(self, fields: Mapping[str, str]) -> str:
        """The part's XML. A row or paragraph whose tags are all empty is left out."""
        empty = frozenset(name for name in self.names if not fields.get(name, "").strip())
        known = self._cut.get(empty)
        if known is None:
            known = self._cut[empty] = _cut(deepcopy(self._root), empty)
        out = list(known)
        out[1::2] = [escape(fields.get(name, "")).replace("\n", _LINE_END) for name in out[1::2]]
        return "".join(out)


def _cut(root: etree._Element, empty: frozenset[str]) -> list[str]:
    """XML and names of tags by turns, XML first and last."""
    for row in [row for row in root.iter(_TR) if _all_empty(row.iter(_P), empty)]:
        _drop_row(row)
    for paragraph in [p for p in root.iter(_P) if "{" in own_text(p)]:
        if _all_empty([paragraph], empty) and _spare(paragraph):
            _parent(paragraph).remove(paragraph)
        else:
            _mark(paragraph)
    whole = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return _HERE.split(whole.decode())


def _all_empty(paragraphs: Iterable[etree._Element], empty: frozenset[str]) -> bool:
    names = {name for p in paragraphs for name in TAG.findall(own_text(p))}
    return bool(names) and names <= empty


def _drop_row(row: etree._Element) -> None:
    table = _parent(row)
    table.remove(row)
    if table.find(_TR) is None:
        _parent(table).remove(table)


def _spare(paragraph: etree._Element) -> bool:
    """Whether a paragraph can go: it holds nothing else, and is not all that its container has."""
    if any(paragraph.find(path) is not None for path in _KEPT):
        return False
    parent = _parent(paragraph)
    return parent.tag == f"{_W}body" or len(parent.findall(_P)) > 1


def _mark(paragraph: etree._Element) -> None:
    """Puts a processing instruction in the place of each tag."""
    for piece in own_words(paragraph):
        _break_lines(piece)
    pieces = own_words(paragraph)
    for match in reversed(list(TAG.finditer(own_text(paragraph)))):
        _replace(pieces, match.start(), match.end(), match[1])


def _replace(pieces: list[etree._Element], start: int, end: int, name: str) -> None:
    """From the last tag to the first, so that what stands before a tag is still only text."""
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            piece.set(_SPACE, "preserve")
            piece.text = text[:first] + ("" if name else text[last:])
            if name:
                here = etree.ProcessingInstruction("mufakat", f"tag {name}")
                here.tail = text[last:]
                piece.insert(0, here)
                name = ""
        at += len(text)


def _break_lines(piece: etree._Element) -> None:
    """Line ends become line breaks, as those in a value do."""
    lines = (piece.text or "").split("\n")
    run = _parent(piece)
    piece.text = lines[0]
    at = run.index(piece)
    for line in lines[1:]:
        words = etree.Element(_T)
        words.text = line
        words.set(_SPACE, "preserve")
        run.insert(at + 1, etree.Element(f"{_W}br"))
        run.insert(at + 2, words)
        at += 2


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent
