"""As many delegations as can be: the cases whose texts are made and not written."""

from __future__ import annotations

from collections import defaultdict

from tests.corpus.case import Case
from tests.corpus.laws import check_laws
from tests.corpus.outcome import consolidate

from mufakat.change.amendment import Merge, Replace
from mufakat.text.document import Document, Paragraph, Style

ROSTER = tuple(f"S{n:03d}" for n in range(193))
WORDS = tuple(f"word{n}" for n in range(400))
FIVE = ("resilient", "inclusive", "robust", "steady", "lasting")
DRAFT = "We welcomed the strong growth of the digital economy."
SENTENCE = " We will come back to it in 2027."


def paragraph(text: str) -> Document:
    return Document((Paragraph("p1", text, Style("numbered")),))


def own_words(number: int) -> tuple[int, int]:
    """Which two words a delegation replaces."""
    return 2 * number, (7 * number + 3) % len(WORDS)


def two_edits(number: int) -> str:
    words = list(WORDS)
    first, second = own_words(number)
    words[first] = f"{ROSTER[number]}-first"
    words[second] = f"{ROSTER[number]}-second"
    return " ".join(words)


def five_alternatives(number: int) -> str:
    text = DRAFT.replace("strong", FIVE[number % 5])
    text = text.replace("digital", "regional digital") if number % 2 else text
    return text + SENTENCE if number % 3 == 0 else text


def who(merged: Merge) -> dict[str, tuple[str, ...]]:
    """The sponsors of each change, by the new words."""
    return {
        a.operation.fragment.text: a.sponsors
        for a in merged.amendments
        if isinstance(a.operation, Replace)
    }


def test_two_edits_each_by_193_delegations() -> None:
    texts = {state: paragraph(two_edits(n)) for n, state in enumerate(ROSTER)}
    given = Case("17-two-edits", paragraph(" ".join(WORDS)), texts, roster=ROSTER)
    merged = consolidate(given)
    assert len(merged.amendments) == 2 * len(ROSTER)
    assert all(len(a.sponsors) == 1 for a in merged.amendments)
    by_word = defaultdict(set)
    for n, state in enumerate(ROSTER):
        for word in own_words(n):
            by_word[word].add(state)
    sponsors = {a.id: a.sponsors[0] for a in merged.amendments}
    contested = [{sponsors[ident] for ident in passage.amendments} for passage in merged.passages]
    assert contested == [by_word[word] for word in sorted(by_word) if len(by_word[word]) > 1]
    check_laws(given)


def test_five_alternatives_by_193_delegations() -> None:
    texts = {state: paragraph(five_alternatives(n)) for n, state in enumerate(ROSTER)}
    given = Case("17-five-alternatives", paragraph(DRAFT), texts, roster=ROSTER)
    merged = consolidate(given)
    assert who(merged) == {
        **{word: ROSTER[n::5] for n, word in enumerate(FIVE)},
        "regional ": ROSTER[1::2],
        SENTENCE: ROSTER[::3],
    }
    (passage,) = merged.passages
    assert len(passage.amendments) == len(FIVE)
    check_laws(given)
