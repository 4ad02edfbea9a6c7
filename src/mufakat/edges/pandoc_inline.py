"""The words of one paragraph of pandoc's tree: marks, links, notes, things kept whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from mufakat.edges.word.read_fields import link
from mufakat.edges.word.read_symbols import cleaned
from mufakat.text.document import (
    OBJECT,
    Anchor,
    Block,
    Note,
    Opaque,
    Paragraph,
    Span,
    Style,
    digest,
    normal_spans,
)

Tree = Any  # what json gives: pandoc's tree has no narrower type
Mark = tuple[str, str]

OWN = "_mf_"
BODY_START, BODY_END = f"{OWN}body_start", f"{OWN}body_end"
COMMENT = f"{OWN}:comment"
"""What the bookmarks put in for comments begin with; no id has a colon."""

_MARKS = {
    "Emph": "italic",
    "Strong": "bold",
    "Underline": "underline",
    "Strikeout": "strike",
    "Superscript": "superscript",
    "Subscript": "subscript",
}
_SPACE = {"t": "Space"}


class Builder(Protocol):
    """What a line asks of the walk that it is part of."""

    @property
    def indents(self) -> bool:
        """Whether the format shows underlined links as emphasis, and indents as quotations."""

    @property
    def pictures(self) -> Mapping[str, Opaque]:
        """The pictures that can be carried, by the names that the tree gives them."""

    def named(self, anchor: str) -> str:
        """The bookmark's name that an anchor of pandoc's stands for."""

    def block(self, tree: Tree, out: list[Block], level: int = 0) -> None:
        """Adds a block of a note."""


class Line:
    """One paragraph's words in the making."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._pieces: list[str] = []
        self._spans: list[Span] = []
        self._anchors: list[Anchor] = []
        self._at = 0
        self.ident = ""
        self.edges: list[str] = []
        self.notices: list[str] = []
        self.comments: dict[str, int] = {}  # by bookmark, the offset where one begins or ends
        self._note_id = ""

    def made(self, style: Style) -> Paragraph:
        """The paragraph."""
        text = "".join(self._pieces)
        return Paragraph("", text, style, normal_spans(self._spans), tuple(self._anchors))

    def take(self, inlines: list[Tree], marks: tuple[Mark, ...]) -> None:
        """Adds inline elements under marks."""
        for tree in inlines:
            self._inline(tree["t"], tree.get("c"), marks)

    def _inline(self, kind: str, held: Tree, marks: tuple[Mark, ...]) -> None:
        if kind == "Str":
            self._words(held, marks)
        elif kind in ("Space", "SoftBreak"):
            self._words(" ", marks)
        elif kind == "LineBreak":
            self._add("\n", marks)
        elif kind in _MARKS:
            self.take(held, (*marks, (_MARKS[kind], "")))
        elif kind == "Link":
            self._link(held, marks)
        elif kind == "Note":
            self._note(held, marks)
        elif kind == "Quoted":
            opening, closing = "“”" if held[0]["t"] == "DoubleQuote" else "‘’"
            self._words(opening, marks)
            self.take(held[1], marks)
            self._words(closing, marks)
        else:
            self._rare(kind, held, marks)

    def _rare(self, kind: str, held: Tree, marks: tuple[Mark, ...]) -> None:
        if kind == "Span":
            self._span(held, marks)
        elif kind in ("SmallCaps", "Cite"):
            self.take(held if kind == "SmallCaps" else held[1], marks)
        elif kind == "Code":
            self._add(cleaned(held[1].replace("\n", "\v"))[0].replace("\v", "\n"), marks)
            self.notices.append("code")
        elif kind == "Math":
            self._object(Opaque("formula", digest(held[1]), held[1][:200]), marks)
        elif kind == "Image":
            _, words, (target, _) = held
            if (known := self._builder.pictures.get(target)) is not None:
                self._put(known, marks)
            else:
                self._object(Opaque("picture", digest(target), _plain(words)[:200]), marks)
        else:
            self.notices.append("raw" if kind == "RawInline" else "unknown")

    def _span(self, held: Tree, marks: tuple[Mark, ...]) -> None:
        (anchor, classes, _), inner = held
        name = self._builder.named(anchor)
        if name in (BODY_START, BODY_END):
            self.edges.append(name)
        elif name.startswith(COMMENT):
            self.comments[name] = self._at
        elif re.fullmatch(rf"{OWN}n[0-9]+", name):
            self._note_id = name.removeprefix(OWN)
        elif name and not self.ident:
            self.ident = name.removeprefix(OWN)
        if "underline" in classes:
            marks = (*marks, ("underline", ""))
        self.take(inner, marks)

    def _link(self, held: Tree, marks: tuple[Mark, ...]) -> None:
        _, inner, (target, _) = held
        address, problem = link("", target[1:]) if target.startswith("#") else link(target, "")
        if problem:
            self.notices.append(problem)
        if self._builder.indents and len(inner) == 1 and inner[0]["t"] == "Emph":
            inner = inner[0]["c"]  # an underlined link, which pandoc takes for emphasis
        self.take(inner, (*marks, ("link", address)) if address else marks)

    def _note(self, blocks: list[Tree], marks: tuple[Mark, ...]) -> None:
        inside: list[Block] = []
        if blocks and blocks[0]["t"] in ("Para", "Plain"):
            blocks = [blocks[0] | {"c": _without_space(blocks[0]["c"])}, *blocks[1:]]
        for block in blocks:
            self._builder.block(block, inside)
        note_id, self._note_id = self._note_id, ""
        self._put(Note(note_id, tuple(inside)), marks)

    def _object(self, thing: Opaque, marks: tuple[Mark, ...]) -> None:
        self.notices.append(thing.kind)
        self._put(thing, marks)

    def _put(self, thing: Note | Opaque, marks: tuple[Mark, ...]) -> None:
        self._anchors.append(Anchor(self._at, thing))
        self._add(OBJECT, tuple(mark for mark in marks if mark[0] != "superscript"))

    def _words(self, words: str, marks: tuple[Mark, ...]) -> None:
        text, stray = cleaned(words)
        if stray:
            self.notices.append("stray")
        self._add(text, marks)

    def _add(self, text: str, marks: tuple[Mark, ...]) -> None:
        self._spans += [Span(self._at, self._at + len(text), *mark) for mark in marks]
        self._pieces.append(text)
        self._at += len(text)


def _without_space(inlines: list[Tree]) -> list[Tree]:
    """A note's words without the space before them, also where a bookmark is around it."""
    if not inlines:
        return []
    first, *rest = inlines
    if first == _SPACE:
        return rest
    if first["t"] != "Span":
        return inlines
    about, held = first["c"]
    return [first | {"c": [about, _without_space(held)]}, *(rest if held else _without_space(rest))]


def _plain(inlines: list[Tree]) -> str:
    return "".join(i["c"] if i["t"] == "Str" else " " for i in inlines).strip()
