"""What a case comes to: its golden, and the next text where there are rulings."""

from __future__ import annotations

from dataclasses import dataclass

from tests.corpus.case import Case
from tests.corpus.golden import golden
from tests.corpus.ruled import decisions, following, refusal, standing

from mufakat.change.amendment import Merge, Script
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.text.document import Document


@dataclass(frozen=True, slots=True)
class Outcome:
    """The lines of ``expected.txt`` and, unless the rulings are refused, ``next.md``."""

    golden: str
    following: Document | None = None


def consolidate(case: Case) -> Merge:
    """The merge of a case."""
    return merge(case.base, scripts(case), case.roster, case.remarks)


def scripts(case: Case) -> dict[str, Script]:
    """What each delegation changed."""
    return {state: diff(case.base, text) for state, text in case.texts.items()}


def outcome(case: Case) -> Outcome:
    """The case carried through the merge and, if the chair ruled, the rulings."""
    merged = consolidate(case)
    lines = golden(merged)
    if not case.rulings:
        return Outcome(lines)
    decided = decisions(case, merged)
    refused = refusal(merged, decided)
    if refused:
        return Outcome("\n".join([lines, *refused]) + "\n")
    text, carried = following(merged, decided)
    stands = ["After the rulings, against next.md:", *standing(case, text, carried)]
    return Outcome("\n".join([lines, *stands]) + "\n", text)
