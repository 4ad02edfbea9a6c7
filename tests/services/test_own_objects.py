"""Where a format only names a thing, the draft's own stands for it."""

from __future__ import annotations

from mufakat.services.own_objects import with_own_objects
from mufakat.text.document import OBJECT, Anchor, Document, Opaque, Paragraph

CHART, FORMULA = Opaque("chart", "aa", "Traffic"), Opaque("formula", "bb", "E")
UNREAD, PICTURE = Opaque("formula", "cc", "\\frac"), Opaque("picture", "dd", "A map")


def text(*things: Opaque, ident: str = "p1") -> Document:
    anchors = tuple(Anchor(at, thing) for at, thing in enumerate(things))
    return Document((Paragraph(ident, OBJECT * len(things) + "end", anchors=anchors),))


def test_as_many_things_as_in_the_draft_are_the_drafts_own() -> None:
    made, told = with_own_objects(text(CHART, FORMULA), text(UNREAD, UNREAD), ())
    assert made == text(CHART, FORMULA)
    assert told == [
        "2 pictures, charts and formulas count as the draft's own: this format only names them. "
        "To change one, send a .docx."
    ]


def test_a_thing_that_could_be_read_is_what_it_is() -> None:
    made, told = with_own_objects(text(CHART, FORMULA), text(PICTURE, UNREAD), {"dd"})
    assert made == text(PICTURE, FORMULA)
    assert len(told) == 1


def test_a_thing_more_or_less_is_not_taken_for_the_drafts() -> None:
    made, told = with_own_objects(text(CHART, FORMULA), text(UNREAD), ())
    assert made == text(UNREAD)
    assert told == [
        "A formula in paragraph 1 (“end”) cannot be carried; its name stands in its place."
    ]


def test_a_paragraph_that_is_new_has_things_of_its_own() -> None:
    made, _ = with_own_objects(text(CHART), text(UNREAD, ident=""), ())
    assert made == text(UNREAD, ident="")


def test_words_alone_are_left_alone() -> None:
    made, told = with_own_objects(text(CHART), text(), ())
    assert (made, told) == (text(), [])
