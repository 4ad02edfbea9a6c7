"""Help for tests of the writer: writing with little said, and looking into what was written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from mufakat.edges.word.fingerprint import FileKind, Fingerprint
from mufakat.edges.word.word_template import WordTemplate
from mufakat.edges.word.writer import write
from mufakat.text.document import Paragraph, Style
from mufakat.text.tracked import (
    Comment,
    Revision,
    TrackedBlock,
    TrackedDocument,
    TrackedParagraph,
    TrackedRun,
)
from mufakat.text.tracking import track_block

TEMPLATES = Path(__file__).parents[3] / "templates" / "word"
ISSUED_FILE = "templates/word/issued.docx"
ISSUED = (TEMPLATES / "issued.docx").read_bytes()
WHEN = datetime(2025, 11, 10, 9, 30, 15, tzinfo=UTC)
FINGERPRINT = Fingerprint("joint-statement", "rev-1", "ab" * 20, "cd" * 32, "issued", "MYS")
FIELDS = {
    "meeting": "Sixth ASEAN Digital Ministers’ Meeting",
    "title": "Joint Statement",
    "symbol": "ADGMIN-6/JS/Rev.1",
    "date": "10 November 2025",
    "marking": "Restricted",
    "delegation": "Malaysia",
    "deadline": "28 November 2025",
    "instructions": "Send it back.",
    "legend": "BRN Brunei Darussalam",
    "adoption": "Adopted in Ha Noi",
    "chair": "The Chair",
}
NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "pr": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "cp": "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
}
W = f"{{{NS['w']}}}"


def run(text: str, *revisions: Revision, **more: Any) -> TrackedRun:
    return replace(TrackedRun(text, (), revisions), **more)


def para(*runs: str | TrackedRun, ident: str = "p1", **more: Any) -> TrackedParagraph:
    made = tuple(TrackedRun(r) if isinstance(r, str) else r for r in runs)
    return replace(TrackedParagraph(ident, made), **more)


STYLE = Style()


def plain(text: str, ident: str = "p1", style: Style = STYLE) -> TrackedBlock:
    return track_block(Paragraph(ident, text, style))


def came(author: str = "MYS", date: str = "2025-11-27T08:00:00Z") -> Revision:
    return Revision("insert", author, date)


def went(author: str = "THA", date: str = "2025-11-27T09:00:00Z") -> Revision:
    return Revision("delete", author, date)


def file_of(
    *blocks: TrackedBlock,
    comments: tuple[Comment, ...] = (),
    template: bytes = ISSUED,
    fields: Mapping[str, str] = FIELDS,
    kind: FileKind = "issued",
    when: datetime = WHEN,
    enforce_tracking: bool = False,
) -> bytes:
    return write(
        TrackedDocument(blocks, comments),
        WordTemplate(ISSUED_FILE, template),
        fields,
        replace(FINGERPRINT, kind=kind),
        when=when,
        enforce_tracking=enforce_tracking,
    )


def names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def raw(data: bytes, part: str = "word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(part).decode()


def tree(data: bytes, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(raw(data, part).encode())


def find(root: etree._Element, path: str) -> list[etree._Element]:
    return list(root.iterfind(path, NS))


def val(element: etree._Element, name: str = "val") -> str:
    return element.get(W + name, "")


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def body(data: bytes) -> etree._Element:
    """Only what stands between the two bookmarks of the text, as the body of a new tree."""
    out = etree.Element(f"{W}body")
    inside = False
    for child in list(tree(data)[0]):
        marks = {val(mark, "name") for mark in child.iter(f"{W}bookmarkStart")}
        if "_mf_body_end" in marks:
            inside = False
        if inside:
            out.append(child)
        inside = inside or "_mf_body_start" in marks
    return out


def shape(element: etree._Element) -> str:
    """An element's inside in short: ``ins(del(r))``, properties and bookmarks left out."""
    out = []
    for child in element:
        name = local(child)
        if name.startswith("bookmark") or name in (
            "pPr",
            "rPr",
            "trPr",
            "tcPr",
            "tblPr",
            "tblGrid",
        ):
            continue
        inside = shape(child)
        out.append(f"{name}({inside})" if inside else name)
    return " ".join(out)


def words(root: etree._Element) -> str:
    return "".join(t.text or "" for t in root.iter(f"{W}t", f"{W}delText"))


def with_part(data: bytes, part: str, change: dict[str, str]) -> bytes:
    """A package with pieces of one part's XML replaced by others."""
    source = zipfile.ZipFile(io.BytesIO(data))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            held = source.read(name)
            if name == part:
                text = held.decode()
                for old, new in change.items():
                    assert old in text, old
                    text = text.replace(old, new)
                held = text.encode()
            archive.writestr(name, held)
    return target.getvalue()


def xml_parts(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    for name in names(data):
        yield name, tree(data, name)
