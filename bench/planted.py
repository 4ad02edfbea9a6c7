"""Negotiations with planted truth: a base text, edits made on purpose, and who made which.

Nothing here looks at the program: a text is a list of paragraphs, an edit is words for words at a
place, and the truth is the list of edits, each with the delegations that made it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

SYLLABLES = ("ka", "to", "mi", "ren", "sol", "va", "per", "dun", "lis", "qua", "no", "gra", "bel")
COMMON = ("the", "of", "and", "to", "in", "for", "on", "with", "a", "that", "by", "as")


@dataclass(frozen=True, slots=True)
class Edit:
    """Words ``[start, end)`` of a paragraph replaced by ``new`` (either side may be empty)."""

    paragraph: int
    start: int
    end: int
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planted:
    """The base's paragraphs as words, each delegation's paragraphs, and who made which edit."""

    base: tuple[tuple[str, ...], ...]
    texts: dict[str, tuple[tuple[str, ...], ...]]
    truth: dict[Edit, tuple[str, ...]]


def plant(
    states: int, paragraphs: int, edits: int, *, seed: int = 1, heavy: bool = False
) -> Planted:
    """A negotiation: each of ``states`` makes ``edits`` edits, a quarter of them shared.

    Light edits keep away from each other; heavy ones pile up in a fifth of the paragraphs, where
    one delegation's edits may stand a word apart and different delegations' overlap.
    """
    rng = random.Random(seed)
    vocabulary = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(4000)]
    base = tuple(tuple(_words(rng, vocabulary, rng.randint(40, 90))) for _ in range(paragraphs))
    where = range(max(1, paragraphs // 5)) if heavy else range(paragraphs)
    pool: list[Edit] = []
    texts, truth = {}, {}
    for number in range(states):
        state = f"S{number:03d}"
        chosen = _choose(rng, base, where, pool, edits, vocabulary, apart=2 if heavy else 6)
        for edit in chosen:
            truth[edit] = (*truth.get(edit, ()), state)
        pool += [edit for edit in chosen if edit not in pool[-5000:]]
        texts[state] = carry_out(base, chosen)
    return Planted(base, texts, truth)


def _words(rng: random.Random, vocabulary: Sequence[str], count: int) -> list[str]:
    return [
        rng.choice(COMMON) if rng.random() < 0.4 else rng.choice(vocabulary) for _ in range(count)
    ]


def _choose(
    rng: random.Random,
    base: Sequence[Sequence[str]],
    where: range,
    pool: Sequence[Edit],
    count: int,
    vocabulary: Sequence[str],
    apart: int,
) -> list[Edit]:
    chosen: list[Edit] = []
    taken: dict[int, list[Edit]] = {}
    tries = 0
    while len(chosen) < count and tries < count * 20:
        tries += 1
        shared = pool and rng.random() < 0.25
        edit = rng.choice(pool) if shared else _new(rng, base, where, vocabulary)
        near = taken.setdefault(edit.paragraph, [])
        if all(edit.end + apart <= e.start or e.end + apart <= edit.start for e in near):
            near.append(edit)
            chosen.append(edit)
    return chosen


def _new(
    rng: random.Random, base: Sequence[Sequence[str]], where: range, vocabulary: Sequence[str]
) -> Edit:
    paragraph = rng.choice(where)
    words = base[paragraph]
    start = rng.randrange(1, len(words) - 6)
    kind = rng.choice(("insert", "delete", "replace"))
    end = start if kind == "insert" else start + rng.randint(1, 3)
    fresh = [rng.choice(vocabulary) + "x" for _ in range(rng.randint(1, 3))]
    return Edit(paragraph, start, end, () if kind == "delete" else tuple(fresh))


def carry_out(
    base: Sequence[tuple[str, ...]], edits: Sequence[Edit]
) -> tuple[tuple[str, ...], ...]:
    """The paragraphs after the edits."""
    out = list(base)
    for edit in sorted(edits, key=lambda e: (e.paragraph, -e.start)):
        words = out[edit.paragraph]
        out[edit.paragraph] = (*words[: edit.start], *edit.new, *words[edit.end :])
    return tuple(out)
