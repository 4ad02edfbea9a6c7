"""How alike two blocks are: their words tell, an id that came back is a hint."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence

from rapidfuzz.distance import Indel

from mufakat.change.compare.labels import shape_of
from mufakat.text.document import Cell, Node, Paragraph, Row, Table
from mufakat.text.tokens import tokenise, words

LIKE = 0.5  # two paragraphs of which half the words are the same are one, edited
LIKE_WITH_ID = 0.2  # an id that came back needs less
LIKE_MOVED = 0.6  # out of its place it needs more
CONTAINED = 0.9  # a part of which this share stands in the whole is a piece of it
FEW_WORDS = 4  # shorter texts are paired only when they are equal, or in their place with their id
HUGE = 20_000  # tokens: what is longer is known by its id alone; no meeting has such a paragraph


def words_of(node: Node) -> tuple[str, ...]:
    """The folded tokens of all the node's text, in reading order."""
    if isinstance(node, Paragraph):
        return tokenise(node.text).keys
    children: Sequence[Node]
    if isinstance(node, Table):
        children = node.rows
    elif isinstance(node, Row):
        children = node.cells
    else:
        children = node.blocks
    return tuple(word for child in children for word in (*words_of(child), "\u2029"))


def hint_of(node: Node) -> str:
    """The id by which the node may be known again: its own, or its first paragraph's."""
    if isinstance(node, Paragraph):
        return node.id
    if isinstance(node, Cell):
        return next((hint for b in node.blocks if (hint := hint_of(b))), "")
    children: Sequence[Node] = node.rows if isinstance(node, Table) else node.cells
    return next((hint for child in children if (hint := hint_of(child))), "")


class Likeness:
    """The nodes of a draft and of a submitted text, each read once, and how alike any two are.

    Base nodes are known by ``i``, submitted ones by ``j``. ``shapes`` are those of short numbered
    headings, empty for all else.
    """

    def __init__(self, base: Sequence[Node], submitted: Sequence[Node]) -> None:
        self.base, self.submitted = base, submitted
        self.base_words = [words_of(node) for node in base]
        self.words = [words_of(node) for node in submitted]
        self.base_hints = [hint_of(node) for node in base]
        self.hints = [hint_of(node) for node in submitted]
        self.base_shapes = list(map(shape_of, base, self.base_words))
        self.shapes = list(map(shape_of, submitted, self.words))
        self._base_told: list[tuple[str, ...] | None] = [None] * len(base)
        self._told: list[tuple[str, ...] | None] = [None] * len(submitted)

    def by_id(self, known: Container[int], taken: Collection[int]) -> dict[int, int]:
        """The submitted nodes that have a base node's id and are alike enough to be it.

        Of those that are not ``known`` yet, and base nodes that are not ``taken``.
        """
        where = {hint: i for i, hint in enumerate(self.base_hints) if hint}
        found: dict[int, int] = {}
        for j, hint in enumerate(self.hints):
            i = where.get(hint) if hint and j not in known else None
            if i is not None and i not in taken and self.like(i, j) >= LIKE_WITH_ID:
                found[j] = i
                del where[hint]
        return found

    def like(self, i: int, j: int) -> float:
        """Twice the words in common, over all words; signs and spaces do not make texts alike.

        Of a few words the letters count as well: a heading may be another for one capital.
        """
        if type(self.base[i]) is not type(self.submitted[j]):
            return 0.0
        a, b = self.base_words[i], self.words[j]
        if a == b:
            return 1.0
        known = LIKE_WITH_ID if self.base_hints[i] == self.hints[j] != "" else 0.0
        if not a or not b or max(len(a), len(b)) > HUGE:
            return known  # emptied, filled, or not worth the time
        told, given = self.base_told(i), self.told(j)
        like = float(Indel.normalized_similarity(told, given))
        if max(len(told), len(given)) > FEW_WORDS:
            return like
        letters = (" ".join(words).casefold() for words in (told, given))
        return max(like, known, Indel.normalized_similarity(*letters))

    def base_told(self, i: int) -> tuple[str, ...]:
        """The words alone, without signs and spaces; of a text of signs, these."""
        given = self.base_words[i]
        told = self._base_told[i] = self._base_told[i] or words(given) or given
        return told

    def told(self, j: int) -> tuple[str, ...]:
        """As ``base_told``, of a submitted node."""
        given = self.words[j]
        told = self._told[j] = self._told[j] or words(given) or given
        return told

    def in_place(self, i: int, j: int) -> float:
        """The likeness of a pair in its place, or 0 where it is too small to be one."""
        like = self.like(i, j)
        if like == 1.0:
            return like
        sizes = len(self.base_told(i)), len(self.told(j))
        if like and min(sizes) > FEW_WORDS and _contained(like, sizes) >= CONTAINED:
            return like
        if self.base_hints[i] and self.base_hints[i] == self.hints[j]:
            return like if like >= LIKE_WITH_ID else 0.0
        if min(sizes) <= FEW_WORDS:
            return like if like >= LIKE_MOVED and not self._numbered(i, j) else 0.0
        return like if like >= LIKE else 0.0

    def _numbered(self, i: int, j: int) -> bool:
        """Whether two short texts differ in a number: "Article 12" never is "Article 13"."""
        if not isinstance(self.base[i], Paragraph):
            return False
        digits = [
            [w for w in words if any(c.isdigit() for c in w)]
            for words in (self.base_words[i], self.words[j])
        ]
        return digits[0] != digits[1]

    def gain(self, i: int, j: int) -> float:
        """What a pair in its place is worth: its likeness, weighted by how much text it pairs."""
        like = self.in_place(i, j)
        return like * like * (1 + len(self.base_words[i]) + len(self.words[j])) if like else 0.0

    def out_of_place(self, i: int, j: int) -> float:
        """The likeness of a pair that would be a move, or 0 where it is too small to be one."""
        like = self.like(i, j) if self.worth_moving(i, j) else 0.0
        return like if like >= LIKE_MOVED else 0.0

    def worth_moving(self, i: int, j: int) -> bool:
        """Whether a move of this pair could be told from a text that is merely alike."""
        if self.base_shapes[i] or self.shapes[j]:
            return False
        return min(len(self.base_told(i)), len(self.told(j))) > FEW_WORDS or (
            self.base_words[i] == self.words[j] != ()
        )


def _contained(like: float, sizes: tuple[int, int]) -> float:
    """Which share of the shorter text stands in the longer one."""
    return like * sum(sizes) / 2 / min(sizes)
