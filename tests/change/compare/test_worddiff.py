"""Hunks: few, canonical, and not held apart by common words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.change.compare.worddiff import Hunk, hunks
from mufakat.text.tokens import tokenise

COMMON = {"the": 0.1, "of": 0.1, "and": 0.1}
words = st.lists(st.sampled_from(["the", "of", "trust", "cables", " ", ","]), max_size=12)


def weigh(key: str) -> float:
    return COMMON.get(key, 1.0) if key.isalnum() else 0.0


def changed(old: str, new: str) -> list[tuple[str, str]]:
    """What is taken out and what is put in, hunk by hunk."""
    a, b = tokenise(old).keys, tokenise(new).keys
    return [("".join(a[i:j]), "".join(b[k:l])) for i, j, k, l in hunks(a, b, weigh)]


@given(words, words)
def test_the_hunks_make_one_text_of_the_other(a: list[str], b: list[str]) -> None:
    out: list[str] = []
    at = 0
    for i, j, k, l in hunks(a, b, weigh):
        out += [*a[at:i], *b[k:l]]
        at = j
    assert [*out, *a[at:]] == b


@given(words, words)
def test_hunks_never_touch_and_never_begin_or_end_alike(a: list[str], b: list[str]) -> None:
    found: list[Hunk] = hunks(a, b, weigh)
    for (_, j, _, l), (i, _, k, _) in pairwise(found):
        assert j < i
        assert l < k
    for i, j, k, l in found:
        if i < j and k < l:
            assert a[i] != b[k]
            assert a[j - 1] != b[l - 1]


def test_common_words_do_not_hold_two_edits_apart() -> None:
    assert changed("the report of the group", "the study of the panel") == [
        ("report of the group", "study of the panel")
    ]


def test_rare_words_do() -> None:
    assert changed("strong growth and lasting trust", "steady growth and earned trust") == [
        ("strong", "steady"),
        ("lasting", "earned"),
    ]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_repeated_phrase_is_put_in_and_taken_out_at_its_last_place(gone: int) -> None:
    phrases = ["act now, "] * 3
    less = "".join(phrases[:gone] + phrases[gone + 1 :]) + "then rest"
    more = "".join(phrases) + "then rest"
    a, b = tokenise(more).keys, tokenise(less).keys
    assert [h[0] for h in hunks(a, b, weigh)] == [len(tokenise("act now, act now, ").keys)]
    assert [h[0] for h in hunks(b, a, weigh)] == [len(tokenise("act now, act now, ").keys)]


def test_a_repeat_taken_out_beside_a_replaced_word_is_the_same_as_alone() -> None:
    base = "we will act together, act together, act together and act"
    assert changed(base, "we shall act together, act together and act") == [
        ("will", "shall"),
        (", act together", ""),
    ]


def test_a_word_is_kept_rather_than_a_space() -> None:
    assert changed("as. We commend", "as.\u2029We as well as commend") == [
        (" ", "\u2029"),
        ("", "as well as "),
    ]


def test_an_edit_beside_a_split_is_another_matter() -> None:
    assert changed("on 12. Of as more", "on 13.\u2029Of as more") == [("12", "13"), (" ", "\u2029")]


def test_a_clause_put_in_among_repeated_words_is_one_insertion() -> None:
    assert changed(
        "Of the working group", "Of, including to the people of the region, the working group"
    ) == [("", ", including to the people of the region,")]


def test_a_clause_taken_out_from_among_repeated_words_is_one_deletion() -> None:
    assert changed(
        "Of, including to the people of the region, the working group", "Of the working group"
    ) == [(", including to the people of the region,", "")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the digital trust of the region.", "the open trust the the region."),
        ("The cables shall be safe, and", "The cables co-operation near safe, and"),
        ("We welcome the digital trust", "We co-operation the digital plan the digital trust"),
    ],
)
def test_how_words_are_read_does_not_depend_on_what_is_edited_behind_them(
    old: str, new: str
) -> None:
    rest = " Recalling Jakarta and Manila, we go on safe cables of the region."
    other = " Recalling Jakarta and Manila, you shall go on the safe trust of the cables."
    alone = changed(old + rest, new + rest)
    assert changed(old + rest, new + other)[: len(alone)] == alone
