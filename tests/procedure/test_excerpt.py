from __future__ import annotations

from tests.procedure import sample_merge as sample

from mufakat.procedure.excerpt import Excerpt, brief, readable


def test_the_pieces_of_an_excerpt_are_its_text() -> None:
    excerpt = Excerpt("the strong growth", ((4, 10),))
    assert excerpt.pieces() == (("the ", False), ("strong", True), (" growth", False))
    assert Excerpt().pieces() == ()


def test_a_table_is_read_row_by_row_and_a_note_in_brackets() -> None:
    table, item = sample.BASE.body[-1], sample.BASE.body[4]
    assert readable(table) == "Project | Lead\nScam hotline | Malaysia"
    assert readable(item) == "share warnings; [note: Within a day.]"
    assert brief(item) == "share warnings; [note]"
