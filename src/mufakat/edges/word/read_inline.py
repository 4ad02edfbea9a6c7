"""What stands in a paragraph beside its runs: wrappers, links, bookmarks, the edges of ranges.

What an element means is looked up by its whole name. One that nobody knows is walked through if it
wraps something and told of if it does not: words are never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from mufakat.edges.word.read_bookmarks import BODY_END, BODY_START
from mufakat.edges.word.read_comments import END, REFERENCE, START
from mufakat.edges.word.read_controls import CHANGED, CONTROL, content
from mufakat.edges.word.read_fields import Field, link
from mufakat.edges.word.read_objects import ALTERNATE, FORMULA, FORMULAS, chosen
from mufakat.edges.word.read_revisions import KINDS
from mufakat.edges.word.read_runs import end_field, show_field
from mufakat.edges.word.read_stretch import words_of
from mufakat.edges.word.read_untouched import STAND_IN
from mufakat.edges.word.read_xml import W14, M, R, w
from mufakat.text.document import OBJECT, Anchor, Opaque
from mufakat.text.tracked import RevisionKind

if TYPE_CHECKING:
    from mufakat.edges.word.read_story import Story

_TOOLTIP = w("tooltip")
_OBJECT = "_mf_object:"
_RELATION, _ANCHOR, _ID = f"{{{R}}}id", w("anchor"), w("id")
_NAME = w("name")
_BOOKMARK_START, _BOOKMARK_END = w("bookmarkStart"), w("bookmarkEnd")
_REVISIONS: dict[str, RevisionKind] = {
    **KINDS,
    f"{{{W14}}}conflictIns": "insert",
    f"{{{W14}}}conflictDel": "delete",
}
_MOVE_STARTS: dict[str, RevisionKind] = {
    w("moveFromRangeStart"): "move-from",
    w("moveToRangeStart"): "move-to",
}
_MOVE_ENDS: dict[str, RevisionKind] = {
    w("moveFromRangeEnd"): "move-from",
    w("moveToRangeEnd"): "move-to",
}
BETWEEN = CHANGED | {_BOOKMARK_START, _BOOKMARK_END, START, END, *_MOVE_STARTS, *_MOVE_ENDS}
"""What may also stand between paragraphs, rows and cells."""

IGNORED = frozenset(
    w(name)
    for name in (
        "bidi",
        "customXmlDelRangeEnd",
        "customXmlInsRangeEnd",
        "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeEnd",
        "customXmlPr",
        "permEnd",
        "permStart",
        "pPr",
        "proofErr",
        "rPr",
        "sdtEndPr",
        "sdtPr",
        "smartTagPr",
        "tblGrid",
        "tblPr",
        "tblPrEx",
        "tcPr",
        "trPr",
    )
) | {
    f"{{{M}}}oMathParaPr",
    f"{{{W14}}}customXmlConflictDelRangeEnd",
    f"{{{W14}}}customXmlConflictDelRangeStart",
    f"{{{W14}}}customXmlConflictInsRangeEnd",
    f"{{{W14}}}customXmlConflictInsRangeStart",
}
"""What says nothing about the words."""


def unknown(story: Story, element: etree._Element) -> None:
    """An element that is not known here: what it wraps is read, what it is alone is told of."""
    if len(element):
        story.inline(element)
    else:
        story.kinds.append("unknown")


def between(story: Story, element: etree._Element) -> None:
    """One of the elements of ``BETWEEN`` where no paragraph is being read."""
    reading, tag = story.reading, element.tag
    if tag == _BOOKMARK_START:
        found = reading.bookmarks.start(element.get(_NAME, ""), element.get(_ID, ""))
        if found == BODY_START:
            reading.inside, reading.ended = True, False
        elif found == BODY_END:
            reading.inside, reading.ended = False, True
        elif found:
            reading.bookmarks.pending = reading.bookmarks.pending or found
    elif tag in (START, END):
        if reading.anchors.wanted:
            reading.anchors.between(element)
    elif tag in CHANGED:
        story.block_notice("control")
    else:
        INLINE[tag](story, element)


def _hyperlink(story: Story, element: etree._Element) -> None:
    anchor = element.get(_ANCHOR, "")
    if anchor.startswith(_OBJECT):
        _placeholder(story, element, anchor.removeprefix(_OBJECT))
        return
    relation = story.relations.get(element.get(_RELATION, ""))
    target = relation.target if relation is not None and relation.external else ""
    address, problem = link(target, anchor)
    if problem:
        story.kinds.append(problem)
    before = story.link
    story.link = (("link", address),) if address else before
    story.inline(element)
    story.link = before


def _placeholder(story: Story, element: etree._Element, named: str) -> None:
    """What an issued file shows in the place of something kept whole: that thing again.

    Words typed into the placeholder stand behind it.
    """
    kind, _, held = named.partition(":")
    story.flush()
    before, at, noted = len(story.runs), story.at, len(story.anchors)
    story.inline(element)
    story.flush()
    shown = story.runs[before:]
    if not shown:
        return
    label = element.get(_TOOLTIP)
    if label is None:
        _, _, label = shown[0].text.strip("[]").partition(": ")
    typed = [run for run in shown[1:] if run.revisions != shown[0].revisions]
    thing = replace(shown[0], text=OBJECT, object=Anchor(0, Opaque(kind, held, label)))
    story.runs[before:] = [thing, *typed]
    story.at = at + 1 + sum(len(run.text) for run in typed)
    story.anchors[noted:] = [
        (ident, mark, at if mark == START else story.at) for ident, mark, _ in story.anchors[noted:]
    ]


def _tracked(story: Story, element: etree._Element) -> None:
    before = story.stack
    story.stack = (*before, story.reading.revisions.of(_REVISIONS[element.tag], element))
    story.inline(element)
    story.stack = before


def _content_control(story: Story, element: etree._Element) -> None:
    held = content(element, story.kinds.append)
    if held is not None:
        story.inline(held)


def _control_changed(story: Story, _: etree._Element) -> None:
    story.kinds.append("control")


def _wrapper(story: Story, element: etree._Element) -> None:
    story.inline(element)


def _alternate(story: Story, element: etree._Element) -> None:
    branch = chosen(element)
    if branch is not None:
        story.inline(branch)


def _simple_field(story: Story, element: etree._Element) -> None:
    held = Field(story.link, [element.get(w("instr"), "")])
    story.fields.append(held)
    story.muted += 1
    show_field(story, held)
    story.inline(element)
    end_field(story)


def _formula(story: Story, element: etree._Element) -> None:
    story.marks, story.format = story.link, None
    if not story.quiet:
        if next(element.iter(*KINDS), None) is not None:
            story.kinds.append("formula change")
        held, told = story.objects.formula(element)
        story.object(Anchor(0, held))
        story.kinds.extend(told)


def _bookmark_start(story: Story, element: etree._Element) -> None:
    story.bookmark(element.get(_NAME, ""), element.get(_ID, ""))


def _bookmark_end(story: Story, element: etree._Element) -> None:
    story.reading.bookmarks.end(element.get(_ID, ""))


def comment_mark(story: Story, element: etree._Element) -> None:
    """A comment's range starts or ends here, or its sign stands here."""
    if story.reading.anchors.wanted:
        story.anchors.append((element.get(_ID, ""), element.tag, story.at))


