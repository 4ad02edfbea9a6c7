"""An OpenDocument text, by pandoc and by what pandoc passes over.

Bookmarks, comments, pictures, the title's style, and the text as it was before tracked changes.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import replace

from lxml import etree

from mufakat.edges.limits import Limits
from mufakat.edges.odt_changes import odt_changes, without_emptied
from mufakat.edges.odt_comments import take_comments
from mufakat.edges.odt_layout import put_looks_on_words, take_boxes, take_fields, tell_hidden
from mufakat.edges.odt_pictures import odt_pictures
from mufakat.edges.pandoc import Found, read_text
from mufakat.edges.pandoc_ast import Reading
from mufakat.edges.pandoc_inline import BODY_END, BODY_START, OWN
from mufakat.edges.word import read_kind
from mufakat.edges.word.fingerprint import Fingerprint, fingerprint_from
from mufakat.edges.word.opening import Package, open_archive
from mufakat.refusal import Refusal
from mufakat.text.document import Document, NoteKind, Paragraph, Style, paragraphs

_CONTENT, _STYLES = "content.xml", "styles.xml"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_MARGINS = tuple(
    f"{_STYLE}{edge}{which}" for edge in ("header", "footer") for which in ("", "-first", "-left")
)
_NO_WORDS = (
    *(f"{_TEXT}{name}" for name in ("note-citation", "tracked-changes", "number", "ruby-text")),
    *(f"{_SVG}{name}" for name in ("title", "desc")),
    f"{_OFFICE}forms",
    f"{_OFFICE}annotation",
)
IDENTIFIER = "OOXMLCorePropertyIdentifier"


def open_document(data: bytes, limits: Limits) -> Found:
    """The text, and what pandoc does not say of it; refused where it is encrypted."""
    package = open_archive(data, limits)
    manifest = "META-INF/manifest.xml"
    if manifest in package and b"encryption-data" in package.data(manifest):
        raise read_kind.refuse("encrypted")
    content = package.root(_CONTENT)
    comments = take_comments(content)
    told = take_boxes(content)
    take_fields(content, told)
    tell_hidden(content, told)
    altered = put_looks_on_words(content) or bool(told.lines() or comments.said)
    changes = odt_changes(content)
    altered |= without_emptied(content)
    pictures = odt_pictures(package, content, limits)

    def reading(one: etree._Element, *, altered: bool) -> Reading:
        whole = _with_content(package, etree.tostring(one, encoding="UTF-8")) if altered else data
        names = _bookmarks(one)
        found = read_text(
            whole,
            "odt",
            limits,
            names,
            pictures.named,
            _note_kinds(one),
            numbered=_has_numbered(one),
        )
        _restore_end(found, names)
        _entitle(found, one)
        return found

    found = reading(content, altered=altered)
    _check(content, found)
    found.notices.join(told)
    undone = changes.before
    before = None if undone is None else reading(undone, altered=True).document()
    around = _around(package, found) if BODY_START in _bookmarks(content) else ()
    mark = fingerprint_of(package)
    return Found(found, False, mark, comments, pictures.kept, changes, before, around)


def _around(package: Package, reading: Reading) -> tuple[str, ...]:
    """The words of each paragraph before and behind the text, and of headers and footers."""
    ends = len(reading.blocks) if reading.end is None else reading.end
    outside = (*reading.blocks[: reading.start], *reading.blocks[ends:])
    said = [one.text for one in paragraphs(Document(outside), notes=False)]
    for part in package.root(_STYLES).iter(*_MARGINS) if _STYLES in package else ():
        said += ["".join(map(str, line.itertext())) for line in part.iter(f"{_TEXT}p")]
    return tuple(said)


def _with_content(package: Package, content: bytes) -> bytes:
    """The file with another content; pandoc only asks of pictures whether they are there."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in package.names():
            kept = package.data(name) if name.endswith(".xml") else b""
            archive.writestr(name, content if name == _CONTENT else kept)
    return buffer.getvalue()


def _bookmarks(content: etree._Element) -> tuple[str, ...]:
    """The bookmarks of the text in their order, which is how pandoc numbers them."""
    names = []
    for changes in content.iter(f"{_TEXT}tracked-changes"):
        changes.clear()  # what was deleted is not in the text
    for element in content.iter(f"{_TEXT}bookmark", f"{_TEXT}bookmark-start"):
        names.append(element.get(f"{_TEXT}name", ""))
    return tuple(names)


def _has_numbered(content: etree._Element) -> bool:
    """Whether paragraphs are in the style that numbers them in the files that are issued here."""
    parents = f"{_STYLE}style[@{_STYLE}parent-style-name='Mufakat_20_Numbered']"
    names = {one.get(f"{_STYLE}name") for one in content.iterfind(f".//{parents}")}
    names.add("Mufakat_20_Numbered")
    return any(one.get(f"{_TEXT}style-name") in names for one in content.iter(f"{_TEXT}p"))


def _note_kinds(content: etree._Element) -> tuple[NoteKind, ...]:
    classes = (note.get(f"{_TEXT}note-class") for note in content.iter(f"{_TEXT}note"))
    return tuple("endnote" if one == "endnote" else "footnote" for one in classes)


def _restore_end(reading: Reading, names: tuple[str, ...]) -> None:
    """Ends the text before the last paragraph, whose bookmark LibreOffice drops if it is empty."""
    last = reading.blocks[-1] if reading.blocks else None
    if BODY_START in names and BODY_END not in names and isinstance(last, Paragraph):
        reading.end = len(reading.blocks) - (not last.text)


def _entitle(reading: Reading, content: etree._Element) -> None:
    """Gives the title its style, which pandoc leaves out."""
    parents = f"{_STYLE}style[@{_STYLE}parent-style-name='Title']"
    titles = {one.get(f"{_STYLE}name") for one in content.iterfind(f".//{parents}")} | {"Title"}
    names = {
        mark.get(f"{_TEXT}name", "").removeprefix(OWN)
        for paragraph in content.iter(f"{_TEXT}p")
        if paragraph.get(f"{_TEXT}style-name") in titles
        for mark in paragraph.iter(f"{_TEXT}bookmark-start")
    }
    reading.blocks = [
        replace(block, style=Style("title"))
        if isinstance(block, Paragraph) and block.id in names & reading.known
        else block
        for block in reading.blocks
    ]


def _check(content: etree._Element, reading: Reading) -> None:
    """Refuses a text some of whose words pandoc would pass over, as those of a table in a cell."""
    etree.strip_elements(content, *_NO_WORDS, with_tail=False)
    text = content.find(f"{_OFFICE}body/{_OFFICE}text")
    there = "" if text is None else "".join(map(str, text.itertext()))
    read = "".join(one.text for one in paragraphs(Document(tuple(reading.blocks))))
    if _letters(there) - _letters(read):
        raise Refusal(
            "This OpenDocument text cannot be read without loss: some of its words stand in "
            "something that is not known here, such as a table within a cell.",
            "Save it as a Word document (.docx) and send that.",
        )


def _letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


def fingerprint_of(package: Package) -> Fingerprint | None:
    """The fingerprint that an issued file keeps when LibreOffice saves it as OpenDocument."""
    if "meta.xml" not in package:
        return None
    properties = {
        element.get(f"{_META}name", ""): "".join(map(str, element.itertext()))
        for element in package.root("meta.xml").iter(f"{_META}user-defined")
    }
    return fingerprint_from(properties, properties.get(IDENTIFIER, ""))
