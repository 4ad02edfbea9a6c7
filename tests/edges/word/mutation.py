"""Word files that something happened to on their way, and what may not happen when one is read.

Everything is chosen by dice, so that a file costs little more than its reading: parts are changed
before they are packed, and packed without compression.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from lxml import etree
from tests.change.dice import Dice
from tests.edges.word.builder import zipped

from mufakat.edges.word.read_xml import w
from mufakat.edges.word.reader import Return
from mufakat.text.tracked import TrackedBlock, TrackedNote, TrackedParagraph

Files = dict[str, bytes]
TEXT = "word/document.xml"


def mutated(dice: Dice, files: Mapping[str, bytes]) -> Files:
    """The parts of a file after one to three mishaps."""
    held = dict(files)
    for _ in range(dice.between(1, 3)):
        held = dice.pick(_MISHAPS)(dice, held)
    return held


def damaged(dice: Dice, data: bytes) -> bytes:
    """A file some of whose bytes were changed, or that was cut short."""
    held = bytearray(data)
    for _ in range(dice.between(0, 6)):
        held[_place(dice, held)] = dice.below(256)
    return bytes(held[: _place(dice, held)] if dice.seldom(3) else held)


def packed(files: Mapping[str, bytes]) -> bytes:
    """The parts as a file, without compression."""
    return zipped(files, stored=True)


def _place(dice: Dice, held: bytes | bytearray) -> int:
    return (dice.below(256) * 65_536 + dice.below(256) * 256 + dice.below(256)) % max(1, len(held))


def _part(dice: Dice, files: Files) -> str:
    names = sorted(files)
    return TEXT if TEXT in files and dice.below(2) else dice.pick(names) if names else ""


# -- mishaps ---------------------------------------------------------------------------------


def _bytes_changed(dice: Dice, files: Files) -> Files:
    name = _part(dice, files)
    part = bytearray(files.get(name, b""))
    for _ in range(dice.between(1, 4) if part else 0):
        part[_place(dice, part)] = dice.below(256)
    return {**files, name: bytes(part)}


def _cut(dice: Dice, files: Files) -> Files:
    name = _part(dice, files)
    part = files.get(name, b"")
    return {**files, name: part[: _place(dice, part)]}


def _swapped(dice: Dice, files: Files) -> Files:
    one, other = _part(dice, files), _part(dice, files)
    return {**files, one: files.get(other, b""), other: files.get(one, b"")}


def _lost(dice: Dice, files: Files) -> Files:
    name = _part(dice, files)
    return {held: part for held, part in files.items() if held != name}


def _rearranged(dice: Dice, files: Files) -> Files:
    """A part with elements taken out, doubled, moved, renamed or stripped of their attributes."""
    name = _part(dice, files)
    try:
        root = etree.fromstring(files.get(name, b""))
    except etree.XMLSyntaxError:
        return files
    for _ in range(dice.between(1, 4)):
        found = list(root.iter(etree.Element))[1:]
        if found:
            one, other = (found[_place(dice, bytes(len(found)))] for _ in range(2))
            dice.pick(_TURNS)(one, other)
    return {**files, name: etree.tostring(root)}


_MISHAPS: tuple[Callable[[Dice, Files], Files], ...] = (
    _rearranged,
    _rearranged,
    _rearranged,
    _bytes_changed,
    _swapped,
    _lost,
    _cut,
)


def _take_out(one: etree._Element, _: etree._Element) -> None:
    _parent(one).remove(one)


def _unwrap(one: etree._Element, _: etree._Element) -> None:
    for child in list(one):
        one.addprevious(child)
    _parent(one).remove(one)


def _double(one: etree._Element, _: etree._Element) -> None:
    one.addnext(copy.deepcopy(one))


def _strip(one: etree._Element, _: etree._Element) -> None:
    one.attrib.clear()


def _rename(one: etree._Element, other: etree._Element) -> None:
    one.tag = other.tag


def _borrow(one: etree._Element, other: etree._Element) -> None:
    """Another element's attributes."""
    for key, value in other.attrib.items():
        one.set(key, value)


def _move(one: etree._Element, other: etree._Element) -> None:
    if one is not other and one not in set(other.iterancestors()):
        other.append(one)


_TURNS: tuple[Callable[[etree._Element, etree._Element], None], ...] = (
    _move,
    _take_out,
    _unwrap,
    _double,
    _strip,
    _rename,
    _borrow,
)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


# -- nothing in silence ----------------------------------------------------------------------

_RUNS = (
    "p",
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "hyperlink",
    "fldSimple",
    "smartTag",
    "sdtContent",
)
_BLOCKS = ("body", "tc", "sdtContent")
_HOLDERS = {
    "t": ("r",),
    "delText": ("r",),
    **dict.fromkeys(("r", "ins", "del", "moveFrom", "moveTo"), _RUNS),
    **dict.fromkeys(("hyperlink", "fldSimple", "smartTag"), _RUNS),
    "sdtContent": ("sdt",),
    "sdt": (*_RUNS, *_BLOCKS),
    "p": _BLOCKS,
    "tbl": _BLOCKS,
    "tr": ("tbl",),
    "tc": ("tr",),
    "body": ("document",),
}
_MAY_HOLD = {w(inner): {w(outer) for outer in outers} for inner, outers in _HOLDERS.items()}


def unread(files: Mapping[str, bytes], returned: Return) -> list[str]:
    """Words that stand where words may stand, and are found in nothing that was read."""
    body = etree.fromstring(files[TEXT]).find(w("body"))
    read = "".join((*_words(returned.tracked.body), *returned.surroundings))
    letters = _letters(read)
    texts = [] if body is None else list(body.iter(w("t"), w("delText")))
    return [
        text
        for one in texts
        if (text := one.text or "") and _letters(text) not in letters and _stands(one)
    ]


def _stands(element: etree._Element) -> bool:
    """Whether every element around it is one that Word puts it into; in a field much is code."""
    chain = [element, *element.iterancestors()]
    fields = any(one.find(f".//{w('fldChar')}") is not None for one in chain if one.tag == w("p"))
    return not fields and all(
        outer.tag in _MAY_HOLD.get(inner.tag, ()) for inner, outer in pairwise(chain)
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _words(blocks: tuple[TrackedBlock, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, TrackedParagraph):
            yield "".join(run.text for run in block.runs)
            for run in block.runs:
                if isinstance(run.object, TrackedNote):
                    yield from _words(run.object.blocks)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _words(cell.blocks)
