"""A text with its tracked changes: what stands between a Word file and everything else.

The reader makes one from a returned file, the writer makes a file from one. ``view`` shows the
text with the changes of some authors accepted and all others rejected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from mufakat.text.document import (
    Anchor,
    Block,
    Cell,
    Document,
    Note,
    Paragraph,
    Row,
    Span,
    Style,
    Table,
    normal_spans,
)

RevisionKind = Literal["insert", "delete", "move-from", "move-to"]


class Revision(NamedTuple):
    """One tracked change: who, what, when (ISO 8601, UTC). A move's halves share ``move``.

    A named tuple: many are compared, and a tuple compares faster than a dataclass.
    """

    kind: RevisionKind
    author: str
    date: str = ""
    move: str = ""

    @property
    def goes(self) -> bool:
        """Whether it takes something away: a deletion, or the half of a move that leaves."""
        return self.kind in ("delete", "move-from")


@dataclass(frozen=True, slots=True)
class FormatChange:
    """A tracked change of a run's marks: ``before`` are the (mark, value) pairs it replaced."""

    author: str
    before: tuple[tuple[str, str], ...]
    date: str = ""


@dataclass(frozen=True, slots=True)
class StyleChange:
    """A tracked change of a paragraph's style: ``before`` is the style it replaced."""

    author: str
    before: Style
    date: str = ""


@dataclass(frozen=True, slots=True)
class TrackedNote:
    """A note whose body may hold tracked changes."""

    id: str
    blocks: tuple[TrackedBlock, ...]
    kind: Literal["footnote", "endnote"] = "footnote"


@dataclass(frozen=True, slots=True)
class TrackedRun:
    """Characters with one set of marks and one stack of revisions (outermost first).

    A run that carries a note has ``OBJECT`` as its text and the note in ``object``.
    """

    text: str
    marks: tuple[tuple[str, str], ...] = ()  # sorted (mark, value) pairs
    revisions: tuple[Revision, ...] = ()
    object: TrackedNote | Anchor | None = None  # an Anchor holds an Opaque; its offset is unused
    format: FormatChange | None = None


@dataclass(frozen=True, slots=True)
class TrackedParagraph:
    """Runs and the paragraph's mark, which may itself be inserted, deleted or moved."""

    id: str
    runs: tuple[TrackedRun, ...] = ()
    style: Style = field(default_factory=Style)
    mark: tuple[Revision, ...] = ()
    restyle: StyleChange | None = None


@dataclass(frozen=True, slots=True)
class TrackedCell:
    """A cell, which may itself be inserted or deleted."""

    id: str
    blocks: tuple[TrackedBlock, ...]
    span: int = 1
    continued: bool = False
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackedRow:
    """A row, which may itself be inserted or deleted."""

    id: str
    cells: tuple[TrackedCell, ...]
    header: bool = False
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackedTable:
    """A table; one whose rows are all inserted or deleted comes or goes with them."""

    id: str
    rows: tuple[TrackedRow, ...]


TrackedBlock = TrackedParagraph | TrackedTable


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on ``[start, end)`` of a tracked paragraph, counted over all its runs' characters.

    ``last``: it runs on to ``stop`` in that later paragraph. ``parent`` is the id of the comment it
    replies to. A remark on the whole text has no ``block``.
    """

    id: str
    author: str
    text: str
    block: str = ""
    start: int = 0
    end: int = 0
    date: str = ""
    parent: str = ""
    resolved: bool = False
    last: str = ""
    stop: int = 0


@dataclass(frozen=True, slots=True)
class TrackedDocument:
    """A text with its tracked changes and comments."""

    body: tuple[TrackedBlock, ...] = ()
    comments: tuple[Comment, ...] = ()


Accept = Callable[[str], bool]
Change = Callable[[TrackedParagraph], TrackedParagraph]


def view(tracked: TrackedDocument, accept: Accept) -> Document:
    """The text with the changes accepted whose author satisfies ``accept``, the others rejected."""
    return Document(_blocks(tracked.body, accept))


def accepted(tracked: TrackedDocument) -> Document:
    """The text with every change accepted."""
    return view(tracked, lambda _: True)


def original(tracked: TrackedDocument) -> Document:
    """The text with every change rejected."""
    return view(tracked, lambda _: False)


@lru_cache(maxsize=4096)
def sponsors(author: str) -> tuple[str, ...]:
    """The delegations that an author's name stands for: ``"MYS; SGP"`` is both."""
    return tuple(part.strip() for part in author.split(";") if part.strip())


