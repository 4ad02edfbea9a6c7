"""Planted text as the program's own: documents, and the script that says the truth exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from bench.changes import MARK, SEAM, Change, Edit, Gone, Joined, Moved, New, Piece
from bench.planted import Planted
from mufakat.change.amendment import Fragment, Insert, Join, Move, Remove, Replace, Script
from mufakat.change.amendment import Operation as Op
from mufakat.text.document import Document, Paragraph, Style

STYLES = {"heading": Style("heading", 2), "numbered": Style("numbered"), "item": Style("item")}


def document(pieces: Sequence[Piece], *, ids: bool = True) -> Document:
    """The paragraphs as a text of its own: no string is shared with another's."""
    return Document(
        tuple(
            Paragraph(ident(p.number) if ids else "", _copy(p.text), STYLES[p.kind]) for p in pieces
        )
    )


def ident(number: int) -> str:
    """The id of a base paragraph, and none for number 0."""
    return f"p{number}" if number else ""


def _copy(text: str) -> str:
    return text.encode().decode()


def submitted(planted: Planted, state: str, *, ids: bool = True) -> Document:
    """What a delegation sends in, with the base's ids or with none."""
    return document(planted.text(state), ids=ids)


def perfect(planted: Planted, state: str) -> Script:
    """The delegation's changes just as they were planted: what a comparison should find."""
    return tuple(op for change in _in_order(planted.changes[state]) for op in said(planted, change))


def _in_order(changes: Iterable[Change]) -> Iterable[Change]:
    """Edits of one paragraph from its beginning; the rest as planted."""
    rest = [c for c in changes if not isinstance(c, Edit)]
    edits = sorted(
        (c for c in changes if isinstance(c, Edit)), key=lambda e: (e.paragraph, e.start, e.end)
    )
    yield from rest
    for _, group in groupby(edits, key=lambda e: e.paragraph):
        yield from group


def said(planted: Planted, change: Change) -> tuple[Op, ...]:
    """One planted change as the program's operations."""
    match change:
        case Edit():
            styles = (STYLES[planted.base[change.paragraph - 1].kind],) * change.new.count(MARK)
            fragment = Fragment(change.new, styles=styles)
            return (Replace(ident(change.paragraph), change.start, change.end, fragment),)
        case Moved():
            return (Move(ident(change.paragraph), "", ident(change.after)),)
        case Joined():
            length = len(planted.base[change.paragraph - 1].text)
            block = ident(change.paragraph)
            return Replace(block, length, length, Fragment(SEAM)), Join(block)
        case Gone():
            return (Remove(ident(change.paragraph)),)
        case New():
            return (
                Insert("", ident(change.after), Paragraph("", change.text, STYLES["numbered"])),
            )
