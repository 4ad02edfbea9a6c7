"""Numbers that a delegation let begin anew: told, for a text's numbers follow its own rules.

An issued file has a new list for each enumeration, and counts are not looked at when it comes back.
Only a file with more such lists is read once more, with its numbers.
"""

from __future__ import annotations

from itertools import groupby

from mufakat.edges.limits import Limits
from mufakat.edges.word.opening import open_package
from mufakat.edges.word.read_notices import Notices, place
from mufakat.edges.word.read_numbering import Counter
from mufakat.edges.word.reader import walk
from mufakat.text.document import Document, Paragraph, paragraphs
from mufakat.text.numbering import labels
from mufakat.text.tracked import TrackedDocument, accepted


def starting(base: Document) -> int:
    """How many lists that start anew the file of a text has, or fewer.

    Of the lists of one form the first needs not be told to start.
    """
    runs = [
        next(items).style
        for items in (run for kind, run in groupby(paragraphs(base), _kind) if kind == "item")
    ]
    return len(runs) - len({(style.format, style.pattern) for style in runs})


def _kind(paragraph: Paragraph) -> str:
    return paragraph.style.kind


def restarts(data: bytes, limits: Limits) -> tuple[str, ...]:
    """Where numbers of a Word file begin anew that go on in its text, in sentences."""
    package, _ = open_package(data, limits)
    reading, body = walk(package, limits, name_all=True)
    text = accepted(TrackedDocument(body))
    counter, counted = Counter(reading.numbering), labels(text)
    met: set[str] = set()
    notices = Notices()
    for ordinal, paragraph in enumerate(paragraphs(text, notes=False), 1):
        listed = reading.listed.get(paragraph.id)
        if listed is None:
            continue
        shown = counter.next(listed.num, listed.ilvl)
        begins = listed.ilvl in dict(reading.numbering.starts(listed.num)) and listed.num not in met
        met.add(listed.num)
        if begins and shown != counted.get(paragraph.id):
            notices.add("restart", place(ordinal, paragraph.text))
    return notices.lines()
