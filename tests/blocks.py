"""A block of a document that is known to be of one kind."""

from __future__ import annotations

from typing import TypeVar

from mufakat.text.document import Document, Paragraph, Table

Kind = TypeVar("Kind", Paragraph, Table)


def block(document: Document, kind: type[Kind], at: int = 0) -> Kind:
    """The block at this place of the body, which must be of this kind."""
    found = document.body[at]
    assert isinstance(found, kind)
    return found
