"""Remarks in the consolidated text: seen through its author alone, each is on the same words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.change.editing import STATES, Negotiation, negotiations
from tests.laws import law

from mufakat.change.amendment import Remark, Stretch
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.change.remark.sharing import Sight
from mufakat.change.show.track import track
from mufakat.procedure.remark import remarks
from mufakat.text.document import (
    OBJECT,
    Anchor,
    Cell,
    Document,
    Note,
    Paragraph,
    Row,
    Table,
    paragraphs,
)
from mufakat.text.tracked import (
    Comment,
    TrackedBlock,
    TrackedDocument,
    TrackedNote,
    TrackedParagraph,
    TrackedRun,
    accepted,
    alone,
    original,
    view,
)
from mufakat.text.tracking import tracked

DATES = dict.fromkeys(STATES, "2025-12-01T00:00:00Z")
Change = Callable[[TrackedParagraph], TrackedParagraph]


def changed(
    blocks: tuple[TrackedBlock, ...], change: Change, *, notes: bool = True
) -> tuple[TrackedBlock, ...]:
    """The blocks with every paragraph changed, in reading order; or all but those in notes."""

    def one(block: TrackedBlock) -> TrackedBlock:
        if isinstance(block, TrackedParagraph):
            block = change(block)
            return replace(block, runs=tuple(map(inside, block.runs)))
        rows = []
        for row in block.rows:
            cells = tuple(replace(c, blocks=tuple(map(one, c.blocks))) for c in row.cells)
            rows.append(replace(row, cells=cells))
        return replace(block, rows=tuple(rows))

    def inside(run: TrackedRun) -> TrackedRun:
        if not isinstance(run.object, TrackedNote) or not notes:
            return run
        return replace(run, object=replace(run.object, blocks=tuple(map(one, run.object.blocks))))

    return tuple(map(one, blocks))


def named(document: TrackedDocument) -> TrackedDocument:
    """The text with an id for every paragraph, as the reader gives them to those with comments."""
    count = iter(range(1, 1_000_000))
    body = changed(document.body, lambda block: replace(block, id=f"x{next(count)}"))
    return replace(document, body=body)


def coloured(document: TrackedDocument, comment: Comment) -> TrackedDocument:
    """The text with what a comment stands on as the only words that are marked.

    A comment over several paragraphs is not on the notes between them.
    """
    state = {"inside": False}

    def change(block: TrackedParagraph) -> TrackedParagraph:
        length = sum(len(run.text) for run in block.runs)
        begins = bool(comment.block) and block.id == comment.block
        start = comment.start if begins else 0
        if begins:
            state["inside"] = True
        within, end = state["inside"], length
        if block.id == (comment.last or comment.block):
            state["inside"], end = False, comment.stop if comment.last else comment.end
        elif begins and not comment.last:
            end = comment.end
        return replace(block, runs=tuple(cut(block.runs, start, end if within else 0)))

    sight = Sight(document)
    noted = {sight.paragraphs[number].id for number in sight.holders}
    notes = not comment.last or comment.block in noted
    return replace(document, body=changed(document.body, change, notes=notes))


def cut(runs: tuple[TrackedRun, ...], start: int, end: int) -> Iterator[TrackedRun]:
    at = 0
    for run in runs:
        edges = sorted(
            {0, len(run.text), *(e - at for e in (start, end) if 0 < e - at < len(run.text))}
        )
        for a, b in pairwise(edges):
            inside = start <= at + a and at + b <= end
            marks = (("said", ""),) if inside else ()
            yield TrackedRun(run.text[a:b], marks, run.revisions, run.object)
        at += len(run.text)


Words = list[tuple[int, int, str]]


def words(document: Document) -> Words:
    """The marked characters: in which paragraph, where in it, and which."""
    return [
        (number, offset, paragraph.text[offset])
        for number, paragraph in enumerate(paragraphs(document))
        for span in paragraph.spans
        if span.mark == "said"
        for offset in range(span.start, span.end)
    ]


def consolidated(n: Negotiation, state: str, returned: TrackedDocument) -> TrackedDocument:
    """The round's text with the comments that one delegation's file came back with."""
    scripts = {name: diff(n.base, text) for name, text in n.texts.items()}
    said = remarks(returned, n.base, scripts[state], state)
    return track(merge(n.base, scripts, STATES, said), DATES)


@st.composite
def places(draw: st.DrawFn, document: TrackedDocument) -> Comment:
    """A comment on any stretch of a text, or at a point in it."""
    sight = Sight(document)
    held = sight.paragraphs
    lengths = [sum(len(run.text) for run in block.runs) for block in held]
    first = draw(st.integers(0, len(held) - 1))
    last = min(len(held) - 1, first + draw(st.sampled_from((0, 0, 0, 1, 2))))
    start = draw(st.integers(0, lengths[first]))
    if last == first or sight.holders.keys() & {first, last}:
        end = draw(st.integers(start, lengths[first]))
        return Comment("1", "somebody", "Why?", held[first].id, start, end)
    stop = draw(st.integers(0, lengths[last]))
    return Comment(
        "1",
        "somebody",
        "Why?",
        held[first].id,
        start,
        lengths[first],
        last=held[last].id,
        stop=stop,
    )


def drawn(n: Negotiation, data: st.DataObject) -> str:
    return data.draw(st.sampled_from(sorted(n.texts)))


@law
@given(negotiations(), st.data())
def test_a_remark_on_an_untracked_text_keeps_the_words_that_it_is_on(
    n: Negotiation, data: st.DataObject
) -> None:
    state = drawn(n, data)
    returned = named(tracked(n.texts[state]))
    if not Sight(returned).paragraphs:
        return
    comment = data.draw(places(returned))
    wanted = words(accepted(coloured(returned, comment)))
    whole = consolidated(n, state, replace(returned, comments=(comment,)))
    (found,) = whole.comments
    assert words(view(coloured(whole, found), alone(state))) == wanted


@law
@given(negotiations(), st.data())
def test_a_remark_on_a_tracked_text_keeps_its_words_and_those_that_its_author_deletes(
    n: Negotiation, data: st.DataObject
) -> None:
    state = drawn(n, data)
    own = track(merge(n.base, {state: diff(n.base, n.texts[state])}, STATES), DATES)
    returned = named(own)
    if not Sight(returned).paragraphs:
        return
    comment = data.draw(places(returned))
    marked = coloured(returned, comment)
    wanted, gone = words(accepted(marked)), words(original(marked))
    whole = consolidated(n, state, replace(returned, comments=(comment,)))
    (found,) = whole.comments
    again = coloured(whole, found)
    if wanted:
        assert words(view(again, alone(state))) == wanted
    elif gone:
        assert words(original(again)) == gone


LINES = (
    "We noted the plan for cables.",
    "Growth in the region is strong and will, we trust, be so for years to come.",
    "We thanked the people of the host country for their kind and warm hospitality.",
)
BASE = Document(tuple(Paragraph(f"p{n}", text) for n, text in enumerate(LINES, 1)))


def placed(text: Document, *remarks: Remark) -> TrackedDocument:
    """The consolidated text of one delegation's text and its remarks."""
    return track(merge(BASE, {"KHM": diff(BASE, text)}, STATES, remarks), DATES)


