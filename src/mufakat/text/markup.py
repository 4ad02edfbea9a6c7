"""A document as one readable text file, and back: ``parse(serialise(d)) == d`` exactly.

The file is a strict subset of pandoc Markdown (``markdown-smart``): one paragraph a line, an id
for each block, an empty line between blocks, notes at the end. ``docs/text-format.md`` explains
it to a person; ``inline`` holds what stands within a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import get_args

from mufakat.refusal import Refusal
from mufakat.text import inline
from mufakat.text.attributes import Unreadable, attributes, identifier, pair
from mufakat.text.document import (
    Block,
    Cell,
    Document,
    Format,
    Kind,
    Note,
    Paragraph,
    Row,
    Style,
    Table,
)
from mufakat.text.markup_reader import INDENT, ROW, TABLE, parse

_CLASSES: dict[Kind, str] = {"title": ".title", "numbered": ".num", "item": ".item"}
__all__ = ["parse", "serialise"]


def serialise(document: Document) -> str:
    """The document's one written form, with exactly one line feed at its end.

    Refused: ids that occur twice, anchors that are not where the text has its objects, marks not
    in their normal form, and names that are no names.
    """
    writer = _Writer()
    try:
        return "\n\n".join([*writer.blocks(document.body), *writer.definitions()]) + "\n"
    except Unreadable as wrong:
        raise Refusal(f"This text cannot be written: {wrong.error}.", wrong.hint) from wrong


class _Writer:
    """Writes blocks, and keeps the notes that they refer to for later."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.notes: list[tuple[str, Note]] = []
        self.unnamed = 0

    def ident(self, name: str) -> str:
        if name and name in self.ids:
            raise Unreadable(f"the id {name} occurs twice", "Give each block an id of its own.")
        self.ids.add(name)
        return identifier(name)

    def label(self, note: Note) -> str:
        name = self.ident(note.id)[1:]
        if not name:
            self.unnamed += 1
            name = f"-{self.unnamed}"
        self.notes.append((name, note))
        return name

    def blocks(self, blocks: tuple[Block, ...], place: str = "") -> Iterator[str]:
        """Each block's lines; ``place`` are attributes that the first one carries as well."""
        for block in blocks:
            if isinstance(block, Paragraph):
                yield self.paragraph(block, place)
            else:
                yield self.table(block, place)
            place = ""

    def paragraph(self, paragraph: Paragraph, place: str) -> str:
        style = paragraph.style
        named = attributes(self.ident(paragraph.id), _style_attributes(style), place)
        words = inline.write(paragraph, self.label)
        if style.kind in ("heading", "title"):
            # Pandoc takes signs at a heading's end for the mirror of those at its beginning.
            words = words[:-1] + "\\#" if words.endswith("#") else words
            return " ".join(filter(None, ("#" * _signs(style), words, named)))
        return f"[]{named} {words}" if words else f"[]{named}"

    def table(self, table: Table, place: str) -> str:
        fence = attributes(self.ident(table.id), ".table", place)
        rows = "\n\n".join(map(self.row, table.rows))
        return "\n".join(filter(None, (f"{TABLE} {fence}", rows, TABLE)))

    def row(self, row: Row) -> str:
        header = ".header" if row.header else ""
        fence = attributes(self.ident(row.id), ".row", header)
        cells = "\n\n".join(line for cell in row.cells for line in self.cell(cell))
        return "\n".join(filter(None, (f"{ROW} {fence}", cells, ROW)))

    def cell(self, cell: Cell) -> Iterator[str]:
        place = pair("cell", self.ident(cell.id)[1:])
        if cell.span != 1:
            place += f" span={cell.span}"
        if cell.continued:
            place += " .continued"
        return self.blocks(cell.blocks, place) if cell.blocks else iter((f"[]{{{place} .empty}}",))

    def definitions(self) -> Iterator[str]:
        """The notes referred to so far, each followed by those that it refers to itself."""
        notes, self.notes = self.notes, []
        for label, note in notes:
            yield self.definition(label, note)
            yield from self.definitions()

    def definition(self, label: str, note: Note) -> str:
        place = ".endnote" if note.kind == "endnote" else ""
        first = note.blocks[0] if note.blocks else Paragraph("")
        words = "\n\n".join(self.blocks(note.blocks, place))
        words = words or f"[]{attributes(place, '.empty')}"
        # Pandoc sees a heading or a table in a note only where it begins a line.
        plain = isinstance(first, Paragraph) and first.style.kind not in ("heading", "title")
        return f"[^{label}]:" + (" " if plain else f"\n{INDENT}") + _indented(words)


def _indented(lines: str) -> str:
    return re.sub(r"\n(?=[^\n])", "\n" + INDENT, lines)


def _signs(style: Style) -> int:
    if style.kind == "title":
        return 1
    return style.level if 1 <= style.level <= 6 else 6


@lru_cache(maxsize=1024)
def _style_attributes(style: Style) -> str:
    if style.kind not in get_args(Kind) or style.format not in get_args(Format):
        raise Unreadable(f"{style} is not a style", "Use a kind and a format that exist.")
    level = _signs(style) if style.kind == "heading" else 1
    parts = [_CLASSES.get(style.kind, "")]
    if style.level != level:
        parts.append(f"level={style.level}")
    if style.format:
        parts.append(pair("format", style.format))
    if style.pattern:
        parts.append(pair("pattern", style.pattern))
    return " ".join(filter(None, parts))
