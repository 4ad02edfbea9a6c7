"""The foot- and endnote parts: each note's element, found by the id that a reference names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from lxml import etree

from mufakat.edges.word.opening import Package, Relationship
from mufakat.edges.word.read_xml import w
from mufakat.text.tracked import (
    Accept,
    Revision,
    TrackedBlock,
    TrackedParagraph,
    TrackedRun,
    stands,
)

NoteKind = Literal["footnote", "endnote"]
KINDS: dict[str, NoteKind] = {
    w("footnoteReference"): "footnote",
    w("endnoteReference"): "endnote",
}

_ID, _TYPE = w("id"), w("type")
_FURNITURE = {"separator", "continuationSeparator", "continuationNotice"}


class Notes:
    """The notes of a file, read from their parts when the first one is asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._elements: dict[NoteKind, dict[str, etree._Element]] = {}
        self._parts: dict[NoteKind, str] = {}

    def element(self, kind: NoteKind, ident: str) -> etree._Element | None:
        """The element of a note, or None if the part has no such note."""
        if kind not in self._elements:
            self._elements[kind] = self._read(kind)
        return self._elements[kind].get(ident)

    def relations(self, kind: NoteKind) -> dict[str, Relationship]:
        """What the notes of a kind refer to."""
        part = self._parts.get(kind)
        return self._package.relationships(part) if part else {}

    def _read(self, kind: NoteKind) -> dict[str, etree._Element]:
        found: dict[str, etree._Element] = {}
        for part in self._package.related(f"{kind}s"):
            self._parts[kind] = part
            for element in self._package.root(part).iterchildren(w(kind)):
                if element.get(_TYPE, "normal") not in _FURNITURE:
                    found.setdefault(element.get(_ID, ""), element)
        return found


def own_body(blocks: Iterable[TrackedBlock], reference: tuple[Revision, ...]) -> list[TrackedBlock]:
    """A note's body without the revisions that its reference carries already.

    A note comes and goes with its reference, so the same author's same change said again of every
    word in the note says nothing more.
    """
    said = {(revision.kind, revision.author) for revision in reference}

    def left(revisions: tuple[Revision, ...]) -> tuple[Revision, ...]:
        return tuple(r for r in revisions if (r.kind, r.author) not in said)

    out: list[TrackedBlock] = []
    for block in blocks:
        if said and isinstance(block, TrackedParagraph):
            runs = tuple(replace(run, revisions=left(run.revisions)) for run in block.runs)
            block = replace(block, runs=merged(runs), mark=left(block.mark))
        out.append(block)
    return with_last_mark(out)


def merged(runs: Iterable[TrackedRun]) -> tuple[TrackedRun, ...]:
    """The runs with neighbours that differ in nothing made one."""
    out: list[TrackedRun] = []
    for run in runs:
        last = out[-1] if out else None
        if last and last.object is None and run == replace(last, text=run.text):
            out[-1] = replace(last, text=last.text + run.text)
        else:
            out.append(run)
    return tuple(out)


def with_last_mark(blocks: list[TrackedBlock]) -> list[TrackedBlock]:
    """The blocks of a cell or note, whose last paragraph mark no change can take away."""
    if not blocks or not isinstance(blocks[-1], TrackedParagraph) or not blocks[-1].mark:
        return blocks
    if _stays(blocks, lambda _: True) and _stays(blocks, lambda _: False):
        return blocks
    return [*blocks[:-1], replace(blocks[-1], mark=())]


def _stays(blocks: list[TrackedBlock], accept: Accept) -> bool:
    return any(
        not isinstance(block, TrackedParagraph) or stands(block.mark, accept) for block in blocks
    )
