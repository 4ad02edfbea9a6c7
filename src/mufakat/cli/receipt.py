"""A receipt as a person reads it: what is kept, and what was understood of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mufakat.procedure.draft import printed
from mufakat.spoken import changes

if TYPE_CHECKING:
    from mufakat.procedure.submission import Proposed
    from mufakat.services.receive_submission import Receipt


def receipt_lines(done: Receipt) -> Iterator[str]:
    """The counts, the proposals in words, and what the delegation has to know."""
    old = f", brought forward from {printed(done.made_from)}" if done.made_from else ""
    late = " It came late: the chair decides whether it is considered." if done.late else ""
    yield f"Receipt {done.receipt}: {changes(done.changes, done.comments)}{old}.{late}"
    for one in done.understood:
        yield from _proposed(one)
    more = sum(done.changes.values()) - len(done.understood) if done.understood else 0
    if more:
        yield f"    and {more} more"
    if done.typed_by:
        yield f"    The file names as authors: {', '.join(done.typed_by)}."
    yield from (f"    {warning}" for warning in done.warnings)


def _proposed(one: Proposed) -> Iterator[str]:
    yield f"    {one.place}: {one.before or one.after}"
    if one.before:
        yield f"        -> {one.after or '(deleted)'}"
