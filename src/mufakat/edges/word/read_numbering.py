"""The numbering part: how each list's levels are printed, and what Word prints for a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from mufakat.edges.word.read_xml import VAL, w
from mufakat.text.document import Format

_FORMATS: dict[str, Format] = {
    "decimal": "decimal",
    "lowerLetter": "lowerLetter",
    "upperLetter": "upperLetter",
    "lowerRoman": "lowerRoman",
    "upperRoman": "upperRoman",
    "bullet": "bullet",
}
_SILENT = {"none", ""}
LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``format`` is OOXML's word; ``pattern`` holds ``%1`` ... ``%9``."""

    format: str = "decimal"
    pattern: str = ""
    start: int = 1
    restart: int | None = None  # the level whose counting starts this one anew; 0 never
    legal: bool = False  # all numbers of the pattern in Arabic figures
    style: str = ""  # the paragraph style that stands at this level

    @property
    def printed(self) -> bool:
        """Whether a number or a bullet shows at all."""
        return self.format not in _SILENT and bool(self.pattern)

    @property
    def known(self) -> Format | None:
        """The number format in the text model's words; None for one that the model lacks."""
        return _FORMATS.get(self.format)


@dataclass(frozen=True, slots=True)
class List:
    """One numbered list: its definition's id and its levels."""

    abstract: str
    levels: tuple[Level, ...]


class Numbering:
    """All lists of a file, by the id that paragraphs name."""

    def __init__(self, root: etree._Element | None = None) -> None:
        self._abstract: dict[str, tuple[Level, ...]] = {}
        self._elements: dict[str, etree._Element] = {}
        self._lists: dict[str, List | None] = {}
        if root is not None:
            self._read(root)

    def list(self, num: str) -> List | None:
        """The list that a paragraph's ``numId`` names."""
        if num not in self._lists:
            element = self._elements.get(num)
            self._lists[num] = None if element is None else self._list(element)
        return self._lists[num]

    def level(self, num: str, ilvl: int) -> Level | None:
        """A level (from 0) of a list, or None if there is none."""
        held = self.list(num)
        return held.levels[ilvl] if held and 0 <= ilvl < len(held.levels) else None

    def level_of_style(self, num: str, style: str) -> int:
        """The level (from 0) at which a paragraph style stands in a list."""
        held = self.list(num)
        for ilvl, level in enumerate(held.levels if held else ()):
            if level.style == style:
                return ilvl
        return 0

    def _read(self, root: etree._Element) -> None:
        list_styles: dict[str, str] = {}
        referring: dict[str, str] = {}
        for element in root.iterchildren(w("abstractNum")):
            ident = element.get(w("abstractNumId"), "")
            self._abstract[ident] = _levels(element)
            if style := _child_value(element, "styleLink"):
                list_styles[style] = ident
            if style := _child_value(element, "numStyleLink"):
                referring[ident] = style
        for ident, style in referring.items():
            if style in list_styles:
                self._abstract[ident] = self._abstract[list_styles[style]]
        for element in root.iterchildren(w("num")):
            self._elements[element.get(w("numId"), "")] = element

    def starts(self, num: str) -> list[tuple[int, int]]:
        """The levels (from 0) that a list starts anew, each with its first number."""
        element = self._elements.get(num)
        changes = () if element is None else element.iterchildren(w("lvlOverride"))
        return [
            (number(change.get(w("ilvl")), 0), number(start, 1))
            for change in changes
            if (start := _child_value(change, "startOverride"))
        ]

    def _list(self, element: etree._Element) -> List:
        abstract = _child_value(element, "abstractNumId")
        levels = self._abstract.get(abstract, ())
        if next(element.iter(w("lvl")), None) is None:
            return List(abstract, levels)
        own = list(levels)
        for change in element.iterchildren(w("lvlOverride")):
            ilvl = number(change.get(w("ilvl")), 0)
            for level in change.iterchildren(w("lvl")):
                if 0 <= ilvl < len(own):
                    own[ilvl] = _level(level)
        return List(abstract, tuple(own))


def number(value: str | None, otherwise: int) -> int:
    """A whole number as the file writes it, within reason, else ``otherwise``."""
    if value is None or len(value) > 9:
        return otherwise
    digits = value.removeprefix("-")
    return int(value) if digits.isascii() and digits.isdigit() else otherwise


def _levels(abstract: etree._Element) -> tuple[Level, ...]:
    found: dict[int, Level] = {}
    for element in abstract.iterchildren(w("lvl")):
        found[number(element.get(w("ilvl")), 0)] = _level(element)
    deepest = max((ilvl for ilvl in found if ilvl < LEVELS), default=-1)
    return tuple(found.get(ilvl, Level()) for ilvl in range(deepest + 1))


def _level(element: etree._Element) -> Level:
    values: dict[str, str] = {}
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child).localname
        values[name] = child.get(VAL, "" if name != "isLgl" else "true")
        if name == "AlternateContent":  # a format that only newer programs know
            for inner in child.iter(w("numFmt")):
                values.setdefault("numFmt", inner.get(VAL, ""))
    restart = values.get("lvlRestart")
    return Level(
        format=values.get("numFmt", "decimal"),
        pattern=values.get("lvlText", "")[:60],
        start=number(values.get("start"), 0),
        restart=None if restart is None else number(restart, 0),
        legal=values.get("isLgl", "0") not in ("0", "false", "off"),
        style=values.get("pStyle", ""),
    )


def _child_value(element: etree._Element, name: str) -> str:
    child = element.find(w(name))
    return "" if child is None else child.get(VAL, "")


class Counter:
    """What Word prints in front of each paragraph, asked in reading order."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[str] = set()

    def next(self, num: str, ilvl: int) -> str:
        """The label of the next paragraph of a list at a level; empty where none is printed."""
        held = self._numbering.list(num)
        if held is None or not 0 <= ilvl < len(held.levels):
            return ""
        counts = self._counts.setdefault(held.abstract, [None] * LEVELS)
        if num not in self._started:
            self._started.add(num)
            for level, start in self._numbering.starts(num):
                if 0 <= level < LEVELS:
                    counts[level] = start - 1
        for above in range(ilvl):
            if counts[above] is None:
                counts[above] = held.levels[above].start
        before = counts[ilvl]
        counts[ilvl] = held.levels[ilvl].start if before is None else before + 1
        for below in range(ilvl + 1, len(held.levels)):
            restart = held.levels[below].restart
            if restart is None or ilvl < restart:
                counts[below] = None
        return _printed(held.levels, ilvl, counts)


def _printed(levels: tuple[Level, ...], ilvl: int, counts: list[int | None]) -> str:
    level = levels[ilvl]
    if not level.printed:
        return ""
    if level.format == "bullet":
        return "•"

    def figure(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        if at >= len(levels):
            return ""
        count = counts[at] or 0
        return figures(count, "decimal" if level.legal else levels[at].format)

    return re.sub(r"%([1-9])", figure, level.pattern)


def figures(count: int, form: str) -> str:
    """A number in one of OOXML's forms; figures for a form that is not known here."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 40)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        return _roman(count) if form == "lowerRoman" else _roman(count).upper()
    if form == "decimalZero":
        return f"{count:02d}"
    return "" if form in _SILENT else str(count)


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _roman(count: int) -> str:
    out = []
    for value, letters in _ROMAN:
        times, count = divmod(count, value)
        out.append(letters * times)
    return "".join(out)
