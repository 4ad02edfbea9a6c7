"""The styles part: which style id stands for what, and the styles that a template left out.

A template names its styles as people see them ("Mufakat Numbered"); their ids are Word's own
affair and change with its language, so every style is looked up by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from mufakat.edges.word.xmltext import NAMESPACES, W, attribute
from mufakat.text.document import Kind, Style

Indents = dict[tuple[Kind, int], tuple[int, int]]  # left and hanging, by kind and level
StyleType = Literal["paragraph", "character", "table"]

_W = f"{{{W}}}"
_NATIVE = frozenset({"bold", "italic", "underline", "superscript", "subscript", "strike", "link"})

_PARAGRAPHS = {
    "Title": '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="240"/><w:jc w:val="center"/>'
    '</w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr>',
    **{
        f"heading {n}": '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/>'
        f'<w:outlineLvl w:val="{n - 1}"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr>'
        for n in range(1, 7)
    },
    "Mufakat Plain": '<w:pPr><w:spacing w:after="140"/></w:pPr>',
    "Mufakat Numbered": '<w:pPr><w:spacing w:after="140"/></w:pPr>',
    **{f"Mufakat Item {n}": '<w:pPr><w:spacing w:after="100"/></w:pPr>' for n in range(1, 10)},
    "Mufakat Cell": '<w:pPr><w:spacing w:before="40" w:after="40"/></w:pPr>',
    "Mufakat Shell": "",
    "footnote text": '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>',
    "endnote text": '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>',
    "annotation text": '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>',
}
_SUPERSCRIPT = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_CHARACTERS = {
    "footnote reference": _SUPERSCRIPT,
    "endnote reference": _SUPERSCRIPT,
    "annotation reference": '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>',
    "Hyperlink": '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr>',
    "Mufakat proposed": '<w:rPr><w:color w:val="0B4A94"/></w:rPr>',
    "Mufakat struck": '<w:rPr><w:strike/><w:color w:val="A02B2B"/></w:rPr>',
    "Mufakat attribution": "<w:rPr><w:b/><w:bCs/></w:rPr>",
    "Mufakat contested": '<w:rPr><w:b/><w:bCs/><w:color w:val="9C4A00"/></w:rPr>',
}
_TABLE = (
    "<w:tblPr><w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr>"
)
_NEEDED: dict[StyleType, dict[str, str]] = {
    "paragraph": _PARAGRAPHS,
    "character": _CHARACTERS,
    "table": {"Mufakat Table": _TABLE},
}


_LEVELS = 9
_STEP = 567  # one centimetre, in twentieths of a point
# What comes before them in CT_Style and CT_PPr (ECMA-376 part 1, 17.7.4.17 and 17.3.1.26).
_BEFORE_PROPERTIES = (
    "name", "aliases", "basedOn", "next", "link", "autoRedefine", "hidden", "uiPriority",
    "semiHidden", "unhideWhenUsed", "qFormat", "locked", "personal", "personalCompose",
    "personalReply", "rsid",
)  # fmt: skip
_BEFORE_NUMBERS = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl",
)  # fmt: skip


@dataclass(slots=True)
class Styles:
    """A template's styles, by type and name; grows by what the text needs beyond them."""

    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)

    def copy(self) -> Styles:
        """Styles that can grow without changing these."""
        return Styles(dict(self.ids), list(self.added))

    def id(self, kind: StyleType, name: str) -> str:
        """The id of a style; one that the template lacks is added, plain."""
        found = self.ids.get((kind, name.lower()))
        return found or self._add(kind, name, _NEEDED[kind].get(name, ""))

    def paragraph(self, style: Style, plain: str = "Mufakat Plain") -> str:
        """The id of the paragraph style that stands for a style of the text."""
        return self.id("paragraph", style_name(style, plain))

    def marks(self, marks: tuple[tuple[str, str], ...]) -> str:
        """The id of the character style for these marks, ``""`` where none is needed."""
        roles = [mark for mark, _ in marks if mark not in _NATIVE]
        if not roles:
            return self.id("character", "Hyperlink") if any(m == "link" for m, _ in marks) else ""
        return self.id("character", "Mufakat " + " ".join(roles))

    def _add(self, kind: StyleType, name: str, properties: str) -> str:
        ident = self._unused("".join(c for c in name if c.isascii() and c.isalnum()) or "Style")
        custom = ' w:customStyle="1"' if name.startswith("Mufakat") else ""
        self.ids[kind, name.lower()] = ident
        self.added.append(
            f'<w:style {NAMESPACES} w:type="{kind}"{custom} w:styleId="{ident}">'
            f'<w:name w:val="{attribute(name)}"/><w:qFormat/>{properties}</w:style>'
        )
        return ident

    def _unused(self, ident: str) -> str:
        taken = set(self.ids.values())
        nth = 2
        tried = ident
        while tried in taken:
            tried, nth = f"{ident}{nth}", nth + 1
        return tried


