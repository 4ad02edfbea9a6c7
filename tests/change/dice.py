"""Choices made from bytes that Hypothesis draws: cheap to draw, whatever is made of them.

Zeros, and none left, choose the first and simplest: that is what a failing example shrinks to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Bytes that are used up choice by choice."""

    def __init__(self, thrown: bytes) -> None:
        self._left = iter(thrown)

    def below(self, count: int) -> int:
        """A number from 0 to ``count - 1``."""
        return next(self._left, 0) % count if count > 1 else 0

    def between(self, low: int, high: int) -> int:
        """A number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def seldom(self, times: int) -> bool:
        """True once in so many times."""
        return self.below(times) == times - 1
