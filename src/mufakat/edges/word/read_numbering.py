"""The numbering part: how each list's levels are printed, and what Word prints for a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from mufakat.edges.word.read_xml import MC, VAL, first_child, w
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

_LIST, _LIST_ID = w("num"), w("numId")
_DEFINITION, _DEFINITION_ID = w("abstractNum"), w("abstractNumId")
_LEVEL, _ILVL, _OVERRIDE, _FORMAT = w("lvl"), w("ilvl"), w("lvlOverride"), w("numFmt")
_START = w("startOverride")
_ALTERNATE = f"{{{MC}}}AlternateContent"
_LEVEL_VALUES = {
    w(name): name for name in ("start", "numFmt", "lvlText", "lvlRestart", "isLgl", "pStyle")
}


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
        return self.format not in _SILENT and bool(self.pattern.strip())

    @property
    def exact(self) -> bool:
        """Whether what Word prints is known here to the letter."""
        return self.format in _FORMATS or self.format == "decimalZero"

    @property
    def known(self) -> Format | None:
        """The number format in the text model's words; None for one that the model lacks."""
        return _FORMATS.get(self.format)


Levels = tuple[Level | None, ...]
"""What a list prints at each of its nine levels."""


class Numbering:
    """All lists of a file, by the id that paragraphs name. A list is read when it is asked for.

    ``plain`` gives the definitions of lists that are not in the part any more, of which so many
    are ``starting`` anew; once the part is read, that is of all. ``styled`` gives the list that a
    list style names.
    """

    def __init__(
        self,
        root: etree._Element | None = None,
        plain: Mapping[str, str] | None = None,
        starting: int = 0,
        styled: Callable[[str], str] = lambda _: "",
    ) -> None:
        self.starting = starting
        self._styled = styled
        self._plain = plain or {}
        self._abstract: dict[str, etree._Element] = {}
        self._lists: dict[str, etree._Element] = {}
        self._levels: dict[str, Levels] = {}  # by list
        self._changing: set[str] = set()  # lists that change a level of their definition
        self._shared: dict[str, Levels] = {}  # by definition
        self._alike: dict[str, str] = {}  # by definition
        if root is not None:
            self._read(root)

    def definition(self, num: str) -> str | None:
        """The id of the definition of the list that a paragraph's ``numId`` names."""
        element = self._lists.get(num)
        return self._plain.get(num) if element is None else _child_value(element, "abstractNumId")

    def level(self, num: str, ilvl: int) -> Level | None:
        """A level (from 0) of a list, or None if there is none."""
        return self.levels(num)[ilvl] if 0 <= ilvl < LEVELS else None

    def levels(self, num: str) -> Levels:
        """All levels of a list; lists of one definition that change nothing in it share them."""
        found = self._levels.get(num)
        if found is None:
            found = self._levels[num] = self._read_levels(num)
        return found

    def alike(self, num: str) -> str:
        """The first of those lists asked for that print as this one does, but for their count."""
        definition = None if num in self._changing else self.definition(num)
        return num if definition is None else self._alike.setdefault(definition, num)

    def level_of_style(self, num: str, style: str) -> int:
        """The level (from 0) at which a paragraph style stands in a list."""
        for ilvl, level in enumerate(self.levels(num)):
            if level is not None and level.style == style:
                return ilvl
        return 0

    def starts(self, num: str) -> list[tuple[int, int]]:
        """The levels (from 0) that a list starts anew, each with its first number."""
        element = self._lists.get(num)
        changes = () if element is None else element.iterchildren(_OVERRIDE)
        return [
            (number(change.get(_ILVL), 0), number(start, 1))
            for change in changes
            if (start := _child_value(change, "startOverride"))
        ]

    def _read_levels(self, num: str) -> Levels:
        definition = self.definition(num)
        if definition is None:
            return (None,) * LEVELS
        shared = self._shared.get(definition)
        if shared is None:
            held = self._abstract.get(definition)
            places = () if held is None else ((e, e) for e in held.iterchildren(_LEVEL))
            shared = self._shared[definition] = _placed(places, (None,) * LEVELS)
        if num not in self._changing:
            return shared
        changes = ((e, e.find(_LEVEL)) for e in self._lists[num].iterchildren(_OVERRIDE))
        return _placed(changes, shared)

    def _read(self, root: etree._Element) -> None:
        list_styles: dict[str, etree._Element] = {}
        referring: dict[str, str] = {}
        for element in root:
            if element.tag == _LIST:
                ident = element.get(_LIST_ID, "")
                self._lists[ident] = element
                held = {change.tag for change in element.iter(_LEVEL, _START)}
                if _LEVEL in held:
                    self._changing.add(ident)
                self.starting += _START in held
            elif element.tag == _DEFINITION:
                ident = element.get(_DEFINITION_ID, "")
                self._abstract[ident] = element
                if style := _child_value(element, "styleLink"):
                    list_styles[style] = element
                if style := _child_value(element, "numStyleLink"):
                    referring[ident] = style
        for ident, style in referring.items():
            found = list_styles.get(style)
            if found is None:
                found = self._abstract.get(self.definition(self._styled(style)) or "")
            if found is not None:
                self._abstract[ident] = found


