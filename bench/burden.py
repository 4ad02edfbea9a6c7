"""How much there is to read: the words of the compilation against those that must be in it."""

from __future__ import annotations

import re
from itertools import takewhile

from bench.changes import Edit, New
from bench.planted import Planted
from bench.texts import ident
from mufakat.change.amendment import Merge
from mufakat.change.show.brackets import ATTRIBUTION, CONTESTED
from mufakat.change.show.compilation import compilation
from mufakat.text.document import Paragraph

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


def words(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def shown_words(merged: Merge, paragraphs: int) -> int:
    """The words of the compilation but for what it says of its own, as "SGP proposes".

    Only the base's first ``paragraphs`` and what stands among them are read.
    """
    until = ident(paragraphs + 1)
    body = takewhile(lambda block: block.id != until, compilation(merged).body)
    return sum(words(_without_attributions(p)) for p in body if isinstance(p, Paragraph))


def _without_attributions(paragraph: Paragraph) -> str:
    out, at = [], 0
    for span in paragraph.spans:
        if span.mark in (ATTRIBUTION, CONTESTED):
            out.append(paragraph.text[at : max(at, span.start)])
            at = max(at, span.end)
    return "\n".join((*out, paragraph.text[at:]))


def proposed_words(planted: Planted) -> int:
    """The words of all distinct planted changes, each counted once whoever made it."""
    return sum(
        words(c.new if isinstance(c, Edit) else c.text)
        for c in planted.truth
        if isinstance(c, Edit | New)
    )
