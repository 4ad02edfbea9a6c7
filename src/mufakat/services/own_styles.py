"""What a file of bare words cannot say of the draft's own paragraphs is as it was in the draft."""

from __future__ import annotations

from mufakat.change.amendment import Format, Operation, Restyle
from mufakat.change.apply import apply
from mufakat.change.compare.diff import diff
from mufakat.text.document import Document


def with_own_styles(base: Document, submitted: Document) -> tuple[Document, list[str]]:
    """A return of bare words with the styles and marks that the draft's words had.

    What kind of paragraph one is, and that words are no longer bold, such a file does not say: its
    silence is no proposal. Marks that were set count. The text, and what is to be told.
    """
    script = diff(base, submitted)
    said = [operation for operation in script if not _is_silence(operation)]
    if len(said) == len(script):
        return submitted, []
    told = "The file does not say how paragraphs are styled and numbered; that is as it was."
    return apply(base, said), [told]


def _is_silence(operation: Operation) -> bool:
    return isinstance(operation, Restyle) or (isinstance(operation, Format) and not operation.on)
