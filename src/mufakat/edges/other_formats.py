"""Texts in formats other than Word's: OpenDocument, RTF, Markdown, HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

from mufakat.change.fragment import bare
from mufakat.edges.limits import USUAL, Limits
from mufakat.edges.open_document import IDENTIFIER, open_document
from mufakat.edges.pandoc import Found, read_text
from mufakat.edges.pandoc_ast import Reading
from mufakat.edges.plain_text import noted, parted
from mufakat.edges.rtf_letters import for_pandoc, letters, rtf_letters
from mufakat.edges.word import read_kind
from mufakat.edges.word.fingerprint import fingerprint_from
from mufakat.edges.word.kept_object import Kept
from mufakat.edges.word.read_kind import FileForm, form_of
from mufakat.edges.word.read_labels import each_paragraph, settle
from mufakat.edges.word.reader import Return
from mufakat.refusal import Refusal
from mufakat.text.document import Document, Note, Paragraph, paragraphs
from mufakat.text.identity import identify
from mufakat.text.tracking import tracked

_TEXT_NAMES = {".md": "markdown", ".markdown": "markdown", ".txt": "markdown", ".html": "html"}
_FORMS: dict[FileForm, str] = {"odt": "odt", "rtf": "rtf", "html": "html", "text": "markdown"}
_CHARSET = re.compile(rb"(?i)charset=[\"']?([a-z0-9_-]+)")
_LEFT_BEHIND = "The comments in the file were left behind."


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
    text, form = each_paragraph(read, named), form_of(data)
    return Return(
        replace(tracked(text), comments=comments),
        found.fingerprint,
        found.warnings(),
        tuple(dict.fromkeys((*found.changes.authors, *(c.author for c in comments if c.author)))),
        found.around,
        quotes=quotes,
        objects=found.objects,
        before=found.before if found.changes.there or form != "odt" else text,
        revised=found.changes.there,
        text_alone=True,
        unstyled=form != "odt",
    )


def _read(data: bytes, filename: str, limits: Limits) -> Found:
    form = form_of(data)
    name = _format(form, filename)
    if name is None:
        raise read_kind.refuse(form)
    if name == "odt":
        return open_document(data, limits)
    if len(data) > limits.text_bytes:
        raise Refusal("The file is too large.", "Send the text alone, without its pictures.")
    if name == "rtf":
        return Found(_rich_text(data, limits), False)
    text = _utf8(data)
    if form == "text" and PurePath(filename).suffix.lower() == ".txt":
        text = noted(parted(text.decode())).encode()
    reading = read_text(text, name, limits)
    fingerprint = fingerprint_from(reading.said, reading.said.get(IDENTIFIER, ""))
    return Found(reading, True, fingerprint)


def _rich_text(data: bytes, limits: Limits) -> Reading:
    """The reading of an RTF file; refused unless its letters are those of the file, in order."""
    found = rtf_letters(data)
    kinds = tuple(note.kind for note in found.notes)
    reading = read_text(for_pandoc(data), "rtf", limits, notes=kinds)
    lines = list(paragraphs(reading.document(), notes=False))
    notes = [letters(_words(Document(note.blocks))) for line in lines for note in _notes(line)]
    if letters("\n".join(map(_signed, lines))) != found.words or notes != [
        note.words for note in found.notes
    ]:
        raise Refusal(
            "This RTF file cannot be read without loss. Its words would come out changed.",
            "Open it in the program it was written with, save it as a Word document (.docx), "
            "and send that.",
        )
    return reading


def _signed(line: Paragraph) -> str:
    """A paragraph's words with a sign where a note is, and none where anything else stands."""
    others = {a.offset for a in line.anchors if not isinstance(a.object, Note)}
    return "".join(c for n, c in enumerate(line.text) if n not in others)


def _notes(line: Paragraph) -> list[Note]:
    return [anchor.object for anchor in line.anchors if isinstance(anchor.object, Note)]


def _words(document: Document) -> str:
    return "\n".join(one.text for one in paragraphs(document))


def _format(form: FileForm, filename: str) -> str | None:
    if form == "text":
        return _TEXT_NAMES.get(PurePath(filename).suffix.lower(), "markdown")
    return _FORMS.get(form)


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