def _move_start(story: Story, element: etree._Element) -> None:
    story.reading.revisions.start(_MOVE_STARTS[element.tag], element)


def _move_end(story: Story, element: etree._Element) -> None:
    story.reading.revisions.end(_MOVE_ENDS[element.tag], element)


def _untouched(story: Story, element: etree._Element) -> None:
    for plain in story.reading.untouched.of(element):  # paragraphs in a paragraph, by mistake
        words_of(story, plain)


def _inserted_file(story: Story, _: etree._Element) -> None:
    story.kinds.append("inserted file")


INLINE: dict[str, Callable[[Story, etree._Element], None]] = {
    **dict.fromkeys(_REVISIONS, _tracked),
    w("hyperlink"): _hyperlink,
    w("fldSimple"): _simple_field,
    CONTROL: _content_control,
    **dict.fromkeys(CHANGED, _control_changed),
    **dict.fromkeys((w("smartTag"), w("customXml"), w("dir"), w("bdo"), FORMULAS), _wrapper),
    ALTERNATE: _alternate,
    FORMULA: _formula,
    _BOOKMARK_START: _bookmark_start,
    _BOOKMARK_END: _bookmark_end,
    **dict.fromkeys((START, END, REFERENCE), comment_mark),
    **dict.fromkeys(_MOVE_STARTS, _move_start),
    **dict.fromkeys(_MOVE_ENDS, _move_end),
    w("subDoc"): _inserted_file,
    STAND_IN: _untouched,
}
"""What each element within a paragraph means."""
