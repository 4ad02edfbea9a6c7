"""A paragraph's properties: its style, its place in a list, and how both were changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from mufakat.edges.word.read_numbering import number
from mufakat.edges.word.read_revisions import KINDS, signature
from mufakat.edges.word.read_styles import Listed, Styles
from mufakat.edges.word.read_xml import VAL, first_child, w
from mufakat.text.document import Style
from mufakat.text.tracked import StyleChange

_STYLE, _NUMBERS, _OUTLINE = w("pStyle"), w("numPr"), w("outlineLvl")
_PPR, _RUN, _CHANGE, _SECTION = w("pPr"), w("rPr"), w("pPrChange"), w("sectPr")
_NUM, _ILVL, _INSERTED = w("numId"), w("ilvl"), w("ins")
_SECTION_CHANGE, _NUMBERING_CHANGE = w("sectPrChange"), w("numberingChange")
_RUN_CHANGE, _SEPARATOR = w("rPrChange"), w("specVanish")
_HOLDING_CHANGES = frozenset({_RUN, _CHANGE, _SECTION})


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """What a paragraph is. ``mark`` holds the elements of the revisions of its mark."""

    style: Style
    given: frozenset[str] = frozenset()  # the marks that its style gives to its words
    shell: bool = False
    listed: Listed | None = None
    mark: tuple[etree._Element, ...] = ()
    restyle: StyleChange | None = None
    told: tuple[str, ...] = ()  # what the text model does not know
    sign: bool = False  # a tracked change of how the paragraph's mark looks
    changed: bool = False  # any of these


_Key = tuple[str, str | None, int | None, int | None]
"""A paragraph's own style id, list, level in the list and outline level."""

_LIST = '<w:numPr><w:ilvl w:val="([0-9])"/><w:numId w:val="([0-9]+)"/></w:numPr>'
_USUAL = re.compile(rf'<w:pPr><w:pStyle w:val="(\w*)"/>(?:{_LIST})?</w:pPr>', re.ASCII)


@dataclass(slots=True)
class _Changes:
    """What few paragraphs have: tracked changes in their properties."""

    mark: tuple[etree._Element, ...] = ()
    numbered_by: etree._Element | None = None
    change: etree._Element | None = None
    told: tuple[str, ...] = ()
    sign: bool = False


class ParagraphReader:
    """Reads paragraphs' properties; equal ones that nobody changed are one object.

    ``listed`` names the paragraph's own list only where lists are ``counted``; else it is one that
    prints alike.
    """

    def __init__(self, styles: Styles, *, counted: bool = True) -> None:
        self._styles = styles
        self._counted = counted
        self._known: dict[_Key, ParagraphProperties] = {}
        self._shared: dict[str | None, ParagraphProperties] = {}
        self.none = self._plain(("", None, None, None))

    def shared(
        self, xml: str | None, elements: Mapping[str, etree._Element]
    ) -> ParagraphProperties:
        """The meaning of a ``w:pPr`` that several paragraphs may have, by its XML."""
        found = self._shared.get(xml)
        if found is None:
            found = self._shared[xml] = self._first(xml, elements) if xml else self.none
        return found

    def _first(self, xml: str, elements: Mapping[str, etree._Element]) -> ParagraphProperties:
        usual = _USUAL.fullmatch(xml)
        if usual is None:
            return self.of(elements[xml])
        style, ilvl, num = usual.groups()
        return self._alike((style, num, int(ilvl) if num else None, None))

    def of(self, element: etree._Element) -> ParagraphProperties:
        """The meaning of a ``w:pPr``."""
        key, changes = _read(element)
        plain = self._alike(key)
        if changes is None:
            return plain
        restyle, told = None, (*plain.told, *changes.told)
        if changes.change is not None or changes.numbered_by is not None:
            restyle = self._restyle(key, changes, plain.style)
            told = told if restyle else (*told, "layout")
        return replace(
            plain, mark=changes.mark, restyle=restyle, told=told, sign=changes.sign, changed=True
        )

    def _alike(self, key: _Key) -> ParagraphProperties:
        if key[1] and not self._counted:
            key = key[0], self._styles.numbering.alike(key[1]), key[2], key[3]
        return self._known.get(key) or self._plain(key)

    def _plain(self, key: _Key) -> ParagraphProperties:
        ident, num, ilvl, outline = key
        listed = self._styles.listed(ident, num, ilvl)
        style = self._styles.style(ident, num, outline, listed)
        look = self._styles.run(ident)
        given = frozenset(mark for mark, on in look.marks.items() if on)
        told = tuple(kind for kind in look.told if kind == "hidden")
        shell = self._styles.is_shell(ident)
        found = ParagraphProperties(style, given, shell, listed, told=told, changed=bool(told))
        self._known[key] = found
        return found

    def _restyle(self, key: _Key, changes: _Changes, now: Style) -> StyleChange | None:
        """The tracked change of style; None if it was only of the layout."""
        change = changes.change if changes.change is not None else changes.numbered_by
        assert change is not None
        old: _Key = (key[0], None, None, key[3])  # before it was put into a list
        if changes.change is not None:
            held = change.find(_PPR)
            old = ("", None, None, None) if held is None else _read(held)[0]
        before = self._plain(old).style
        if before == now:
            return None
        author, when = signature(change)
        return StyleChange(author, before, when)


def is_usual(xml: str) -> bool:
    """Whether a ``w:pPr`` names a style and a place in a list and no more, and is read at sight."""
    return _USUAL.fullmatch(xml) is not None


def _read(element: etree._Element) -> tuple[_Key, _Changes | None]:
    style, num, ilvl, outline = "", None, None, None
    changes: _Changes | None = None
    for child in element:
        tag = child.tag
        if tag == _STYLE:
            style = child.get(VAL, "")
        elif tag == _NUMBERS:
            for part in child:
                kind = part.tag
                if kind == _NUM:
                    num = part.get(VAL, "")
                elif kind == _ILVL:
                    ilvl = number(part.get(VAL), 0)
                else:
                    changes = _changed(part, changes)
        elif tag == _OUTLINE:
            outline = number(child.get(VAL), 9)
        elif tag in _HOLDING_CHANGES:
            changes = _changed(child, changes)
    return (style, num, ilvl, outline), changes


def _changed(element: etree._Element, changes: _Changes | None) -> _Changes | None:
    """Takes note of a tracked change, if the element is or holds one."""
    found = changes or _Changes()
    tag = element.tag
    if tag == _RUN:
        found.mark = tuple([e for e in element if e.tag in KINDS])
        found.sign = first_child(element, _RUN_CHANGE) is not None
        if first_child(element, _SEPARATOR) is not None:
            found.told += ("separator",)
        return found if found.mark or found.sign or found.told else changes
    if tag == _CHANGE:
        found.change = element
    elif tag == _INSERTED:
        found.numbered_by = element
    elif tag == _NUMBERING_CHANGE:
        found.told += ("layout",)
    elif tag == _SECTION:
        changed = first_child(element, _SECTION_CHANGE) is not None
        found.told += ("layout" if changed else "section",)
    else:
        return changes
    return found
