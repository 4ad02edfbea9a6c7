"""The scores: a merge that says just what was planted has all, a spoiled one loses some."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pytest
from bench.changes import Change, Edit, Moved, Piece
from bench.planted import Load, Planted, plant
from bench.scores import BLOCKS, Scores, score
from bench.texts import document, perfect

from mufakat.change.amendment import (
    Amendment,
    Fragment,
    Insert,
    Join,
    Merge,
    Move,
    Remove,
    Replace,
    Script,
)
from mufakat.change.merge import merge
from mufakat.text.document import MARK, Paragraph

LOADS: tuple[Load, ...] = ("light", "heavy")


@cache
def negotiation(load: Load = "light") -> Planted:
    return plant(6, 80, 30, seed=2, load=load)


@cache
def whole(load: Load = "light") -> Merge:
    planted = negotiation(load)
    scripts = {state: perfect(planted, state) for state in planted.changes}
    return merge(document(planted.base), scripts, tuple(planted.changes))


def scored(merged: Merge, load: Load = "light") -> Scores:
    return score(negotiation(load), merged)


def saying(merged: Merge, amendments: Iterable[Amendment]) -> Merge:
    """The merge with these amendments; proposals that have lost one are none any more."""
    kept = tuple(amendments)
    names = {a.id for a in kept}
    whole = tuple(p for p in merged.proposals if names.issuperset(p.amendments))
    known = {p.id for p in whole}
    kept = tuple(a if a.proposal in known else replace(a, proposal="") for a in kept)
    return replace(merged, amendments=kept, proposals=whole)


def without(merged: Merge, spoiled: Amendment) -> Merge:
    return saying(merged, (a for a in merged.amendments if a != spoiled))


def instead(merged: Merge, old: Amendment, *new: Amendment) -> Merge:
    return saying(merged, (b for a in merged.amendments for b in (new if a == old else (a,))))


def first(merged: Merge, kind: str) -> Amendment:
    return next(a for a in merged.amendments if a.kind == kind)


@pytest.mark.parametrize("load", LOADS)
def test_a_perfect_merge_has_full_scores(load: Load) -> None:
    scores = scored(whole(load), load)
    assert scores.exactness == scores.edit_recall == 1
    assert scores.cosponsor_recall == scores.cosponsor_precision == 1
    assert [scores.recall(sort) for sort in BLOCKS] == [1, 1, 1]
    assert scores.counts["credits"] > 20
    assert 0.95 <= scores.hunks <= 1.1
    assert scores.burden <= 1.3


@pytest.mark.parametrize("kind", ["insertion", "deletion", "replacement", "new paragraph"])
def test_a_dropped_amendment_is_not_found_and_the_text_not_exact(kind: str) -> None:
    scores = scored(without(whole(), first(whole(), kind)))
    assert scores.edit_recall < 1
    assert scores.exactness < 1


@pytest.mark.parametrize(("kind", "sort"), [("move", "moved"), ("split", "split")])
def test_a_dropped_move_or_split_is_told_apart_from_the_edits(kind: str, sort: str) -> None:
    scores = scored(without(whole(), first(whole(), kind)))
    assert scores.recall(sort) < 1
    assert scores.edit_recall == 1


def test_a_move_said_as_a_deletion_and_a_new_paragraph_is_no_move() -> None:
    found = next(c for c in negotiation().truth if isinstance(c, Moved))
    text = negotiation().base[found.paragraph - 1].text
    move = next(a for a in whole().amendments if _moves(a, f"p{found.paragraph}"))
    assert isinstance(move.operation, Move)
    new = Insert("", move.operation.after, Paragraph("", text))
    gone = replace(move, id="x", operation=Remove(move.operation.block))
    scores = scored(instead(whole(), move, gone, replace(move, id="y", operation=new)))
    assert scores.recall("moved") < 1


def _moves(amendment: Amendment, block: str) -> bool:
    return isinstance(amendment.operation, Move) and amendment.operation.block == block


def test_a_join_said_otherwise_is_no_join() -> None:
    others = (a for a in whole().amendments if not isinstance(a.operation, Join))
    assert scored(saying(whole(), others)).recall("joined") == 0


@pytest.mark.parametrize("kind", ["insertion", "deletion", "replacement", "split"])
def test_a_wrong_sponsor_costs_precision(kind: str) -> None:
    edit = first(whole(), kind)
    stranger = next(state for state in negotiation().changes if state not in edit.sponsors)
    wrong = replace(edit, sponsors=(*edit.sponsors, stranger), ranks=(*edit.ranks, 0))
    assert scored(instead(whole(), edit, wrong)).cosponsor_precision < 1


def test_a_wrong_sponsor_of_a_new_paragraph_costs_precision() -> None:
    new = first(whole(), "new paragraph")
    stranger = next(state for state in negotiation().changes if state not in new.sponsors)
    wrong = replace(new, sponsors=(*new.sponsors, stranger), ranks=(*new.ranks, 0))
    assert scored(instead(whole(), new, wrong)).cosponsor_precision < 1


def test_the_same_change_as_two_amendments_costs_co_sponsors_but_no_recall() -> None:
    edit = next(a for a in whole().amendments if a.kind == "deletion" and len(a.sponsors) == 2)
    one = replace(edit, id="x", sponsors=edit.sponsors[:1], ranks=edit.ranks[:1])
    other = replace(edit, id="y", sponsors=edit.sponsors[1:], ranks=edit.ranks[1:])
    scores = scored(instead(whole(), edit, one, other))
    assert scores.cosponsor_recall < 1
    assert scores.edit_recall == 1


def test_an_amendment_that_takes_along_a_word_is_not_the_planted_one() -> None:
    edit = first(whole(), "deletion")
    op = edit.operation
    assert isinstance(op, Replace)
    text = negotiation().base[int(op.block[1:]) - 1].text
    wider = Replace(op.block, op.start, op.end + 8, Fragment(text[op.end : op.end + 8]))
    scores = scored(instead(whole(), edit, replace(edit, operation=wider)))
    assert scores.exactness == 1
    assert scores.edit_recall < 1


def test_one_replacement_said_as_two_around_a_word_that_stays_is_found_with_more_hunks() -> None:
    base = "In the region and at sea."
    planted = _one_edit(base, Edit(1, 7, 20, "area and on"))
    script = (
        Replace("p1", 7, 13, Fragment("area")),
        Replace("p1", 18, 20, Fragment("on")),
    )
    scores = score(planted, merge(document(planted.base), {"S000": script}, ("S000",)))
    assert scores.edit_recall == scores.exactness == 1
    assert scores.hunks == 2


def test_a_slide_within_a_repeat_is_the_same_edit() -> None:
    planted = _one_edit("Of the of the of the sea.", Edit(1, 0, 7, ""))
    script: Script = (Replace("p1", 0, 20, Fragment("Of the of the")),)
    assert _alone(planted, script).edit_recall == 0
    planted = _one_edit("Near the sea the sea is.", Edit(1, 5, 13, ""))
    script = (Replace("p1", 12, 20, Fragment("")),)
    assert _alone(planted, script).edit_recall == 1


def _one_edit(text: str, edit: Edit) -> Planted:
    return Planted((Piece(1, text),), 1, {"S000": (edit,)}, {edit: ("S000",)})


def _alone(planted: Planted, script: Script) -> Scores:
    return score(planted, merge(document(planted.base), {"S000": script}, ("S000",)))


def test_a_scrap_of_the_words_put_in_is_found_but_is_not_what_both_made() -> None:
    phrase, word = Edit(1, 4, 4, "outcomes as these "), Edit(1, 4, 4, "as ")
    truth: dict[Change, tuple[str, ...]] = {phrase: ("A",), word: ("B",)}
    planted = Planted((Piece(1, "One two."),), 1, {"A": (phrase,), "B": (word,)}, truth)
    scraps = tuple(Replace("p1", 4, 4, Fragment(f"{w} ")) for w in ("outcomes", "as", "these"))
    both = merge(document(planted.base), {"A": scraps, "B": scraps[1:2]}, "AB")
    assert score(planted, saying(both, reversed(both.amendments))).edit_recall == 1
    scores = score(planted, both)
    assert scores.edit_recall == 1
    assert scores.cosponsor_precision == 0.5


def test_a_scrap_of_what_all_its_sponsors_put_in_credits_nobody_wrongly() -> None:
    phrase = Edit(1, 4, 4, "outcomes as these ")
    planted = Planted(
        (Piece(1, "One two."),), 1, dict.fromkeys("AB", (phrase,)), {phrase: ("A", "B")}
    )
    ours = tuple(Replace("p1", 4, 4, Fragment(words)) for words in ("outcomes ", "as these "))
    theirs = tuple(Replace("p1", 4, 4, Fragment(w)) for w in ("outcomes ", "as ", "these "))
    scores = score(planted, merge(document(planted.base), {"A": ours, "B": theirs}, "AB"))
    assert scores.cosponsor_precision == 1
    assert scores.cosponsor_recall == 0


def test_an_odd_reading_that_all_its_sponsors_share_credits_nobody_wrongly() -> None:
    edits = (Edit(1, 4, 8, ""), Edit(1, 14, 14, "ten "))
    planted = Planted(
        (Piece(1, "One two three four."),),
        1,
        dict.fromkeys("AB", edits),
        dict.fromkeys(edits, ("A", "B")),
    )
    odd = (
        Replace("p1", 4, 7, Fragment("three")),
        Replace("p1", 8, 13, Fragment("ten")),
    )
    scores = score(planted, merge(document(planted.base), dict.fromkeys("AB", odd), "AB"))
    assert scores.exactness == scores.cosponsor_precision == 1
    assert scores.edit_recall == 0


def test_a_new_paragraph_of_other_words_is_not_the_planted_one() -> None:
    new = first(whole(), "new paragraph")
    op = new.operation
    assert isinstance(op, Insert)
    other = replace(new, operation=replace(op, node=Paragraph("", "Something else.")))
    assert scored(instead(whole(), new, other)).edit_recall < 1


def test_a_shared_change_is_counted_once_in_what_must_be_read() -> None:
    edit = Edit(1, 0, 3, "Ten")
    planted = Planted((Piece(1, "One two."),), 1, dict.fromkeys("AB", (edit,)), {edit: ("A", "B")})
    script: Script = (Replace("p1", 0, 3, Fragment("Ten")),)
    both = merge(document(planted.base), dict.fromkeys("AB", script), ("A", "B"))
    assert score(planted, both).counts["given"] == 3


def test_words_shown_twice_are_a_burden() -> None:
    planted = _one_edit("One two three four five.", Edit(1, 0, 3, "Ten"))
    whole_text = Replace("p1", 0, 23, Fragment("Ten two three four five"))
    exact = _alone(planted, (Replace("p1", 0, 3, Fragment("Ten")),)).burden
    assert exact == pytest.approx(1)
    assert _alone(planted, (whole_text,)).burden == pytest.approx(10 / 6)


def test_a_split_that_takes_along_a_sentence_is_not_the_planted_split() -> None:
    planted = _one_edit("One two. Three four.", Edit(1, 8, 9, MARK, "split"))
    style = document(planted.base).body[0]
    assert isinstance(style, Paragraph)
    fine = Replace("p1", 8, 9, Fragment(MARK, styles=(style.style,)))
    coarse = Replace("p1", 0, 9, Fragment(f"One two.{MARK}", styles=(style.style,)))
    assert _alone(planted, (fine,)).recall("split") == 1
    assert _alone(planted, (coarse,)).recall("split") == 0
