"""Counts as people say them."""

from __future__ import annotations

from collections.abc import Mapping

_WITHOUT_PLURAL = ("formatting", "typographic", "table layout")


def changes(counts: Mapping[str, int]) -> str:
    """Changes by kind: ``2 insertions, 1 new paragraph``, or ``no change``."""
    said = (f"{count} {_kind(kind, count)}" for kind, count in counts.items() if count)
    return ", ".join(said) or "no change"


def counted(counts: Mapping[str, int]) -> str:
    """What was counted, without what there is none of: ``55 proposals, 4 passages``."""
    said = (f"{count} {_thing(what, count)}" for what, count in counts.items() if count)
    return ", ".join(said) or "nothing"


def _thing(what: str, count: int) -> str:
    spaced = what.replace("_", " ")
    return spaced.removesuffix("s") if count == 1 else spaced


def _kind(kind: str, count: int) -> str:
    if kind == "merged cells":
        return "merge of cells" if count == 1 else "merges of cells"
    noun = f"{kind} change" if kind in _WITHOUT_PLURAL else kind
    return noun if count == 1 else f"{noun}s"
