"""What an amendment would change, in words a person can read.

An operation is exact but speaks in offsets; a ``Wording`` shows the same words before and after,
with enough around them to be found, and says which words are meant. Where words alone do not say
it (a move, a heading made plain text), ``manner`` does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from mufakat.change.amendment import (
    Amendment,
    Format,
    Fragment,
    Insert,
    Join,
    Move,
    Operation,
    Remark,
    Remove,
    Replace,
    Reshape,
    Restyle,
)
from mufakat.procedure.place import Places
from mufakat.text.document import (
    MARK,
    OBJECT,
    Anchor,
    Cell,
    Document,
    Node,
    Note,
    Opaque,
    Paragraph,
    Row,
    Style,
)

CONTEXT = 60
"""Code points of unchanged text shown on each side of the words in question."""

_SLACK = 20
_OPENING = 120
_FORMS = {
    "decimal": "1",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}
_MARKS = {"strike": "struck through", "link": "a link", "underline": "underlined"}


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


@dataclass(frozen=True, slots=True)
class Wording:
    """An amendment in words: the base's id where it applies, the words before and after.

    ``manner`` says what the words do not: ``"new paragraph after 12"``, ``"move to after 14"``.
    """

    place: str
    original: Excerpt
    proposed: Excerpt
    manner: str = ""


def wording(amendment: Amendment, base: Document | Places) -> Wording:
    """The amendment in words. Give ``Places`` of the base where many are asked for."""
    places = base if isinstance(base, Places) else Places.of(base)
    match amendment.operation:
        case Replace() as operation:
            return _replace(operation, places, amendment.typographic)
        case Format() as operation:
            return _format(operation, places)
        case Join(block):
            return _join(block, places)
        case Restyle(block, style):
            same = _opening(_text(places, block))
            return Wording(block, same, same, f"as {describe(style)}")
        case Insert() as operation:
            where = operation.after or operation.parent
            manner = f"{amendment.kind} {_gap(operation.parent, operation.after, places)}"
            manner += _as(operation.node)
            return Wording(where, Excerpt(), _whole(readable(operation.node)), manner)
        case Remove(block):
            return Wording(block, _whole(_text(places, block)), Excerpt(), "delete")
        case Move(block, parent, after):
            same = _opening(_text(places, block))
            return Wording(block, same, same, f"move {_gap(parent, after, places)}")
        case Reshape(block):
            same = _opening(_text(places, block))
            return Wording(block, same, same, _shape(amendment.operation, places))


def remark_wording(remark: Remark, base: Document | Places) -> Excerpt:
    """The words a comment is about, in their context; its quotation where the place is unknown."""
    places = base if isinstance(base, Places) else Places.of(base)
    paragraph = places.paragraph(remark.block)
    if not paragraph or not remark.start <= remark.end <= len(paragraph.text):
        return _whole(remark.quoted)
    if (remark.start, remark.end) == (0, len(paragraph.text)):
        return _opening(_cut(paragraph.text, paragraph.anchors))
    return _in_context(paragraph, remark.start, remark.end, None)


def settled(
    operation: Operation, base: Document | Places, resulting: Document | Places, text: str = ""
) -> str:
    """The words that stand where the operation applies once the chair has ruled.

    Cut between the words around the place where those still stand, else the whole paragraph;
    ``"(deleted)"`` where the paragraph is gone. A new block is looked for by its words, or by the
    chair's own ``text`` for it; ``""`` if it did not come in.
    """
    before = base if isinstance(base, Places) else Places.of(base)
    after = resulting if isinstance(resulting, Places) else Places.of(resulting)
    if isinstance(operation, Insert):
        words = text or readable(operation.node)
        found = any(readable(node) == words for node in after.nodes.values())
        return words if found else ""
    node = after.nodes.get(operation.block)
    if node is None:
        return "(deleted)"
    old = before.paragraph(operation.block)
    if isinstance(operation, Replace) and old and isinstance(node, Paragraph):
        return _window(old, operation, readable(node))
    return _opening(readable(node)).text


def readable(node: Node | Fragment) -> str:
    """The words of a node: cells apart by bars, rows by line breaks, notes in brackets."""
    match node:
        case Paragraph() | Fragment():
            return _cut(node.text, node.anchors)
        case Cell():
            return "\n".join(readable(block) for block in node.blocks)
        case Row():
            return " | ".join(readable(cell) for cell in node.cells)
        case _:
            return "\n".join(readable(row) for row in node.rows)


def describe(style: Style) -> str:
    """A style in words: ``"heading, level 2"``, ``"list item (a)"``, ``"unnumbered text"``."""
    if style.kind == "plain":
        return "unnumbered text"
    if style.kind == "title":
        return "the title"
    name = {"numbered": "numbered paragraph", "item": "list item"}.get(style.kind, style.kind)
    level = f", level {style.level}" if style.level > 1 or style.kind == "heading" else ""
    if not style.format and not style.pattern:
        return name + level
    if style.format == "bullet":
        return f"bulleted {name}{level}"
    form = _FORMS.get(style.format, "1")
    return f"{name}{level}, {(style.pattern or '%1').replace(f'%{style.level}', form)}"


def _replace(operation: Replace, places: Places, typographic: bool) -> Wording:
    paragraph = places.paragraph(operation.block)
    new = readable(operation.fragment)
    if not paragraph:
        return Wording(operation.block, Excerpt(), _whole(new))
    start, end = operation.start, operation.end
    original = _in_context(paragraph, start, end, None)
    proposed = _in_context(paragraph, start, end, new)
    manner = ""
    if typographic:
        manner = _typographic(paragraph.text[start:end], operation.fragment.text)
    elif MARK in operation.fragment.text:
        manner = "¶ begins a new paragraph"
    return Wording(operation.block, original, proposed, manner)


def _join(block: str, places: Places) -> Wording:
    left = _text(places, block)
    follower = places.following.get(block)
    right = readable(follower) if follower else ""
    head, tail = _before(left), _after(right)
    original = Excerpt(f"{head} ¶ {tail}", ((len(head), len(head) + 3),))
    return Wording(block, original, Excerpt(head + tail), "run on into the next paragraph")


def _format(operation: Format, places: Places) -> Wording:
    name = _MARKS.get(operation.mark, operation.mark)
    if operation.mark == "link" and operation.on:
        name = f"a link to {operation.value}"
    manner = name if operation.on else f"not {name}"
    paragraph = places.paragraph(operation.block)
    if not paragraph:
        return Wording(operation.block, Excerpt(), Excerpt(), manner)
    words = _in_context(paragraph, operation.start, operation.end, None)
    return Wording(operation.block, Excerpt(words.text), words, manner)


def _shape(operation: Reshape, places: Places) -> str:
    if isinstance(places.nodes.get(operation.block), Row):
        return "repeat on each page" if operation.header else "do not repeat on each page"
    if operation.continued:
        return "merge with the cell above"
    return f"cover {operation.span} columns" if operation.span > 1 else "cover one column"


def _typographic(old: str, new: str) -> str:
    gone = sorted(set(old) - set(new))[:3]
    come = sorted(set(new) - set(old))[:3]
    if gone and come:
        return f"{_names(come)} instead of {_names(gone)}"
    if come or gone:
        return f"{_names(come or gone)} {'added' if come else 'removed'}"
    return "spacing"


def _names(signs: list[str]) -> str:
    return ", ".join(unicodedata.name(sign, f"U+{ord(sign):04X}").lower() for sign in signs)


def _as(node: Node) -> str:
    telling = isinstance(node, Paragraph) and node.style.kind not in ("plain", "numbered")
    return f", as {describe(node.style)}" if telling and isinstance(node, Paragraph) else ""


def _gap(parent: str, after: str, places: Places) -> str:
    if after:
        return f"after {places.name(after).removeprefix('after ')}"
    return f"at the start of {places.name(parent)}" if parent else "at the start"


def _text(places: Places, ident: str) -> str:
    node = places.nodes.get(ident)
    return readable(node) if node else ""


def _whole(text: str) -> Excerpt:
    return Excerpt(text, ((0, len(text)),) if text else ())


def _opening(text: str) -> Excerpt:
    return Excerpt(_after(text, _OPENING))


def _in_context(paragraph: Paragraph, start: int, end: int, new: str | None) -> Excerpt:
    """``[start, end)``, or ``new`` in its place, between some of the words around it."""
    text, anchors = paragraph.text, paragraph.anchors
    head = _before(_cut(text, anchors, 0, start))
    words = _cut(text, anchors, start, end) if new is None else new
    tail = _after(_cut(text, anchors, end))
    touched = ((len(head), len(head) + len(words)),) if words else ()
    return Excerpt(head + words + tail, touched)


def _before(text: str) -> str:
    if len(text) <= CONTEXT + _SLACK:
        return text
    at = len(text) - CONTEXT
    space = text.rfind(" ", at - _SLACK, at + 1)
    return "…" + text[space + 1 if space >= 0 else _whole_letter(text, at) :]


def _after(text: str, length: int = CONTEXT) -> str:
    if len(text) <= length + _SLACK:
        return text
    space = text.find(" ", length, length + _SLACK)
    return text[: space if space >= 0 else _whole_letter(text, length)] + "…"


def _whole_letter(text: str, at: int) -> int:
    while at < len(text) and unicodedata.category(text[at]).startswith("M"):
        at += 1
    return at


def _window(old: Paragraph, operation: Replace, new: str) -> str:
    """The part of ``new`` between the words that stood around the operation's place."""
    head = _cut(old.text, old.anchors, 0, operation.start)
    tail = _cut(old.text, old.anchors, operation.end)
    for length in (CONTEXT, 30, 15):
        left, right = head[-length:], tail[:length]
        begin = new.find(left) if left else 0
        if begin < 0 or (left and new.count(left) > 1):
            continue
        start = begin + len(left)
        end = new.find(right, start) if right else len(new)
        if end >= 0 and (not right or new.count(right) == 1):
            return _before(new[:start]) + new[start:end] + _after(new[end:])
    return new


def _cut(text: str, anchors: tuple[Anchor, ...], start: int = 0, end: int | None = None) -> str:
    """``text[start:end]`` with what its object characters stand for said in brackets."""
    stop = len(text) if end is None else end
    words = text[start:stop]
    if OBJECT not in words and MARK not in words:
        return words
    objects = {anchor.offset: anchor.object for anchor in anchors}
    out = []
    for at, sign in enumerate(words, start):
        if sign == OBJECT and at in objects:
            gap = " " if out and not out[-1].isspace() else ""
            out.append(f"{gap}[{_object(objects[at])}]")
        else:
            out.append(" ¶ " if sign == MARK else sign)
    return "".join(out)


def _object(held: Note | Opaque) -> str:
    if isinstance(held, Note):
        return "note: " + " ".join(readable(block) for block in held.blocks)
    return held.label or held.kind


def _pieces(excerpt: Excerpt) -> Iterator[tuple[str, bool]]:
    at = 0
    for start, end in excerpt.touched:
        if at < start:
            yield excerpt.text[at:start], False
        yield excerpt.text[start:end], True
        at = end
    if at < len(excerpt.text):
        yield excerpt.text[at:], False
