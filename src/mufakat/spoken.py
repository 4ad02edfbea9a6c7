"""Counts, and stretches of time, as people say them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

_WITHOUT_PLURAL = ("formatting", "typographic", "table layout")
_MINUTE = timedelta(minutes=1)
_UNITS = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": _MINUTE}


def changes(counts: Mapping[str, int], comments: int = 0) -> str:
    """Changes by kind: ``2 insertions, 1 new paragraph and 2 comments``, or ``no change``."""
    said = (f"{count} {_kind(kind, count)}" for kind, count in counts.items() if count)
    also = f" and {counted({'comments': comments})}" if comments else ""
    return f"{', '.join(said) or 'no change'}{also}"


def counted(counts: Mapping[str, int]) -> str:
    """What was counted, without what there is none of: ``55 proposals, 4 passages``."""
    said = (f"{count} {_thing(what, count)}" for what, count in counts.items() if count)
    return ", ".join(said) or "nothing"


def left(span: timedelta) -> str:
    """How long there still is, in whole days, hours or minutes: ``3 days left``; or none."""
    if span < timedelta():
        return "which has passed"
    unit, one = next((u for u in _UNITS.items() if span >= 2 * u[1]), ("minute", _MINUTE))
    number = span // one
    return f"{number} {unit}{'' if number == 1 else 's'} left"


def _thing(what: str, count: int) -> str:
    spaced = what.replace("_", " ")
    return spaced.removesuffix("s") if count == 1 else spaced


def _kind(kind: str, count: int) -> str:
    if kind == "merged cells":
        return "merge of cells" if count == 1 else "merges of cells"
    noun = f"{kind} change" if kind in _WITHOUT_PLURAL else kind
    return noun if count == 1 else f"{noun}s"