def style_name(style: Style, plain: str = "Mufakat Plain") -> str:
    """The name, as Word stores it, of the paragraph style for a style of the text."""
    match style.kind:
        case "title":
            return "Title"
        case "heading":
            return f"heading {style.level}"
        case "numbered":
            return "Mufakat Numbered"
        case "item":
            return f"Mufakat Item {style.level}"
    return plain


def read_styles(root: etree._Element) -> Styles:
    """The styles that a styles part defines."""
    styles = Styles()
    for style in root.iterchildren(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None:
            key = style.get(f"{_W}type", "paragraph"), name.get(f"{_W}val", "").lower()
            styles.ids.setdefault(key, style.get(f"{_W}styleId", ""))
    return styles


def indents(root: etree._Element, styles: Styles) -> Indents:
    """How far numbered paragraphs and items are indented: as the template's styles have it."""
    elements = {s.get(f"{_W}styleId"): s for s in root}
    out: Indents = {}
    left, hanging = _indent(elements.get(styles.paragraph(Style("numbered"))), _STEP, _STEP)
    for level in range(1, _LEVELS + 1):
        out["numbered", level] = left * level, hanging
        item = elements.get(styles.paragraph(Style("item", level)))
        out["item", level] = _indent(item, _STEP * (level + 1), _STEP)
        out["heading", level] = _STEP, _STEP
    return out


def _indent(style: etree._Element | None, left: int, hanging: int) -> tuple[int, int]:
    found = None if style is None else style.find(f"{_W}pPr/{_W}ind")
    if found is None:
        return left, hanging
    sizes = (found.get(_W + name, "") for name in ("left", "hanging"))
    own_left, own_hanging = (int(size) if size.isdigit() else 0 for size in sizes)
    return own_left, own_hanging


def add_styles(root: etree._Element, styles: Styles, lists: Mapping[Style, int]) -> None:
    """Adds what the template lacks, and ties the numbered styles to their kind's first list.

    So a paragraph that a delegate gives the style counts on with the others.
    """
    root.extend([etree.fromstring(style.encode()) for style in styles.added])
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    elements = {element.get(f"{_W}styleId"): element for element in root}
    for style, num in lists.items():
        properties = _child(elements[styles.paragraph(style)], "pPr", _BEFORE_PROPERTIES)
        for old in properties.findall(f"{_W}numPr"):
            properties.remove(old)
        numbers = _child(properties, "numPr", _BEFORE_NUMBERS)
        for name, value in (("ilvl", style.level - 1), ("numId", num)):
            etree.SubElement(numbers, _W + name).set(f"{_W}val", str(value))


def _child(parent: etree._Element, name: str, before: tuple[str, ...]) -> etree._Element:
    """A child by name, put after those that the schema has before it if it is not there."""
    found = parent.find(_W + name)
    if found is None:
        earlier = {_W + tag for tag in before}
        at = next((n for n, child in enumerate(parent) if child.tag not in earlier), len(parent))
        found = etree.Element(_W + name)
        parent.insert(at, found)
    return found
