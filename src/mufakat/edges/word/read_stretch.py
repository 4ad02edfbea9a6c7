"""A stretch of paragraphs that nobody touched: made from their words, without a walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from mufakat.edges.word.read_runs import properties
from mufakat.edges.word.read_untouched import Plain
from mufakat.text.tracked import TrackedBlock

if TYPE_CHECKING:
    from mufakat.edges.word.read_story import Story


def stretch(story: Story, element: etree._Element, out: list[TrackedBlock]) -> None:
    """Reads the paragraphs that an element stands for."""
    reading, untouched = story.reading, story.reading.untouched
    used, anchors = reading.bookmarks.used, reading.anchors
    plains = untouched.of(element)
    reading.count(len(plains))
    rest = _at_rest(story)
    reading.behind.clear()
    for plain, paragraph in zip(plains, untouched.ready_for(element), strict=True):
        if paragraph is None or not rest or plain[2] in used:
            _one(story, plain, out)
            rest = _at_rest(story)
            continue
        reading.ordinal += 1
        used.add(plain[2])
        out.append(paragraph)
        if anchors.wanted:
            anchors.take(paragraph, (), note=False)


def words_of(story: Story, plain: Plain) -> None:
    """Reads the words of one of them, and the bookmark around them."""
    _, run, ident, text = plain
    if story.reading.bookmarks.whole(ident) and not story.ident:
        story.ident = ident
    story.marks, story.format = story.link, None
    if run:
        properties(story, story.reading.untouched.properties[run])
    story.add(text)


def _at_rest(story: Story) -> bool:
    """Whether nothing that began elsewhere reaches into the paragraph that comes next."""
    reading = story.reading
    if not reading.inside or story.muted or story.link or story.base:
        return False
    if reading.bookmarks.pending or reading.anchors.pending or reading.name_all:
        return False
    story.quiet = False
    return True


def _one(story: Story, plain: Plain, out: list[TrackedBlock]) -> None:
    reading = story.reading
    story.begin()
    story.properties = reading.paragraph_reader.shared(plain[0], reading.untouched.properties)
    words_of(story, plain)
    story.end(out)
