"""What a delegation changed is said exactly, and coarsely only where nothing finer is exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from hypothesis import given
from tests.change.editing import Negotiation, negotiations
from tests.laws import law

from mufakat.change.amendment import Fragment, Insert, Operation, Remove, Replace
from mufakat.change.apply import apply
from mufakat.change.compare import diff as module
from mufakat.change.compare.align import Alignment
from mufakat.change.compare.diff import diff
from mufakat.change.compare.flow import NoteDiffer, diff_flow
from mufakat.change.compare.worddiff import Weigh
from mufakat.change.fragment import bare
from mufakat.text.document import (
    OBJECT,
    Anchor,
    Block,
    Cell,
    Document,
    Note,
    Paragraph,
    Row,
    Table,
)


def text(*blocks: str | Block) -> Document:
    return Document(
        tuple(
            Paragraph(f"p{n}", block) if isinstance(block, str) else block
            for n, block in enumerate(blocks, 1)
        )
    )


def replaced(block: str, start: int, end: int, words: str) -> Replace:
    return Replace(block, start, end, Fragment(words))


def test_a_space_typed_twice_before_words_put_in_is_a_change_of_its_own() -> None:
    base, given = text("We trust growth.", "AI."), text("We trust  strong growth.", "AI!")
    script = diff(base, given)
    assert apply(base, script) == given
    assert all(isinstance(op, Replace) for op in script)


def test_a_space_typed_twice_at_the_end_of_a_paragraph_is_a_change() -> None:
    assert diff(text("We trust "), text("We trust  ")) == (replaced("p1", 8, 9, "  "),)


@contextmanager
def misread(*blocks: str, with_: Sequence[Operation] = ()) -> Iterator[None]:
    """Paragraphs of which the fine reading says something wrong."""

    def flow(
        old: Sequence[Paragraph], new: Sequence[Paragraph], weigh: Weigh, note: NoteDiffer
    ) -> list[Operation]:
        wrong = any(paragraph.id in blocks for paragraph in old)
        return list(with_) if wrong else diff_flow(old, new, weigh, note)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "diff_flow", flow)
        yield


BASE = ("We trust strong growth.", "We note the cables of the region.", "We agree to meet again.")
GIVEN = ("We trust weak growth.", "We note the roads of the region.", "We agree to meet soon.")


def test_one_paragraph_that_is_misread_leaves_the_others_fine() -> None:
    with misread("p2"):
        script = diff(text(*BASE), text(*GIVEN))
    assert script == (
        replaced("p1", 9, 15, "weak"),
        Remove("p2"),
        Insert("", "p1", Paragraph("", GIVEN[1])),
        replaced("p3", 17, 22, "soon"),
    )


def test_operations_that_cannot_be_carried_out_at_all_are_no_better() -> None:
    overlapping = (replaced("p2", 0, 5, "A"), replaced("p2", 3, 7, "B"))
    with misread("p2", with_=overlapping):
        script = diff(text(*BASE), text(*GIVEN))
    assert [type(op) for op in script] == [Replace, Remove, Insert, Replace]
    assert bare(apply(text(*BASE), script)) == bare(text(*GIVEN))


def test_a_misread_paragraph_in_a_cell_leaves_the_table_and_one_in_a_note_its_paragraph() -> None:
    def holding(cell: str, note: str) -> Document:
        row = Row(
            "r1", (Cell("c1", (Paragraph("q1", cell),)), Cell("c2", (Paragraph("q2", "AI"),)))
        )
        anchor = Anchor(2, Note("n1", (Paragraph("q3", note),)))
        return text(Table("t1", (row,)), Paragraph("p2", f"We{OBJECT} trust.", anchors=(anchor,)))

    base, given = holding(BASE[0], BASE[1]), holding(GIVEN[0], GIVEN[1])
    with misread("q1", "q3"):
        script = diff(base, given)
    assert script == (
        Remove("q1"),
        Insert("c1", "", Paragraph("", GIVEN[0])),
        Remove("q3"),
        Insert("n1", "", Paragraph("", GIVEN[1])),
    )


def test_a_misread_paragraph_that_has_moved_is_put_in_where_it_stands_now() -> None:
    base, given = text(*BASE), Document(tuple(text(*GIVEN).body[n] for n in (1, 2, 0)))
    with misread("p1"):
        script = diff(base, given)
    assert bare(apply(base, script)) == bare(given)
    assert Remove("p1") in script
    assert Insert("", "p3", Paragraph("", GIVEN[0])) in script


def test_what_no_reading_of_the_parts_explains_is_taken_out_and_put_in_whole() -> None:
    base = text(*BASE)
    given = Document(base.body[::-1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "align", lambda old, new: Alignment((2, 1, 0), frozenset()))
        script = diff(base, given)
    assert [type(op) for op in script] == [Remove] * 3 + [Insert] * 3
    assert bare(apply(base, script)) == bare(given)


@law
@given(negotiations(2))
def test_the_fine_reading_is_exact_at_once(n: Negotiation) -> None:
    carried_out: list[Document] = []

    def counted(base: Document, operations: Iterable[Operation]) -> Document:
        carried_out.append(base)
        return apply(base, operations)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "apply", counted)
        for submitted in n.texts.values():
            diff(n.base, submitted)
    assert len(carried_out) == len(n.texts)


@given(negotiations(2))
def test_beside_a_misread_paragraph_everything_else_is_as_fine_as_ever(n: Negotiation) -> None:
    old = Paragraph("misread", "Preamble recalling earlier declarations")
    new = Paragraph("", "Preamble reaffirming earlier declarations")
    base = Document((old, *n.base.body))
    for submitted in n.texts.values():
        whole = Document((new, *submitted.body))
        fine = diff(base, whole)
        with misread(old.id):
            script = diff(base, whole)
        coarse = (Remove(old.id), Insert("", "", new))
        assert bare(apply(base, script)) == bare(whole)
        assert [op for op in script if op not in coarse] == [
            op for op in fine if not (isinstance(op, Replace) and op.block == old.id)
        ]
