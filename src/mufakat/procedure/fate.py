"""The six fates of law 1: every change ever submitted ends in exactly one, and is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from mufakat.procedure.disposition import Disposition

Fate = Literal["incorporated", "bracketed", "declined", "deferred", "withdrawn", "superseded"]
FATES: tuple[Fate, ...] = get_args(Fate)

_OF: dict[Disposition, Fate] = {
    "accepted": "incorporated",
    "accepted as modified": "incorporated",
    "not accepted": "declined",
    "deferred": "deferred",
    "withdrawn": "withdrawn",
}


def fate(disposition: Disposition | None) -> Fate:
    """What becomes of a proposal; one without a ruling stays in brackets."""
    return "bracketed" if disposition is None else _OF[disposition]


def count(fates: Iterable[Fate]) -> dict[Fate, int]:
    """How many proposals met each of the six fates; fates that none met count 0."""
    counted = dict.fromkeys(FATES, 0)
    for met in fates:
        counted[met] += 1
    return counted


def nothing_lost(amendments: Iterable[str], fates: Mapping[str, Fate]) -> bool:
    """Law 1: the proposals and those that met a fate are the same, each with one of the six."""
    known = list(amendments)
    unique = len(set(known)) == len(known)
    return unique and set(known) == set(fates) and set(fates.values()) <= set(FATES)
