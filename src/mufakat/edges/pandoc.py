"""Pandoc in a sandbox, and what it makes of a text.

It gets the bytes on its standard input, may open no file and no connection, and is stopped when it
takes too much time or memory. It knows no tracked changes: what it reads is the text as it would be
with all of them accepted.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pypandoc

from mufakat.edges.libreoffice_html import as_text, is_libreoffice, properties
from mufakat.edges.limits import Limits
from mufakat.edges.odt_changes import OdtChanges
from mufakat.edges.odt_comments import OdtComments
from mufakat.edges.pandoc_ast import Dialect, Reading, read_tree
from mufakat.edges.pandoc_inline import Tree
from mufakat.edges.word import read_xml
from mufakat.edges.word.fingerprint import Fingerprint
from mufakat.edges.word.kept_object import Kept
from mufakat.edges.word.read_labels import each_paragraph
from mufakat.refusal import Refusal
from mufakat.text.document import Document, Note, NoteKind, Opaque, Paragraph

_READERS = {
    # Words are words: no $...$, @..., raw TeX or quotes made curly.
    "markdown": "markdown-smart-tex_math_dollars-citations-raw_tex-raw_attribute-example_lists"
    "-yaml_metadata_block-pandoc_title_block",
    "html": "html",
    "odt": "odt",
    "rtf": "rtf",
}
_COUNTED_ANEW = (
    "This format does not say which numbers its lists showed; please check the numbering."
)
_PAGE = (
    "A page that LibreOffice saved says nothing of tracked changes and comments: words that were "
    "deleted with tracking on stand in it as if they had stayed. If tracking was on, send the "
    "file as .docx or .odt."
)


@dataclass(frozen=True, slots=True)
class Found:
    """What pandoc and the file itself say; ``counted``: with the numbers that its lists showed.

    ``before`` is the text without its tracked changes, if there are any; ``around`` are the words
    around the text, paragraph by paragraph, if the file says where it begins.
    """

    reading: Reading
    counted: bool
    fingerprint: Fingerprint | None = None
    comments: OdtComments = field(default_factory=OdtComments)
    objects: Mapping[str, Kept] = field(default_factory=dict)
    changes: OdtChanges = field(default_factory=OdtChanges)
    before: Document | None = None
    around: tuple[str, ...] = ()

    def warnings(self) -> tuple[str, ...]:
        """What should be told of it."""
        page = (_PAGE,) if is_libreoffice(self.reading.said) else ()
        anew = () if self.counted or not self.reading.shown else (_COUNTED_ANEW,)
        return (*page, *anew, *self.reading.notices.lines())


def read_text(
    data: bytes,
    name: str,
    limits: Limits,
    names: tuple[str, ...] = (),
    pictures: Mapping[str, Opaque] | None = None,
    notes: tuple[NoteKind, ...] = (),
    *,
    numbered: bool = False,
) -> Reading:
    """What pandoc reads in a text; ``names`` are those of its bookmarks, in their order.

    ``notes`` are the kinds of its notes, which pandoc does not tell apart; ``numbered`` as in
    ``Dialect``.
    """
    counted = name in ("markdown", "html")
    dialect = Dialect(
        names, counts=counted, indents=not counted, pictures=pictures or {}, numbered=numbered
    )
    try:
        tree = _pandoc(data, _READERS[name], limits)
        said = properties(tree) if name == "html" else {}
        if is_libreoffice(said):
            tree, notes = as_text(tree)
        reading = read_tree(tree, dialect)
        reading.said = said
    except RecursionError:
        raise read_xml.too_deep("text") from None
    if "endnote" in notes:
        reading.blocks = list(_with_kinds(Document(tuple(reading.blocks)), notes).body)
    return reading


def _with_kinds(text: Document, kinds: tuple[NoteKind, ...]) -> Document:
    """The text with its notes of these kinds, as they come."""
    given = iter(kinds)

    def told(paragraph: Paragraph) -> Paragraph:
        anchors = (
            replace(a, object=replace(a.object, kind=next(given, "footnote")))
            if isinstance(a.object, Note)
            else a
            for a in paragraph.anchors
        )
        return replace(paragraph, anchors=tuple(anchors))

    return each_paragraph(text, told)


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
