"""Pandoc's document tree as a text of ours: paragraphs, lists, tables, notes and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from mufakat.edges.pandoc_inline import BODY_END, BODY_START, OWN, Line, Tree
from mufakat.edges.word.read_forms import numbered_style
from mufakat.edges.word.read_notices import Notices, place
from mufakat.edges.word.read_numbering import Level, figures
from mufakat.text.document import (
    Block,
    Cell,
    Document,
    Opaque,
    Paragraph,
    Row,
    Style,
    Table,
)

_FORMATS = {
    "LowerAlpha": "lowerLetter",
    "UpperAlpha": "upperLetter",
    "LowerRoman": "lowerRoman",
    "UpperRoman": "upperRoman",
}
_PATTERNS = {"TwoParens": "(%1)", "OneParen": "%1)"}
_ANCHOR = re.compile(r"anchor(?:-([0-9]+))?")

_WRAPPERS = ("BlockQuote", "Div", "Figure")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is known of the format that the tree was made from.

    ``names`` are the bookmarks of an OpenDocument text, which pandoc numbers. ``counts``: the
    numbers of lists in the tree are those that the file shows. ``indents``: a block quotation may
    be nothing but an indented paragraph. ``pictures`` are those that can be carried, by name.
    ``numbered``: it has paragraphs in the style that numbers them in files made here.
    """

    names: tuple[str, ...] = ()
    counts: bool = True
    indents: bool = False
    pictures: Mapping[str, Opaque] = field(default_factory=dict)
    numbered: bool = False


@dataclass(slots=True)
class Reading:
    """The text made of a tree. ``shown`` gives the number that each paragraph (by id) had.

    All paragraphs have ids: those of bookmarks, else provisional ones (``x1`` ...).
    """

    blocks: list[Block] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    notices: Notices = field(default_factory=Notices)
    known: set[str] = field(default_factory=set)  # ids from bookmarks
    places: dict[str, tuple[str, int]] = field(
        default_factory=dict
    )  # where comments' bookmarks are
    said: Mapping[str, str] = field(default_factory=dict)  # the properties of a page in HTML
    start: int = 0  # the first block within the edges that an issued file marks
    end: int | None = None

    def document(self) -> Document:
        """The text between the edges; all of it where the file marks none."""
        return Document(tuple(self.blocks[self.start : self.end]))


def read_tree(tree: Tree, dialect: Dialect) -> Reading:
    """The text that a tree holds, with everything that could not be carried among the notices."""
    builder = _Builder(dialect)
    title = tree.get("meta", {}).get("title", {})
    if title.get("t") == "MetaInlines":
        builder.paragraph(title["c"], Style("title"), builder.reading.blocks)
    builder.main = _main_lists(tree["blocks"], dialect)
    for block in tree["blocks"]:
        builder.block(block, builder.reading.blocks)
    return builder.reading


def _main_lists(blocks: list[Tree], dialect: Dialect) -> set[int]:
    """The decimal lists (by identity) that number the text's main paragraphs, counting on."""
    decimal = [b for b in blocks if b["t"] == "OrderedList" and b["c"][0][1]["t"] in _DECIMAL]
    chain, reached = [], 0
    for one in decimal:
        if not dialect.counts or one["c"][0][0] == reached + 1:
            chain.append(one)
            reached += len(one["c"][1])
    many = len(chain) > 1 or (chain and reached * 2 >= len(blocks) - 1 + reached)
    if many or dialect.numbered:
        return {id(one) for one in chain}
    return set()


_DECIMAL = ("Decimal", "DefaultStyle")


