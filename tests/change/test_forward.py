"""Bringing a return forward: what stands stands as it was, and nothing is dropped unsaid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.change.dice import Dice
from tests.change.editing import BASE_BYTES, EDIT_BYTES, Negotiation, negotiations, new_base
from tests.change.editing_blocks import edited
from tests.laws import law

from mufakat.change.amendment import Script
from mufakat.change.apply import apply
from mufakat.change.compare.diff import diff
from mufakat.change.forward import Forward, bring_forward
from mufakat.change.fragment import bare
from mufakat.change.merge import merge
from mufakat.change.proposal.proposals import wholes
from mufakat.text.document import Block, Document, Paragraph, Span, paragraphs
from mufakat.text.identity import identify, ids


def document(*texts: str) -> Document:
    return identify(Document(tuple(Paragraph("", text) for text in texts)))


def issued(base: Document, text: Document) -> Document:
    """The draft that follows, with the ids that it would have."""
    return identify(apply(base, diff(base, text)), ids(base))


def forward(older: Document, returned: Document, current: Document) -> Forward:
    return bring_forward(older, diff(older, returned), current)


def words(document: Document) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(document)]


def outcomes(found: Forward) -> list[str]:
    return [one.outcome for one in found.proposals]


# -- the laws --------------------------------------------------------------------------------


@law
@given(negotiations(2))
def test_brought_onto_the_same_draft_nothing_changes(n: Negotiation) -> None:
    for text in n.texts.values():
        script = diff(n.base, text)
        found = bring_forward(n.base, script, n.base)
        # Two equal paragraphs that change places change nothing that anybody could see.
        same = bare(text) == bare(n.base)
        assert set(outcomes(found)) <= {"already there" if same else "stands"}
        assert bare(found.text) == bare(text)
        assert bare(apply(n.base, found.script)) == bare(text)


@law
@given(negotiations(2))
def test_every_proposal_has_one_outcome_and_the_draft_keeps_what_is_its_own(
    n: Negotiation,
) -> None:
    first, second = n.texts.values()
    current = issued(n.base, first)
    script = diff(n.base, second)
    found = bring_forward(n.base, script, current)
    assert bare(apply(current, found.script)) == bare(found.text)
    if bare(second) == bare(current):
        assert set(outcomes(found)) <= {"already there"}
        return
    both = merge(n.base, {"a": diff(n.base, current), "b": script}, "ab")
    proposed = [one.id for one in wholes(both) if "b" in one.first.sponsors]
    assert [one.proposal.id for one in found.proposals] == proposed
    assert all(one.beside for one in found.having("cannot"))
    if not found.having("stands"):
        assert bare(found.text) == bare(current)
    if not script:
        assert found.script == ()


@law
@given(negotiations(2))
def test_what_became_the_draft_is_there_already(n: Negotiation) -> None:
    for text in n.texts.values():
        current = issued(n.base, text)
        found = forward(n.base, text, current)
        assert set(outcomes(found)) <= {"already there"}
        assert found.script == ()


bases = st.binary(min_size=BASE_BYTES, max_size=BASE_BYTES).map(lambda b: new_base(Dice(b)))
edits = st.lists(st.binary(min_size=EDIT_BYTES, max_size=EDIT_BYTES), min_size=1, max_size=4)
FENCE = (Paragraph("", "Submarine cables are laid here."), Paragraph("", "Nobody crosses them."))


def changed(blocks: tuple[Block, ...], thrown: list[bytes]) -> tuple[Block, ...]:
    for edit in thrown:
        blocks = edited(Dice(edit), blocks)
    return blocks


@law
@given(bases, bases, edits, edits)
def test_brought_past_an_edit_elsewhere_both_are_carried_out(
    left: Document, right: Document, before: list[bytes], after: list[bytes]
) -> None:
    whole = identify(bare(Document((*left.body, *FENCE, *right.body))))
    end = len(left.body)
    fence = whole.body[end : end + len(FENCE)]
    first, last = whole.body[:end], whole.body[end + len(FENCE) :]
    issue = Document((*changed(first, before), *fence, *last))
    back = Document((*first, *fence, *changed(last, after)))
    found = forward(whole, back, issued(whole, issue))
    same = bare(back) == bare(issue)
    assert set(outcomes(found)) <= {"already there" if same else "stands"}
    wanted = Document((*changed(first, before), *fence, *changed(last, after)))
    assert bare(found.text) == bare(wanted)


# -- what a person would expect --------------------------------------------------------------


def test_words_that_were_changed_otherwise_cannot_be_had_and_are_named() -> None:
    older = document("We support strong growth.", "We meet in May.")
    returned = document("We support inclusive growth.", "We meet in June.")
    current = document("We support resilient growth.", "We meet in May.")
    found = forward(older, returned, current)
    assert outcomes(found) == ["cannot", "stands"]
    [barred] = found.having("cannot")
    assert [a.id for a in barred.beside] != []
    assert words(apply(current, found.script)) == [
        "We support resilient growth.",
        "We meet in June.",
    ]


def test_a_word_put_beside_one_that_is_gone_cannot_be_had() -> None:
    older = document("We take greater responsibility.")
    current = document("We take full responsibility.")
    found = forward(older, document("We take much greater responsibility."), current)
    assert outcomes(found) == ["cannot"]
    assert words(found.text) == ["We take full responsibility."]


def test_words_that_were_accepted_are_there_already() -> None:
    older = document("We support strong growth.")
    returned = document("We support resilient growth.")
    found = forward(older, returned, returned)
    assert outcomes(found) == ["already there"]
    assert found.script == ()


def test_an_edit_of_a_paragraph_that_is_gone_cannot_be_had() -> None:
    older = document("We support strong growth.", "We meet in May.")
    current = Document(older.body[1:])
    found = forward(older, document("We support resilient growth.", "We meet in May."), current)
    assert outcomes(found) == ["cannot"]
    assert words(found.text) == ["We meet in May."]


@pytest.mark.parametrize("gone", ["We support resilient growth.", None])
def test_a_mark_on_words_that_are_gone_is_not_lost_unsaid(gone: str | None) -> None:
    older = document("We support strong growth.", "We meet in May.")
    first, last = older.body
    assert isinstance(first, Paragraph)
    bold = Paragraph(first.id, first.text, spans=(Span(11, 17, "bold"),))
    current = Document((*((Paragraph(first.id, gone),) if gone else ()), last))
    found = forward(older, Document((bold, last)), current)
    assert outcomes(found) == ["cannot"]
    assert bare(found.text) == bare(current)


def test_two_new_paragraphs_at_one_gap_both_stand_and_are_said_to_stand_beside() -> None:
    older = document("We met.", "We parted.")
    first, last = older.body
    current = Document((first, Paragraph("p9", "We talked."), last))
    found = forward(older, document("We met.", "We sang.", "We parted."), current)
    assert [(one.outcome, len(one.beside)) for one in found.proposals] == [("stands", 1)]
    assert words(found.text) == ["We met.", "We talked.", "We sang.", "We parted."]


def test_the_same_words_in_bold_come_as_a_mark_on_the_words_that_are_there() -> None:
    older = document("We support growth.")
    current = document("We support strong growth.")
    bold = Paragraph("p1", "We support strong growth.", spans=(Span(11, 17, "bold"),))
    found = forward(older, Document((bold,)), current)
    assert outcomes(found) == ["stands"]
    assert bare(apply(current, found.script)) == bare(Document((bold,)))


def test_quotation_marks_typed_otherwise_since_then_do_not_bar_new_words() -> None:
    older = document('The "Plan" is noted.')
    current = document("The \u201cPlan\u201d is noted.")
    found = forward(older, document("The Programme is noted."), current)
    assert outcomes(found) == ["stands"]
    assert words(found.text) == ["The Programme is noted."]


def test_a_return_two_drafts_old_is_brought_past_both() -> None:
    zero = document("One.", "Two.", "Three.")
    current = document("One and a half.", "Two.", "Three and a half.")
    script: Script = diff(zero, document("One.", "Two and a half.", "Three."))
    found = bring_forward(zero, script, current)
    assert words(found.text) == ["One and a half.", "Two and a half.", "Three and a half."]
