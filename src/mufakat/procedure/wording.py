"""What an amendment would change, in words a person can read.

An operation is exact but speaks in offsets; a ``Wording`` shows the same words before and after,
with enough around them to be found, and says which words are meant. Where words alone do not say
it (a move, a heading made plain text), ``manner`` does.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from mufakat.change.amendment import (
    Amendment,
    Format,
    Insert,
    Join,
    Move,
    Remark,
    Remove,
    Replace,
    Reshape,
    Restyle,
)
from mufakat.procedure.excerpt import (
    Excerpt,
    beginning,
    cut,
    ending,
    in_context,
    opening,
    readable,
    whole,
)
from mufakat.procedure.place import Places
from mufakat.text.document import MARK, Document, Node, Paragraph, Row, Style

_FORMS = {
    "decimal": "1",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}
_MARKS = {"strike": "struck through", "link": "a link", "underline": "underlined"}


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
            same = opening(_text(places, block))
            return Wording(block, same, same, f"as {describe(style)}")
        case Insert() as operation:
            where = operation.after or operation.parent
            manner = f"{amendment.kind} {_gap(operation.parent, operation.after, places)}"
            manner += _as(operation.node)
            return Wording(where, Excerpt(), whole(readable(operation.node)), manner)
        case Remove(block):
            return Wording(block, whole(_text(places, block)), Excerpt(), "delete")
        case Move(block, parent, after):
            same = opening(_text(places, block))
            return Wording(block, same, same, f"move {_gap(parent, after, places)}")
        case Reshape(block):
            same = opening(_text(places, block))
            return Wording(block, same, same, _shape(amendment.operation, places))


def remark_wording(remark: Remark, base: Document | Places) -> Excerpt:
    """The words a comment is about, in their context; its quotation where the place is unknown."""
    places = base if isinstance(base, Places) else Places.of(base)
    paragraph = places.paragraph(remark.block)
    if not paragraph or not remark.start <= remark.end <= len(paragraph.text):
        return whole(remark.quoted)
    if remark.start == remark.end and remark.quoted:  # on words that the draft does not have
        return in_context(paragraph, remark.start, remark.end, remark.quoted)
    if (remark.start, remark.end) == (0, len(paragraph.text)):
        return opening(cut(paragraph.text, paragraph.anchors))
    return in_context(paragraph, remark.start, remark.end, None)


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
        return Wording(operation.block, Excerpt(), whole(new))
    start, end = operation.start, operation.end
    original = in_context(paragraph, start, end, None)
    proposed = in_context(paragraph, start, end, new)
    manner = ""
    old = paragraph.text[start:end]
    if typographic or (not operation.fragment.styles and not (old + new).strip()):
        manner = _typographic(old, operation.fragment.text)
    elif MARK in operation.fragment.text:
        manner = "¶ begins a new paragraph"
    return Wording(operation.block, original, proposed, manner)


def _join(block: str, places: Places) -> Wording:
    left = _text(places, block)
    follower = places.following.get(block)
    right = readable(follower) if follower else ""
    head, tail = ending(left), beginning(right)
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
    words = in_context(paragraph, operation.start, operation.end, None)
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
