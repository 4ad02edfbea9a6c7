"""Reads the written form of a document; ``markup`` writes it and says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, NoReturn, get_args

from mufakat.refusal import Refusal
from mufakat.text import inline
from mufakat.text.attributes import ATTRIBUTES, Unreadable, identifier, read_attributes
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

INDENT = "    "
TABLE = "::::"
ROW = ":::"


def parse(text: str) -> Document:
    """The document that a text is the written form of.

    Refused, with the number of the line and what to do there: everything that ``serialise`` would
    not write, save that a needless backslash or empty line does no harm.
    """
    if not text.endswith("\n"):
        last = text.count("\n") + 1
        _refuse(last, "the text breaks off", "Fetch it again, or end the last line if it is whole.")
    lines = list(enumerate(text.split("\n")[:-1], 1))
    notes = next((at for at, (_, line) in enumerate(lines) if line.startswith("[^")), len(lines))
    reading = _Reading(_definitions(lines[notes:]))
    body = _Lines(lines[:notes], reading).body()
    for definition in reading.definitions.values():
        _refuse(definition[0][0], "nothing refers to this note", "Take it out, or refer to it.")
    return Document(body)


def _refuse(number: int, error: str, hint: str) -> NoReturn:
    raise Refusal(f"Line {number} of the text cannot be read: {error}.", hint)


class _Place(NamedTuple):
    """What a block's attributes say of the cell or the note that it begins."""

    cell: str | None = None
    span: int = 1
    continued: bool = False
    endnote: bool = False
    empty: bool = False


class _Head(NamedTuple):
    """What stands in the braces that a block begins with."""

    ident: str
    style: Style
    place: _Place
    header: bool


class _Found(NamedTuple):
    """A block (none where a cell or note is empty), its line, and where it says it stands."""

    line: int
    block: Block | None
    place: _Place


class _Braces:
    """Attributes that are taken out one by one, so that one left over is noticed."""

    def __init__(self, braced: str) -> None:
        self.ident, classes, pairs = read_attributes(braced)
        self.braced, self.classes, self.pairs = braced, list(classes), dict(pairs)
        self.twice = len(self.pairs) < len(pairs)

    def has(self, name: str) -> bool:
        found = name in self.classes
        if found:
            self.classes.remove(name)
        return found

    def whole(self, key: str, default: int) -> int:
        value = self.pairs.pop(key, str(default))
        if not re.fullmatch("-?[0-9]{1,9}", value):
            raise Unreadable(f"{key}={value} is not a whole number", "Write a whole number.")
        return int(value)

    def done(self) -> None:
        if self.classes or self.pairs or self.twice:
            left = ", ".join([*self.classes, *self.pairs]) or "one attribute twice"
            raise Unreadable(f"{self.braced} says more than is known here: {left}", "Take it out.")


@lru_cache(maxsize=16384)
def _head(sign: str, braced: str) -> _Head:
    """A block's attributes, by the sign that it begins with: ``[]``, ``#``, ``:::`` or ``::::``."""
    braces = _Braces(braced)
    style, place, header = Style(), _NOWHERE, False
    if sign == ROW:
        if not braces.has("row"):
            raise Unreadable(f"{braced} does not name a row", "Write ::: {#r1 .row}.")
        header = braces.has("header")
    else:
        if sign != TABLE:
            style = _style(sign, braces)
        elif not braces.has("table"):
            raise Unreadable(f"{braced} does not name a table", "Write :::: {#t1 .table}.")
        place = _place(braces)
    braces.done()
    return _Head(braces.ident, style, place, header)


def _style(sign: str, braces: _Braces) -> Style:
    kind: Kind = "plain"
    level = 1
    if sign != "[]":
        kind, level = ("title", 1) if braces.has("title") else ("heading", len(sign))
    elif braces.has("num"):
        kind = "numbered"
    elif braces.has("item"):
        kind = "item"
    level = braces.whole("level", level)
    named = braces.pairs.pop("format", "")
    form = next((known for known in get_args(Format) if known == named), None)
    if form is None:
        raise Unreadable(f"{named} is not a form of numbers", f"Use one of {_FORMATS}.")
    return Style(kind, level, form, braces.pairs.pop("pattern", ""))


def _place(braces: _Braces) -> _Place:
    cell = braces.pairs.pop("cell", None)
    endnote, empty = braces.has("endnote"), braces.has("empty")
    if cell is None:
        return _Place(endnote=endnote, empty=empty)
    return _Place(cell, braces.whole("span", 1), braces.has("continued"), endnote, empty)


_NOWHERE = _Place()
_FORMATS = ", ".join(filter(None, get_args(Format)))
_Numbered = tuple[int, str]
_PARAGRAPH = re.compile(rf"\[\]({ATTRIBUTES})(?: (.+))?")
_HEADING = re.compile(rf"(#{{1,6}})(?: (.+))? ({ATTRIBUTES})")
_FENCE = re.compile(rf"(::::?) ({ATTRIBUTES})")
_DEFINITION = re.compile(r"\[\^([A-Za-z0-9_.:-]+)\]:(?: (.+))?")


class _Reading:
    """What is known while a text is read: the ids so far, and the notes not yet referred to."""

    def __init__(self, definitions: dict[str, list[_Numbered]]) -> None:
        self.definitions = definitions
        self.lines: dict[str, int] = {}

    def idents(self, line: int, *names: str | None) -> None:
        for name in filter(None, names):
            identifier(name)
            if name in self.lines:
                raise Unreadable(
                    f"the id {name} is that of line {self.lines[name]} already", "Give it another."
                )
            self.lines[name] = line

    def note(self, label: str) -> Note:
        lines = self.definitions.pop(label, None)
        if lines is None:
            raise Unreadable(
                f"the note {label} is not defined, or referred to twice",
                f"Write its text at the end, after [^{label}]:, and refer to it once.",
            )
        ident = "" if label.startswith("-") else label
        self.idents(lines[0][0], ident)
        return _Lines(lines, self).note(ident)


