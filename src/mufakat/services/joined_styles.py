"""The styles of paragraphs that were split or joined under tracking, which LibreOffice forgets.

In a Word file it gives the paragraph behind deleted ones the style of the first of these. Where
words of that one stay, the paragraph has joined it, and in LibreOffice looks so as well: a change
of its style. Else it only stands where the deleted one stood, and its style is as it was. And where
a paragraph was split, and its last part got another style, it forgets what that replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mufakat.edges.word.read_notices import quoted
from mufakat.text.document import Document, Style, paragraphs
from mufakat.text.tracked import (
    Seen,
    StyleChange,
    TrackedBlock,
    TrackedDocument,
    TrackedParagraph,
    TrackedTable,
    each_paragraph,
    rows_seen,
    seen,
    stands,
)

_Blocks = tuple[TrackedBlock, ...]
_Mended = dict[int, TrackedParagraph]  # by the identity of what is mended: many have no id


def with_joined_styles(
    base: Document, returned: TrackedDocument
) -> tuple[TrackedDocument, list[str]]:
    """What LibreOffice saved, with the styles that the draft's paragraphs had; what to tell."""
    styles = {one.id: one.style for one in paragraphs(base, notes=False)}
    behind: _Mended = {}
    joined: _Mended = {}
    for blocks in _containers(returned.body):
        groups = [one for one in seen(blocks, _none) if not isinstance(one, TrackedTable)]
        owned = {id(part): style for parts, style in _owned(groups, styles) for part, _ in parts}
        behind.update(_behind(blocks, owned))
        joined.update(_split(groups, owned, behind))
    mended = {**behind, **joined}
    if not mended:
        return returned, []
    body = each_paragraph(returned.body, lambda one: mended.get(id(one), one))
    return replace(returned, body=body), [_told(one) for one in behind.values() if not one.restyle]


def _containers(blocks: _Blocks) -> Iterator[_Blocks]:
    yield blocks
    for block in blocks:
        if isinstance(block, TrackedTable):
            for cell in (cell for row in block.rows for cell in row.cells):
                yield from _containers(cell.blocks)


def _owned(groups: list[Seen], styles: Mapping[str, Style]) -> Iterator[tuple[Seen, Style]]:
    """What was one paragraph of the draft, with its style there."""
    for parts in groups:
        ident = next((part.id for part, _ in reversed(parts) if part.id), "")
        if ident in styles:
            yield parts, styles[ident]


def _behind(blocks: _Blocks, owned: Mapping[int, Style]) -> Iterator[tuple[int, TrackedParagraph]]:
    """The paragraphs behind deleted ones that were given the style of these, as they should be."""
    first: TrackedParagraph | None = None
    joined: Style | None = None  # of the first one that words are left of
    for block in blocks:
        if isinstance(block, TrackedTable):
            if any(rows_seen(block, _every)):
                first = joined = None
            continue
        was, now = owned.get(id(block), block.style), block
        if first and not block.restyle and _is_given(block.style, first.style, joined):
            now = replace(block, style=joined or was)
            if now.style != was:
                now = replace(now, restyle=_change(first, was))
            if now != block:
                yield id(block), now
        if stands(block.mark, _every):
            first = joined = None
            continue
        first = first or block
        if joined is None and any(stands(run.revisions, _every) for run in block.runs):
            joined = now.style


def _is_given(style: Style, by: Style, joined: Style | None) -> bool:
    """Whether a style is another paragraph's; the numbers are still its own, or taken off."""
    return style.kind == by.kind or (joined is not None and style == Style())


def _split(
    groups: list[Seen], owned: Mapping[int, Style], behind: _Mended
) -> Iterator[tuple[int, TrackedParagraph]]:
    """The last parts of split paragraphs that got another style, with the one that they had."""
    for parts in groups:
        first, last = parts[0][0], parts[-1][0]
        now, was = behind.get(id(last), last), owned.get(id(last), last.style)
        if len(parts) > 1 and now.style != was and not now.restyle:
            yield id(last), replace(now, restyle=_change(first, was))


def _change(by: TrackedParagraph, was: Style) -> StyleChange:
    return StyleChange(by.mark[-1].author, was, by.mark[-1].date)


def _every(_: str) -> bool:
    return True


def _none(_: str) -> bool:
    return False


def _told(paragraph: TrackedParagraph) -> str:
    where = quoted("a paragraph", "".join(run.text for run in paragraph.runs))
    return (
        f"LibreOffice gave {where} the style of the deleted one before it; its style is the "
        "draft's again."
    )
