"""The one error a person sees: what is wrong, and what to do about it."""

from __future__ import annotations


class Refusal(Exception):
    """Something cannot be done as asked, and nothing was changed.

    ``error`` is one sentence that says what is wrong; ``hint`` says what to do instead.
    """

    def __init__(self, error: str, hint: str) -> None:
        super().__init__(error)
        self.error = error
        self.hint = hint
