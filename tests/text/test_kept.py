"""The work on a document is done once, as long as it is one of the last few."""

from __future__ import annotations

from collections.abc import Callable

from mufakat.text.document import Document, Paragraph
from mufakat.text.kept import LAST, kept


def counting() -> tuple[list[Document], Callable[[Document], int]]:
    """The documents that were worked on, and the work: it says how many they are by then."""
    seen: list[Document] = []

    @kept
    def work(document: Document) -> int:
        seen.append(document)
        return len(seen)

    return seen, work


def test_the_same_document_is_worked_on_once_and_an_equal_one_again() -> None:
    seen, work = counting()
    one, equal = (Document((Paragraph("p1", "We agree."),)) for _ in range(2))
    assert [work(one), work(equal), work(one), work(equal)] == [1, 2, 1, 2]
    assert [id(document) for document in seen] == [id(one), id(equal)]


def test_what_has_not_come_for_long_is_let_go() -> None:
    seen, work = counting()
    documents = [Document() for _ in range(LAST + 1)]
    for document in (*documents, documents[-1], documents[0]):
        work(document)
    assert len(seen) == LAST + 2
