"""What could not be carried, told to the person with its place; equal notices become one line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from mufakat.text.document import OBJECT

_PLACES = 4
_WORDS = 40


class _Wording(NamedTuple):
    one: str
    many: str
    was: str  # what follows "one"
    were: str  # what follows "many"


def _not_carried(one: str, many: str) -> _Wording:
    return _Wording(
        one,
        many,
        "cannot be carried; its name stands in its place",
        "cannot be carried; their names stand in their places",
    )


def _left_out(one: str, many: str) -> _Wording:
    return _Wording(one, many, "was left out", "were left out")


def _words_kept(one: str, many: str) -> _Wording:
    return _Wording(one, many, "was kept as plain words", "were kept as plain words")


def _became(one: str, many: str, what: str) -> _Wording:
    return _Wording(one, many, f"became {what}", f"became {what}")


_WORDINGS = {
    "picture": _not_carried("a picture", "pictures"),
    "chart": _not_carried("a chart", "charts"),
    "diagram": _not_carried("a diagram", "diagrams"),
    "drawing": _not_carried("a drawing", "drawings"),
    "object": _not_carried("an embedded object", "embedded objects"),
    "formula": _not_carried("a formula", "formulas"),
    "object link": _left_out("a link on a picture", "links on pictures"),
    "workbook": _left_out(
        "the workbook of a chart, which could act or is kept elsewhere,",
        "workbooks of charts, which could act or are kept elsewhere,",
    ),
    "other size": _Wording(
        "a picture or chart that stands elsewhere as well, in another size,",
        "pictures or charts that stand elsewhere as well, in another size,",
        "has the size that it has there",
        "have the size that they have there",
    ),
    "large object": _not_carried(
        "a picture or chart that is too large", "pictures or charts that are too large"
    ),
    "text box": _Wording(
        "the text of a text box",
        "text boxes",
        "was put after the paragraph it stands at",
        "had their text put after the paragraph they stand at",
    ),
    "field": _words_kept(
        "a field (a cross-reference, a date or the like)",
        "fields (cross-references, dates or the like)",
    ),
    "form field": _words_kept("a form field", "form fields"),
    "empty field": _left_out("a field that shows no words", "fields that show no words"),
    "broken field": _left_out(
        "a field without its end, with the words in its instruction,",
        "fields without their ends, with the words in their instructions,",
    ),
    "ruby": _left_out("a reading aid above a word", "reading aids above words"),
    "hidden": _Wording(
        "hidden text",
        "pieces of hidden text",
        "was read as ordinary text",
        "were read as ordinary text",
    ),
    "capitals": _Wording(
        "a look in capitals",
        "looks in capitals",
        "was left out; the letters are as they were typed",
        "were left out; the letters are as they were typed",
    ),
    "separator": _Wording(
        "a paragraph that Word shows in one line with the next",
        "paragraphs that Word shows in one line with the next",
        "was read as a paragraph of its own",
        "were read as paragraphs of their own",
    ),
    "sign": _Wording(
        "a sign of a compilation (words shown as proposed, struck or attributed)",
        "signs of a compilation (words shown as proposed, struck or attributed)",
        "was left out; the words are read",
        "were left out; the words are read",
    ),
    "symbol": _Wording(
        "a symbol of a picture font",
        "symbols of picture fonts",
        "may not show as it did; please check it",
        "may not show as they did; please check them",
    ),
    "break": _left_out("a page or column break", "page or column breaks"),
    "stray": _left_out("a placeholder without its object", "placeholders without their objects"),
    "bad link": _words_kept(
        "a link to a program or to a file on one computer",
        "links to programs or to files on one computer",
    ),
    "inner link": _words_kept("a link within the document", "links within the document"),
    "section": _left_out("a section break", "section breaks"),
    "highlight": _left_out("the highlighting of words", "highlightings of words"),
    "prompt": _left_out(
        "the prompt of an empty content control", "prompts of empty content controls"
    ),
    "control": _Wording(
        "a tracked change of a content control or of custom XML",
        "tracked changes of content controls or of custom XML",
        "was left out; its words are read",
        "were left out; their words are read",
    ),
    "note sign": _Wording(
        "the own sign of a note",
        "own signs of notes",
        "was left out; the note has a number",
        "were left out; the notes have numbers",
    ),
    "formula change": _Wording(
        "a tracked change within a formula",
        "tracked changes within formulas",
        "was taken as done",
        "were taken as done",
    ),
    "comment picture": _left_out("a picture or the like", "pictures or the like"),
    "layout": _left_out(
        "a tracked change of fonts or layout", "tracked changes of fonts or layout"
    ),
    "merged cells": _Wording(
        "a tracked merging of cells",
        "tracked mergings of cells",
        "was taken as done",
        "were taken as done",
    ),
    "uneven table": _Wording(
        "a table with uneven rows",
        "tables with uneven rows",
        "was filled up with empty cells",
        "were filled up with empty cells",
    ),
    "inserted file": _Wording(
        "another file inserted into the text",
        "other files inserted into the text",
        "was not read; open the file in Word, save it and send it again",
        "were not read; open the file in Word, save it and send it again",
    ),
    "note in a note": _left_out("a note inside a note", "notes inside notes"),
    "repeated note": _left_out("a second reference to one note", "second references to one note"),
    "lost note": _left_out("a note whose words are missing", "notes whose words are missing"),
    "unknown": _left_out("something of an unknown kind", "things of an unknown kind"),
    "raw": _left_out("a piece of another format's code", "pieces of another format's code"),
    "caption": _words_kept("a caption", "captions"),
    "rule": _left_out("a line across the page", "lines across the page"),
    "quotation": _became(
        "a block quotation or a box", "block quotations or boxes", "ordinary paragraphs"
    ),
    "code": _words_kept("a piece of program text", "pieces of program text"),
    "definitions": _became("a list of definitions", "lists of definitions", "plain paragraphs"),
    "number form": _Wording(
        "a number in a form that is not known here",
        "numbers in forms that are not known here",
        "is now printed in figures",
        "are now printed in figures",
    ),
    "restart": _Wording(
        "the new beginning of the numbers",
        "new beginnings of the numbers",
        "was left out; numbers follow the draft's own rules",
        "were left out; numbers follow the draft's own rules",
    ),
    "spacing": _left_out(
        "an empty paragraph, there for its space,", "empty paragraphs, there for their space,"
    ),
    "own number": _Wording(
        "the number of a paragraph",
        "numbers of paragraphs",
        "became part of its words, because automatic numbering would print another",
        "became part of their words, because automatic numbering would print others",
    ),
}
"""How each kind of notice is worded: once, and of many."""


def place(ordinal: int, text: str, *, after: bool = False) -> str:
    """Where something is: the paragraph's place in the text and its first words."""
    if after and not ordinal:
        return "at the beginning"
    return quoted(f"{'after' if after else 'in'} paragraph {ordinal}", text)


