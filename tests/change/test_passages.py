"""Passages: what is contested, by whatever chain of rival claims."""

from __future__ import annotations

from mufakat.change.amendment import Fragment, Insert, Operation, Remove, Replace, Script
from mufakat.change.merge import merge
from mufakat.text.document import Cell, Document, Paragraph, Row, Table

STATES = ("BRN", "IDN", "KHM", "LAO")
BASE = Document(
    (
        Paragraph("p1", "We support strong growth of the digital economy."),
        Table(
            "t1",
            tuple(
                Row(
                    f"r{r}",
                    tuple(Cell(f"c{r}{c}", (Paragraph(f"q{r}{c}", "a word"),)) for c in "ab"),
                )
                for r in (1, 2)
            ),
        ),
        Paragraph("p2", "We thank the host."),
    )
)


def words(start: int, end: int, text: str, block: str = "p1") -> Replace:
    return Replace(block, start, end, Fragment(text))


def passages(**scripts: Operation | Script) -> list[tuple[str, set[str]]]:
    given = {s: op if isinstance(op, tuple) else (op,) for s, op in scripts.items()}
    merged = merge(BASE, given, STATES)
    sponsors = {a.id: a.sponsors[0] for a in merged.amendments}
    return [(p.id, {sponsors[a] for a in p.amendments}) for p in merged.passages]


def test_a_chain_of_overlaps_is_one_passage_though_its_ends_do_not_touch() -> None:
    found = passages(
        BRN=words(3, 17, "welcome lasting"),
        IDN=words(11, 24, "steady rise"),
        KHM=words(18, 27, "gains in"),
    )
    assert found == [("passage-p1", {"BRN", "IDN", "KHM"})]


def test_two_passages_in_one_paragraph_have_two_names() -> None:
    found = passages(
        BRN=(words(3, 10, "back"), words(40, 47, "market")),
        IDN=words(3, 10, "uphold"),
        KHM=words(40, 47, "sphere"),
    )
    assert found == [("passage-p1", {"BRN", "IDN"}), ("passage-p1.2", {"BRN", "KHM"})]


def test_taking_a_table_away_is_contested_by_whatever_is_done_inside_it() -> None:
    cell = Insert("t1", "r2", Row("", (Cell("", (Paragraph("", "new"),)),) * 2))
    found = passages(BRN=Remove("t1"), IDN=words(0, 1, "one", "q1b"), KHM=cell, LAO=Remove("r2"))
    assert found == [("passage-t1", {"BRN", "IDN", "KHM", "LAO"})]


def test_changes_of_two_cells_are_no_concern_of_each_other() -> None:
    assert passages(BRN=words(0, 1, "one", "q1a"), IDN=words(0, 1, "one", "q1b")) == []


def test_words_that_end_where_others_begin_are_not_contested() -> None:
    assert passages(BRN=words(3, 10, "back"), IDN=words(11, 17, "steady")) == []
