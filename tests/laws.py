"""How hard the laws are tried: many examples in CI, more by ``make soak``."""

from __future__ import annotations

from hypothesis import settings

TRIED = {300: 2_000}  # the profile "ci" tries a law this often; elsewhere as the profile says

law = settings(max_examples=TRIED.get(settings().max_examples, settings().max_examples))
"""For a property that is a law of the design."""
