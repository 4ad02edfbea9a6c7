"""Negotiations with planted truth: a base, what every delegation changed on purpose, and the texts.

Light: one delegation's changes keep well apart, so that each can be told from the others. Heavy: a
fifth of the paragraphs takes everything, and a delegation's edits may stand a word apart. In both a
quarter of the changes are shared, and many are rivals on the same words.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from bench.changes import (
    MARK,
    Change,
    Edit,
    Gone,
    Joined,
    Moved,
    New,
    Piece,
    carry_out,
    edited,
)
from bench.edits import WORD, Editor
from bench.prose import Prose
from bench.room import Room

Load = Literal["light", "heavy", "everywhere"]
"""``everywhere``: one edit of words in every paragraph by every delegation."""

SHARED = 0.25
RIVAL = 0.15
_APART = {"light": 48, "heavy": 1, "everywhere": 1}  # characters between one delegation's edits
_SPACED = {"light": 2, "heavy": 0, "everywhere": 0}  # paragraphs between its changes of structure
_FREE = 9  # characters between the place of a split or join and the edit planted near it
_SORTS = {
    "words": 70,
    "pair": 14,
    "new": 6,
    "gone": 4,
    "moved": 3,
    "moved and edited": 2,
    "split": 3,
    "split and edited": 1,
    "joined": 3,
    "joined and edited": 1,
}


@dataclass(frozen=True, slots=True)
class Planted:
    """The base, each delegation's changes, and which delegations made each change.

    All changes lie in the base's first ``busy`` paragraphs.
    """

    base: tuple[Piece, ...]
    busy: int
    changes: dict[str, tuple[Change, ...]]
    truth: dict[Change, tuple[str, ...]]

    def text(self, state: str) -> list[Piece]:
        """What a delegation sends in."""
        return carry_out(self.base, self.changes[state])


def plant(
    states: int, paragraphs: int, edits: int, *, seed: int = 1, load: Load = "light"
) -> Planted:
    """A negotiation in which each of ``states`` makes ``edits`` changes."""
    return _Table(random.Random(seed), paragraphs, load).negotiation(states, edits)


class _Table:
    """Around it sit the delegations: they hear of each other's changes, and share or rival them."""

    def __init__(self, rng: random.Random, paragraphs: int, load: Load) -> None:
        self.rng, self.load = rng, load
        self.prose, self.editor = Prose(rng), Editor(rng)
        self.base = self._draft(paragraphs)
        busy = max(1, paragraphs // 5) if load == "heavy" else paragraphs
        self.busy = range(1, busy + 1)
        self.lengths = list(accumulate(len(piece.text) for piece in self.base[:busy]))
        self.known: dict[tuple[int, int], Edit] = {}
        self.pool: dict[Change, None] = {}
        self.pooled: list[Change] = []
        self.at: dict[int, list[Edit]] = {}

    def _draft(self, paragraphs: int) -> tuple[Piece, ...]:
        """No two paragraphs side by side are equal: nobody could say which of them was changed."""
        out: list[Piece] = []
        while len(out) < paragraphs:
            piece = self._piece(len(out) + 1)
            if not out or piece.text != out[-1].text:
                out.append(piece)
        return tuple(out)

    def _piece(self, number: int) -> Piece:
        chance = self.rng.random()
        if chance < 0.08:
            return Piece(number, self.prose.heading(), "heading")
        if chance < 0.22:
            return Piece(number, self.prose.item(), "item")
        return Piece(number, self.prose.paragraph())

    def negotiation(self, states: int, edits: int) -> Planted:
        changes: dict[str, tuple[Change, ...]] = {}
        truth: dict[Change, tuple[str, ...]] = {}
        for number in range(states):
            state = f"S{number:03d}"
            changes[state] = self._one(edits)
            for change in changes[state]:
                truth[change] = (*truth.get(change, ()), state)
                self._hear(change)
        return Planted(self.base, len(self.busy), changes, truth)

    def _hear(self, change: Change) -> None:
        if change in self.pool:
            return
        self.pool[change] = None
        self.pooled.append(change)
        if isinstance(change, Edit):
            self.at.setdefault(change.paragraph, []).append(change)

    def _one(self, count: int) -> tuple[Change, ...]:
        own = Room(self.base, _APART[self.load], _SPACED[self.load])
        if self.load == "everywhere":
            for piece in self.base:
                while len(own.edits.get(piece.number, ())) < 1:
                    own.take(self._known(self._somewhere(piece.number)))
            return tuple(own.changes)
        for _ in range(count * 50):
            if len(own.changes) >= count:
                break
            if self.pooled and self.rng.random() < SHARED:
                own.take(self.rng.choice(self.pooled))
            else:
                self._draw(own, count - len(own.changes))
        return tuple(change for change in own.changes if own.is_clear(change))

    def _somewhere(self, paragraph: int) -> Edit | None:
        """One edit in this paragraph: at times somebody else's own, or a rival of it."""
        heard = self.at.get(paragraph)
        chance = self.rng.random()
        if heard and chance < SHARED:
            return self.rng.choice(heard)
        if heard and chance < SHARED + RIVAL:
            return self._rival(self.rng.choice(heard))
        return self.editor.draw(paragraph, self._text(paragraph))

    def _known(self, edit: Edit | None) -> Edit | None:
        """The edit, or one planted before that makes the same of the paragraph."""
        if edit is None:
            return None
        made = hash(edited(self._text(edit.paragraph), [edit]))
        return self.known.setdefault((edit.paragraph, made), edit)

    def _text(self, paragraph: int) -> str:
        return self.base[paragraph - 1].text

    # -- changes of one delegation's own -----------------------------------------------------

    def _draw(self, own: Room, room: int) -> None:
        sort = self.rng.choices([*_SORTS], weights=[*_SORTS.values()])[0]
        draw: dict[str, Callable[[], Change | None]] = {
            "new": self._new,
            "gone": lambda: Gone(self.rng.choice(self.busy)),
            "moved": self._moved,
            "split": self._split,
            "joined": self._joined,
        }
        name, _, more = sort.partition(" and ")
        if name not in draw:
            self._words(own, pair=name == "pair" and self.load == "heavy" and room > 1)
        elif room > 1 or not more:
            change = draw[name]()
            if own.take(change) and more and change is not None:
                self._edit_near(own, change)

    def _words(self, own: Room, *, pair: bool) -> None:
        if self.pooled and self.rng.random() < RIVAL:
            rival = self._known(self._rival(self.rng.choice(self.pooled)))
            own.take(rival)
            return
        paragraph = self._any()
        first = self._known(self.editor.draw(paragraph, self._text(paragraph)))
        if own.take(first) and pair and first is not None:
            at = self._word(first.paragraph, first.end) + self.rng.randint(1, 2)
            own.take(self._known(self.editor.draw(paragraph, self._text(paragraph), at)))

    def _any(self) -> int:
        """A paragraph, a long one more often than a short one."""
        return self.rng.choices(self.busy, cum_weights=self.lengths)[0]

    def _word(self, paragraph: int, offset: int) -> int:
        """The number of the first word that ends after an offset."""
        return sum(m.end() <= offset for m in WORD.finditer(self._text(paragraph)))

    def _rival(self, change: Change) -> Edit | None:
        if not isinstance(change, Edit) or change.is_split:
            return None
        at = self._word(change.paragraph, self.rng.randint(change.start, change.end))
        return self.editor.draw(change.paragraph, self._text(change.paragraph), at)

    def _new(self) -> New:
        heard = [c for c in self.pooled[-200:] if isinstance(c, New)]
        if heard and self.rng.random() < RIVAL:
            return New(self.rng.choice(heard).after, self.prose.paragraph())
        return New(self.rng.choice(self.busy), self.prose.paragraph())

    def _moved(self) -> Moved | None:
        piece = self.base[self.rng.choice(self.busy) - 1]
        after = piece.number + self.rng.choice((-1, 1)) * self.rng.randint(3, 40)
        if piece.kind == "heading" or after not in self.busy:
            return None
        return Moved(piece.number, after)

    def _split(self) -> Edit | None:
        piece = self.base[self.rng.choice(self.busy) - 1]
        signs = (". ",) if self.rng.random() < 0.75 else (", ", "; ")
        places = [
            at
            for at in range(40, len(piece.text) - 40)
            if piece.text[at - 1 : at + 1] in signs and piece.text[at] == " "
        ]
        if piece.kind != "numbered" or not places:
            return None
        at = self.rng.choice(places)
        return Edit(piece.number, at, at + 1, MARK, "split")

    def _joined(self) -> Joined | None:
        number = self.rng.choice(self.busy[:-1])
        kinds = {self.base[number - 1].kind, self.base[number].kind}
        return Joined(number) if kinds == {"numbered"} else None

    def _edit_near(self, own: Room, change: Change) -> None:
        """An edit in what was moved, or a few words from where it was split or joined."""
        own.apart = min(own.apart, _FREE if self.load == "light" else 1)
        for _ in range(8):
            paragraph, at = self._near(change)
            edit = self.editor.draw(paragraph, self._text(paragraph), at)
            if own.take(self._known(edit)):
                break
        own.apart = _APART[self.load]

    def _near(self, change: Change) -> tuple[int, int | None]:
        steps = self.rng.choice((1, 2, 3, -2, -3, -4))
        match change:
            case Edit():
                return change.paragraph, self._word(change.paragraph, change.start) + steps
            case Joined() if steps < 0:
                words = len(WORD.findall(self._text(change.paragraph)))
                return change.paragraph, words + steps
            case Joined():
                return change.paragraph + 1, steps
        return change.paragraph if isinstance(change, Moved) else 0, None
