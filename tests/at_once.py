"""Several who do something at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Who = TypeVar("Who")
Found = TypeVar("Found")


def at_once(act: Callable[[Who], Found], *whose: Who) -> list[Found]:
    """What each of them got; whatever goes wrong for one of them is raised here."""
    all_there = Barrier(len(whose))

    def one(who: Who) -> Found:
        all_there.wait()
        return act(who)

    with ThreadPoolExecutor(len(whose)) as pool:
        return list(pool.map(one, whose))
