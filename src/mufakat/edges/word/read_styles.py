"""The styles part: what a paragraph style makes of a paragraph, and a character style of a run.

Styles are known by their names, which stay the same in every language of Word and in LibreOffice;
their ids do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from mufakat.change.show.brackets import ATTRIBUTION, CONTESTED, PROPOSED, STRUCK
from mufakat.edges.word.read_forms import heading_style, numbered_style
from mufakat.edges.word.read_numbering import Level, Numbering, number
from mufakat.edges.word.read_xml import VAL, first_child, w
from mufakat.text.document import Kind, Style

NATIVE = ("bold", "italic", "underline", "superscript", "subscript", "strike")
SHELL = "mufakat shell"
OFF = {"0", "false", "off", "none"}

_NAMED = re.compile(r"(title|heading|mufakat numbered|mufakat item)(?: ([1-9]))?")
_KINDS: dict[str, Kind] = {
    "title": "title",
    "heading": "heading",
    "mufakat numbered": "numbered",
    "mufakat item": "item",
}
_OURS_PLAIN = {"mufakat plain", "mufakat cell"}
_UNMARKED = {
    "hyperlink",
    "followedhyperlink",
    "internet link",
    "visited internet link",
    "footnote reference",
    "endnote reference",
    "footnote characters",
    "endnote characters",
    "footnote anchor",
    "endnote anchor",
    "annotation reference",
}
SIGNS = frozenset({PROPOSED, STRUCK, ATTRIBUTION, CONTESTED})
TOLD = {
    w("vanish"): "hidden",
    w("highlight"): "highlight",
    w("caps"): "capitals",
    w("smallCaps"): "capitals",
}
"""What of the look of words is no part of the text, and what is told of it."""

_DEEPEST = 20  # styles based on styles


@dataclass(frozen=True, slots=True)
class Listed:
    """The place that a paragraph has in a list: the list's id and the level, from 0."""

    num: str
    ilvl: int


@dataclass(slots=True)
class _ParagraphStyle:
    """A paragraph style with what it takes over from the styles it is based on."""

    kind: Kind = "plain"
    level: int = 0  # 0: the name says none
    num: str = ""
    ilvl: int | None = None
    outline: int | None = None
    shell: bool = False
    ours: bool = False


@dataclass(slots=True)
class RunStyle:
    """What a character style switches on and off, and the roles that its name gives.

    ``told`` is what to tell of words that have it.
    """

    marks: dict[str, bool] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenMarks:
    """The marks, and the colour with them, that a table's style gives to the words of a row."""

    colour: str
    marks: frozenset[str]


