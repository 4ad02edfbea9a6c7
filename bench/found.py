"""Where a merge says what was planted, and whether somebody really did what it credits them with.

An edit is found for a delegation when a run of its own amendments in that paragraph makes, alone,
of the base paragraph just what the edit alone makes of it, with no more characters taken out and
put in. That forgives a slide within a repeat, a space on the one or the other side, and a middle
word that stays; it forgives nothing else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from rapidfuzz.distance import Indel

from bench.changes import MARK, SEAM, Change, Edit, Gone, Joined, Moved, New, edited
from bench.planted import Planted
from bench.texts import ident
from mufakat.change.amendment import Amendment, Insert, Join, Merge, Move, Remove, Replace
from mufakat.text.document import Paragraph

LONGEST_RUN = 6  # amendments that together may make one edit: a long replacement keeps words
FEW = 3  # planted edits beside each other that may be read as one
_TOKEN = re.compile(rf"{MARK}|\w+|[^\w\s]")

T = TypeVar("T")
Own = dict[tuple[str, str], list[Amendment]]
"""A delegation's amendments at a block, in reading order."""


def own_amendments(merged: Merge) -> Own:
    """Each delegation's own amendments by the block that they stand at."""
    own: Own = defaultdict(list)
    for amendment in merged.amendments:
        op = amendment.operation
        for state in amendment.own:
            own[state, op.after if isinstance(op, Insert) else op.block].append(amendment)
    for (state, _), near in own.items():
        near.sort(key=partial(_in_order, state))
    return own


def _in_order(state: str, amendment: Amendment) -> tuple[int, int, int]:
    """By place in the paragraph; at one gap as the delegation has it."""
    op = amendment.operation
    rank = amendment.ranks[amendment.sponsors.index(state)]
    return (op.start, op.end, rank) if isinstance(op, Replace) else (0, 0, rank)


def find(planted: Planted, own: Own, change: Change, state: str) -> tuple[str, ...]:
    """The ids of the delegation's amendments that are the change; none if it was not found."""
    place = change.after if isinstance(change, New) else change.paragraph
    near = own.get((state, ident(place)), [])
    if isinstance(change, Edit):
        edits = [a for a in near if isinstance(a.operation, Replace)]
        return _run(planted, change, edits)
    return next(((a.id,) for a in near if _is_whole(a, change)), ())


def _run(planted: Planted, edit: Edit, edits: Sequence[Amendment]) -> tuple[str, ...]:
    base = planted.base[edit.paragraph - 1].text
    wanted, most = edited(base, [edit]), _size([edit])
    for run in runs(edits, LONGEST_RUN):
        own = [as_edit(a) for a in run]
        if _size(own) <= most and edited(base, own) == wanted:
            return tuple(a.id for a in run)
    return ()


def runs(items: Sequence[T], longest: int) -> Iterator[Sequence[T]]:
    """The neighbours among the items: one by one, then by twos, and so on."""
    for length in range(1, min(longest, len(items)) + 1):
        for first in range(len(items) - length + 1):
            yield items[first : first + length]


def _is_whole(amendment: Amendment, change: Change) -> bool:
    """Whether the amendment takes that paragraph away, joins it, moves it, or puts it in."""
    match amendment.operation, change:
        case (Remove(), Gone()) | (Join(), Joined()) | (Move(), Moved()):
            return True
        case Insert(node=Paragraph(text=text)), New():
            return text == change.text
    return False


