"""Edits of words as negotiators make them: drawn at a word of a paragraph, spaces and signs kept.

New words come from the vocabulary of the whole text, from its stock phrases, or from the very
paragraph, so that nothing about them says that they are new.
"""

from __future__ import annotations

import random
import re

from bench.changes import Edit
from bench.prose import PHRASES, Prose

WORD = re.compile(r"\w+(?:-\w+)*")
_SORTS = {
    "insertion": 17,
    "clause": 5,
    "deletion": 16,
    "replacement": 26,
    "sentence": 7,
    "letter": 6,
    "plural": 6,
    "number": 4,
    "capital": 3,
}
_SMALL = ("letter", "plural", "number", "capital")
_ROOM_FOR_ONE = 3  # words: with one of them replaced it is still the same heading
_ROOM_FOR_MORE = 6
_ROOM_FOR_A_SENTENCE = 30


def worth(edit: Edit) -> int:
    """How many characters of the paragraph an edit makes another: two where only a letter is."""
    return 2 if edit.sort in _SMALL else edit.end - edit.start + len(edit.new)


class Editor:
    """Draws edits; each keeps at least two thirds of the paragraph."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.prose = rng, Prose(rng)

    def draw(self, paragraph: int, text: str, near: int | None = None) -> Edit | None:
        """An edit anywhere in the text, or at word number ``near``; None if it does not fit."""
        words = [match.span() for match in WORD.finditer(text)]
        at = self.rng.randrange(len(words)) if near is None else near
        if not 0 <= at < len(words):
            return None
        sort = self.rng.choices([*_SORTS], weights=[*_SORTS.values()])[0]
        if len(words) < _ROOM_FOR_MORE and sort not in _SMALL:
            sort = "replacement" if len(words) >= _ROOM_FOR_ONE else self.rng.choice(_SMALL)
        drawn = self._draw(sort, text, words, at)
        if drawn is None:
            return None
        start, end, new = drawn
        if text[start:end] == new or not text[:start] + new + text[end:]:
            return None
        return Edit(paragraph, start, end, new, sort)

    def _draw(
        self, sort: str, text: str, words: list[tuple[int, int]], at: int
    ) -> tuple[int, int, str] | None:
        start, end = words[at]
        most = max(1, min(8, len(words) // 3))
        match sort:
            case "insertion":
                return start, start, self._new(text, words, most) + " "
            case "clause":
                close = "" if text[end : end + 1] in (",", ".", ";") else ","
                return end, end, f", including {self._new(text, words, most)}{close}"
            case "deletion":
                return _without(text, words, at, min(at + self._count(most), len(words)))
            case "replacement":
                last = min(at + self._count(most), len(words)) - 1
                return start, words[last][1], self._new(text, words, most)
            case "sentence":
                return self._sentence(text, words)
            case "number":
                return self._number(text, words)
            case "plural":
                word = text[start:end]
                return start, end, word[:-1] if word.endswith("s") else word + "s"
            case "capital":
                return start, end, text[start].swapcase() + text[start + 1 : end]
            case _:
                return start, end, self._mistyped(text[start:end])

    def _count(self, most: int) -> int:
        """One word mostly, up to ``most`` at times."""
        return min(most, self.rng.choice((1, 1, 1, 2, 2, 3, 4, 5, 6, 8)))

    def _new(self, text: str, words: list[tuple[int, int]], most: int) -> str:
        count = self._count(most)
        chance = self.rng.random()
        if chance < 0.25:
            first = self.rng.randrange(len(words))
            last = min(first + count, len(words)) - 1
            return text[words[first][0] : words[last][1]]
        if chance < 0.5 and most > 2:
            return " ".join(self.rng.choice(PHRASES)[:most])
        return " ".join(self.prose.words(count))

    def _sentence(self, text: str, words: list[tuple[int, int]]) -> tuple[int, int, str] | None:
        if len(words) < _ROOM_FOR_A_SENTENCE:
            return None
        ends = [match.end() for match in re.finditer(r"\.(?= |$)", text)]
        at = self.rng.choice(ends)
        return at, at, " " + self.prose.sentence(8, min(18, len(words) // 3))

    def _number(self, text: str, words: list[tuple[int, int]]) -> tuple[int, int, str] | None:
        figures = [(start, end) for start, end in words if text[start:end].isdigit()]
        if not figures:
            return None
        start, end = self.rng.choice(figures)
        return start, end, str(int(text[start:end]) + self.rng.choice((-2, -1, 1, 2, 5, 10)))

    def _mistyped(self, word: str) -> str:
        at = self.rng.randrange(len(word))
        letter = self.rng.choice("abcdeghilmnoprstuvz")
        rest = word[at + 1 :] if self.rng.random() < 0.6 else word[at:]
        return word[:at] + letter + rest


def _without(
    text: str, words: list[tuple[int, int]], first: int, stop: int
) -> tuple[int, int, str] | None:
    """Words ``[first, stop)`` taken out with the space on one side of them."""
    if stop - first >= len(words):
        return None
    start, end = words[first][0], words[stop - 1][1]
    if text[end : end + 1] == " ":
        return start, end + 1, ""
    if start and text[start - 1] == " ":
        return start - 1, end, ""
    return None