def alone(delegation: str) -> Accept:
    """Accepts what one delegation proposes, alone or with others."""
    return lambda author: delegation in sponsors(author)


def stands(revisions: tuple[Revision, ...], accept: Accept) -> bool:
    """Whether something under these revisions is there once the accepted ones are carried out."""
    for revision in revisions:
        comes = revision.kind in ("insert", "move-to")
        if comes != accept(revision.author):
            return False
    return True


Seen = list[tuple[TrackedParagraph, list[TrackedRun]]]
"""Paragraphs that are seen as one, with the runs of each that are there: the last one ends them."""


def seen(blocks: tuple[TrackedBlock, ...], accept: Accept) -> Iterator[Seen | TrackedTable]:
    """What is seen of a container's blocks: paragraphs, and the tables that are there."""
    waiting: Seen = []
    for block in blocks:
        if isinstance(block, TrackedTable):
            if any(rows_seen(block, accept)):
                if waiting:
                    yield waiting
                yield block
                waiting = []
            continue
        runs = [r for r in block.runs if not r.revisions or stands(r.revisions, accept)]
        waiting.append((block, runs))
        if not block.mark or stands(block.mark, accept):
            yield waiting
            waiting = []
        elif not any(runs for _, runs in waiting):
            waiting.pop()
    if waiting:
        yield waiting


def each_paragraph(blocks: Iterable[TrackedBlock], change: Change) -> tuple[TrackedBlock, ...]:
    """The blocks with every paragraph changed, in reading order; notes are not looked into."""
    return tuple(
        change(block) if isinstance(block, TrackedParagraph) else _each_cell(block, change)
        for block in blocks
    )


def _each_cell(table: TrackedTable, change: Change) -> TrackedTable:
    rows = []
    for row in table.rows:
        cells = tuple(replace(c, blocks=each_paragraph(c.blocks, change)) for c in row.cells)
        rows.append(replace(row, cells=cells))
    return replace(table, rows=tuple(rows))


def rows_seen(
    table: TrackedTable, accept: Accept
) -> Iterator[tuple[TrackedRow, list[TrackedCell]]]:
    """What is seen of a table: its rows, each with its cells."""
    for row in table.rows:
        cells = [cell for cell in row.cells if stands(cell.revisions, accept)]
        if cells and stands(row.revisions, accept):
            yield row, cells


def _blocks(blocks: tuple[TrackedBlock, ...], accept: Accept) -> tuple[Block, ...]:
    return tuple(
        _table(one, accept) if isinstance(one, TrackedTable) else _one(one, accept)
        for one in seen(blocks, accept)
    )


def _one(parts: Seen, accept: Accept) -> Paragraph:
    """One paragraph of those seen as one: it has the last one's style, and its id if known."""
    last = parts[-1][0]
    style = last.style
    if last.restyle and not accept(last.restyle.author):
        style = last.restyle.before
    if len(parts) == 1:
        return _paragraph(last.id, parts[0][1], style, accept)
    ident = next((block.id for block, _ in reversed(parts) if block.id), "")
    runs = [run for _, runs in parts for run in runs]
    return _paragraph(ident, runs, style, accept)


def _paragraph(ident: str, runs: list[TrackedRun], style: Style, accept: Accept) -> Paragraph:
    if len(runs) == 1 and not (runs[0].marks or runs[0].format or runs[0].object):
        return Paragraph(ident, runs[0].text, style)  # most paragraphs are this
    text: list[str] = []
    spans: list[Span] = []
    anchors: list[Anchor] = []
    at = 0
    for run in runs:
        marks = run.marks
        if run.format and not accept(run.format.author):
            marks = run.format.before
        spans += [Span(at, at + len(run.text), mark, value) for mark, value in marks]
        if isinstance(run.object, TrackedNote):
            note = Note(run.object.id, _blocks(run.object.blocks, accept), run.object.kind)
            anchors.append(Anchor(at, note))
        elif isinstance(run.object, Anchor):
            anchors.append(Anchor(at, run.object.object))
        text.append(run.text)
        at += len(run.text)
    return Paragraph(ident, "".join(text), style, normal_spans(spans), tuple(anchors))


def _table(table: TrackedTable, accept: Accept) -> Table:
    rows = []
    for row, cells in rows_seen(table, accept):
        held = tuple(
            Cell(cell.id, _blocks(cell.blocks, accept), cell.span, cell.continued) for cell in cells
        )
        rows.append(Row(row.id, held, row.header))
    return Table(table.id, tuple(rows))
