"""What became of a return that was brought forward, as it is said to a person."""

from __future__ import annotations

from mufakat.change.compare.diff import diff
from mufakat.change.forward import bring_forward
from mufakat.procedure.brought import Told, told
from mufakat.text.document import Document, Paragraph, Style
from mufakat.text.identity import identify


def document(*texts: str) -> Document:
    return identify(Document(tuple(Paragraph("", text, Style("numbered")) for text in texts)))


OLDER = document("We support strong growth.", "We meet in May.", "We thank the host.")


def say(returned: Document, current: Document) -> Told:
    forward = bring_forward(OLDER, diff(OLDER, returned), current)
    return told(forward, OLDER, "rev-1", "rev-2")


def test_words_changed_otherwise_are_named_with_both_wordings() -> None:
    returned = document("We support inclusive growth.", "We meet in May.", "We thank the host.")
    current = document("We support resilient growth.", "We meet in May.", "We thank the host.")
    found = say(returned, current)
    assert found.lost == (
        "Rev.1, 1: \u201cWe support [strong] growth.\u201d to \u201cinclusive\u201d "
        "(not brought forward; Rev.2 has \u201cresilient\u201d)",
    )


def test_an_insertion_in_a_paragraph_that_is_gone_shows_where_it_would_stand() -> None:
    returned = document("We support strong growth.", "We meet in sunny May.", "We thank the host.")
    found = say(returned, Document((OLDER.body[0], OLDER.body[2])))
    assert found.lost == (
        "Rev.1, 2: \u201cWe meet in [sunny ]May.\u201d "
        "(not brought forward; Rev.2 has \u201cWe meet in May.\u201d deleted)",
    )


def test_what_stands_at_the_place_of_something_new_is_named_as_well() -> None:
    body = OLDER.body
    current = Document((body[0], Paragraph("p9", "We sang.", Style("numbered")), *body[1:]))
    new = Paragraph("", "We danced.", Style("numbered"))
    found = say(Document((body[0], new, *body[1:])), current)
    assert (found.stand, found.lost) == (1, ())
    assert found.beside == (
        "Rev.1, 1: new paragraph after 1: \u201c[We danced.]\u201d "
        "(stands beside new words; Rev.2 has \u201cWe sang.\u201d)",
    )


def test_a_move_is_said_without_words() -> None:
    one, two, three = OLDER.body
    found = say(Document((three, one, two)), Document((two, one, three)))
    assert found.stand + found.already + len(found.lost) >= 1
    assert all("\u201c\u201d" not in line for line in (*found.lost, *found.beside))


def test_the_summary_counts_as_people_do() -> None:
    assert Told(0, 0, (), ()).summary("Rev.2") == "It changes nothing."
    assert Told(1, 0, (), ()).summary("Rev.2") == "Its one change stands in Rev.2."
    assert Told(0, 3, (), ()).summary("Rev.2") == "All of its 3 changes stand there already."
    assert Told(3, 1, ("x",), ()).summary("Rev.2") == (
        "Of its 5 changes 3 stand in Rev.2, 1 stands there already and 1 cannot be brought forward."
    )
