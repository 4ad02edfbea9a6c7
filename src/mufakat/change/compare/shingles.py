"""Which of many texts are probably the same, edited: those that share rare runs of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

RARE = 3  # a run of three words in more texts than this, on either side, says nothing


def shared(
    old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]
) -> dict[tuple[int, int], float]:
    """For pairs (old, new) of texts as words that share rare runs, how much that says for them.

    A run counts 1 where it stands once on each side, less where it stands more often.
    """
    there, here = _places(old), _places(new)
    votes: dict[tuple[int, int], float] = defaultdict(float)
    for run, olds in there.items():
        news = here.get(run, ())
        if len(olds) <= RARE and len(news) <= RARE:
            for i in olds:
                for j in news:
                    votes[i, j] += 1.0 / (len(olds) * len(news))
    return dict(votes)


def _places(texts: Sequence[Sequence[str]]) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, text in enumerate(texts):
        for run in dict.fromkeys(zip(text, text[1:], text[2:], strict=False)):
            found[run].append(n)
    return found