def test_a_remark_on_a_moved_paragraph_is_on_the_copy_that_came_and_not_on_all_between() -> None:
    first, *others = BASE.body
    remark = Remark("1", "KHM", "Why?", "p1", 3, 8, own=Stretch(2, 3, 2, 8))
    whole = placed(Document((*others, first)), remark)
    (comment,) = whole.comments
    assert (comment.block, comment.start, comment.end) == ("new1", 3, 8)
    assert words(original(coloured(whole, comment))) == []


def test_a_remark_on_a_new_note_names_its_paragraph_and_the_one_around_it() -> None:
    note = Note("", (Paragraph("", "Of the year 2030."),))
    new = Paragraph("", f"See{OBJECT} there.", anchors=(Anchor(3, note),))
    remark = Remark("1", "KHM", "Why?", "p3", 7, 7, own=Stretch(4, 7, 4, 11))
    whole = placed(Document((*BASE.body, new)), remark)
    held = Sight(whole).paragraphs
    assert [paragraph.id for paragraph in held[-2:]] == ["new1", "new2"]
    assert whole.comments[0].block == "new2"


def test_a_remark_of_an_earlier_record_stands_where_it_says() -> None:
    text = Document((Paragraph("p1", "We noted the long plan for cables."), *BASE.body[1:]))
    on_words = Remark("1", "KHM", "Why?", "p1", 13, 17, "plan")
    at_a_place = Remark("2", "KHM", "Why?", "p1", 13, 13, "long ")
    on_all = Remark("3", "KHM", "Well done.", parent="1")
    whole = placed(text, on_words, at_a_place, on_all)
    places = [(c.block, c.start, c.end) for c in whole.comments]
    assert [places[0], places[2]] == [("p1", 18, 22), ("", 0, 0)]
    assert places[1][0] == "p1"
    assert whole.comments[2].parent == "1"


def test_a_comment_in_a_table_that_another_moves_stays_where_it_was() -> None:
    cell = Cell("c1", (Paragraph("p1", "the"),))
    table = Table("t1", (Row("r1", (cell,)),))
    line = Paragraph("p2", "We support the plan for the cables of the region.")
    last = Paragraph("p3", ".")
    base = Document((line, table, last))
    scripts = {"BRN": (), "KHM": diff(base, Document((table, line, last)))}
    remark = Remark("1", "BRN", "Why?", "p1", 0, 3, last="p3", stop=1, own=Stretch(1, 0, 2, 1))
    whole = track(merge(base, scripts, STATES, [remark]), DATES)
    (comment,) = whole.comments
    assert len(words(view(coloured(whole, comment), alone("BRN")))) == 4
