"""The numbering part: the planned lists as Word's abstract and concrete ones."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from mufakat.edges.word.numbering_plan import LEVELS, Family, Form, List, Numbering, word_form
from mufakat.edges.word.styles_part import Indents
from mufakat.edges.word.xmltext import DECLARATION, W, attribute
from mufakat.text.document import Kind, Style

_W = f"{{{W}}}"
_LONG_PATTERN = 8


def numbering_xml(
    root: etree._Element, numbering: Numbering, indents: Indents, styles: Mapping[Style, str]
) -> str:
    """The part with the planned lists added.

    ``styles`` are the paragraph styles that stand in a kind's first list.
    """
    linked: set[Kind] = set()
    families = []
    for family in numbering.families:
        families.append(_abstract(family, indents, {} if family.kind in linked else styles))
        linked.add(family.kind)
    lists = [(made, family.id) for family in numbering.families for made in family.lists]
    lists.sort(key=lambda pair: pair[0].id)
    before, between, after = _cut(root)
    return "".join((before, *families, between, *(_num(*one) for one in lists), after))


def _cut(root: etree._Element) -> tuple[str, str, str]:
    """The part as it is, cut where the schema wants abstract lists and where it wants lists."""
    held = deepcopy(root)
    lists = etree.ProcessingInstruction("mufakat", "lists")
    families = etree.ProcessingInstruction("mufakat", "families")
    last, first = held.find(f"{_W}numIdMacAtCleanup"), held.find(f"{_W}num")
    held.append(lists) if last is None else last.addprevious(lists)
    (lists if first is None else first).addprevious(families)
    whole = DECLARATION + etree.tostring(held, encoding="unicode")
    before, _, rest = whole.partition("<?mufakat families?>")
    between, _, after = rest.partition("<?mufakat lists?>")
    return before, between, after


def _abstract(
    family: Family,
    indents: Indents,
    styles: Mapping[Style, str],
) -> str:
    levels = []
    for level in range(1, LEVELS + 1):
        style = Style(family.kind, level)
        form = family.forms.get(level) or word_form(style) or ("none", "")
        indent = indents.get((family.kind, level), (0, 0))
        levels.append(_level(level, form, indent, styles.get(style, "")))
    return (
        f'<w:abstractNum w:abstractNumId="{family.id}"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(levels)}</w:abstractNum>"
    )


def _level(level: int, form: Form, indent: tuple[int, int], style: str) -> str:
    number, pattern = form
    left, hanging = indent
    linked = f'<w:pStyle w:val="{attribute(style)}"/>' if style else ""
    suffix = ""
    if len(pattern) > _LONG_PATTERN:  # "Article %1" does not fit into the hanging indent
        suffix, hanging = '<w:suff w:val="space"/>', 0
    return (
        f'<w:lvl w:ilvl="{level - 1}"><w:start w:val="1"/><w:numFmt w:val="{number}"/>{linked}'
        f'{suffix}<w:lvlText w:val="{attribute(pattern)}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )


def _num(made: List, family: int) -> str:
    overrides = ""
    if made.starts:
        overrides = "".join(
            f'<w:lvlOverride w:ilvl="{level - 1}">'
            f'<w:startOverride w:val="{made.starts.get(level, 1)}"/></w:lvlOverride>'
            for level in range(1, LEVELS + 1)
        )
    return f'<w:num w:numId="{made.id}"><w:abstractNumId w:val="{family}"/>{overrides}</w:num>'


def free_ids(root: etree._Element) -> tuple[int, int]:
    """The first ``abstractNumId`` and ``numId`` that a numbering part does not use."""

    def free(tag: str, name: str) -> int:
        return 1 + max((int(e.get(_W + name, "0")) for e in root.iterchildren(_W + tag)), default=0)

    return free("abstractNum", "abstractNumId"), free("num", "numId")
