"""How hard the laws are tried, and what they compare."""

from __future__ import annotations

from hypothesis import settings

from mufakat.text.document import Document, paragraphs
from mufakat.text.tokens import fold

TRIED = {300: 2_000}  # the profile "ci" tries a law this often; elsewhere as the profile says

law = settings(max_examples=TRIED.get(settings().max_examples, settings().max_examples))
"""For a property that is a law of the design: many examples in CI, more by ``make soak``."""


def said(document: Document) -> list[str]:
    """The words of each paragraph, however they are typed."""
    return ["".join(fold(paragraph.text).split()) for paragraph in paragraphs(document)]
