"""What a file of bare words cannot say of the draft's own paragraphs is as it was in the draft."""

from __future__ import annotations

from collections.abc import Mapping

from mufakat.change.amendment import Format, Operation, Restyle
from mufakat.change.apply import apply
from mufakat.change.compare.diff import diff
from mufakat.text.document import Document, paragraphs


def with_own_styles(base: Document, submitted: Document) -> tuple[Document, list[str]]:
    """A return of bare words with the styles and marks that the draft's words had.

    What kind of paragraph one is, and that words are no longer bold, such a file does not say: its
    silence is no proposal. Marks that were set count, save on a whole title or heading, which only
    looks so. The text, and what is to be told.
    """
    script = diff(base, submitted)
    headings = {
        one.id: len(one.text)
        for one in paragraphs(base, notes=False)
        if one.style.kind in ("title", "heading")
    }
    said = [operation for operation in script if not _is_silence(operation, headings)]
    if len(said) == len(script):
        return submitted, []
    told = "The file does not say how paragraphs are styled and numbered; that is as it was."
    return apply(base, said), [told]


def _is_silence(operation: Operation, headings: Mapping[str, int]) -> bool:
    if not isinstance(operation, Format):
        return isinstance(operation, Restyle)
    whole = (operation.start, operation.end) == (0, headings.get(operation.block))
    return whole or not operation.on