def _definitions(lines: list[_Numbered]) -> dict[str, list[_Numbered]]:
    """Each note's own lines, without their indent, by its label."""
    found: dict[str, list[_Numbered]] = {}
    current: list[_Numbered] = []
    for number, line in lines:
        if match := _DEFINITION.fullmatch(line):
            label, first = match.groups()
            if label in found:
                _refuse(number, f"the note {label} is defined twice", "Give it another label.")
            current = found[label] = [(number, first or "")]
        elif not line or (line.startswith(INDENT) and current):
            current.append((number, line[len(INDENT) :]))
        else:
            _refuse(
                number,
                "it stands among the notes and belongs to none",
                "Move it before them, or indent it by four spaces if it belongs to the note.",
            )
    return found


class _Lines:
    """Reads blocks off numbered lines."""

    def __init__(self, lines: list[_Numbered], reading: _Reading) -> None:
        self.lines = iter(lines)
        self.reading = reading
        self.last = lines[0][0] if lines else 1

    def body(self) -> tuple[Block, ...]:
        return tuple(_only(found) for found in self.blocks())

    def note(self, ident: str) -> Note:
        first, *others = [*self.blocks()] or [_Found(self.last, None, _NOWHERE)]
        empty = not first.block
        if first.place.cell is not None or first.place.empty != empty or (empty and others):
            _refuse(first.line, "no note begins so", "Write a note without text as []{.empty}.")
        blocks = ((first.block,) if first.block else ()) + tuple(map(_only, others))
        return Note(ident, blocks, "endnote" if first.place.endnote else "footnote")

    def blocks(self, closing: str = "") -> Iterator[_Found]:
        """The blocks up to the line ``closing``, or to the last line."""
        apart = True
        for number, line in self.lines:
            self.last = number
            if line and line == closing:
                return
            if line and not apart:
                _refuse(number, "no empty line stands before it", "Put one there.")
            apart = not line
            if line:
                yield self.block(number, line)
        if closing:
            _refuse(self.last, f"the text ends before {closing}", "Close the row and the table.")

    def block(self, number: int, line: str) -> _Found:
        try:
            if match := _PARAGRAPH.fullmatch(line):
                return self.paragraph(number, _head("[]", match[1]), match[2])
            if match := _HEADING.fullmatch(line):
                return self.paragraph(number, _head(match[1], match[3]), match[2])
            if (match := _FENCE.fullmatch(line)) and match[1] == TABLE:
                return self.table(number, _head(TABLE, match[2]))
        except Unreadable as wrong:
            _refuse(number, wrong.error, wrong.hint)
        _refuse(
            number,
            "it does not begin as a block does",
            "Begin a paragraph with []{#p1}, end a heading with {#h1}, begin a table with "
            ":::: {#t1 .table} and a row in it with ::: {#r1 .row}.",
        )

    def paragraph(self, number: int, head: _Head, words: str | None) -> _Found:
        ident, style, place, _ = head
        self.reading.idents(number, ident, place.cell)
        if place.empty:
            if ident or words or style != Style():
                raise Unreadable("something is called empty and is not", "Take out .empty.")
            return _Found(number, None, place)
        text, spans, anchors = inline.read(words or "", self.reading.note)
        return _Found(number, Paragraph(ident, text, style, spans, anchors), place)

    def table(self, number: int, head: _Head) -> _Found:
        if head.place.empty:
            raise Unreadable("a table is called empty", "Take out .empty.")
        self.reading.idents(number, head.ident, head.place.cell)
        return _Found(number, Table(head.ident, tuple(self.rows())), head.place)

    def rows(self) -> Iterator[Row]:
        for number, line in self.lines:
            self.last = number
            if line == TABLE:
                return
            match = _FENCE.fullmatch(line)
            if match and match[1] == ROW:
                yield self.row(number, match[2])
            elif line:
                _refuse(number, "only rows stand in a table", "Write ::: {#r1 .row} before it.")
        _refuse(self.last, "the text ends within a table", f"Close the table with {TABLE}.")

    def row(self, number: int, braced: str) -> Row:
        try:
            head = _head(ROW, braced)
            self.reading.idents(number, head.ident)
        except Unreadable as wrong:
            _refuse(number, wrong.error, wrong.hint)
        return Row(head.ident, self.cells(), head.header)

    def cells(self) -> tuple[Cell, ...]:
        cells: list[tuple[_Found, list[Block]]] = []
        for found in self.blocks(ROW):
            if found.place.cell is not None and not found.place.endnote:
                cells.append((found, [found.block] if found.block else []))
            elif cells and cells[-1][1]:
                cells[-1][1].append(_only(found))
            else:
                _refuse(found.line, "it belongs to no cell", "Name the cell, as in {cell=c1}.")
        return tuple(
            Cell(place.cell or "", tuple(blocks), place.span, place.continued)
            for (_, _, place), blocks in cells
        )


def _only(found: _Found) -> Block:
    if not found.block or found.place != _NOWHERE:
        _refuse(
            found.line,
            "it says that it begins a cell or a note and does not",
            "Take out cell, span, .continued, .endnote and .empty.",
        )
    return found.block