def quoted(named: str, text: str) -> str:
    """A place by its name and the first words that stand there."""
    words = " ".join(text.replace(OBJECT, " ").split())
    start = words if len(words) <= _WORDS else words[:_WORDS].rsplit(" ", 1)[0] + " …"
    return f"{named} (“{start}”)" if start else named


@dataclass(slots=True)
class _Found:
    """How often something was met, and where: the first few places, and how many more."""

    count: int = 0
    places: list[str] = field(default_factory=list)
    more: int = 0
    last: str = ""


class Notices:
    """Collects what a person should be told, in the order in which it was met."""

    def __init__(self) -> None:
        self._found: dict[str, _Found] = {}

    def add(self, kind: str, where: str) -> None:
        """Notes something of a kind at a place."""
        found = self._found.setdefault(kind, _Found())
        found.count += 1
        if where == found.last:
            return
        found.last = where
        if len(found.places) < _PLACES:
            found.places.append(where)
        else:
            found.more += 1

    def join(self, others: Notices) -> None:
        """Takes over what was noted elsewhere, of kinds that were not met here."""
        self._found |= others._found

    def forget(self, kind: str) -> None:
        """Somebody who knows more will tell of this kind."""
        self._found.pop(kind, None)

    def lines(self) -> tuple[str, ...]:
        """One sentence a kind, naming the first few places."""
        return tuple(_line(_WORDINGS[kind], found) for kind, found in self._found.items())


def _line(wording: _Wording, found: _Found) -> str:
    if found.count == 1:
        return f"{_capital(wording.one)} {found.places[0]} {wording.was}."
    rest = f", and in {found.more} more places" if found.more else ""
    return f"{found.count} {wording.many} {wording.were}: {', '.join(found.places)}{rest}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
