"""Texts in formats other than Word's, by pandoc in a sandbox: OpenDocument, RTF, Markdown, HTML.

Pandoc gets the bytes on its standard input, may open no file and no connection, and is stopped
when it takes too much time or memory. It knows no tracked changes: what is read is the text as it
would be with all of them accepted.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath

import pypandoc
from lxml import etree

from mufakat.change.fragment import bare
from mufakat.edges.limits import USUAL, Limits
from mufakat.edges.odt_comments import OdtComments, take_comments
from mufakat.edges.odt_pictures import odt_pictures
from mufakat.edges.pandoc_ast import Dialect, Reading, read_tree
from mufakat.edges.pandoc_inline import BODY_END, BODY_START, OWN, Tree
from mufakat.edges.plain_text import parted
from mufakat.edges.rtf_letters import letters, rtf_letters, without_margins
from mufakat.edges.word import read_kind, read_xml
from mufakat.edges.word.fingerprint import Fingerprint, fingerprint_from
from mufakat.edges.word.kept_object import Kept
from mufakat.edges.word.opening import Package, open_archive
from mufakat.edges.word.read_kind import FileForm, form_of
from mufakat.edges.word.read_labels import each_paragraph, settle
from mufakat.edges.word.reader import Return
from mufakat.refusal import Refusal
from mufakat.text.document import Document, Opaque, Paragraph, Style, paragraphs
from mufakat.text.identity import identify
from mufakat.text.tracking import (
    tracked,
)

_TEXT_NAMES = {".md": "markdown", ".markdown": "markdown", ".txt": "markdown", ".html": "html"}
_READERS = {
    # Words are words: no $...$, @..., raw TeX or quotes made curly.
    "markdown": "markdown-smart-tex_math_dollars-citations-raw_tex-raw_attribute-example_lists"
    "-yaml_metadata_block-pandoc_title_block",
    "html": "html",
    "odt": "odt",
    "rtf": "rtf",
}
_FORMS: dict[FileForm, str] = {"odt": "odt", "rtf": "rtf", "html": "html", "text": "markdown"}
_COUNTED_ANEW = (
    "This format does not say which numbers its lists showed; please check the numbering."
)
_CHARSET = re.compile(rb"(?i)charset=[\"']?([a-z0-9_-]+)")
_CONTENT = "content.xml"
_LEFT_BEHIND = "The comments in the file were left behind."
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_IDENTIFIER = "OOXMLCorePropertyIdentifier"


def readable(data: bytes, filename: str) -> bool:
    """Whether these bytes are a text in one of the formats that pandoc reads here."""
    return _format(form_of(data), filename) is not None


def read_draft(
    data: bytes, filename: str, limits: Limits = USUAL
) -> tuple[Document, tuple[str, ...], Mapping[str, Kept]]:
    """A text with ids of its own, what should be told of it, and its pictures by digest.

    Refuses other formats.
    """
    found = _read(data, filename, limits)
    reading, document = found.reading, found.reading.document()
    if found.counted:
        document = settle(document, reading.shown, reading.notices)
    left = (_LEFT_BEHIND,) if found.comments.said else ()
    return identify(bare(document)), (*found.warnings(), *left), found.objects


def read_untracked(data: bytes, filename: str, limits: Limits = USUAL) -> Return:
    """A return in another format: its text with the ids that its bookmarks kept, no changes.

    Styles and numbering are only as good as the format: they prove nothing against the draft.
    """
    found = _read(data, filename, limits)
    for kind in ("formula", "picture"):  # told once it is known which are the draft's own
        found.reading.notices.forget(kind)
    known = set(found.reading.known)

    def named(paragraph: Paragraph) -> Paragraph:
        return paragraph if paragraph.id in known else replace(paragraph, id="")

    read = found.reading.document()
    comments, quotes = found.comments.placed(list(paragraphs(read)), found.reading.places)
    known |= {ident for one in comments for ident in (one.block, one.last)}
    return Return(
        replace(tracked(each_paragraph(read, named)), comments=comments),
        found.fingerprint,
        found.warnings(),
        tuple(dict.fromkeys(one.author for one in comments if one.author)),
        quotes=quotes,
        objects=found.objects,
        text_alone=True,
        unstyled=form_of(data) != "odt",
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What pandoc and the file itself say; ``counted``: with the numbers that its lists showed."""

    reading: Reading
    counted: bool
    fingerprint: Fingerprint | None = None
    comments: OdtComments = field(default_factory=OdtComments)
    objects: Mapping[str, Kept] = field(default_factory=dict)

    def warnings(self) -> tuple[str, ...]:
        anew = () if self.counted or not self.reading.shown else (_COUNTED_ANEW,)
        return (*anew, *self.reading.notices.lines())


