"""A draft is a numbered document that the secretariat issues and never alters."""

from __future__ import annotations

ZERO = "zero"


def number(draft: str) -> int:
    """0 for the zero draft, n for ``rev-n``."""
    return 0 if draft == ZERO else int(draft.removeprefix("rev-"))


def following(draft: str) -> str:
    """The draft that comes after this one."""
    return f"rev-{number(draft) + 1}"


def preceding(draft: str) -> str:
    """The draft that came before this one; the zero draft has none."""
    before = number(draft) - 1
    return "" if before < 0 else ZERO if before == 0 else f"rev-{before}"


def printed(draft: str) -> str:
    """The draft's name as people read it: ``Zero draft``, ``Rev.1``."""
    return "Zero draft" if draft == ZERO else f"Rev.{number(draft)}"
