"""A returned Word file as a text with its tracked changes, comments and fingerprint.

Nothing that the file holds is passed over in silence: what the text model cannot carry is named in
the warnings, with its place. ``docs/word.md`` says what is carried, reported and refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from mufakat.edges.word.fingerprint import Fingerprint
from mufakat.edges.word.opening import USUAL, Limits, Package, open_package
from mufakat.edges.word.read_bookmarks import BODY_START, Bookmarks
from mufakat.edges.word.read_comments import Anchors, read_comments
from mufakat.edges.word.read_lists import main_lists
from mufakat.edges.word.read_marks import RunMarks
from mufakat.edges.word.read_notes import Notes
from mufakat.edges.word.read_numbering import Numbering
from mufakat.edges.word.read_paragraph import ParagraphReader
from mufakat.edges.word.read_properties import fingerprint
from mufakat.edges.word.read_revisions import without_lone_moves
from mufakat.edges.word.read_state import Reading
from mufakat.edges.word.read_story import Story
from mufakat.edges.word.read_styles import Styles
from mufakat.edges.word.read_words import words
from mufakat.edges.word.read_xml import too_deep, w
from mufakat.refusal import Refusal
from mufakat.text.tracked import TrackedBlock, TrackedDocument

__all__ = ["Limits", "Return", "read"]


@dataclass(frozen=True, slots=True)
class Return:
    """What a file holds.

    ``authors`` are the names that the file's own program gave to changes and comments: a record,
    never an attribution. ``surroundings`` are the words around the negotiated text, paragraph by
    paragraph (cover, headers, footers; page numbers as ``#``), to be compared with what was
    issued. ``quotes`` are the words that each comment is about, also over several paragraphs.
    """

    tracked: TrackedDocument
    fingerprint: Fingerprint | None = None
    warnings: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    surroundings: tuple[str, ...] = ()
    quotes: Mapping[str, str] = field(default_factory=dict)


def read(data: bytes, limits: Limits = USUAL) -> Return:
    """What a Word file holds, whoever wrote it. Refuses what is no sound Word file.

    Ids of paragraphs come from the hidden bookmarks of issued files; others are empty, save that
    a paragraph with a comment gets a provisional id (``x1`` ...), which no issued text has.
    """
    package, warnings = open_package(data, limits)
    try:
        reading, body = walk(package, limits)
        return _return(package, reading, body, warnings)
    except RecursionError:
        raise too_deep(package.main) from None


def walk(
    package: Package, limits: Limits, *, name_all: bool = False
) -> tuple[Reading, tuple[TrackedBlock, ...]]:
    """The file's own text, and all that was met on the way through it."""
    root = package.root(package.main)
    body = root.find(w("body"))
    if body is None:
        raise Refusal(
            "The file holds no text: its main part has no body.",
            "Open the file in Word, save it under a new name, and send the new file.",
        )
    styles = Styles(_only(package, "styles"), Numbering(_only(package, "numbering")))
    if not styles.ours:
        styles.main = main_lists(body, styles)
    reading = Reading(
        package,
        limits,
        ParagraphReader(styles),
        RunMarks(styles),
        Notes(package),
        styles.numbering,
        name_all,
    )
    reading.anchors = Anchors(wanted=bool(package.related("comments")))
    names = _bookmarks(body)
    reading.bookmarks = Bookmarks(names)
    reading.inside = BODY_START not in names
    story = Story(reading, package.relationships(package.main), body=True)
    blocks = tuple(story.blocks(body))
    if alone := reading.revisions.alone():
        blocks = without_lone_moves(blocks, alone)
    return reading, blocks


def _only(package: Package, kind: str) -> etree._Element | None:
    parts = package.related(kind)
    return package.root(parts[0]) if parts else None


def _bookmarks(body: etree._Element) -> frozenset[str]:
    name = w("name")
    return frozenset(mark.get(name, "") for mark in body.iter(w("bookmarkStart")))


def _return(
    package: Package, reading: Reading, body: tuple[TrackedBlock, ...], warnings: list[str]
) -> Return:
    def spoken(part: str, element: etree._Element) -> str:
        story = Story(reading, package.relationships(part))
        return "\n".join(words(story.blocks(element), empty=True))

    comments, quotes = read_comments(package, reading.anchors, spoken)
    around = [*reading.surroundings, *_margins(package, reading)]
    authors = dict.fromkeys((*reading.revisions.authors, *(c.author for c in comments)))
    return Return(
        TrackedDocument(body, tuple(comments)),
        fingerprint(package),
        (*warnings, *reading.notices.lines()),
        tuple(author for author in authors if author),
        tuple(around),
        quotes,
    )


def _margins(package: Package, reading: Reading) -> list[str]:
    """The words of headers and footers; equal ones on different pages once."""
    found: dict[str, None] = {}
    for kind in ("header", "footer"):
        for part in package.related(kind):
            story = Story(reading, package.relationships(part))
            for text in words(story.blocks(package.root(part))):
                found.setdefault(text)
    return list(found)
