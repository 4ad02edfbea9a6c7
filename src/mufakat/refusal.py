"""The one error a person sees: what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """Something cannot be done as asked, and nothing was changed.

    ``error`` is one sentence that says what is wrong; ``hint`` says what to do instead. Where
    there is more to be said, ``details`` are lines for a person, and ``more`` is for a program.
    """

    def __init__(
        self,
        error: str,
        hint: str,
        details: tuple[str, ...] = (),
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(error)
        self.error = error
        self.hint = hint
        self.details = details
        self.more = more or {}
