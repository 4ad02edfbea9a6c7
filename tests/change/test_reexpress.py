"""One delegation's hunk is said through others' operations where that costs nothing."""

from __future__ import annotations

from mufakat.change.amendment import Fragment, Replace
from mufakat.change.layout import layout
from mufakat.change.reexpress import reexpress
from mufakat.text.document import Document, Paragraph, Span, Style

TEXT = "The use of the data of the region was noted by all."
WHERE = layout(Document((Paragraph("p1", TEXT),)))


def change(old: str, new: str, spans: tuple[Span, ...] = ()) -> Replace:
    start = TEXT.index(old)
    return Replace("p1", start, start + len(old), Fragment(new, spans))


WIDE = change("use of the data", "reuse of the records")


def test_a_hunk_is_taken_apart_at_anothers_operation() -> None:
    other = change("use", "reuse")
    assert reexpress({WIDE: 1, other: 1}, WHERE) == {WIDE: (other, change("data", "records"))}


def test_also_at_two_others() -> None:
    one, two = change("use", "reuse"), change("data", "records")
    assert reexpress({WIDE: 1, one: 1, two: 3}, WHERE) == {WIDE: (one, two)}


def test_not_where_the_other_says_something_else() -> None:
    assert reexpress({WIDE: 1, change("use", "misuse"): 1}, WHERE) == {}


def test_not_where_the_same_words_bear_other_marks() -> None:
    assert reexpress({WIDE: 1, change("use", "reuse", (Span(0, 5, "bold"),)): 1}, WHERE) == {}


def test_not_where_it_would_take_more_words() -> None:
    """Half of the words kept by the hunk would have to be taken out and put in again."""
    hunk = change("use of the data", "the data")
    other = Replace("p1", TEXT.index("of the"), TEXT.index("of the"), Fragment("the data "))
    assert reexpress({hunk: 1, other: 1}, WHERE) == {}


def test_a_replacement_is_not_torn_into_anothers_deletion_and_an_insertion() -> None:
    """Who wants other words does not support those who want none."""
    assert reexpress({change("data", "records"): 1, change("data", ""): 1}, WHERE) == {}


def put_in(text: str) -> Replace:
    return Replace("p1", 4, 4, Fragment(text))


def test_new_sentences_are_taken_apart_at_a_sentence_that_another_puts_in_there() -> None:
    both, other = put_in("Let us act. We agreed. "), put_in("We agreed. ")
    assert reexpress({both: 1, other: 1}, WHERE) == {both: (put_in("Let us act. "), other)}


def test_new_words_are_not_taken_apart_at_a_scrap_of_them() -> None:
    assert reexpress({put_in("wide and fair "): 1, put_in("fair "): 1}, WHERE) == {}


def test_new_words_after_a_replaced_one_may_stand_before_the_space_or_after_it() -> None:
    hunk = change("use", "reuse and sale")
    other = Replace("p1", 8, 8, Fragment("and sale "))
    assert reexpress({hunk: 1, other: 1}, WHERE) == {hunk: (change("use", "reuse"), other)}


def test_a_split_is_shared_also_where_other_words_stand_at_its_seam() -> None:
    style = (Style(),)
    mark = Replace("p1", 33, 34, Fragment("\u2029", styles=style))
    hunk = Replace("p1", 27, 34, Fragment("area.\u2029", styles=style))
    assert TEXT[27:34] == "region "
    assert reexpress({hunk: 1, mark: 1}, WHERE) == {hunk: (change("region", "area."), mark)}


def test_a_word_changed_alike_amid_a_clause_that_was_rewritten_is_a_chance() -> None:
    hunk = change("use of the data of the region", "better records for all")
    assert reexpress({hunk: 1, change("data", "records"): 1}, WHERE) == {}


def test_a_part_of_a_word_is_no_word_of_another() -> None:
    hunk = change("use of the data", "users of the records")
    assert reexpress({hunk: 1, change("data", "record"): 1}, WHERE) == {}
