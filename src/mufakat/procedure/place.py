"""Where something stands, as a person says it: ``12(a)``, ``table 1, row 3``, ``note 2``.

The stable id of a paragraph is for machines; what is said across a table is its printed number.
A row is counted as a person does, below the heading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from mufakat.text import numbering
from mufakat.text.document import Block, Document, Node, Note, Paragraph, Table

_HEADING_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Places:
    """Every paragraph, table, row and cell of a document by id, and the place it is known by.

    ``printed`` gives the place in words; ``following`` the block after a block in its container.
    """

    nodes: Mapping[str, Node]
    printed: Mapping[str, str]
    following: Mapping[str, Block]

    @classmethod
    def of(cls, document: Document, labels: Mapping[str, str] | None = None) -> Places:
        """The places of a document; its printed numbers are ``labels``, computed if not given."""
        survey = _Survey(numbering.labels(document) if labels is None else labels)
        survey.container(document.body, "")
        return cls(survey.nodes, survey.printed, survey.following)

    def paragraph(self, ident: str) -> Paragraph | None:
        """The paragraph of this id, or none."""
        node = self.nodes.get(ident)
        return node if isinstance(node, Paragraph) else None

    def name(self, ident: str) -> str:
        """The place of this id in words; an unknown id is its own name, none is the whole text."""
        return self.printed.get(ident, ident) if ident else "whole text"


class _Survey:
    """Walks a document once and writes down what ``Places`` keeps."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self.labels = labels
        self.nodes: dict[str, Node] = {}
        self.printed: dict[str, str] = {}
        self.following: dict[str, Block] = {}
        self._tables = 0
        self._notes: dict[str, int] = {}

    def container(self, blocks: tuple[Block, ...], within: str) -> None:
        for block, after in pairwise(blocks):
            self.following[block.id] = after
        line = _Line(within)
        for block in blocks:
            self.nodes[block.id] = block
            if isinstance(block, Table):
                self._table(block, within)
            else:
                self.printed[block.id] = line.place(block, self.labels.get(block.id, ""))
                self._notes_of(block)

    def _table(self, table: Table, within: str) -> None:
        self._tables += 1
        name = _join(within, f"table {self._tables}")
        self.printed[table.id] = name
        heads = sum(row.header for row in table.rows)
        counts = {True: 0, False: 0}
        for row in table.rows:
            self.nodes[row.id] = row
            counts[row.header] += 1
            number = f" {counts[row.header]}" if heads > 1 or not row.header else ""
            line = f"{name}, {'heading row' if row.header else 'row'}{number}"
            self.printed[row.id] = line
            column = 1
            for cell in row.cells:
                self.nodes[cell.id] = cell
                self.printed[cell.id] = f"{line}, column {column}"
                self.container(cell.blocks, self.printed[cell.id])
                column += cell.span

    def _notes_of(self, paragraph: Paragraph) -> None:
        for anchor in paragraph.anchors:
            if isinstance(anchor.object, Note):
                note = anchor.object
                word = "note" if note.kind == "footnote" else "endnote"
                self._notes[word] = self._notes.get(word, 0) + 1
                self.container(note.blocks, f"{word} {self._notes[word]}")


class _Line:
    """The running place inside one container: what the last number or heading was."""

    def __init__(self, within: str) -> None:
        self._within = within
        self._base = within
        self._items: list[str] = []
        self._bullets = 0
        self._unnumbered = 0

    def place(self, paragraph: Paragraph, label: str) -> str:
        kind, level = paragraph.style.kind, paragraph.style.level
        if kind == "item":
            return self._item(level, label)
        self._items.clear()
        self._bullets = 0
        if kind == "plain" and not label:
            self._unnumbered += 1
            return self._plain()
        self._unnumbered = 0
        self._base = _join(self._within, _name(paragraph, label))
        return self._base

    def _plain(self) -> str:
        if self._within and self._base == self._within:
            return self._within
        place = f"after {self._base}" if self._base else "opening"
        return place if self._unnumbered == 1 else f"{place}, text {self._unnumbered}"

    def _item(self, level: int, label: str) -> str:
        del self._items[level - 1 :]
        if any(sign.isalnum() for sign in label):
            self._items.append(label.rstrip("."))
        else:
            self._bullets += 1
            self._items.append(f", bullet {self._bullets}")
        chain = "".join(self._items)
        if not self._base:
            return chain.removeprefix(", ")
        gap = "" if chain.startswith(",") or self._base[-1].isalnum() else ", "
        return f"{self._base}{gap}{chain}"


def _name(paragraph: Paragraph, label: str) -> str:
    if label and paragraph.style.kind != "heading":
        return label.rstrip(".")
    if paragraph.style.kind == "title":
        return "title"
    if paragraph.style.kind == "numbered":
        return paragraph.id
    words = " ".join(paragraph.text.split())
    if len(words) > _HEADING_LENGTH:
        words = words[:_HEADING_LENGTH].rstrip() + "…"
    return f"heading {label} “{words}”" if label else f"heading “{words}”"


def _join(within: str, place: str) -> str:
    return f"{within}, {place}" if within else place
