"""What stands in a story beside its paragraphs: tables, wrappers, sections, other files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml import etree

from mufakat.edges.word.read_controls import CONTROL, content
from mufakat.edges.word.read_objects import ALTERNATE, chosen
from mufakat.edges.word.read_revisions import KINDS
from mufakat.edges.word.read_stretch import stretch
from mufakat.edges.word.read_tables import table
from mufakat.edges.word.read_untouched import STAND_IN
from mufakat.edges.word.read_xml import w
from mufakat.text.tracked import TrackedBlock

if TYPE_CHECKING:
    from mufakat.edges.word.read_story import Story

_SECTION_CHANGE = w("sectPrChange")


def _paragraph(story: Story, element: etree._Element, out: list[TrackedBlock]) -> None:
    story.paragraph(element, out)


def _wrapped(story: Story, element: etree._Element, out: list[TrackedBlock]) -> None:
    inner: etree._Element | None = element
    if element.tag == CONTROL:
        inner = content(element, story.block_notice)
    elif element.tag == ALTERNATE:
        inner = chosen(element)
    if inner is not None:
        story.take_blocks(inner, out)


def _tracked(story: Story, element: etree._Element, out: list[TrackedBlock]) -> None:
    before = story.base
    story.base = (*before, story.reading.revisions.of(KINDS[element.tag], element))
    story.take_blocks(element, out)
    story.base = before


def _inserted_file(story: Story, _: etree._Element, __: list[TrackedBlock]) -> None:
    story.block_notice("inserted file")


def _section(story: Story, element: etree._Element, _: list[TrackedBlock]) -> None:
    if element.find(_SECTION_CHANGE) is not None:
        story.block_notice("layout")


def unknown_block(story: Story, element: etree._Element, out: list[TrackedBlock]) -> None:
    """An element that is not known here: what it wraps is read, what it is alone is told of."""
    if len(element):
        story.take_blocks(element, out)
    else:
        story.block_notice("unknown")


BLOCKS: dict[str, Callable[[Story, etree._Element, list[TrackedBlock]], None]] = {
    w("p"): _paragraph,
    STAND_IN: stretch,
    w("tbl"): table,
    w("sectPr"): _section,
    w("altChunk"): _inserted_file,
    w("subDoc"): _inserted_file,
    ALTERNATE: _wrapped,
    **dict.fromkeys((CONTROL, w("customXml"), w("smartTag")), _wrapped),
    **dict.fromkeys(KINDS, _tracked),
}
"""What each element between paragraphs means."""
