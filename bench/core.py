"""The merge core against tokenising everything once, and its scores on planted edits."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Sequence

from bench.planted import Edit, Planted, plant
from bench.table import Measure, cpu
from mufakat.change.amendment import Amendment, Merge, Replace
from mufakat.change.diff import diff
from mufakat.change.fragment import bare
from mufakat.change.merge import merge, project
from mufakat.text import tokens
from mufakat.text.document import Document, Paragraph, Style


def document(paragraphs: Sequence[Sequence[str]]) -> Document:
    """Planted paragraphs as a numbered text."""
    numbered = Style("numbered")
    return Document(
        tuple(
            Paragraph(f"p{n}", " ".join(words) + ".", numbered)
            for n, words in enumerate(paragraphs, 1)
        )
    )


def merged(planted: Planted) -> tuple[Document, dict[str, Document], Merge]:
    """The base, the texts, and what the merge makes of them."""
    base = document(planted.base)
    texts = {state: document(text) for state, text in planted.texts.items()}
    scripts = {state: diff(base, text) for state, text in texts.items()}
    return base, texts, merge(base, scripts, tuple(texts))


def ratio(states: int, paragraphs: int, edits: int) -> tuple[float, float, float]:
    """(merge / tokenising everything once, merge seconds, tokenising seconds)."""
    planted = plant(states, paragraphs, edits)
    everything = [document(planted.base), *map(document, planted.texts.values())]

    def tokenise_all() -> int:
        return sum(len(tokens.cut(p.text).keys) for d in everything for p in d.body)  # type: ignore[union-attr]

    tokens.fold.cache_clear()
    bound, _ = cpu(tokenise_all)
    tokens.fold.cache_clear()
    tokens.tokenise.cache_clear()
    spent, _ = cpu(lambda: merged(planted))
    return spent / bound, spent, bound


def measures(*, large: bool) -> list[Measure]:
    """The rows of the merge core."""
    small, seconds, bound = ratio(11, 400, 60)
    _twice, doubled, _ = ratio(22, 400, 60)
    rows = [
        _row("merge core, 11 states x 400 paragraphs x 60 edits", small, 5, seconds, bound),
        Measure(
            "twice the states",
            f"{doubled / seconds:.2f}x the time",
            "2.3x",
            doubled / seconds <= 2.3,
        ),
    ]
    if large:
        huge, seconds, bound = ratio(193, 2000, 60)
        rows.append(_row("merge core, 193 x 2,000 x 60", huge, 2, seconds, bound))
        rows.append(_memory())
    return [
        *rows,
        *scores("light", plant(11, 400, 60, seed=7)),
        *scores("heavy", plant(11, 400, 60, seed=7, heavy=True)),
    ]


def _row(what: str, value: float, bar: float, seconds: float, bound: float) -> Measure:
    result = f"{value:.2f}x tokenising everything once ({seconds:.2f} s / {bound:.2f} s)"
    return Measure(what, result, f"{bar:g}x", value <= bar)


def _memory() -> Measure:
    """Peak memory of a process that makes and merges the large negotiation, over its text."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.core"], capture_output=True, text=True, check=True
    )
    peak, size = map(int, done.stdout.split())
    held = peak / size
    return Measure(
        "... peak memory of the whole process over the text it was given",
        f"{held:.1f}x, everything held at once",
        "2.5x, streamed",
        held <= 2.5,
    )


def scores(name: str, planted: Planted) -> list[Measure]:
    """How much of the planted truth was found, and credited to whom it belongs."""
    _base, texts, whole = merged(planted)
    exact = sum(bare(project(whole, s)) == bare(t) for s, t in texts.items()) / len(texts)
    found = {edit: _found(planted, whole, edit) for edit in planted.truth}
    made = sum(len(states) for states in planted.truth.values())
    recalled = sum(
        len(set(states) & set(found[edit].sponsors))
        for edit, states in planted.truth.items()
        if found[edit]
    )
    pairs = shared = 0
    for edit, states in planted.truth.items():
        pairs += len(states) - 1
        together = set(states) & set(found[edit].sponsors) if found[edit] else set()
        shared += max(0, len(together) - 1)
    credited = [(a, s) for a in whole.amendments if len(a.sponsors) > 1 for s in a.sponsors]
    right = sum(_made(planted, a, s) for a, s in credited)
    hunks = sum(len(a.sponsors) for a in whole.amendments) / made
    recall, cosponsors = recalled / made, shared / pairs
    precision = right / len(credited)
    light = name == "light"
    least, least_shared = (0.97, 0.99) if light else (0.80, 0.88)
    return [
        Measure(f"exactness, {name} edits", f"{exact:.3f}", "1.0", exact == 1),
        Measure(f"edit recall, {name}", f"{recall:.3f}", f"{least}", recall >= least),
        Measure(
            f"co-sponsor recall, {name}",
            f"{cosponsors:.3f}",
            f"{least_shared}",
            cosponsors >= least_shared,
        ),
        Measure(f"co-sponsor precision, {name}", f"{precision:.3f}", "1.0", precision == 1),
        Measure(
            f"hunks per true edit, {name}", f"{hunks:.3f}", ".95 to 1.10", 0.95 <= hunks <= 1.10
        ),
    ]


def _spans(planted: Planted, edit: Edit) -> tuple[int, int]:
    """The edit's place in code points."""
    words = planted.base[edit.paragraph]
    start = len(" ".join((*words[: edit.start], ""))) if edit.start else 0
    return start, start + len(" ".join(words[edit.start : edit.end]))


def _same(planted: Planted, amendment: Amendment, edit: Edit) -> bool:
    op = amendment.operation
    if not isinstance(op, Replace) or op.block != f"p{edit.paragraph + 1}":
        return False
    start, end = _spans(planted, edit)
    text = " ".join(planted.base[edit.paragraph])
    near = op.start <= end + 1 and start - 1 <= op.end
    old = text[op.start : op.end].split()
    return near and (old, op.fragment.text.split()) == (
        list(planted.base[edit.paragraph][edit.start : edit.end]),
        list(edit.new),
    )


def _found(planted: Planted, whole: Merge, edit: Edit) -> Amendment | None:
    by_block = _index(whole)
    near = by_block.get(f"p{edit.paragraph + 1}", [])
    return next((a for a in near if _same(planted, a, edit)), None)


_INDEX: dict[int, dict[str, list[Amendment]]] = {}


def _index(whole: Merge) -> dict[str, list[Amendment]]:
    if id(whole) not in _INDEX:
        index: dict[str, list[Amendment]] = {}
        for a in whole.amendments:
            if isinstance(a.operation, Replace):
                index.setdefault(a.operation.block, []).append(a)
        _INDEX[id(whole)] = index
    return _INDEX[id(whole)]


def _made(planted: Planted, amendment: Amendment, state: str) -> bool:
    """Whether the delegation really took out and put in these words there."""
    op = amendment.operation
    assert isinstance(op, Replace)
    number = int(op.block[1:]) - 1
    own = [e for e, states in planted.truth.items() if e.paragraph == number and state in states]
    start, end = op.start, op.end
    return any(
        first <= end + 1 and start - 1 <= last for first, last in (_spans(planted, e) for e in own)
    )


def _large() -> None:
    planted = plant(193, 2000, 60)
    size = sum(len(" ".join(p)) for text in planted.texts.values() for p in text)
    merged(planted)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, size)


if __name__ == "__main__":
    _large()
