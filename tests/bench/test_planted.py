"""The planted negotiations: what is planted is what the texts show, and nothing else."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from bench.changes import MARK, Change, Edit, Gone, Joined, Moved, New, Piece, carry_out, edited
from bench.edits import WORD, worth
from bench.planted import Load, Planted, plant
from bench.texts import document, perfect, submitted

from mufakat.change.apply import apply
from mufakat.change.fragment import bare

LOADS: tuple[Load, ...] = ("light", "heavy", "everywhere")
BASE = (
    Piece(1, "One two. Three four."),
    Piece(2, "Five six."),
    Piece(3, "Seven eight."),
)


def negotiation(load: Load) -> Planted:
    return plant(5, 60, 20, seed=3, load=load)


@cache
def crowded(load: Load) -> Planted:
    return plant(40, 60, 60, seed=3, load=load)


def carried_out(*changes: Change) -> list[tuple[int, str]]:
    return [(piece.number, piece.text) for piece in carry_out(BASE, changes)]


def test_edits_of_one_paragraph_do_not_shift_each_other() -> None:
    edits = [Edit(1, 0, 3, "Eleven"), Edit(1, 8, 8, " Twelve."), Edit(1, 4, 8, "")]
    assert edited("One two. Three", edits) == "Eleven  Twelve. Three"


def test_a_split_makes_a_new_paragraph_of_what_follows() -> None:
    made = carried_out(Edit(1, 8, 9, MARK))
    assert made[:2] == [(1, "One two."), (0, "Three four.")]


def test_a_joined_paragraph_runs_on_into_the_next_with_the_edits_of_both() -> None:
    made = carried_out(Joined(1), Edit(1, 0, 3, "Ten"), Edit(2, 0, 4, "Nine"))
    assert made == [(1, "Ten two. Three four. Nine six."), (3, "Seven eight.")]


def test_a_moved_paragraph_takes_its_edits_along() -> None:
    made = carried_out(Moved(1, 2), Edit(1, 0, 3, "Ten"))
    assert [number for number, _ in made] == [2, 1, 3]
    assert made[1] == (1, "Ten two. Three four.")


def test_new_paragraphs_have_no_number_and_deleted_ones_are_not_there() -> None:
    assert carried_out(New(1, "New."), Gone(2)) == [
        (1, "One two. Three four."),
        (0, "New."),
        (3, "Seven eight."),
    ]


@pytest.mark.parametrize("load", LOADS)
def test_the_planted_changes_said_as_operations_give_the_submitted_texts(load: Load) -> None:
    planted = negotiation(load)
    base = document(planted.base)
    for state in planted.changes:
        made = apply(base, perfect(planted, state))
        assert bare(made) == bare(submitted(planted, state))


@pytest.mark.parametrize("load", LOADS)
def test_the_same_seed_plants_the_same_negotiation_and_another_one_another(load: Load) -> None:
    assert negotiation(load) == negotiation(load)
    assert negotiation(load) != plant(5, 60, 20, seed=4, load=load)


@pytest.mark.parametrize("load", LOADS)
def test_no_two_planted_edits_make_the_same_of_a_paragraph(load: Load) -> None:
    planted = crowded(load)
    made = [
        (edit.paragraph, edited(planted.base[edit.paragraph - 1].text, [edit]))
        for edit in planted.truth
        if isinstance(edit, Edit)
    ]
    assert len(set(made)) == len(made)
    assert all(planted.base[number - 1].text != text for number, text in made)


def test_no_two_paragraphs_side_by_side_are_equal() -> None:
    base = plant(1, 600, 1).base
    assert all(one.text != other.text for one, other in pairwise(base))


def test_light_edits_of_one_delegation_keep_apart() -> None:
    planted = plant(5, 60, 40, seed=3)
    for changes in planted.changes.values():
        words = [c for c in changes if isinstance(c, Edit)]
        for one in words:
            beside = [e for e in words if e != one and e.paragraph == one.paragraph]
            assert all(one.end + 9 <= e.start or e.end + 9 <= one.start for e in beside)


@pytest.mark.parametrize("load", LOADS)
def test_no_delegation_edits_what_it_deletes_or_most_of_a_paragraph(load: Load) -> None:
    planted = crowded(load)
    for changes in planted.changes.values():
        gone = {c.paragraph for c in changes if isinstance(c, Gone)}
        put_in: Counter[int] = Counter()
        for edit in (c for c in changes if isinstance(c, Edit)):
            assert edit.paragraph not in gone
            put_in[edit.paragraph] += worth(edit)
        assert all(2 * n <= len(planted.base[p - 1].text) for p, n in put_in.items())


def test_a_moved_paragraph_passes_more_text_than_it_has() -> None:
    planted = crowded("light")
    moves = [c for c in planted.truth if isinstance(c, Moved)]
    assert len(moves) > 10
    for move in moves:
        backwards = move.after < move.paragraph
        first, last = (
            (move.after + 1, move.paragraph - 1) if backwards else (move.paragraph + 1, move.after)
        )
        passed = sum(len(piece.text) for piece in planted.base[first - 1 : last])
        assert passed >= 3 * len(planted.base[move.paragraph - 1].text)


def test_heavy_changes_all_lie_in_a_fifth_of_the_paragraphs() -> None:
    planted = negotiation("heavy")
    assert planted.busy == 12
    assert all(
        number <= 12
        for change in planted.truth
        for number in (getattr(change, "paragraph", 1), getattr(change, "after", 1))
    )


def test_everywhere_each_delegation_edits_every_paragraph_once() -> None:
    planted = negotiation("everywhere")
    for changes in planted.changes.values():
        assert sorted(c.paragraph for c in changes if isinstance(c, Edit)) == list(range(1, 61))


def test_about_a_quarter_of_the_changes_is_shared() -> None:
    planted = plant(11, 200, 60)
    made = sum(map(len, planted.truth.values()))
    assert 0.15 < 1 - len(planted.truth) / made < 0.35


def test_most_new_words_stand_somewhere_in_the_base_already() -> None:
    planted = plant(11, 200, 60)
    known = {word for piece in planted.base for word in WORD.findall(piece.text)}
    new = [
        word
        for change in planted.truth
        if isinstance(change, Edit) and change.sort in ("insertion", "replacement", "clause")
        for word in WORD.findall(change.new)
    ]
    assert sum(word in known for word in new) > 0.95 * len(new)
