"""Edits of one paragraph: its words, marks, notes and objects."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tests.change.dice import Dice
from tests.change.editing_noise import noisy

from mufakat.change.amendment import Fragment
from mufakat.change.fragment import paragraph, part
from mufakat.text.document import OBJECT, Anchor, Note, Opaque, Paragraph, Span, normal_spans

WORDS = (
    *("the", "digital", "of", "trust", "and", "cables", "shall", "the digital", "trust, and"),
    *("AI", "“safe”", "don’t", "co-operation", "well–being", "so on...", "R132-4", "5%", "née"),
    *("ไทยแลนด์ความร่วมมือ", "ສປປລາວດິຈິຕອນ", "ព្រះរាជាណាចក្រកម្ពុជា", "မြန်မာနိုင်ငံ"),
    *("Vi\u1ec7t Nam", "Vie\u0323\u0302t Nam"),
)
SENTENCES = (
    "We welcome the digital trust of the region.",
    "The cables shall be safe, and the trust of AI shall grow.",
    "We note “safe” AI...",
    "We train [500] officials [, of whom [half] are women].",
    "ความร่วมมือดิจิทัลของไทยแลนด์",
)
MARKS = (("bold", ""), ("italic", ""), ("link", "https://example.org/a"), ("link", "mailto:x@y.z"))
IMAGES = (Opaque("image", "d1", "map"), Opaque("image", "d2", "map"))

Edit = Callable[[Dice, Paragraph], Paragraph]


def phrase(dice: Dice, least: int, most: int) -> str:
    """Some words."""
    return " ".join(dice.pick(WORDS) for _ in range(dice.between(least, most)))


def sentence(dice: Dice) -> str:
    """A sentence, one of a few that come again or of a few words."""
    if dice.below(2):
        return dice.pick(SENTENCES)
    return f"{phrase(dice, 0, 8)}{dice.pick(('.', '', ','))}"


def words_edited(dice: Dice, block: Paragraph) -> Paragraph:
    """The paragraph after one edit of its words, or of what stands among them."""
    return dice.pick(EDITS)(dice, block)


def spliced(block: Paragraph, start: int, end: int, new: Fragment) -> Paragraph:
    """The paragraph with ``new`` in the place of ``[start, end)``; the ids of notes stay."""
    pieces = (kept(block, 0, start), new, kept(block, end, len(block.text)))
    return paragraph(block.id, pieces, block.style)


def kept(block: Paragraph, start: int, end: int) -> Fragment:
    """A part of the paragraph as it stands, ids of notes included."""
    return part(Fragment(block.text, block.spans, block.anchors), start, end)


def _typed(dice: Dice, block: Paragraph, start: int, end: int, text: str) -> Paragraph:
    """Words typed over others: they look like what they are typed into, or like nothing."""
    spans: tuple[Span, ...] = ()
    if block.spans and dice.below(4):
        spans = tuple(
            Span(0, len(text), s.mark, s.value)
            for s in block.spans
            if s.start < max(start, 1) and (s.end > start or s.end >= end)
        )
    return spliced(block, start, end, Fragment(text, normal_spans(spans)))


def _places(block: Paragraph) -> list[tuple[int, int]]:
    """Where the words stand; a paragraph without any has an empty one."""
    return [m.span() for m in re.finditer(r"\S+", block.text)] or [(0, 0)]


def _some(dice: Dice, block: Paragraph) -> tuple[int, int]:
    """A stretch of one to three words."""
    places = _places(block)
    first = dice.below(len(places))
    last = min(first + dice.pick((0, 0, 1, 2)), len(places) - 1)
    return places[first][0], places[last][1]


def _put_in(dice: Dice, block: Paragraph) -> Paragraph:
    start, end = dice.pick(_places(block))
    text = phrase(dice, 1, 3)
    if dice.below(2):
        return _typed(dice, block, end, end, f" {text}")
    return _typed(dice, block, start, start, f"{text} ")


def _taken_out(dice: Dice, block: Paragraph) -> Paragraph:
    start, end = _some(dice, block)
    spaced = block.text[end : end + 1] == " " and dice.below(4) != 3
    return spliced(block, start, end + spaced, Fragment())


def _replaced(dice: Dice, block: Paragraph) -> Paragraph:
    return _typed(dice, block, *_some(dice, block), phrase(dice, 1, 3))


def _from_elsewhere(dice: Dice, block: Paragraph) -> Paragraph:
    """Words replaced by words that also stand elsewhere in the paragraph."""
    first, last = _some(dice, block)
    return _typed(dice, block, *_some(dice, block), block.text[first:last].replace(OBJECT, ""))


def _one_character(dice: Dice, block: Paragraph) -> Paragraph:
    at = dice.below(len(block.text) + 1)
    end = min(at + dice.below(2), len(block.text))
    return _typed(dice, block, at, end, dice.pick(("", "s", "5", ",", " ", "é", "\u0301")))


def _a_word_apart(dice: Dice, block: Paragraph) -> Paragraph:
    """Two words replaced that one word holds apart."""
    places = _places(block)
    first = dice.below(len(places))
    for n in (first + 2, first):
        if n < len(places):
            block = _typed(dice, block, *places[n], dice.pick(WORDS))
    return block


def _bracketed(dice: Dice, block: Paragraph) -> Paragraph:
    """A pair of brackets taken off, or put around a few words."""
    pairs = [m.span() for m in re.finditer(r"\[[^\[\]]*\]", block.text)]
    if pairs and dice.below(3):
        start, end = dice.pick(pairs)
        block = spliced(block, end - 1, end, Fragment())
        return spliced(block, start, start + 1, Fragment())
    start, end = _some(dice, block)
    block = spliced(block, end, end, Fragment("]"))
    return spliced(block, start, start, Fragment("["))


def _said_again(dice: Dice, block: Paragraph) -> Paragraph:
    """Words said once more beside themselves."""
    start, end = _some(dice, block)
    again = block.text[start:end].replace(OBJECT, "")
    return _typed(dice, block, end, end, f" {again}" if dice.below(3) else again)


def _new_sentence(dice: Dice, block: Paragraph) -> Paragraph:
    at = dice.pick((len(block.text), 0, block.text.find(".") + 1))
    return _typed(dice, block, at, at, dice.pick((" {}", "{} ", "{}")).format(sentence(dice)))


def _all_words(dice: Dice, block: Paragraph) -> Paragraph:
    return _typed(dice, block, 0, len(block.text), dice.pick(("", *SENTENCES, phrase(dice, 1, 4))))


def _anywhere(dice: Dice, block: Paragraph) -> Paragraph:
    """Any characters replaced, wherever words begin and end."""
    start = dice.below(len(block.text) + 1)
    end = dice.between(start, min(len(block.text), start + 12))
    return _typed(dice, block, start, end, dice.pick(("", phrase(dice, 1, 2))))


def _broken(dice: Dice, block: Paragraph) -> Paragraph:
    """A line break or a tab put in, or typed over a space."""
    at = dice.pick(_places(block))[dice.below(2)]
    end = at + (block.text[at : at + 1] == " ")
    return _typed(dice, block, at, end, dice.pick(("\n", "\t", "\n\n")))


def _marked(dice: Dice, block: Paragraph) -> Paragraph:
    """A mark set; a link goes to one address only."""
    start, end = _some(dice, block)
    mark = dice.pick(MARKS)
    others = tuple(s for s in block.spans if mark[0] != "link" or s.mark != "link")
    return replace(block, spans=normal_spans((*others, Span(start, end, *mark))))


def _unmarked(dice: Dice, block: Paragraph) -> Paragraph:
    """A mark cleared, all of it or over some words only."""
    if not block.spans:
        return _marked(dice, block)
    gone = dice.pick(block.spans)
    start, end = dice.pick(((gone.start, gone.end), _some(dice, block)))
    left, right = replace(gone, end=min(gone.end, start)), replace(gone, start=max(gone.start, end))
    rest = tuple(span for span in block.spans if span != gone)
    return replace(block, spans=normal_spans((*rest, left, right)))


def _replaced_and_marked(dice: Dice, block: Paragraph) -> Paragraph:
    text = phrase(dice, 1, 2)
    spans = (Span(0, len(text), *dice.pick(MARKS)),)
    return spliced(block, *_some(dice, block), Fragment(text, spans))


def with_object(block: Paragraph, at: int, thing: Note | Opaque) -> Paragraph:
    """The paragraph with a note or an image at an offset."""
    return spliced(block, at, at, Fragment(OBJECT, (), (Anchor(0, thing),)))


def new_note(dice: Dice) -> Note:
    """A note of one paragraph or two."""
    texts = [sentence(dice) for _ in range(dice.pick((1, 1, 2)))]
    body = tuple(Paragraph("", text) for text in texts)
    return Note("", body, "endnote" if dice.seldom(4) else "footnote")


def _noted(dice: Dice, block: Paragraph) -> Paragraph:
    at = dice.pick(_places(block))[1]
    return with_object(block, at, new_note(dice))


def _illustrated(dice: Dice, block: Paragraph) -> Paragraph:
    at = dice.pick(_places(block))[dice.below(2)]
    return with_object(block, at, dice.pick(IMAGES))


def _object_gone(dice: Dice, block: Paragraph) -> Paragraph:
    """A note or an image dropped, or moved to another place."""
    if not block.anchors:
        return _illustrated(dice, block)
    anchor = dice.pick(block.anchors)
    block = spliced(block, anchor.offset, anchor.offset + 1, Fragment())
    if dice.below(2):
        return block
    return with_object(block, dice.below(len(block.text) + 1), anchor.object)


EDITS: tuple[Edit, ...] = (
    *(_replaced, _put_in, _taken_out) * 3,
    *(_from_elsewhere, _one_character, _a_word_apart, _said_again, _new_sentence),
    *(_all_words, _anywhere, _broken),
    *(_bracketed,) * 2,
    *(_marked, _unmarked, _replaced_and_marked),
    *(_noted, _illustrated, _object_gone),
    *(noisy,) * 4,
)
