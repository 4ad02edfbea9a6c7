"""What the chair's rulings make of a case: the next text, and what stands over against it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.corpus.case import Case, Said
from tests.corpus.golden import amendments, describe

from mufakat.change.amendment import Amendment, Carried, Merge
from mufakat.change.compare.diff import diff
from mufakat.change.layout import layout
from mufakat.change.merge import merge
from mufakat.change.ruling import (
    ACCEPTED,
    DEFERRED,
    Decision,
    carry,
    contradictions,
    resolve,
)
from mufakat.text.document import Document
from mufakat.text.identity import identify, ids

_WORDS = {"accept": ACCEPTED, "defer": DEFERRED, "not accept": "not accepted"}


def decisions(case: Case, merged: Merge) -> dict[str, Decision]:
    """The chair's word on each amendment; what the rulings do not name is not accepted."""
    return {
        amendment.id: Decision(_WORDS[said.disposition])
        for said in case.rulings
        for amendment in _meant(said, merged)
    }


def _meant(said: Said, merged: Merge) -> list[Amendment]:
    where = layout(merged.base)
    found = [
        amendment
        for amendment in merged.amendments
        if said.sponsor in amendment.sponsors and said.words in describe(amendment, where)
    ]
    assert found, f"no proposal of {said.sponsor} says “{said.words}”"
    assert not said.words or len(found) == 1, f"several proposals of {said.sponsor} say it: {found}"
    return found


def refusal(merged: Merge, decided: dict[str, Decision]) -> list[str]:
    """The pairs that were accepted and cannot both be had, by their numbers."""
    numbers = {amendment.id: n for n, amendment in enumerate(merged.amendments, 1)}
    return [
        f"Refused: {numbers[one]} and {numbers[other]} cannot both be had."
        for one, other in contradictions(merged, decided)
    ]


def following(merged: Merge, decided: dict[str, Decision]) -> tuple[Document, Sequence[Carried]]:
    """The next text with its ids, and the deferred proposals said against it."""
    resolution = resolve(merged, decided)
    text = identify(resolution.document, ids(merged.base))
    return text, [carry(merged, decided, text, one) for one in resolution.deferred]


def standing(case: Case, text: Document, carried: Sequence[Carried]) -> list[str]:
    """What stands over in the next round, with what is lodged in it, as lines of a golden."""
    scripts = {state: diff(text, lodged) for state, lodged in case.later.items()}
    return amendments(merge(text, scripts, case.roster, carried=carried))
