"""A text that somebody else wrote, as the first draft of an instrument."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mufakat.change.fragment import bare
from mufakat.edges import other_formats
from mufakat.edges.limits import USUAL, Limits
from mufakat.edges.word.kept_object import Kept
from mufakat.edges.word.opening import open_package
from mufakat.edges.word.read_kind import form_of
from mufakat.edges.word.read_labels import settle
from mufakat.edges.word.read_lists import levelled
from mufakat.edges.word.read_notices import Notices, place
from mufakat.edges.word.read_numbering import Counter
from mufakat.edges.word.read_state import Reading
from mufakat.edges.word.read_xml import too_deep
from mufakat.edges.word.reader import walk
from mufakat.text.document import Document, Paragraph, paragraphs
from mufakat.text.identity import identify
from mufakat.text.markup import parse
from mufakat.text.tracked import TrackedDocument, accepted, original

_OUR_MARKUP = re.compile(r"^(\[\]\{|#+ .*\{[.#])", re.MULTILINE)


def import_draft(
    data: bytes, filename: str, limits: Limits = USUAL
) -> tuple[Document, tuple[str, ...], Mapping[str, Kept]]:
    """The text of any file that can be read, with fresh ids, and what the person should know.

    Besides, the things kept whole in it that can be carried, by digest.
    Tracked changes count as accepted, comments stay behind. Numbers print as they did in the
    file: where automatic numbering would print another, the number becomes part of the words.
    """
    form = form_of(data)
    if form == "docx":
        return _word(data, limits)
    if form == "text" and _OUR_MARKUP.search(text := data.decode("utf-8", errors="replace")):
        return identify(parse(text if text.endswith("\n") else text + "\n")), (), {}
    return other_formats.read_draft(data, filename, limits)


def _word(data: bytes, limits: Limits) -> tuple[Document, tuple[str, ...], Mapping[str, Kept]]:
    package, warnings = open_package(data, limits)
    try:
        reading, body = walk(package, limits, name_all=True)
    except RecursionError:
        raise too_deep(package.main) from None
    tracked = TrackedDocument(body)
    document = accepted(tracked)
    if document != original(tracked):
        warnings.append("The file has tracked changes; they were taken in as accepted.")
    if any(len(package.root(part)) for part in package.related("comments")):
        warnings.append("The comments in the file were left behind.")
    shown = _shown(document, reading)
    document = levelled(_without_spacing(document, shown, reading.notices))
    document = settle(document, shown, reading.notices)
    told = (*warnings, *reading.notices.lines())
    return identify(bare(document)), told, reading.keeping.kept


def _shown(document: Document, reading: Reading) -> dict[str, str]:
    """What Word prints in front of each paragraph that has a place in a list."""
    counter = Counter(reading.numbering)
    shown = {}
    for ordinal, paragraph in enumerate(paragraphs(document), 1):
        listed = reading.listed.get(paragraph.id)
        if listed is None:
            continue
        level = reading.numbering.level(listed.num, listed.ilvl)
        if level is not None and level.printed and not level.exact:
            reading.notices.add("number form", place(ordinal, paragraph.text))
        if label := counter.next(listed.num, listed.ilvl):
            shown[paragraph.id] = label
    return shown


def _without_spacing(document: Document, shown: dict[str, str], notices: Notices) -> Document:
    """The text without the empty paragraphs that only make room between others."""
    kept = []
    for ordinal, block in enumerate(document.body, 1):
        if isinstance(block, Paragraph) and not block.text.strip() and block.id not in shown:
            notices.add("spacing", place(ordinal, "", after=True))
        else:
            kept.append(block)
    return Document(tuple(kept))