def number(value: str | None, otherwise: int) -> int:
    """A whole number as the file writes it, within reason, else ``otherwise``."""
    if value is None or len(value) > 9:
        return otherwise
    digits = value.removeprefix("-")
    return int(value) if digits.isascii() and digits.isdigit() else otherwise


def _placed(
    places: Iterable[tuple[etree._Element, etree._Element | None]], otherwise: Levels
) -> Levels:
    """The levels, each where the element beside it says."""
    found: dict[int, Level] = {}
    for place, element in places:
        ilvl = number(place.get(_ILVL), 0)
        if element is not None and ilvl not in found:
            found[ilvl] = _level(element)
    return tuple(found.get(ilvl, level) for ilvl, level in enumerate(otherwise))


def _level(element: etree._Element) -> Level:
    values: dict[str, str] = {}
    for child in element:
        tag = child.tag
        if tag in _LEVEL_VALUES:
            values[_LEVEL_VALUES[tag]] = child.get(VAL, "1")
        elif tag == _ALTERNATE:  # a format that only newer programs know
            for inner in child.iter(_FORMAT):
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
    found = first_child(element, w(name))
    return "" if found is None else found.get(VAL, "")


class Counter:
    """What Word prints in front of each paragraph, asked in reading order."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[str] = set()

    def next(self, num: str, ilvl: int) -> str:
        """The label of the next paragraph of a list at a level; empty where none is printed."""
        definition = self._numbering.definition(num)
        levels = self._numbering.levels(num)
        level = levels[ilvl] if 0 <= ilvl < LEVELS else None
        if definition is None or level is None:
            return ""
        counts = self._counts.setdefault(definition, [None] * LEVELS)
        self._start(num, counts)
        for above, upper in enumerate(levels[:ilvl]):
            if counts[above] is None and upper is not None:
                counts[above] = upper.start
        before = counts[ilvl]
        counts[ilvl] = level.start if before is None else before + 1
        for below in range(ilvl + 1, LEVELS):
            deeper = levels[below]
            if deeper is None or deeper.restart is None or ilvl < deeper.restart:
                counts[below] = None
        return _printed(level, levels, counts)

    def _start(self, num: str, counts: list[int | None]) -> None:
        if num in self._started:
            return
        self._started.add(num)
        for ilvl, start in self._numbering.starts(num):
            if 0 <= ilvl < LEVELS:
                counts[ilvl] = start - 1


def _printed(level: Level, levels: Levels, counts: list[int | None]) -> str:
    if not level.printed:
        return ""
    if level.format == "bullet":
        return "•"

    def figure(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        shown = levels[at]
        form = "decimal" if level.legal or shown is None else shown.format
        return figures(counts[at] or 0, form)

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
