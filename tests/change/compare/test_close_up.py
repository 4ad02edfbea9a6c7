"""Only what may have changed is looked at, and nothing is told otherwise for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws import law

from mufakat.change.amendment import Move
from mufakat.change.apply import apply
from mufakat.change.compare import diff as module
from mufakat.change.compare.align import Alignment, align
from mufakat.change.compare.close_up import SHORT, CloseUp, close_up
from mufakat.change.compare.diff import diff
from mufakat.change.fragment import bare
from mufakat.text.document import Block, Document, Paragraph

LONG = [
    f"The Ministers welcomed {what} and encouraged the senior officials to carry it forward."
    for what in ("the roadmap", "the guide", "the masterplan", "the forum", "the framework", "AI")
]
TEXTS = [*LONG, "Annex I", "Annex II", "Noting", f"{LONG[0]} They thanked the guide's authors."]


def body(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(f"p{n}", text) for n, text in enumerate(texts))


def ids(blocks: Sequence[Block]) -> str:
    return " ".join(block.id for block in blocks)


def test_a_stretch_that_stayed_is_seen_by_its_first_and_its_last_block() -> None:
    assert all(len(text) > SHORT for text in LONG)
    base = body(*LONG)
    near = close_up(base, (replace(base[0], text="Another."), *base[1:]))
    assert ids(near.base) == ids(near.submitted) == "p0 p1 p5"
    assert near.edges == {(1, 1), (2, 2)}


def test_a_short_text_stays_in_view_since_it_may_be_a_label() -> None:
    base = body(LONG[0], LONG[1], "Annex I", LONG[2], LONG[3])
    assert "p2" in ids(close_up(base, base[:-1]).base)


@pytest.mark.parametrize("new", ["", "p0"])
def test_a_text_that_stands_elsewhere_too_stays_in_view(new: str) -> None:
    base = body(*LONG)
    near = close_up(base, (Paragraph(new, LONG[3]), *base[1:]))
    assert "p3" in ids(near.base)
    assert "p3" in ids(near.submitted)


def test_a_stretch_that_moved_as_a_whole_is_told_block_by_block() -> None:
    long = " ".join(LONG * 3)
    blocks = body(*LONG, long)
    base, given_ = Document(blocks), Document((Paragraph("p6", f"Thus: {long}"), *blocks[:6]))
    near = close_up(base.body, given_.body)
    assert not near.stands(align(near.base, near.submitted))
    script = diff(base, given_)
    assert bare(apply(base, script)) == bare(given_)
    assert {op.block for op in script if isinstance(op, Move)} == {f"p{n}" for n in range(6)}


@st.composite
def returned(draw: st.DrawFn) -> tuple[Document, Document]:
    """A draft in which texts come again, and what somebody with a mouse made of it."""
    base = body(*draw(st.lists(st.sampled_from(TEXTS), min_size=3, max_size=24)))
    blocks = list(base)
    for _ in range(draw(st.integers(0, 5))):
        at, to = (draw(st.integers(0, len(blocks))) for _ in range(2))
        match draw(st.sampled_from(["new", "gone", "moved", "copied", "edited", "other words"])):
            case "new":
                blocks.insert(at, Paragraph("", draw(st.sampled_from(TEXTS))))
            case "gone":
                del blocks[at : at + draw(st.integers(1, 3))]
            case "moved":
                taken = blocks[at : at + draw(st.integers(1, 5))]
                del blocks[at : at + len(taken)]
                blocks[to:to] = taken
            case "copied":
                blocks[to:to] = blocks[at : at + draw(st.integers(1, 5))]
            case "edited":
                one = blocks[at : at + 1]
                blocks[at : at + 1] = [replace(b, text=f"{b.text} So be it.") for b in one]
            case "other words":
                words = draw(st.sampled_from(TEXTS))
                blocks[at : at + 1] = [replace(b, text=words) for b in blocks[at : at + 1]]
    return Document(base), Document(tuple(blocks))


@law
@given(returned())
def test_close_up_the_same_is_told_as_from_afar(pair: tuple[Document, Document]) -> None:
    base, given_ = pair
    near = diff(base, given_)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "close_up", lambda old, new: CloseUp(old, new, frozenset()))
        assert near == diff(base, given_)


def test_edges_stand_where_they_were_paired_and_in_their_order() -> None:
    near = CloseUp((), (), frozenset({(0, 0), (1, 1)}))
    assert near.stands(Alignment((0, 1), frozenset()))
    assert not near.stands(Alignment((0, None), frozenset()))
    assert not near.stands(Alignment((0, 1), frozenset({1})))
