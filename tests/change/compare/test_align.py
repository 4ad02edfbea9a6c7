"""Which paragraph of a draft each submitted paragraph is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.change.compare.align import Alignment, align
from mufakat.text.document import Paragraph
from mufakat.text.tokens import tokenise

STEMS = ("re", "co", "tra", "vi", "no", "sta", "mel", "du", "pra", "lin", "go", "fe", "sul", "ka")
WORDS = [f"{a}{b}" for a in STEMS for b in STEMS]


def text(*lines: str, ids: Sequence[str] = ()) -> list[Paragraph]:
    return [Paragraph(ids[n] if ids else f"p{n}", line) for n, line in enumerate(lines)]


def returned(*lines: str) -> list[Paragraph]:
    return [Paragraph("", line) for line in lines]


def sentences(count: int, length: int = 30) -> list[str]:
    rng = random.Random(7)
    return [" ".join(rng.choices(WORDS, k=length)) + "." for _ in range(count)]


def aligned(base: Sequence[str], submitted: Sequence[str]) -> Alignment:
    return align(text(*base), returned(*submitted))


def test_paragraphs_that_are_all_edited_and_lost_their_ids_are_known_again() -> None:
    base = sentences(60)
    edited = [line.replace(line.split()[n % 20], "altogether", 1) for n, line in enumerate(base)]
    assert aligned(base, edited).pairs == tuple(range(60))


def test_also_where_half_of_them_are_new() -> None:
    known, new = sentences(80)[:40], sentences(80)[40:]
    edited = [line.replace(line.split()[9], "altogether", 1) for line in known]
    mixed = [line for pair in zip(new, edited, strict=True) for line in pair]
    assert aligned(known, mixed).pairs == tuple(n // 2 if n % 2 else None for n in range(80))


def test_a_moved_and_edited_paragraph_is_known_again_in_a_large_text() -> None:
    base = sentences(60)
    edited = [line.replace(line.split()[3], "altogether", 1) for line in base]
    edited.append(edited.pop(20))
    found = aligned(base, edited)
    assert found.pairs == (*range(20), *range(21, 60), 20)
    assert found.moved == {59}


def test_each_piece_of_a_paragraph_cut_in_five_could_be_the_paragraph() -> None:
    before, whole, after = sentences(3, length=60)
    words = whole.split()
    pieces = [" ".join(words[n : n + 12]) for n in range(0, 60, 12)]
    found = aligned((before, whole, after), (before, *pieces, after))
    assert sorted(i for i in found.pairs if i is not None) == [0, 1, 2]


BODIES = sentences(3)


def test_no_paragraph_is_paired_twice_where_a_split_stands_among_many_empty_ones() -> None:
    base = [""] * 10 + ["updated as well as all of for ten resilience"]
    found = aligned(base, [""] * 24 + ["as well as all", "of for ten resilience"] + [""] * 11)
    paired = [i for i in found.pairs if i is not None]
    assert len(paired) == len(set(paired))


@pytest.mark.parametrize("ids", [True, False], ids=["ids kept", "ids lost"])
def test_a_heading_in_its_place_may_differ_in_a_letter(ids: bool) -> None:
    base = (BODIES[0], "Implementation", BODIES[1])
    submitted = (BODIES[0], "implementations", BODIES[1])
    back = text(*submitted) if ids else returned(*submitted)
    assert align(text(*base), back).pairs == (0, 1, 2)


def test_a_heading_of_wholly_other_words_is_the_same_where_its_id_came_back() -> None:
    back = text(BODIES[0], "What comes next", BODIES[1])
    assert align(text(BODIES[0], "Implementation", BODIES[1]), back).pairs == (0, 1, 2)


@pytest.mark.parametrize("ids", [True, False], ids=["ids kept", "ids lost"])
def test_a_numbered_heading_goes_with_what_it_stands_before(ids: bool) -> None:
    base = ("Article 4", BODIES[0], "Article 5", BODIES[1], "Article 6", BODIES[2])
    new = "A wholly different article that nobody has seen before today, on artificial things."
    submitted = (
        "Article 4",
        BODIES[0],
        "Article 5",
        new,
        "Article 6",
        BODIES[1],
        "Article 7",
        BODIES[2],
    )
    back = (
        text(*submitted, ids=("p0", "p1", "", "", "p2", "p3", "p4", "p5"))
        if ids
        else returned(*submitted)
    )
    assert align(text(*base), back) == Alignment((0, 1, None, None, 2, 3, 4, 5), frozenset())


def test_so_it_does_where_the_article_before_it_goes() -> None:
    base = ("Article 4", BODIES[0], "Article 5", BODIES[1], "Article 6", BODIES[2])
    found = aligned(base, ("Article 4", BODIES[0], "Article 5", BODIES[2]))
    assert found.pairs == (0, 1, 4, 5)


def test_and_it_moves_with_it() -> None:
    base = ("Article 4", BODIES[0], "Article 5", BODIES[1], "Article 6", BODIES[2])
    found = aligned(base, ("Article 5", BODIES[1], "Article 6", BODIES[2], "Article 4", BODIES[0]))
    assert found.pairs == (2, 3, 4, 5, 0, 1)
    assert found.moved == {4, 5}


def test_a_short_numbered_line_that_says_something_else_is_not_the_same() -> None:
    assert aligned(("Article 4", BODIES[0]), ("Annex 4", BODIES[0])).pairs == (None, 1)


def test_of_equal_neighbours_it_is_the_last_that_went() -> None:
    base = text("one", "same", "same", "same", "two")
    for gone in (1, 2, 3):
        back = [p for n, p in enumerate(base) if n != gone]
        assert align(base, back).pairs == (0, 1, 2, 4)


def test_a_numbered_heading_is_never_taken_for_one_of_another_number() -> None:
    assert aligned(["Article 12", "Article 13"], ["Article 15"]).pairs == (None,)
    assert aligned(["Article 12", "Article 13"], ["Article 12 bis"]).pairs == (0,)


def test_where_texts_were_exchanged_under_their_ids_the_texts_decide() -> None:
    one, other, tail = sentences(3)
    base = text(f"{one} {tail}", f"{other} {tail}")
    swapped = text(base[1].text, base[0].text)
    assert align(base, swapped).pairs == (1, 0)


def test_a_paragraph_of_no_end_is_known_by_its_id_alone() -> None:
    base = text(*sentences(4))
    endless = " ".join(paragraph.text for paragraph in base) + " and so on" * 10_000
    assert align(base, text(endless, ids=["p2"])).pairs == (2,)
    assert align(base, returned(endless)).pairs == (None,)


@given(order=st.permutations(range(7)), data=st.data())
def test_what_counts_as_moved_is_the_least_that_could_be(
    order: list[int], data: st.DataObject
) -> None:
    lengths = data.draw(st.lists(st.integers(6, 9), min_size=7, max_size=7))
    lines = [" ".join(WORDS[20 * n : 20 * n + length]) for n, length in enumerate(lengths)]
    found = aligned(lines, [lines[n] for n in order])
    stays = [pair for j, pair in enumerate(found.pairs) if j not in found.moved]
    chains = [
        chain
        for size in range(1, 8)
        for chain in combinations(order, size)
        if sorted(chain) == [*chain]
    ]
    weight = {n: 1 + len(tokenise(line).keys) for n, line in enumerate(lines)}
    heaviest = max(sum(weight[n] for n in chain) for chain in chains)
    assert found.pairs == tuple(order)
    assert sum(weight[n] for n in stays if n is not None) == heaviest
