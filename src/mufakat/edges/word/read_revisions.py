"""Tracked changes as ``Revision``s: who, when, and which move a half belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from mufakat.edges.word.dates import dated
from mufakat.edges.word.read_xml import W16DU, first_child, w
from mufakat.text.tracked import (
    Revision,
    RevisionKind,
    TrackedBlock,
    TrackedNote,
    TrackedParagraph,
    TrackedRun,
    TrackedTable,
)

KINDS: dict[str, RevisionKind] = {
    w("ins"): "insert",
    w("del"): "delete",
    w("moveFrom"): "move-from",
    w("moveTo"): "move-to",
}
CELL_KINDS: dict[str, RevisionKind] = {w("cellIns"): "insert", w("cellDel"): "delete"}

_AUTHOR, _DATE, _UTC = w("author"), w("date"), f"{{{W16DU}}}dateUtc"
_ID, _NAME = w("id"), w("name")
_STARTS = {"move-from": w("moveFromRangeStart"), "move-to": w("moveToRangeStart")}
_WITHOUT_PARTNER: dict[RevisionKind, RevisionKind] = {"move-from": "delete", "move-to": "insert"}


class Revisions:
    """Makes revisions, equal ones being one object, and follows the ranges of moves."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str | None, str], Revision] = {}
        self._open: dict[str, tuple[RevisionKind, str]] = {}
        self._active: dict[RevisionKind, list[str]] = {"move-from": [], "move-to": []}
        self.closed: dict[RevisionKind, str] = {}  # ranges that ended in this paragraph
        self.moves: set[tuple[RevisionKind, str]] = set()
        self.authors: dict[str, None] = {}

    def of(self, kind: RevisionKind, element: etree._Element) -> Revision:
        """The revision that an element stands for, at this point of the text."""
        move = self._move(kind, element) if kind in self._active else ""
        key = (kind, element.get(_AUTHOR, ""), element.get(_UTC) or element.get(_DATE), move)
        found = self._known.get(key)
        if found is None:
            author, when = signature(element)
            found = self._known[key] = Revision(kind, author, when, move)
            self.authors.setdefault(author)
            if kind in self._active:
                self.moves.add((kind, move))
        return found

    def _move(self, kind: RevisionKind, element: etree._Element) -> str:
        if active := self._active[kind]:
            return active[-1]
        start = first_child(element, _STARTS[kind])  # where LibreOffice puts it
        return self.closed.get(kind, "") if start is None else start.get(_NAME, "")

    def start(self, kind: RevisionKind, element: etree._Element) -> None:
        """One half of a move begins."""
        name = element.get(_NAME, "")
        self._open[kind + element.get(_ID, "")] = (kind, name)
        self._active[kind].append(name)

    def end(self, kind: RevisionKind, element: etree._Element) -> None:
        """One half of a move ends."""
        opened = self._open.pop(kind + element.get(_ID, ""), None)
        if opened is not None and opened[1] in self._active[kind]:
            self._active[kind].remove(opened[1])
            self.closed[kind] = opened[1]

    def alone(self) -> set[tuple[RevisionKind, str]]:
        """The halves of moves whose other half is nowhere in the file, and nameless ones."""
        return {
            (kind, name)
            for kind, name in self.moves
            if not name or (_other(kind), name) not in self.moves
        }


def _other(kind: RevisionKind) -> RevisionKind:
    return "move-to" if kind == "move-from" else "move-from"


def signature(element: etree._Element) -> tuple[str, str]:
    """Who made a tracked change or comment and when (ISO 8601; empty if it is no date)."""
    return element.get(_AUTHOR, ""), dated(element.get(_UTC) or element.get(_DATE) or "")


def without_lone_moves(
    blocks: Iterable[TrackedBlock], alone: set[tuple[RevisionKind, str]]
) -> tuple[TrackedBlock, ...]:
    """The blocks with each half of a move that has no other half as an insertion or deletion."""

    def revised(revisions: tuple[Revision, ...]) -> tuple[Revision, ...]:
        return tuple(
            Revision(_WITHOUT_PARTNER[r.kind], r.author, r.date) if (r.kind, r.move) in alone else r
            for r in revisions
        )

    def run(old: TrackedRun) -> TrackedRun:
        held = old.object
        if isinstance(held, TrackedNote):
            held = replace(held, blocks=tuple(map(block, held.blocks)))
        return replace(old, revisions=revised(old.revisions), object=held)

    def block(old: TrackedBlock) -> TrackedBlock:
        if isinstance(old, TrackedParagraph):
            return replace(old, runs=tuple(map(run, old.runs)), mark=revised(old.mark))
        rows = []
        for row in old.rows:
            cells = tuple(
                replace(c, blocks=tuple(map(block, c.blocks)), revisions=revised(c.revisions))
                for c in row.cells
            )
            rows.append(replace(row, cells=cells, revisions=revised(row.revisions)))
        return TrackedTable(old.id, tuple(rows))

    return tuple(map(block, blocks))
