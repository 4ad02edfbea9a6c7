"""Edits of a run of blocks: a body's, a cell's or a note's."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tests.change.dice import Dice
from tests.change.editing_noise import noisy
from tests.change.editing_tables import new_table, table_edited
from tests.change.editing_words import SENTENCES, kept, sentence, words_edited

from mufakat.change.amendment import Fragment
from mufakat.change.fragment import paragraph
from mufakat.text.document import Block, Note, Paragraph, Style, Table

Blocks = tuple[Block, ...]

STYLES = (Style(), Style("numbered"), Style("item"), Style("item", 2), Style("heading", 2))
ARTICLE = "Article R132-"


def edited(dice: Dice, blocks: Blocks) -> Blocks:
    """The blocks after one edit."""
    if not blocks:
        return new_paragraphs(dice)
    return dice.pick(EDITS)(dice, blocks, dice.below(len(blocks)))


def new_paragraphs(dice: Dice) -> Blocks:
    """New paragraphs: what others may put in too, in another order, or an empty one."""
    count = dice.pick((1, 1, 2, 3))
    texts = ("AI grows.", *SENTENCES, "") if count > 1 else (sentence(dice), *SENTENCES, "")
    return tuple(Paragraph("", dice.pick(texts), dice.pick(STYLES[:2])) for _ in range(count))


def _inside(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    """One block edited, and sometimes what stands in its notes."""
    block = blocks[at]
    if isinstance(block, Table):
        block = table_edited(dice, block, edited)
    elif block.anchors and dice.below(3) == 0:
        block = _notes_edited(dice, block)
    else:
        block = words_edited(dice, block)
    return _put(blocks, at, block)


def _notes_edited(dice: Dice, block: Paragraph) -> Paragraph:
    anchor = dice.pick(block.anchors)
    if not isinstance(anchor.object, Note):
        return words_edited(dice, block)
    held = edited(dice, anchor.object.blocks) or (Paragraph(""),)
    changed = replace(anchor, object=replace(anchor.object, blocks=held))
    return replace(block, anchors=tuple(changed if a is anchor else a for a in block.anchors))


def _put(blocks: Blocks, at: int, *new: Block, over: int = 1) -> Blocks:
    return (*blocks[:at], *new, *blocks[at + over :])


def _new(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    return _put(blocks, at + dice.below(2), *new_paragraphs(dice), over=0)


def _new_heading(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    heading = Paragraph("", f"{ARTICLE}{dice.between(4, 6)}", STYLES[-1])
    return _put(blocks, at, heading, over=0)


def _new_table(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    return _put(blocks, at, new_table(dice), over=0)


def _repeated(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    """A block again, once or twice at one gap; a program may give the copies its id."""
    copy = replace(blocks[at], id=blocks[at].id if dice.below(2) else "")
    return _put(blocks, at, *(copy,) * dice.pick((1, 1, 2)), over=0)


def _dropped(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    return _put(blocks, at, over=dice.pick((1, 1, 2)))


def _moved(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    rest = _put(blocks, at)
    return _put(rest, dice.below(len(rest) + 1), blocks[at], over=0)


def _moved_and_edited(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    return _moved(dice, _inside(dice, blocks, at), at)


def _swapped(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    other = dice.below(len(blocks))
    swapped = _put(blocks, at, blocks[other])
    return _put(swapped, other, blocks[at])


def _split(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    """A paragraph cut in two, at a space that may go; either half may look different."""
    block = blocks[at]
    if not isinstance(block, Paragraph):
        return _inside(dice, blocks, at)
    gaps = [m.span() for m in re.finditer(" ", block.text)] or [(0, 0)]
    start, end = dice.pick((*gaps, (len(block.text),) * 2))
    first, last = dice.pick(((block.id, ""), ("", block.id), (block.id, block.id)))
    style = dice.pick((block.style, block.style, *STYLES))
    styles = dice.pick(((block.style, style), (style, block.style)))
    return _put(
        blocks,
        at,
        paragraph(first, (kept(block, 0, start if dice.below(2) else end),), styles[0]),
        paragraph(last, (kept(block, end, len(block.text)),), styles[1]),
    )


def _joined(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    """Two paragraphs made one, with or without words put in between."""
    one, other = blocks[at], blocks[(at + 1) % len(blocks)]
    if not isinstance(one, Paragraph) or not isinstance(other, Paragraph) or at + 1 == len(blocks):
        return _inside(dice, blocks, at)
    seam = Fragment(dice.pick((" ", "", " and the ")))
    pieces = (kept(one, 0, len(one.text)), seam, kept(other, 0, len(other.text)))
    mark = dice.pick((other, one))
    return _put(blocks, at, paragraph(mark.id, pieces, mark.style), over=2)


def _restyled(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    block = blocks[at]
    if isinstance(block, Table):
        return _inside(dice, blocks, at)
    return _put(blocks, at, replace(block, style=dice.pick(STYLES)))


def _renumbered(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    """Every numbered heading from here on counts one more."""
    return tuple(
        replace(block, text=f"{ARTICLE}{int(block.text[len(ARTICLE) :]) + 1}")
        if n >= at and isinstance(block, Paragraph) and re.fullmatch(rf"{ARTICLE}\d", block.text)
        else block
        for n, block in enumerate(blocks)
    )


def _noisy(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    """A program goes over everything."""
    return tuple(noisy(dice, b) if isinstance(b, Paragraph) else b for b in blocks)


def _all_gone(dice: Dice, blocks: Blocks, at: int) -> Blocks:
    return () if dice.below(3) == 0 else _dropped(dice, blocks, at)


EDITS: tuple[Callable[[Dice, Blocks, int], Blocks], ...] = (
    *(_inside,) * 16,
    *(_new, _new, _new_heading, _new_table, _repeated),
    *(_dropped, _moved, _moved_and_edited, _swapped),
    *(_split, _split, _joined, _joined, _restyled, _renumbered, _noisy, _all_gone),
)
