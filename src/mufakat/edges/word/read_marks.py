"""A run's own formatting as marks, and the formatting that a tracked change replaced."""

from __future__ import annotations

from lxml import etree

from mufakat.edges.word.read_styles import NATIVE, OFF, TOLD, GivenMarks, Styles, switched
from mufakat.edges.word.read_xml import VAL, first_child, w

Marks = tuple[tuple[str, str], ...]  # sorted (mark, value) pairs

_STYLE = w("rStyle")
_CHANGE = w("rPrChange")
_COLOUR = w("color")
_SWITCHES = (w("b"), w("i"), w("u"), w("strike"), w("dstrike"), w("vertAlign"))
_COMPLEX = {w("bCs"): "bold", w("iCs"): "italic"}
_INSTEAD_OF = {w("b"), w("i")}
_IS_COMPLEX = {w("rtl"), w("cs")}
_WATCHED = frozenset({*_SWITCHES, _STYLE, _CHANGE, _COLOUR, *TOLD, *_COMPLEX, *_IS_COMPLEX})
_LINK_COLOURS = {"0000ff", "0563c1", "1155cc", "0000ee", "000080", "467886"}


class RunMarks:
    """Reads run properties; equal formatting gives one and the same tuple."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._known: dict[tuple[object, ...], tuple[Marks, tuple[str, ...]]] = {}
        self.given: GivenMarks | None = None  # by the table's style, to the row being read
        self.told: tuple[str, ...] = ()  # what to tell of the properties last read
        self.change: etree._Element | None = None  # the tracked change in the properties last read

    def of(self, properties: etree._Element, link: Marks = ()) -> Marks:
        """The marks that run properties set, within a link's own mark (or none)."""
        self.told = ()
        self.change = None
        key: list[object] = []
        for child in properties:
            tag = child.tag
            if tag not in _WATCHED:
                continue
            if tag == _CHANGE:
                self.change = child
            else:
                key.append(tag)
                key.append(child.get(VAL))
        if not key:
            return link
        marks, self.told = self._found((link, self.given, *key), properties, link)
        return marks

    def first_row(self, style: etree._Element | None) -> GivenMarks | None:
        """What a table's style gives to its first row."""
        return None if style is None else self._styles.first_row(style.get(VAL, ""))

    def before(self, change: etree._Element, link: Marks) -> Marks:
        """The marks that a tracked change of formatting replaced."""
        old = first_child(change, w("rPr"))
        if old is None:
            return link
        held, told = self.change, self.told
        marks = self.of(old, link)
        self.change, self.told = held, told
        return marks

    def _found(
        self, key: tuple[object, ...], properties: etree._Element, link: Marks
    ) -> tuple[Marks, tuple[str, ...]]:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._computed(properties, link)
        return found

    def _computed(self, properties: etree._Element, link: Marks) -> tuple[Marks, tuple[str, ...]]:
        """The marks, and what to tell of the properties."""
        style = first_child(properties, _STYLE)
        run_style = self._styles.run("" if style is None else style.get(VAL, ""))
        on, told = dict(run_style.marks), dict.fromkeys(run_style.told, True)
        right_to_left = any(
            child.tag in _IS_COMPLEX and child.get(VAL, "1") not in OFF for child in properties
        )
        for child in properties:
            on.update(_switched(child, right_to_left=right_to_left))
            if child.tag in TOLD:
                told[TOLD[child.tag]] = child.get(VAL, "1") not in OFF
        colour = first_child(properties, _COLOUR)
        painted = "" if colour is None else colour.get(VAL, "").lower()
        if link and painted in _LINK_COLOURS:
            on["underline"] = False  # how some programs paint a link, and no emphasis
        if self.given is not None and painted == self.given.colour:
            on.update(dict.fromkeys(self.given.marks, False))
        marks = {(mark, "") for mark in NATIVE if on.get(mark)}
        marks |= {(role, "") for role in run_style.roles} | set(link)
        return tuple(sorted(marks)), tuple(kind for kind, so in told.items() if so)


def _switched(element: etree._Element, *, right_to_left: bool) -> tuple[tuple[str, bool], ...]:
    """The marks that a property switches; words from right to left have bold of their own."""
    tag = element.tag
    if right_to_left and tag in _COMPLEX:
        return ((_COMPLEX[tag], element.get(VAL, "1") not in OFF),)
    return () if right_to_left and tag in _INSTEAD_OF else switched(element)
