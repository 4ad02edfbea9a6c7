"""What LibreOffice cannot say of a paragraph right before a table: whether its end is tracked.

A change of its runs from words to words, and before a table there are none to run to. So the mark
of a paragraph that comes or goes there is lost in what it saves. One that comes is written with a
line without height behind it, a threshold. One that goes must do without, for LibreOffice gives the
line behind a deletion another style; that it goes is told by its words, all of which go. One whose
words all go but which stays gets a threshold, so that the two are not taken for each other.
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from mufakat.edges.word.read_state import Reading
from mufakat.edges.word.read_xml import w
from mufakat.text.tracked import Revision, TrackedBlock, TrackedParagraph, sponsors

_COMING = ("insert", "move-to")
_GOES = {w("del"), w("moveFrom")}


def comes(paragraph: TrackedParagraph) -> bool:
    """Whether a paragraph is new as a whole: without its end it has no words either."""
    mark = set(paragraph.mark)
    new = bool(mark) and all(revision.kind in _COMING for revision in mark)
    return new and all(mark <= set(run.revisions) for run in paragraph.runs)


def going(paragraph: TrackedParagraph) -> tuple[Revision, ...]:
    """What takes away every word of a paragraph whose own mark stays; nothing if some stay.

    Of words that several take away, and others that only some of them do, those do.
    """
    if paragraph.mark or not paragraph.runs:
        return ()
    least = min((run.revisions for run in paragraph.runs), key=_count)
    if not least or least[-1].kind in _COMING:
        return ()
    every = all(_within(least, run.revisions) for run in paragraph.runs)
    return least if every else ()


def with_lost_mark(reading: Reading, table: etree._Element, out: list[TrackedBlock]) -> None:
    """Gives the paragraph right before a table the mark that LibreOffice could not keep."""
    last, before = out[-1] if out else None, table.getprevious()
    if not isinstance(last, TrackedParagraph) or before is None or before.tag != w("p"):
        return
    own = any(child.tag in _GOES for child in before)  # else it is a threshold
    if own and (mark := going(last)) and reading.from_libreoffice:
        out[-1] = replace(last, mark=mark)


def _count(revisions: tuple[Revision, ...]) -> int:
    return sum(len(sponsors(one.author)) for one in revisions)


def _within(few: tuple[Revision, ...], many: tuple[Revision, ...]) -> bool:
    """Whether each of these revisions is among the others, perhaps with more sponsors."""
    return len(few) == len(many) and all(
        one.kind == other.kind and set(sponsors(one.author)) <= set(sponsors(other.author))
        for one, other in zip(few, many, strict=True)
    )
