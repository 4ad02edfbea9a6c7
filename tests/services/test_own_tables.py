"""A plain text's lines are the draft's tables where that is plain, and refused where it is not."""

from __future__ import annotations

import pytest

from mufakat.refusal import Refusal
from mufakat.services.own_tables import with_own_notes, with_own_tables
from mufakat.text.document import Document, Paragraph, paragraphs
from mufakat.text.markup import parse, serialise

BASE = parse("""\
[]{#p1} The funds[^n1] are these.

:::: {#t1 .table}
::: {#t1-r1 .row}
[]{#c1 cell=""} Source

[]{#c2 cell=""} Amount
:::

::: {#t1-r2 .row}
[]{#c3 cell=""} Members

[]{#c4 cell=""} **one** million
:::

::: {#t1-r3 .row}
[]{#c5 cell=""} Partners

[]{#c6 cell=""} two million
:::
::::

[]{#p2} They left.

[^n1]: []{#x1} In dollars.
""")
CELLS = ["Source", "Amount", "Members", "one million", "Partners", "two million"]


def lines(*words: str) -> Document:
    return Document(tuple(Paragraph("", one) for one in words))


def test_lines_that_are_the_cells_are_the_table_again() -> None:
    found, told = with_own_tables(BASE, lines("The funds are these.", *CELLS, "They left."))
    assert found.body[1] == BASE.body[1]
    assert told


def test_a_cell_with_other_words_is_that_cell() -> None:
    other = [one.replace("one", "three") for one in CELLS]
    found, _ = with_own_tables(BASE, lines("The funds are these.", *other, "They left."))
    changed = [one.text for one in paragraphs(found) if one.id == "c4"]
    assert changed == ["three million"]
    assert [one.text for one in paragraphs(Document(found.body[1:2]))] == other


@pytest.mark.parametrize(
    "cells",
    [
        CELLS[:4],
        [*CELLS[:2], *CELLS[4:]],
        [*CELLS[:2], "Friends", "none", *CELLS[2:]],
        [*CELLS[:2], "Friends", "none", *CELLS[2:3], *CELLS[5:]],
        [*CELLS, "Friends", "none"][2:],
    ],
)
def test_lines_that_could_be_other_cells_are_refused(cells: list[str]) -> None:
    with pytest.raises(Refusal, match="as lines without order"):
        with_own_tables(BASE, lines("The funds are these.", *cells, "They left."))


def test_a_table_that_is_gone_with_its_words_is_deleted() -> None:
    text = lines("The funds are these.", "They left.")
    assert with_own_tables(BASE, text) == (text, [])


@pytest.mark.parametrize("words", ["The funds are these.", "The funds1 are these."])
def test_a_paragraph_that_is_as_it_was_has_its_note_again(words: str) -> None:
    assert with_own_notes(BASE, lines(words, "They left.")).body[0] == BASE.body[0]


def test_a_note_that_cannot_be_found_again_is_refused() -> None:
    with pytest.raises(Refusal, match="The draft has notes"):
        with_own_notes(BASE, lines("The new funds are these.", "They left."))


def test_a_row_of_headings_is_one_again_where_the_format_does_not_say_so() -> None:
    base = parse(serialise(BASE).replace("{#t1-r1 .row}", "{#t1-r1 .row .header}"))
    assert with_own_tables(base, BASE) == (base, [])
