from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import AUTHORS, tracked_documents

from mufakat.change.fragment import bare
from mufakat.text.meaning import same_meaning
from mufakat.text.tracked import (
    FormatChange,
    Revision,
    RevisionKind,
    StyleChange,
    TrackedBlock,
    TrackedDocument,
    TrackedNote,
    TrackedParagraph,
    TrackedRun,
    alone,
    view,
)

Change = Callable[[Revision], Revision]
ACCEPTS = [lambda _: False, lambda _: True, *(alone(name) for name in AUTHORS)]


def undated(revision: Revision) -> Revision:
    return revision._replace(date="", move=revision.move and f"other {revision.move}")


def with_revisions(text: TrackedDocument, change: Change) -> TrackedDocument:
    return replace(text, body=tuple(block_with(block, change) for block in text.body))


def block_with(block: TrackedBlock, change: Change) -> TrackedBlock:
    def changed(revisions: tuple[Revision, ...]) -> tuple[Revision, ...]:
        return tuple(map(change, revisions))

    if isinstance(block, TrackedParagraph):
        runs = tuple(run_with(run, change) for run in block.runs)
        return replace(block, runs=runs, mark=changed(block.mark))
    rows = []
    for row in block.rows:
        cells = [
            replace(
                cell,
                blocks=tuple(block_with(one, change) for one in cell.blocks),
                revisions=changed(cell.revisions),
            )
            for cell in row.cells
        ]
        rows.append(replace(row, cells=tuple(cells), revisions=changed(row.revisions)))
    return replace(block, rows=tuple(rows))


def run_with(run: TrackedRun, change: Change) -> TrackedRun:
    held = run.object
    if isinstance(held, TrackedNote):
        held = replace(held, blocks=tuple(block_with(one, change) for one in held.blocks))
    return replace(run, revisions=tuple(map(change, run.revisions)), object=held)


def cut_up(block: TrackedBlock) -> TrackedBlock:
    """Each run as one run a character."""
    if not isinstance(block, TrackedParagraph):
        return block
    pieces = (
        [replace(run, text=letter) for letter in run.text] if run.object is None else [run]
        for run in block.runs
    )
    return replace(block, runs=tuple(chain.from_iterable(pieces)))


def views(text: TrackedDocument) -> list[object]:
    return [bare(view(text, accept)) for accept in ACCEPTS]


@given(tracked_documents())
def test_dates_names_of_moves_and_where_runs_are_cut_mean_nothing(text: TrackedDocument) -> None:
    other = with_revisions(text, undated)
    other = replace(other, body=tuple(map(cut_up, other.body)))
    assert same_meaning(text, other)


@given(tracked_documents(), st.data())
def test_texts_of_one_meaning_look_the_same_in_every_view(
    text: TrackedDocument, data: st.DataObject
) -> None:
    held: list[Revision] = []

    def keep(revision: Revision) -> Revision:
        held.append(revision)
        return revision

    with_revisions(text, keep)
    if not held:
        return
    chosen = data.draw(st.sampled_from(held))
    other = data.draw(st.sampled_from((*AUTHORS, f"{AUTHORS[1]}; {AUTHORS[0]}", "")))
    kind = data.draw(st.sampled_from(get_args(RevisionKind)))

    def change(revision: Revision) -> Revision:
        return revision._replace(author=other, kind=kind) if revision == chosen else revision

    changed = with_revisions(text, change)
    assert not same_meaning(text, changed) or views(text) == views(changed)


MYS = Revision("insert", "MYS", "2025-12-01T00:00:00Z")
PLAIN = TrackedDocument((TrackedParagraph("p1", (TrackedRun("one two", (), (MYS,)),)),))


def paragraph(text: TrackedDocument) -> TrackedParagraph:
    found = text.body[0]
    assert isinstance(found, TrackedParagraph)
    return found


def differs(**changes: Any) -> bool:
    block = replace(paragraph(PLAIN), **changes)
    return not same_meaning(PLAIN, TrackedDocument((block,)))


def test_words_authors_ids_styles_and_marks_mean_something() -> None:
    run = paragraph(PLAIN).runs[0]
    assert differs(id="p2")
    assert differs(mark=(MYS,))
    assert differs(restyle=StyleChange("MYS", paragraph(PLAIN).style))
    assert differs(runs=())
    assert differs(runs=(replace(run, text="one too"),))
    assert differs(runs=(replace(run, marks=(("bold", ""),)),))
    assert differs(runs=(replace(run, revisions=(MYS._replace(author="SGP"),)),))
    assert differs(runs=(replace(run, revisions=(MYS._replace(kind="delete"),)),))
    assert differs(runs=(replace(run, format=FormatChange("MYS", ())),))
    assert not same_meaning(PLAIN, TrackedDocument())


def test_the_order_of_co_sponsors_and_of_two_deletions_means_nothing() -> None:
    one = Revision("delete", "MYS; SGP"), Revision("delete", "THA")
    other = Revision("delete", "THA"), Revision("delete", "SGP; MYS")
    texts = [
        TrackedDocument((TrackedParagraph("p1", (TrackedRun("words", (), revisions),)),))
        for revisions in (one, other)
    ]
    assert same_meaning(*texts)
