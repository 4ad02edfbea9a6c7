"""A run's own formatting as marks, and the formatting that a tracked change replaced."""

from __future__ import annotations

from lxml import etree

from mufakat.edges.word.read_styles import NATIVE, OFF, Styles, switched
from mufakat.edges.word.read_xml import VAL, w

Marks = tuple[tuple[str, str], ...]  # sorted (mark, value) pairs

_STYLE = w("rStyle")
_CHANGE = w("rPrChange")
_COLOUR = w("color")
_HIDDEN = w("vanish")
_SWITCHES = (w("b"), w("i"), w("u"), w("strike"), w("dstrike"), w("vertAlign"))
_WATCHED = frozenset({*_SWITCHES, _STYLE, _CHANGE, _COLOUR, _HIDDEN})
_LINK_COLOURS = {"0000ff", "0563c1", "1155cc", "0000ee", "000080", "467886"}


class RunMarks:
    """Reads run properties; equal formatting gives one and the same tuple."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._known: dict[tuple[object, ...], Marks] = {}
        self.hidden = False  # whether the properties last read hide their words
        self.change: etree._Element | None = None  # the tracked change in the properties last read

    def of(self, properties: etree._Element, link: Marks = ()) -> Marks:
        """The marks that run properties set, within a link's own mark (or none)."""
        self.hidden = False
        self.change = None
        key: list[object] = []
        for child in properties:
            tag = child.tag
            if tag not in _WATCHED:
                continue
            if tag == _CHANGE:
                self.change = child
            elif tag == _HIDDEN:
                self.hidden = child.get(VAL, "1") not in OFF
            else:
                key.append(tag)
                key.append(child.get(VAL))
        if not key:
            return link
        return self._marks((link, *key), properties, link)

    def before(self, change: etree._Element, link: Marks) -> Marks:
        """The marks that a tracked change of formatting replaced."""
        old = change.find(w("rPr"))
        if old is None:
            return link
        held, hidden = self.change, self.hidden
        marks = self.of(old, link)
        self.change, self.hidden = held, hidden
        return marks

    def _marks(self, key: tuple[object, ...], properties: etree._Element, link: Marks) -> Marks:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._computed(properties, link)
        return found

    def _computed(self, properties: etree._Element, link: Marks) -> Marks:
        style = properties.find(_STYLE)
        run_style = self._styles.run("" if style is None else style.get(VAL, ""))
        on = dict(run_style.marks)
        for child in properties:
            on.update(switched(child))
        colour = properties.find(_COLOUR)
        if link and colour is not None and colour.get(VAL, "").lower() in _LINK_COLOURS:
            on["underline"] = False  # how some programs paint a link, and no emphasis
        marks = {(mark, "") for mark in NATIVE if on.get(mark)}
        return tuple(sorted(marks | {(role, "") for role in run_style.roles} | set(link)))
