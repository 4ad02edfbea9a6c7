"""Runs of words: making them fast, and what they say once all changes are accepted."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat

from mufakat.edges.word.read_marks import Marks
from mufakat.text.document import Style
from mufakat.text.tracked import (
    FormatChange,
    Revision,
    TrackedBlock,
    TrackedParagraph,
    TrackedRun,
    stands,
)

_new = TrackedRun.__new__
_set_text, _set_marks, _set_revisions, _set_object, _set_format = (
    TrackedRun.__dict__[name].__set__ for name in ("text", "marks", "revisions", "object", "format")
)

_new_paragraph = TrackedParagraph.__new__
_set_id, _set_runs, _set_style, _set_mark, _set_restyle = (
    TrackedParagraph.__dict__[name].__set__ for name in ("id", "runs", "style", "mark", "restyle")
)


def made(
    text: str, marks: Marks, revisions: tuple[Revision, ...], change: FormatChange | None
) -> TrackedRun:
    """A run of words; a quarter of the time that the frozen class's own constructor takes."""
    run = _new(TrackedRun)
    _set_text(run, text)
    _set_marks(run, marks)
    _set_revisions(run, revisions)
    _set_object(run, None)
    _set_format(run, change)
    return run


def made_plain(
    idents: Sequence[str], texts: Sequence[str], styles: Sequence[Style]
) -> list[TrackedParagraph]:
    """Paragraphs of one run each that nobody changed: one member of all of them at a time."""
    runs = list(map(_new, repeat(TrackedRun, len(texts))))
    _set_all(_set_text, runs, texts)
    _set_all(_set_marks, runs, repeat(()))
    _set_all(_set_revisions, runs, repeat(()))
    _set_all(_set_object, runs, repeat(None))
    _set_all(_set_format, runs, repeat(None))
    paragraphs = list(map(_new_paragraph, repeat(TrackedParagraph, len(texts))))
    _set_all(_set_id, paragraphs, idents)
    _set_all(_set_runs, paragraphs, zip(runs, strict=True))
    _set_all(_set_style, paragraphs, styles)
    _set_all(_set_mark, paragraphs, repeat(()))
    _set_all(_set_restyle, paragraphs, repeat(None))
    return paragraphs


def _set_all(
    setter: Callable[[object, object], None], things: Iterable[object], values: Iterable[object]
) -> None:
    deque(map(setter, things, values), maxlen=0)


def words(blocks: Iterable[TrackedBlock], *, empty: bool = False) -> Iterator[str]:
    """The words of each paragraph, all changes accepted; those without words only if ``empty``."""
    for block in blocks:
        if isinstance(block, TrackedParagraph):
            held = (r.text for r in block.runs if r.object is None and accepted(r.revisions))
            text = "".join(held)
            if empty or text.strip():
                yield text
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from words(cell.blocks, empty=empty)


def accepted(revisions: tuple[Revision, ...]) -> bool:
    """Whether something under these revisions is there once all are accepted."""
    return stands(revisions, lambda _: True)


def shown(paragraph: TrackedParagraph) -> bool:
    """Whether a paragraph has any words left once all changes are accepted."""
    return any(r.text.strip() and accepted(r.revisions) for r in paragraph.runs)
