"""A paragraph's properties: its style, its place in a list, and how both were changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from mufakat.edges.word.read_numbering import number
from mufakat.edges.word.read_revisions import KINDS, signature
from mufakat.edges.word.read_styles import Listed, Styles
from mufakat.edges.word.read_xml import VAL, w
from mufakat.text.document import Style
from mufakat.text.tracked import StyleChange

_STYLE, _NUMBERS, _OUTLINE = w("pStyle"), w("numPr"), w("outlineLvl")
_PPR, _RUN, _CHANGE, _SECTION = w("pPr"), w("rPr"), w("pPrChange"), w("sectPr")
_NUM, _ILVL, _INSERTED = w("numId"), w("ilvl"), w("ins")
_SECTION_CHANGE, _NUMBERING_CHANGE = w("sectPrChange"), w("numberingChange")


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """What a paragraph is. ``mark`` holds the elements of the revisions of its mark."""

    style: Style
    shell: bool = False
    listed: Listed | None = None
    mark: tuple[etree._Element, ...] = ()
    restyle: StyleChange | None = None
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


class ParagraphReader:
    """Reads paragraphs' properties; equal ones that nobody changed are one object."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._known: dict[tuple[str, str | None, int | None, int | None], ParagraphProperties] = {}

    def of(self, element: etree._Element | None) -> ParagraphProperties:
        """The meaning of a ``w:pPr``, or of there being none."""
        direct = _Direct() if element is None else _read(element)
        plain = self._plain(direct)
        if direct.change is None and direct.numbered_by is None:
            if not direct.mark and not direct.layout:
                return plain
            return replace(plain, mark=direct.mark, layout=direct.layout)
        restyle = self._restyle(direct, plain.style)
        layout = direct.layout or restyle is None
        return replace(plain, mark=direct.mark, restyle=restyle, layout=layout)

    def _plain(self, direct: _Direct) -> ParagraphProperties:
        key = (direct.style, direct.num, direct.ilvl, direct.outline)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = ParagraphProperties(
                self._styles.style(*key),
                self._styles.is_shell(direct.style),
                self._styles.listed(*key[:3]),
            )
        return found

    def _restyle(self, direct: _Direct, now: Style) -> StyleChange | None:
        """The tracked change of style; None if it was only of the layout."""
        if direct.change is not None:
            change = direct.change
            old = change.find(_PPR)
            before = self._plain(_Direct() if old is None else _read(old)).style
        else:
            assert direct.numbered_by is not None
            change = direct.numbered_by
            before = self._plain(_Direct(direct.style, outline=direct.outline)).style
        if before == now:
            return None
        author, when = signature(change)
        return StyleChange(author, before, when)


def _read(element: etree._Element) -> _Direct:
    out = _Direct()
    for child in element:
        tag = child.tag
        if tag == _STYLE:
            out.style = child.get(VAL, "")
        elif tag == _NUMBERS:
            _read_numbers(child, out)
        elif tag == _RUN:
            out.mark = tuple([e for e in child if e.tag in KINDS])
        elif tag == _OUTLINE:
            out.outline = number(child.get(VAL), 9)
        elif tag == _CHANGE:
            out.change = child
        elif tag == _SECTION and child.find(_SECTION_CHANGE) is not None:
            out.layout = True
    return out


def _read_numbers(element: etree._Element, out: _Direct) -> None:
    for child in element:
        tag = child.tag
        if tag == _NUM:
            out.num = child.get(VAL, "")
        elif tag == _ILVL:
            out.ilvl = number(child.get(VAL), 0)
        elif tag == _INSERTED:
            out.numbered_by = child
        elif tag == _NUMBERING_CHANGE:
            out.layout = True
