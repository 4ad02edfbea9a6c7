"""A paragraph's properties: its style, its place in a list, and how both were changed."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from mufakat.edges.word.read_numbering import number
from mufakat.edges.word.read_revisions import KINDS, signature
from mufakat.edges.word.read_styles import Listed, Styles
from mufakat.edges.word.read_xml import VAL, w
from mufakat.text.document import Style
from mufakat.text.tracked import StyleChange

_STYLE, _NUMBERS, _OUTLINE = w("pStyle"), w("numPr"), w("outlineLvl")
_RUN, _CHANGE, _SECTION = w("rPr"), w("pPrChange"), w("sectPr")
_NUM, _ILVL, _INSERTED = w("numId"), w("ilvl"), w("ins")
_LAYOUT_CHANGES = (w("sectPrChange"), w("numberingChange"))


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """What a paragraph is. ``mark`` holds the elements of the revisions of its mark."""

    style: Style = Style()  # noqa: RUF009 - frozen, so one default serves all
    shell: bool = False
    mark: tuple[etree._Element, ...] = ()
    restyle: StyleChange | None = None
    listed: Listed | None = None
    layout: bool = False  # a tracked change that the text model does not know


@dataclass(slots=True)
class _Direct:
    """A paragraph's own properties, before its style is asked."""

    style: str = ""
    num: str | None = None
    ilvl: int | None = None
    outline: int | None = None
    numbered_by: etree._Element | None = None
    change: etree._Element | None = None
    mark: tuple[etree._Element, ...] = ()
    layout: bool = False


def paragraph_properties(element: etree._Element, styles: Styles) -> ParagraphProperties:
    """The meaning of a ``w:pPr``."""
    direct = _read(element)
    style = styles.style(direct.style, direct.num, direct.ilvl, direct.outline)
    restyle, layout = _restyle(direct, style, styles)
    return ParagraphProperties(
        style,
        styles.is_shell(direct.style),
        direct.mark,
        restyle,
        styles.listed(direct.style, direct.num, direct.ilvl),
        layout,
    )


def listed(element: etree._Element | None, styles: Styles) -> tuple[Listed | None, Style]:
    """A paragraph's place in a list and its style, for a look ahead."""
    direct = _Direct() if element is None else _read(element)
    found = styles.listed(direct.style, direct.num, direct.ilvl)
    return found, styles.style(direct.style, direct.num, direct.ilvl, direct.outline)


def _read(element: etree._Element) -> _Direct:
    out = _Direct()
    for child in element:
        tag = child.tag
        if tag == _STYLE:
            out.style = child.get(VAL, "")
        elif tag == _NUMBERS:
            _read_numbers(child, out)
        elif tag == _RUN:
            out.mark = tuple(e for e in child if e.tag in KINDS)
        elif tag == _OUTLINE:
            out.outline = number(child.get(VAL), 9)
        elif tag == _CHANGE:
            out.change = child
        elif tag == _SECTION and child.find(_LAYOUT_CHANGES[0]) is not None:
            out.layout = True
    return out


def _read_numbers(element: etree._Element, out: _Direct) -> None:
    for child in element:
        if child.tag == _NUM:
            out.num = child.get(VAL, "")
        elif child.tag == _ILVL:
            out.ilvl = number(child.get(VAL), 0)
        elif child.tag == _INSERTED:
            out.numbered_by = child
        elif child.tag in _LAYOUT_CHANGES:
            out.layout = True


def _restyle(direct: _Direct, now: Style, styles: Styles) -> tuple[StyleChange | None, bool]:
    """The tracked change of style, and whether something else of the layout was changed."""
    change = direct.change
    if change is not None:
        old = change.find(w("pPr"))
        was = _Direct() if old is None else _read(old)
        before = styles.style(was.style, was.num, was.ilvl, was.outline)
    elif direct.numbered_by is not None:
        change = direct.numbered_by
        before = styles.style(direct.style, None, None, direct.outline)
    else:
        return None, direct.layout
    if before == now:
        return None, True
    author, when = signature(change)
    return StyleChange(author, before, when), direct.layout
