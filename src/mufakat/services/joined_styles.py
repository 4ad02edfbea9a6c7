"""The styles of paragraphs behind deleted ones, which LibreOffice writes over in a Word file.

It gives such a paragraph the style of the first deleted one before it, and says so nowhere. Where
words of that one stay, the paragraph has joined it, and in LibreOffice looks so as well: a change
of its style. Else it only stands where the deleted one stood, and its style is as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mufakat.edges.word.read_notices import quoted
from mufakat.text.document import Document, Style, paragraphs
from mufakat.text.tracked import (
    StyleChange,
    TrackedBlock,
    TrackedDocument,
    TrackedParagraph,
    TrackedTable,
    each_paragraph,
    rows_seen,
    stands,
)


def with_joined_styles(
    base: Document, returned: TrackedDocument
) -> tuple[TrackedDocument, list[str]]:
    """What LibreOffice saved, with the draft's styles behind deleted paragraphs; what to tell."""
    styles = {one.id: one.style for one in paragraphs(base, notes=False)}
    found = {one.id: one for one in _mended(returned.body, styles)}
    if not found:
        return returned, []
    body = each_paragraph(returned.body, lambda one: found.get(one.id, one))
    return replace(returned, body=body), [_told(one) for one in found.values() if not one.restyle]


def _mended(
    blocks: Iterable[TrackedBlock], styles: Mapping[str, Style]
) -> Iterator[TrackedParagraph]:
    """The paragraphs that were given another's style, as they should be."""
    first: TrackedParagraph | None = None
    joins = False
    for block in blocks:
        if isinstance(block, TrackedTable):
            for cell in (cell for row in block.rows for cell in row.cells):
                yield from _mended(cell.blocks, styles)
            if any(rows_seen(block, _every)):
                first = None
            continue
        was = styles.get(block.id, block.style)
        kind = first.style.kind if first else ""  # its numbers are still its own
        if first and block.style.kind == kind and block.style != was and not block.restyle:
            change = StyleChange(first.mark[-1].author, was, first.mark[-1].date)
            yield replace(block, restyle=change) if joins else replace(block, style=was)
        if stands(block.mark, _every):
            first, joins = None, False
        else:
            first = first or block
            joins = joins or any(stands(run.revisions, _every) for run in block.runs)


def _every(_: str) -> bool:
    return True


def _told(paragraph: TrackedParagraph) -> str:
    where = quoted("a paragraph", "".join(run.text for run in paragraph.runs))
    return (
        f"LibreOffice gave {where} the style of the deleted one before it; its style is the "
        "draft's again."
    )
