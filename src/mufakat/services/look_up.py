"""Finds an instrument's record, or says which instruments there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from mufakat.edges.git import Raced
from mufakat.edges.ledger import Head
from mufakat.edges.workspace import Workspace
from mufakat.procedure.nearest import unknown
from mufakat.refusal import Refusal

T = TypeVar("T")

_ATTEMPTS = 50


def look_up(workspace: Workspace, instrument: str) -> Head:
    """The newest state of an instrument; refused if it is not known, or has no draft yet."""
    head = workspace.ledger.head(instrument) if _plain(instrument) else None
    if head:
        return head
    listed = workspace.outline.instruments
    if instrument in listed:
        raise Refusal(f"{instrument} has no draft yet.", f"Make one (mufakat draft {instrument}).")
    raise unknown("instrument", instrument, [*listed, *workspace.ledger.instruments()])


def until_settled(act: Callable[[], T]) -> T:
    """Carries an act out, and again from the start whenever somebody else was quicker."""
    for _ in range(_ATTEMPTS):
        try:
            return act()
        except Raced:
            continue
    raise Refusal(
        "The record keeps changing while this is being done.", "Wait a moment and run it again."
    )


def _plain(name: str) -> bool:
    return bool(name) and name.replace("-", "").isascii() and name.replace("-", "").isalnum()
