"""Pictures and formulas that a format only names: the draft's own, wherever they can be."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace

from mufakat.edges.word.read_labels import each_paragraph
from mufakat.edges.word.read_notices import Notices, place
from mufakat.text.document import Document, Opaque, Paragraph, paragraphs


def with_own_objects(
    base: Document, text: Document, read: Container[str]
) -> tuple[Document, list[str]]:
    """The text with the draft's things where its own could not be read; and what to tell of it.

    That is so in a paragraph of the draft's that still holds as many things as there. ``read`` are
    the digests of those that could be.
    """
    known = {one.id: list(_things(one)) for one in paragraphs(base) if one.id}
    count = 0

    def own(paragraph: Paragraph) -> Paragraph:
        nonlocal count
        mine, theirs = known.get(paragraph.id, []), list(_things(paragraph))
        if not theirs or len(mine) != len(theirs):
            return paragraph
        pairs = zip(mine, theirs, strict=True)
        given = iter([new if new.digest in read else old for old, new in pairs])
        count += sum(one.digest not in read for one in theirs)
        anchors = (
            replace(a, object=next(given)) if isinstance(a.object, Opaque) else a
            for a in paragraph.anchors
        )
        return replace(paragraph, anchors=tuple(anchors))

    made = each_paragraph(text, own)
    ours = {one.digest for things in known.values() for one in things}
    return made, [*_told(count), *_unread(made, read, ours)]


def _told(count: int) -> Iterator[str]:
    if not count:
        return
    one = "One picture, chart or formula counts as the draft's own: this format only names it."
    many = f"{count} pictures, charts and formulas count as the draft's own: this format only "
    yield f"{one if count == 1 else f'{many}names them.'} To change one, send a .docx."


def _unread(text: Document, read: Container[str], ours: Container[str]) -> tuple[str, ...]:
    notices = Notices()
    for ordinal, paragraph in enumerate(paragraphs(text, notes=False), 1):
        for thing in _things(paragraph):
            if thing.digest not in read and thing.digest not in ours:
                notices.add(thing.kind, place(ordinal, paragraph.text))
    return notices.lines()


def _things(paragraph: Paragraph) -> Iterator[Opaque]:
    return (a.object for a in paragraph.anchors if isinstance(a.object, Opaque))