def _read(data: bytes, filename: str, limits: Limits) -> _Found:
    form = form_of(data)
    name = _format(form, filename)
    if name is None:
        raise read_kind.refuse(form)
    if name == "odt":
        return _open_document(data, limits)
    if len(data) > limits.text_bytes:
        raise Refusal("The file is too large.", "Send the text alone, without its pictures.")
    if name == "rtf":
        return _Found(_checked(_tree(without_margins(data), name, limits), data), False)
    text = _utf8(data)
    if form == "text" and PurePath(filename).suffix.lower() == ".txt":
        text = parted(text.decode()).encode()
    return _Found(_tree(text, name, limits), True)


def _checked(reading: Reading, data: bytes) -> Reading:
    """The reading of an RTF file, once its letters are known to be those of the file, in order."""
    found = rtf_letters(data)
    read = "\n".join(one.text for one in paragraphs(reading.document(), notes=False))
    if found.notes or letters(read) != found.words:
        why = "It has notes" if found.notes else "Its words would come out changed"
        raise Refusal(
            f"This RTF file cannot be read without loss. {why}.",
            "Open it in the program it was written with, save it as a Word document (.docx), "
            "and send that.",
        )
    return reading


def _tree(
    data: bytes,
    name: str,
    limits: Limits,
    names: tuple[str, ...] = (),
    pictures: Mapping[str, Opaque] | None = None,
) -> Reading:
    counted = name in ("markdown", "html")
    dialect = Dialect(names, counts=counted, indents=not counted, pictures=pictures or {})
    try:
        return read_tree(_pandoc(data, _READERS[name], limits), dialect)
    except RecursionError:
        raise read_xml.too_deep("text") from None


def _format(form: FileForm, filename: str) -> str | None:
    if form == "text":
        return _TEXT_NAMES.get(PurePath(filename).suffix.lower(), "markdown")
    return _FORMS.get(form)


def _pandoc(data: bytes, reader: str, limits: Limits) -> Tree:
    """The tree that pandoc makes of a file."""
    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from", reader, "--to", "json"]
    command += ["+RTS", f"-M{limits.memory_bytes}", "-RTS"]
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                command,
                input=data,
                capture_output=True,
                timeout=limits.seconds,
                cwd=folder,
                env={"HOME": folder, "LANG": "C.UTF-8"},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refusal(
                f"The file could not be read within {limits.seconds} seconds.",
                "Save the text as a Word document (.docx) and send that.",
            ) from None
    if done.returncode != 0:
        raise Refusal(
            "The file is damaged or too large: it could not be read.",
            "Open it in the program it was written with, save it as a Word document (.docx), "
            "and send that.",
        )
    return json.loads(done.stdout)


def _utf8(data: bytes) -> bytes:
    """A text in UTF-8, whatever it was encoded in before; Windows' Western one if it says none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").encode()
    declared = _CHARSET.search(data[:4096])
    for encoding in ("utf-8-sig", declared[1].decode() if declared else "", "cp1252"):
        try:
            return data.decode(encoding).encode()
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace").encode()


# OpenDocument


def _open_document(data: bytes, limits: Limits) -> _Found:
    package = open_archive(data, limits)
    manifest = "META-INF/manifest.xml"
    if manifest in package and b"encryption-data" in package.data(manifest):
        raise read_kind.refuse("encrypted")
    content = package.root(_CONTENT)
    comments = take_comments(content)
    if comments.said:
        data = _with_content(package, etree.tostring(content, encoding="UTF-8"))
    names = _bookmarks(content)
    pictures = odt_pictures(package, content, limits)
    reading = _tree(data, "odt", limits, names, pictures.named)
    _restore_end(reading, names)
    _entitle(reading, content)
    return _Found(reading, False, _fingerprint(package), comments, pictures.kept)


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


def _fingerprint(package: Package) -> Fingerprint | None:
    """The fingerprint that an issued file keeps when LibreOffice saves it as OpenDocument."""
    if "meta.xml" not in package:
        return None
    properties = {
        element.get(f"{_META}name", ""): "".join(map(str, element.itertext()))
        for element in package.root("meta.xml").iter(f"{_META}user-defined")
    }
    return fingerprint_from(properties, properties.get(_IDENTIFIER, ""))