class _Builder:
    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.reading = Reading()
        self.main: set[int] = set()
        self._ordinal = 0
        self._named = 0
        self._used: set[str] = set()

    @property
    def indents(self) -> bool:
        return self.dialect.indents

    @property
    def pictures(self) -> Mapping[str, Opaque]:
        return self.dialect.pictures

    def block(self, tree: Tree, out: list[Block], level: int = 0) -> None:
        kind, held = tree["t"], tree.get("c")
        if kind in ("Para", "Plain"):
            self.paragraph(held, Style(), out)
        elif kind == "Header":
            self.paragraph(held[2], Style("heading", min(max(held[0], 1), 6)), out)
        elif kind in ("OrderedList", "BulletList"):
            self._list(tree, out, level + 1)
        elif kind == "Table":
            self._table(held, out)
        elif kind == "LineBlock":
            inlines = [x for line in held for x in ({"t": "LineBreak"}, *line)][1:]
            self.paragraph(inlines, Style(), out)
        elif kind in _WRAPPERS:
            self._wrapped(kind, held, out, level)
        elif kind == "DefinitionList":
            self._definitions(held, out, level)
        elif kind == "CodeBlock":
            self.paragraph([{"t": "Code", "c": held}], Style(), out)
        elif kind == "HorizontalRule":
            self._tell("rule")
        elif kind != "Null":
            self._tell("raw" if kind == "RawBlock" else "unknown")

    def _wrapped(self, kind: str, held: Tree, out: list[Block], level: int) -> None:
        if kind == "BlockQuote" and not self.dialect.indents:
            self._tell("quotation")
        blocks = held if kind == "BlockQuote" else held[-1]
        for block in blocks:
            self.block(block, out, level)
        if kind == "Figure" and held[1][1]:
            self._tell("caption")
            for block in held[1][1]:
                self.block(block, out, level)

    def _definitions(self, held: Tree, out: list[Block], level: int) -> None:
        self._tell("definitions")
        for term, meanings in held:
            self.paragraph(term, Style(), out)
            for meaning in meanings:
                for block in meaning:
                    self.block(block, out, level)

    def _list(self, tree: Tree, out: list[Block], level: int) -> None:
        ordered = tree["t"] == "OrderedList"
        start, form, items = 1, Level("bullet", "•"), tree["c"]
        if ordered:
            (start, style, delimiter), items = tree["c"]
            form = Level(_FORMATS.get(style["t"], "decimal"), _PATTERNS.get(delimiter["t"], "%1."))
        kind = "numbered" if id(tree) in self.main else "item"
        style_ = numbered_style("numbered" if kind == "numbered" else "item", level, 1, form)
        inner = level - 1 if kind == "numbered" else level
        for number, item in enumerate(items, start):
            label = form.pattern.replace("%1", figures(number, form.format)) if ordered else "•"
            self._item(item, style_, label, out, inner)

    def _item(
        self, item: list[Tree], style: Style, label: str, out: list[Block], level: int
    ) -> None:
        blocks = list(item)
        if blocks and blocks[0]["t"] == "Header":  # which has no number here
            for block in blocks:
                self.block(block, out, level)
            return
        words = blocks.pop(0)["c"] if blocks and blocks[0]["t"] in ("Para", "Plain") else []
        ident = self.paragraph(words, style, out, keep=True)
        self.reading.shown[ident] = label
        for block in blocks:
            self.block(block, out, level)

    def paragraph(
        self, inlines: list[Tree], style: Style, out: list[Block], *, keep: bool = False
    ) -> str:
        """Adds a paragraph and gives its id; one without words only if it is to be kept."""
        line = Line(self)
        line.take(inlines, ())
        made = line.made(style)
        whole = out is self.reading.blocks
        if whole and BODY_END in line.edges:
            self.reading.end = len(out)
        empty = not (made.text.strip() or keep)
        if whole and BODY_START in line.edges:
            self.reading.start = len(out) + (not empty)
        if empty:
            return ""
        self._ordinal += 1
        for notice in line.notices:
            self.reading.notices.add(notice, place(self._ordinal, made.text))
        if line.ident:
            self.reading.known.add(line.ident)
        made = replace(made, id=line.ident or self.provisional())
        self.reading.places |= {name: (made.id, at) for name, at in line.comments.items()}
        out.append(made)
        return made.id

    def provisional(self) -> str:
        self._named += 1
        return f"x{self._named}"

    def named(self, anchor: str) -> str:
        """The bookmark's name that an anchor of pandoc's stands for."""
        match = _ANCHOR.fullmatch(anchor)
        at = int(match[1] or 0) if match else -1
        name = self.dialect.names[at] if 0 <= at < len(self.dialect.names) else anchor
        if not name.startswith(OWN) or name in self._used:
            return ""
        self._used.add(name)
        return name

    def _tell(self, kind: str) -> None:
        self.reading.notices.add(kind, place(self._ordinal, "", after=True))

    # Tables

    def _table(self, held: Tree, out: list[Block]) -> None:
        _, caption, columns, head, bodies, foot = held
        for block in caption[1]:
            self._tell("caption")
            self.block(block, out)
        rows = [(row, True) for row in head[1]]
        rows += [(row, False) for body in bodies for row in (*body[2], *body[3])]
        rows += [(row, False) for row in foot[1]]
        grid = _Grid(len(columns))
        made = tuple(self._row(row, header, grid) for row, header in rows)
        if made:
            out.append(Table("", made))

    def _row(self, tree: Tree, header: bool, grid: _Grid) -> Row:
        cells: list[Cell] = []
        for _, _, down, across, blocks in tree[1]:
            cells += grid.continued()
            _forget_sign(blocks)
            inside: list[Block] = []
            for block in blocks:
                self.block(block, inside)
            held = tuple(inside) or (Paragraph(self.provisional()),)
            cells.append(Cell("", held, grid.take(down, across)))
        cells += grid.continued()
        cells += grid.rest()
        return Row("", tuple(cells), header)


def _forget_sign(blocks: Tree) -> None:
    """LibreOffice puts a sign of its own before the words of a row that is tracked."""
    if blocks and blocks[0]["t"] in ("Para", "Plain") and blocks[0]["c"]:
        first = blocks[0]["c"][0]
        if first["t"] == "Str":
            first["c"] = first["c"].removeprefix("\u200d")


class _Grid:
    """Which columns of a row cells from above still reach into."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self._left: dict[int, tuple[int, int]] = {}  # column: (rows left, columns)
        self._new: dict[int, tuple[int, int]] = {}
        self._at = 0

    def continued(self) -> Iterator[Cell]:
        """The cells that go on from above at this place."""
        while self._at in self._left:
            rows, across = self._left.pop(self._at)
            if rows > 1:
                self._new[self._at] = (rows - 1, across)
            self._at += across
            yield Cell("", (Paragraph(""),), across, True)

    def take(self, down: int, across: int) -> int:
        """A cell begins here: gives the columns that it covers."""
        across = max(1, min(across, self.columns - self._at))
        if down > 1:
            self._new[self._at] = (down - 1, across)
        self._at += across
        return across

    def rest(self) -> Iterator[Cell]:
        """What the row lacks; the next row begins."""
        if self._at < self.columns:
            yield Cell("", (Paragraph(""),), self.columns - self._at)
        self._left, self._new, self._at = self._new, {}, 0
