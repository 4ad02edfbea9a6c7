"""Counts as people say them."""

from __future__ import annotations

from collections.abc import Mapping

_WITHOUT_PLURAL = ("formatting", "typographic", "table layout")


def changes(counts: Mapping[str, int], comments: int = 0) -> str:
    """Changes by kind: ``2 insertions, 1 new paragraph and 2 comments``, or ``no change``."""
    said = (f"{count} {_kind(kind, count)}" for kind, count in counts.items() if count)
    also = f" and {counted({'comments': comments})}" if comments else ""
    return f"{', '.join(said) or 'no change'}{also}"


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
