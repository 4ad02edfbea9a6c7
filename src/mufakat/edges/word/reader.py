"""A returned Word file as a text with its tracked changes, comments and fingerprint.

Nothing that the file holds is passed over in silence: what the text model cannot carry is named in
the warnings, with its place. ``docs/word.md`` says what is carried, reported and refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from lxml import etree

from mufakat.edges.limits import USUAL, Limits
from mufakat.edges.word.fingerprint import Fingerprint
from mufakat.edges.word.kept_object import Kept
from mufakat.edges.word.opening import Package, open_package
from mufakat.edges.word.read_bookmarks import BODY_END, BODY_START, Bookmarks
from mufakat.edges.word.read_comments import Anchors, read_comments, shows_more
from mufakat.edges.word.read_lists import main_lists
from mufakat.edges.word.read_marks import RunMarks
from mufakat.edges.word.read_notes import Notes
from mufakat.edges.word.read_notices import quoted
from mufakat.edges.word.read_numbering import Numbering
from mufakat.edges.word.read_paragraph import ParagraphReader
from mufakat.edges.word.read_plain_lists import PlainLists
from mufakat.edges.word.read_properties import fingerprint
from mufakat.edges.word.read_revisions import without_lone_moves
from mufakat.edges.word.read_state import Reading
from mufakat.edges.word.read_story import Story
from mufakat.edges.word.read_styles import Styles
from mufakat.edges.word.read_untouched import Untouched
from mufakat.edges.word.read_words import words
from mufakat.edges.word.read_xml import too_deep, w
from mufakat.refusal import Refusal
from mufakat.text.document import Document
from mufakat.text.tracked import TrackedBlock, TrackedDocument, TrackedParagraph

__all__ = ["Limits", "Return", "read"]


@dataclass(frozen=True, slots=True)
class Return:
    """What a file holds.

    ``authors`` are the names that the file's own program gave to changes and comments: a record,
    never an attribution. ``surroundings`` are the words around the negotiated text, paragraph by
    paragraph (cover, headers, footers; page numbers as ``#``), to be compared with what was
    issued. ``quotes`` are the words that each comment is about, also over several paragraphs.
    ``behind`` are the paragraphs behind the text's last one, which are among the surroundings, up
    to a table there.
    ``objects`` are the things kept whole that can be carried, by digest.
    ``before`` is the text without the tracked changes, where ``tracked`` does not hold them, and
    ``revised`` whether there are any, be it of formatting alone.
    ``starting`` is the number of its lists that start anew.
    ``by_libreoffice``: LibreOffice saved it, with tracked changes in it.
    ``text_alone``: the format says nothing here of changes and of what stands around the text;
    ``unstyled``: nor of the styles and numbers of paragraphs.
    """

    tracked: TrackedDocument
    fingerprint: Fingerprint | None = None
    warnings: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    surroundings: tuple[str, ...] = ()
    behind: tuple[TrackedParagraph, ...] = ()
    quotes: Mapping[str, str] = field(default_factory=dict)
    objects: Mapping[str, Kept] = field(default_factory=dict)
    before: Document | None = None
    revised: bool = False
    starting: int = 0
    by_libreoffice: bool = False
    text_alone: bool = False
    unstyled: bool = False


def read(data: bytes, limits: Limits = USUAL, *, own: bool = False) -> Return:
    """What a Word file holds, whoever wrote it. Refuses what is no sound Word file.

    Ids of paragraphs come from the hidden bookmarks of issued files; others are empty, save that
    a paragraph with a comment, or within what one is about, gets a provisional id (``x1`` ...),
    which no issued text has. The signs of a compilation count in a file of our ``own``.
    """
    package, warnings = open_package(data, limits)
    try:
        reading, body = walk(package, limits, own=own)
        return _return(package, reading, body, warnings)
    except RecursionError:
        raise too_deep(package.main) from None


def walk(
    package: Package, limits: Limits, *, name_all: bool = False, own: bool = False
) -> tuple[Reading, tuple[TrackedBlock, ...]]:
    """The file's own text, and all that was met on the way through it."""
    body, untouched = _body(package)
    styles = _styles(package, body, untouched, counted=name_all, own=own)
    reading = Reading(
        package,
        limits,
        ParagraphReader(styles, counted=name_all or bool(styles.main)),
        RunMarks(styles),
        Notes(package),
        styles.numbering,
        untouched,
        name_all,
    )
    reading.anchors = Anchors(wanted=bool(package.related("comments")))
    untouched.make(reading.paragraph_reader)
    has_start = BODY_START in _bookmarks(body)
    if has_start and not any(BODY_END in _bookmarks(child) for child in reversed(body)):
        _restore_end(body)
    reading.bookmarks = Bookmarks(lambda: untouched.names().union(_bookmarks(body)))
    reading.inside = not has_start
    story = Story(reading, package.relationships(package.main), body=True)
    blocks = tuple(story.blocks(body))
    if alone := reading.revisions.alone():
        blocks = without_lone_moves(blocks, alone)
    return reading, blocks


def _body(package: Package) -> tuple[etree._Element, Untouched]:
    untouched = Untouched()
    root = package.root(package.main, untouched.take_out)
    untouched.take_shelf(root)
    body = root.find(w("body"))
    if body is None:
        raise Refusal(
            "The file holds no text: its main part has no body.",
            "Open the file in Word, save it under a new name, and send the new file.",
        )
    return body, untouched


def _styles(
    package: Package, body: etree._Element, untouched: Untouched, *, counted: bool, own: bool
) -> Styles:
    """The file's styles and lists; where lists start anew only if their numbers are ``counted``."""
    styles = Styles(_only(package, "styles"), signs=own)
    lists = PlainLists(counted=counted or not styles.ours)
    root = _only(package, "numbering", lists.take_out)

    def styled(ident: str) -> str:
        listed = styles.listed(ident, None, 0)
        return listed.num if listed else ""

    styles.numbering = Numbering(root, lists.definitions, lists.starting, styled)
    if not styles.ours:
        styles.main = main_lists(body, untouched, styles)
    return styles


def _only(
    package: Package, kind: str, shorten: Callable[[bytes], bytes] | None = None
) -> etree._Element | None:
    parts = package.related(kind)
    return package.root(parts[0], shorten) if parts else None


def _bookmarks(element: etree._Element) -> Iterator[str]:
    name = w("name")
    return (mark.get(name, "") for mark in element.iter(w("bookmarkStart")))


def _restore_end(body: etree._Element) -> None:
    """Marks the end of the text: LibreOffice drops the bookmark of an empty last paragraph."""
    last = next((child for child in reversed(body) if child.tag != w("sectPr")), body)
    held = last.iter(w("bookmarkStart"), w("t"), w("delText"))
    if last.tag == w("p") and next(held, None) is None:
        etree.SubElement(last, w("bookmarkStart"), {w("name"): BODY_END, w("id"): BODY_END})


def _return(
    package: Package, reading: Reading, body: tuple[TrackedBlock, ...], warnings: list[str]
) -> Return:
    def spoken(part: str, element: etree._Element) -> str:
        story = Story(reading, package.relationships(part))
        text = "\n".join(words(story.blocks(element), empty=True))
        if shows_more(element):
            where = quoted(f"in a comment by {element.get(w('author'), '')}", text)
            reading.notices.add("comment picture", where)
        return text

    comments, quotes = read_comments(package, reading.anchors, spoken)
    around = [*reading.surroundings, *_margins(package, reading)]
    authors = dict.fromkeys((*reading.revisions.authors, *(c.author for c in comments)))
    return Return(
        TrackedDocument(body, tuple(comments)),
        fingerprint(package),
        (*warnings, *reading.notices.lines()),
        tuple(author for author in authors if author),
        tuple(around),
        tuple(one for one in takewhile(bool, reading.behind) if one),
        quotes,
        reading.keeping.kept,
        starting=reading.numbering.starting,
        by_libreoffice=bool(reading.revisions.authors) and reading.from_libreoffice,
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