def made_it(planted: Planted, own: Own, amendment: Amendment, state: str) -> bool:
    """Whether a delegation made that very change.

    For words, one of these must hold. All sponsors planted an edit in which the amendment lies:
    then it is theirs however it was read. Or the amendment and its neighbours that have all of its
    sponsors are together something that the delegation planted. Or it lies on a shortest way from
    the base to what the delegation planted (every word of it was taken out or put in just there),
    and if it only puts words in, it is not a scrap of those that were put in.
    """
    op, changes = amendment.operation, planted.changes[state]
    if isinstance(op, Move):
        return any(isinstance(c, Moved) and _moves(op, c) for c in changes)
    if not isinstance(op, Replace):
        at = op.after if isinstance(op, Insert) else op.block
        wholes = (c for c in changes if not isinstance(c, Edit))
        return any(_is_whole(amendment, c) and _place(c) == at for c in wholes)
    change = as_edit(amendment)
    beside = [c for c in changes if isinstance(c, Edit) and c.paragraph == change.paragraph]
    beside.sort(key=lambda e: (e.start, e.end))
    near = [a for a in own[state, op.block] if isinstance(a.operation, Replace)]
    common = [e for e in beside if set(amendment.own) <= set(planted.truth[e])]
    return (
        any(_lies_in(change, edit) for edit in common)
        or _planted_together(planted, amendment, near, beside)
        or (_no_scrap(change, beside) and _on_the_way(planted, change, changes))
    )


def _planted_together(
    planted: Planted, amendment: Amendment, near: Sequence[Amendment], beside: Sequence[Edit]
) -> bool:
    text = planted.base[as_edit(amendment).paragraph - 1].text
    made = {edited(text, edits) for edits in runs(beside, FEW)}
    return any(
        edited(text, map(as_edit, run)) in made
        for run in runs(near, LONGEST_RUN)
        if amendment in run and all(set(amendment.own) <= set(a.own) for a in run)
    )


def _on_the_way(planted: Planted, change: Edit, changes: Sequence[Change]) -> bool:
    numbers = _read_as_one(change.paragraph, changes)
    edits = [c for c in changes if isinstance(c, Edit)]
    start, here, goal = (_tokens(planted, numbers, what) for what in ((), (change,), edits))
    return Indel.distance(start, here) + Indel.distance(here, goal) == Indel.distance(start, goal)


def _no_scrap(change: Edit, beside: Sequence[Edit]) -> bool:
    new = _TOKEN.findall(change.new)
    if change.start < change.end or not new:
        return True
    return any(new == _TOKEN.findall(" ".join(e.new for e in run)) for run in runs(beside, FEW))


def _lies_in(change: Edit, edit: Edit) -> bool:
    """Whether it takes out only what the edit does, or a sign beside, or puts in some of its words.

    Words that are only put in may have slid.
    """
    takes = change.start < change.end
    far = 2 if takes else len(edit.new)
    near = edit.start - far <= change.start and change.end <= edit.end + far
    return near and (takes or change.new.strip() in edit.new)


def _moves(move: Move, change: Moved) -> bool:
    return (move.block, move.after) == (ident(change.paragraph), ident(change.after))


def _place(change: Moved | Joined | Gone | New) -> str:
    return ident(change.after if isinstance(change, New) else change.paragraph)


def _read_as_one(paragraph: int, own: Sequence[Change]) -> tuple[int, ...]:
    if Joined(paragraph) in own:
        return paragraph, paragraph + 1
    return (paragraph - 1, paragraph) if Joined(paragraph - 1) in own else (paragraph,)


def _tokens(planted: Planted, numbers: Sequence[int], edits: Iterable[Edit]) -> list[str]:
    """The words and signs of some base paragraphs after edits, read as one."""
    mine = list(edits)
    texts = [
        edited(planted.base[n - 1].text, [e for e in mine if e.paragraph == n]) for n in numbers
    ]
    return _TOKEN.findall(SEAM.join(texts))


def as_edit(amendment: Amendment) -> Edit:
    """A replacement in the words of the planted truth."""
    op = amendment.operation
    assert isinstance(op, Replace)
    return Edit(int(op.block[1:]), op.start, op.end, op.fragment.text)


def _size(edits: Iterable[Edit]) -> int:
    return sum(e.end - e.start + len(e.new) for e in edits)
