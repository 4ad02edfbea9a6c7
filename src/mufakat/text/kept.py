"""What was found out about a document, kept for when the same document comes again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from mufakat.text.document import Document

T = TypeVar("T")

LAST = 4  # documents of which it is kept


def kept(work: Callable[[Document], T]) -> Callable[[Document], T]:
    """Does the work once for each of the last few documents; the result is to be read only.

    A document is known by being the very same one: to compare long texts, or to hash them as
    ``lru_cache`` does, takes about as long as the work.
    """
    last: tuple[tuple[Document, T], ...] = ()

    @wraps(work)
    def known(document: Document) -> T:
        nonlocal last
        for held, found in last:
            if held is document:
                return found
        found = work(document)
        last = ((document, found), *last[: LAST - 1])
        return found

    return known
