"""Tokens tile a text; their keys do not know how it was typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.text.tokens import cut, fold

PROSE = "ab é\u0301ไทยລາວខ្មែរမြန်မာ \u00a0\t\n.,;-–“”'’…\u00ad\u200b12"


@given(st.text(st.sampled_from(PROSE), max_size=60))
def test_tokens_tile_the_text(text: str) -> None:
    tokens = cut(text)
    assert tokens.cuts[0] == 0
    assert tokens.cuts[-1] == len(text)
    assert list(tokens.cuts) == sorted(set(tokens.cuts))
    assert len(tokens.keys) == len(tokens.cuts) - 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("the Ministers’ view", "the Ministers' view"),
        ("“data”", '"data"'),
        ("2026 – 2030", "2026 - 2030"),
        ("well\u00a0being", "well being"),
        ("well\nbeing", "well being"),
        ("end.  We", "end. We"),
        ("end. \n We", "end. We"),
        ("coop\u00aderation", "cooperation"),
        ("coop\u200beration", "cooperation"),
        ("and so on…", "and so on..."),
        (unicodedata.normalize("NFD", "Hà Nội"), "Hà Nội"),
    ],
)
def test_a_text_has_the_same_words_however_it_was_typed(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant)


def test_an_invisible_character_inside_a_word_does_not_part_it() -> None:
    assert cut("coop\u00aderation now").keys == ("cooperation", " ", "now")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("USD 1,250.5 million.", ["USD", " ", "1,250.5", " ", "million", "."]),
        ("at 15:30, in 2026/27", ["at", " ", "15:30", ",", " ", "in", " ", "2026/27"]),
        ("Annex 4.2.", ["Annex", " ", "4.2", "."]),
        ("people-centred, five\u2011year", ["people-centred", ",", " ", "five-year"]),
        ("COVID-19 19-nation", ["COVID-19", " ", "19-nation"]),
        ("2026–2030", ["2026", "-", "2030"]),
        ("and/or a—b - c-", ["and", "/", "or", " ", "a", "-", "b", " ", "-", " ", "c", "-"]),
    ],
)
def test_a_figure_and_a_compound_are_one_and_a_range_is_two(text: str, tokens: list[str]) -> None:
    assert list(cut(text).keys) == tokens


def test_all_white_space_between_two_words_is_one_token() -> None:
    assert cut("one \n\t two").keys == ("one", " ", "two")


@pytest.mark.parametrize("text", ["ประชาคมดิจิทัล", "ປະຊາຄົມ ດິຈິຕອນ", "សហគមន៍ឌីជីថល", "အာဆီယံဒစ်ဂျစ်တယ်"])
def test_words_without_spaces_are_found(text: str) -> None:
    assert len(cut(text).keys) > 1