class Styles:
    """All styles of a file, by id, and the text styles that they amount to.

    The ``signs`` of a compilation count only in files that were made here: pasted by somebody else,
    they are no part of the text.
    """

    def __init__(self, root: etree._Element | None, *, signs: bool = False) -> None:
        self._signs = signs
        self.numbering = Numbering()
        self.main: set[str] = set()  # the lists that number the text's main paragraphs
        self._elements: dict[str, etree._Element] = {}
        self._default = ""
        self._paragraphs: dict[str, _ParagraphStyle] = {}
        self._runs: dict[str, RunStyle] = {}
        for element in () if root is None else root.iterchildren(w("style")):
            ident = element.get(w("styleId"), "")
            self._elements[ident] = element
            default = element.get(w("default"), "0") not in OFF
            if default and element.get(w("type")) == "paragraph":
                self._default = ident

    @cached_property
    def ours(self) -> bool:
        """Whether the file has the style that numbers paragraphs in files rendered here."""
        return any(_name(e) == "mufakat numbered" for e in self._elements.values())

    def is_shell(self, ident: str) -> bool:
        """Whether a paragraph of this style belongs to the shell around the text."""
        return self._paragraph(ident).shell

    def style(
        self, ident: str, num: str | None, outline: int | None, listed: Listed | None
    ) -> Style:
        """The text style of a paragraph from its style id, its own properties and its list."""
        held = self._paragraph(ident)
        if held.kind == "title":
            return Style("title")
        level = self.numbering.level(listed.num, listed.ilvl) if listed else None
        if listed is None or level is None or not level.printed:
            listed = level = None
        own = listed.ilvl + 1 if listed else 1
        outlined = held.outline if outline is None else outline
        if held.kind == "heading":
            return heading_style(held.level or 1, own, level)
        if outlined is not None and 0 <= outlined <= 8 and not held.ours:
            return heading_style(min(outlined + 1, 6), own, level)
        if listed is None or level is None:
            named = held.kind != "plain" and num != "0"
            return Style(held.kind, held.level or 1) if named else Style()
        if held.kind != "plain":
            return numbered_style(held.kind, own, own, level)
        return self._by_list(listed, level)

    def listed(self, ident: str, num: str | None, ilvl: int | None) -> Listed | None:
        """The list and level that a paragraph stands in, by itself or by its style."""
        held = self._paragraph(ident)
        effective = held.num if num is None else num
        if effective in ("", "0"):
            return None
        if ilvl is None:
            ilvl = held.ilvl
        if ilvl is None:
            ilvl = self.numbering.level_of_style(effective, ident or self._default)
        return Listed(effective, min(max(ilvl, 0), 8))

    def run(self, ident: str) -> RunStyle:
        """What a character style does to its words."""
        if ident not in self._runs:
            self._runs[ident] = self._run_style(ident)
        return self._runs[ident]

    def first_row(self, ident: str) -> GivenMarks | None:
        """What a table style gives to the words of a table's first row, if it colours them.

        LibreOffice writes that out in each run, where it would pass for the delegation's own.
        """
        for element in self._chain(ident):
            for part in element.iterchildren(w("tblStylePr")):
                properties = first_child(part, w("rPr"))
                if part.get(w("type")) != "firstRow" or properties is None:
                    continue
                colour = first_child(properties, w("color"))
                marks = {mark for child in properties for mark, on in switched(child) if on}
                if colour is not None and marks:
                    return GivenMarks(colour.get(VAL, "").lower(), frozenset(marks))
        return None

    def _by_list(self, listed: Listed, level: Level) -> Style:
        here = listed.ilvl + 1
        if listed.num not in self.main and not self._linked(listed):
            return numbered_style("item", here, here, level)
        if here == 1 or re.search(rf"%[1-{here - 1}]", level.pattern):
            return numbered_style("numbered", here, here, level)
        return numbered_style("item", here - 1, here, level)

    def _linked(self, listed: Listed) -> bool:
        """Whether the list is the one that our own style for numbered paragraphs stands in."""
        return any(
            level is not None and level.style and self._paragraph(level.style).kind == "numbered"
            for level in self.numbering.levels(listed.num)
        )

    def _chain(self, ident: str) -> Iterator[etree._Element]:
        for _ in range(_DEEPEST):
            element = self._elements.get(ident)
            if element is None:
                return
            yield element
            based = first_child(element, w("basedOn"))
            ident = "" if based is None else based.get(VAL, "")

    def _paragraph(self, ident: str) -> _ParagraphStyle:
        ident = ident or self._default
        if ident not in self._paragraphs:
            self._paragraphs[ident] = self._paragraph_style(ident)
        return self._paragraphs[ident]

    def _paragraph_style(self, ident: str) -> _ParagraphStyle:
        out = _ParagraphStyle()
        named = False
        for element in self._chain(ident):
            name = _name(element)
            match = _NAMED.fullmatch(name)
            if match and not named:
                out.kind, out.level, named = _KINDS[match[1]], int(match[2] or 0), True
                out.level = min(out.level, 6) if out.kind == "heading" else out.level
            out.shell = out.shell or name == SHELL
            if name in _OURS_PLAIN and not named:
                out.ours = named = True
            self._take_over(out, element)
        out.ours = out.ours or out.kind in ("numbered", "item")
        return out

    def _take_over(self, out: _ParagraphStyle, element: etree._Element) -> None:
        properties = first_child(element, w("pPr"))
        if properties is None:
            return
        numbers = first_child(properties, w("numPr"))
        if numbers is not None:
            num, ilvl = first_child(numbers, w("numId")), first_child(numbers, w("ilvl"))
            if num is not None and not out.num:
                out.num = num.get(VAL, "")
            if ilvl is not None and out.ilvl is None:
                out.ilvl = number(ilvl.get(VAL), 0)
        outline = first_child(properties, w("outlineLvl"))
        if outline is not None and out.outline is None:
            out.outline = number(outline.get(VAL), 9)

    def _run_style(self, ident: str) -> RunStyle:
        out, looks = RunStyle(), dict[str, bool]()
        for element in self._chain(ident):
            name = _name(element)
            if name.startswith("mufakat ") and not name.startswith(SHELL):
                return self._role_style(name)
            if name in _UNMARKED:
                return RunStyle()
            properties = first_child(element, w("rPr"))
            for child in () if properties is None else properties:
                for mark, on in switched(child):
                    out.marks.setdefault(mark, on)
                if child.tag in TOLD:
                    looks.setdefault(child.tag, child.get(VAL, "1") not in OFF)
        out.told = tuple(dict.fromkeys(TOLD[tag] for tag, on in looks.items() if on))
        return out

    def _role_style(self, name: str) -> RunStyle:
        roles = sorted(_roles(name))
        if self._signs or not SIGNS.intersection(roles):
            return RunStyle({}, tuple(roles))
        return RunStyle({}, tuple(r for r in roles if r not in SIGNS), ("sign",))


_SWITCHES = {
    w("b"): "bold",
    w("i"): "italic",
    w("u"): "underline",
    w("strike"): "strike",
}
_DOUBLE = w("dstrike")
_VERTICAL = w("vertAlign")


def switched(element: etree._Element) -> tuple[tuple[str, bool], ...]:
    """The marks that one run property switches on or off."""
    mark = _SWITCHES.get(element.tag)
    if mark is not None:
        return ((mark, element.get(VAL, "1") not in OFF),)
    if element.tag == _DOUBLE and element.get(VAL, "1") not in OFF:
        return (("strike", True),)
    if element.tag == _VERTICAL:
        value = element.get(VAL)
        return (("superscript", value == "superscript"), ("subscript", value == "subscript"))
    return ()


def _name(element: etree._Element) -> str:
    name = first_child(element, w("name"))
    return "" if name is None else name.get(VAL, "").lower()


def _roles(name: str) -> Iterator[str]:
    for role in name.removeprefix("mufakat ").split():
        if re.fullmatch(r"[a-z][a-z0-9-]{0,30}", role):
            yield role
