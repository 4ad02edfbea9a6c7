"""What LibreOffice cannot say of a paragraph right before a table."""

from __future__ import annotations

import pytest
from tests.edges.word.builder import bookmark, dele, p, package, tbl, tc, tr
from tests.edges.word.written import file_of, raw

from mufakat.edges.word.reader import read
from mufakat.edges.word.threshold import comes, going
from mufakat.text.document import paragraphs
from mufakat.text.tracked import (
    Revision,
    TrackedCell,
    TrackedParagraph,
    TrackedRow,
    TrackedRun,
    TrackedTable,
    accepted,
)

GONE, COME = Revision("delete", "MYS"), Revision("insert", "MYS")
BOTH = Revision("delete", "MYS; SGP")


def para(*runs: tuple[Revision, ...], mark: tuple[Revision, ...] = ()) -> TrackedParagraph:
    return TrackedParagraph("p1", tuple(TrackedRun("x", revisions=r) for r in runs), mark=mark)


@pytest.mark.parametrize(
    ("paragraph", "goes"),
    [
        (para((GONE,)), (GONE,)),
        (para((BOTH,), (GONE,)), (GONE,)),
        (para((COME, GONE)), (COME, GONE)),
        (para((GONE,), ()), ()),
        (para((GONE,), (Revision("delete", "SGP"),)), ()),
        (para((GONE,), (COME,)), ()),
        (para((COME,)), ()),
        (para((GONE,), mark=(GONE,)), ()),
        (para(), ()),
    ],
)
def test_a_paragraph_goes_with_all_of_its_words(
    paragraph: TrackedParagraph, goes: tuple[Revision, ...]
) -> None:
    assert going(paragraph) == goes


def test_a_paragraph_comes_as_a_whole_or_not() -> None:
    assert comes(para((COME,), mark=(COME,)))
    assert not comes(para((COME,), (), mark=(COME,)))
    assert not comes(para((COME,)))


def test_in_a_file_that_another_program_saved_a_paragraph_without_words_stays() -> None:
    data = package(p(bookmark("_mf_p1", dele("MYS", "Gone."))), tbl(tr(tc(p("Cell.")))), p("Last."))
    found = accepted(read(data).tracked)
    assert [one.text for one in paragraphs(found)] == ["", "Cell.", "Last."]


def test_one_whose_words_go_and_which_stays_is_parted_from_the_table() -> None:
    cell = TrackedCell("", (TrackedParagraph("", (TrackedRun("a"),)),))
    table = TrackedTable("", (TrackedRow("", (cell,)),))
    for paragraph, parted in ((para((GONE,)), True), (para((GONE,), mark=(GONE,)), False)):
        written = raw(file_of(paragraph, table, para(())))
        assert ('<w:keepNext/><w:spacing w:before="0" w:after="0" w:line="20"' in written) is parted
