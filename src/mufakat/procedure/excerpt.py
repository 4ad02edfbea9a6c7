"""Words cut from a text so that a person can read them: in their context, notes in brackets."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from mufakat.change.amendment import Fragment
from mufakat.text.document import MARK, OBJECT, Anchor, Cell, Node, Note, Opaque, Paragraph, Row

CONTEXT = 60
"""Code points of unchanged text shown on each side of the words in question."""

_SLACK = 20
_OPENING = 120


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words cut from a text; ``touched`` are the ``[start, end)`` of those that are meant."""

    text: str = ""
    touched: tuple[tuple[int, int], ...] = ()

    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text in pieces, each with whether its words are meant; joined they are ``text``."""
        return tuple(_pieces(self))

    def bracketed(self) -> str:
        """The text with the words that are meant in square brackets."""
        return "".join(f"[{text}]" if meant else text for text, meant in self.pieces())


def readable(node: Node | Fragment) -> str:
    """The words of a node: cells apart by bars, rows by line breaks, notes in brackets."""
    match node:
        case Paragraph() | Fragment():
            return cut(node.text, node.anchors)
        case Cell():
            return "\n".join(readable(block) for block in node.blocks)
        case Row():
            return " | ".join(readable(cell) for cell in node.cells)
        case _:
            return "\n".join(readable(row) for row in node.rows)


def brief(node: Node) -> str:
    """The words of a node, its notes only named."""
    if isinstance(node, Paragraph):
        return cut(node.text, node.anchors, brief=True)
    return readable(node)


def whole(text: str) -> Excerpt:
    """A text that is meant from end to end."""
    return Excerpt(text, ((0, len(text)),) if text else ())


def opening(text: str) -> Excerpt:
    """Enough of a text's beginning to know it by."""
    return Excerpt(beginning(text, _OPENING))


def in_context(paragraph: Paragraph, start: int, end: int, new: str | None) -> Excerpt:
    """``[start, end)``, or ``new`` in its place, between some of the words around it."""
    text, anchors = paragraph.text, paragraph.anchors
    head = ending(cut(text, anchors, 0, start, brief=True))
    words = cut(text, anchors, start, end) if new is None else new
    tail = beginning(cut(text, anchors, end, brief=True))
    touched = ((len(head), len(head) + len(words)),) if words else ()
    return Excerpt(head + words + tail, touched)


def ending(text: str) -> str:
    """A text's last words, as context for what follows it."""
    if len(text) <= CONTEXT + _SLACK:
        return text
    at = len(text) - CONTEXT
    space = text.rfind(" ", at - _SLACK, at + 1)
    return "…" + text[space + 1 if space >= 0 else _whole_letter(text, at) :]


def beginning(text: str, length: int = CONTEXT) -> str:
    """A text's first words, as context for what stands before it."""
    if len(text) <= length + _SLACK:
        return text
    space = text.find(" ", length, length + _SLACK)
    return text[: space if space >= 0 else _whole_letter(text, length)] + "…"


def _whole_letter(text: str, at: int) -> int:
    while at < len(text) and unicodedata.category(text[at]).startswith("M"):
        at += 1
    return at


def cut(
    text: str,
    anchors: tuple[Anchor, ...],
    start: int = 0,
    end: int | None = None,
    *,
    brief: bool = False,
) -> str:
    """``text[start:end]`` with what its object characters stand for said in brackets.

    ``brief`` only names a note, and leaves its words out.
    """
    words = text[start : len(text) if end is None else end]
    if OBJECT not in words and MARK not in words:
        return words
    objects = {anchor.offset: anchor.object for anchor in anchors}
    out: list[str] = []
    for at, sign in enumerate(words, start):
        if sign == OBJECT and at in objects:
            gap = " " if out and not out[-1].isspace() else ""
            out.append(f"{gap}[{_object(objects[at], brief)}]")
        else:
            out.append(" ¶ " if sign == MARK else sign)
    return "".join(out)


def _object(held: Note | Opaque, brief: bool) -> str:
    if isinstance(held, Opaque):
        return held.label or held.kind
    if brief:
        return "note"
    return "note: " + " ".join(readable(block) for block in held.blocks)


def _pieces(excerpt: Excerpt) -> Iterator[tuple[str, bool]]:
    at = 0
    for start, end in excerpt.touched:
        if at < start:
            yield excerpt.text[at:start], False
        yield excerpt.text[start:end], True
        at = end
    if at < len(excerpt.text):
        yield excerpt.text[at:], False
