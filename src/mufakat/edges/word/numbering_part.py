"""The numbering part: the planned lists as Word's abstract and concrete ones."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from mufakat.edges.word.numbering_plan import LEVELS, Family, Form, List, Numbering, word_form
from mufakat.edges.word.styles_part import Indents
from mufakat.edges.word.xmltext import DECLARATION, W, attribute
from mufakat.text.document import Kind, Style

_W = f"{{{W}}}"
_LONG_PATTERN = 8
_UNSAID: Form = ("decimal", "")  # prints nothing itself, but its number in a deeper level's


@dataclass(frozen=True, slots=True)
class TemplateLists:
    """A template's numbering part: its XML, cut at the places for lists, and the first free ids."""

    before: str
    between: str
    after: str
    first_family: int  # abstractNumId
    first_list: int  # numId


def template_lists(root: etree._Element) -> TemplateLists:
    """A numbering part, cut where the schema wants abstract lists and where it wants lists."""
    held = deepcopy(root)
    lists = etree.ProcessingInstruction("mufakat", "lists")
    families = etree.ProcessingInstruction("mufakat", "families")
    last, first = held.find(f"{_W}numIdMacAtCleanup"), held.find(f"{_W}num")
    held.append(lists) if last is None else last.addprevious(lists)
    (lists if first is None else first).addprevious(families)
    whole = DECLARATION + etree.tostring(held, encoding="unicode")
    before, _, rest = whole.partition("<?mufakat families?>")
    between, _, after = rest.partition("<?mufakat lists?>")
    free = _free(root, "abstractNum", "abstractNumId"), _free(root, "num", "numId")
    return TemplateLists(before, between, after, *free)


def numbering_xml(
    template: TemplateLists, numbering: Numbering, indents: Indents, styles: Mapping[Style, str]
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
    added = *families, template.between, *(_num(*one) for one in lists)
    return "".join((template.before, *added, template.after))


def _abstract(
    family: Family,
    indents: Indents,
    styles: Mapping[Style, str],
) -> str:
    levels = []
    for level in range(1, LEVELS + 1):
        style = Style(family.kind, level)
        form = family.forms.get(level) or word_form(style) or _UNSAID
        indent = indents.get((family.kind, level), (0, 0))
        levels.append(_level(level, form, indent, styles.get(style, "")))
    return (
        f'<w:abstractNum w:abstractNumId="{family.id}"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(levels)}</w:abstractNum>"
    )


@lru_cache(maxsize=256)
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
    told = _starts(tuple(made.starts.items())) if made.starts else ""
    return f'<w:num w:numId="{made.id}"><w:abstractNumId w:val="{family}"/>{told}</w:num>'


@lru_cache(maxsize=256)
def _starts(starts: tuple[tuple[int, int], ...]) -> str:
    """Where each level of a list starts; one of which nothing is said starts at 1."""
    known = dict(starts)
    return "".join(
        f'<w:lvlOverride w:ilvl="{level - 1}">'
        f'<w:startOverride w:val="{known.get(level, 1)}"/></w:lvlOverride>'
        for level in range(1, LEVELS + 1)
    )


def _free(root: etree._Element, tag: str, name: str) -> int:
    """The first id that the part does not use for this kind of list."""
    return 1 + max((int(e.get(_W + name, "0")) for e in root.iterchildren(_W + tag)), default=0)
