"""Renumbering: paragraphs that begin with a number label of which only the number changes.

"Article 12" becomes "Article 13", "(b)" becomes "(c)", "R132-4" becomes "R132-5". A list is
renumbered as one: labels of one form whose numbers rise as one reads, before and after. A number
that counts or measures ("2.5 million", "USD 300") is no label.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import regex

from mufakat.change.amendment import Amendment, Replace
from mufakat.change.layout import Layout
from mufakat.change.proposal.bundles import Bundles
from mufakat.text.document import Paragraph
from mufakat.text.tokens import fold

AT_MOST = 60
"""Code points within which a label ends."""

_NAMES = (
    "annex|annexe|appendix|article|chapter|clause|figure|footnote|item|paragraph|part|principle|"
    "regulation|rule|schedule|section|table|title|artículo|anexo|capítulo|sección|chapitre|règle|"
    "pasal|bab|điều|chương|มาตรา|ข้อ|บทที่"
)
_NUMBER = r"(?:(?:[A-Z]{1,4}\.?)?\d+(?:[-./]\d+)*|[ivxlcdm]+|[IVXLCDM]+|\p{L})"
_LABELS = tuple(
    regex.compile(rf"\s*{form}")
    for form in (
        rf"(?P<name>(?i:{_NAMES})\.?|§+|(?i:no|art|sec|ch|para)\.)(?:\s+|(?=\d))"
        rf"(?P<number>{_NUMBER})(?!\w)",
        rf"(?P<name>\()(?P<number>{_NUMBER})\)",
        rf"(?P<name>)(?P<number>{_NUMBER})(?=[.)](?:\s|$))",
        rf"(?P<name>\p{{L}}[\p{{L}}\p{{M}}]*)\s+(?P<number>{_NUMBER})(?=[.:)\t\n–—])",
        r"(?P<name>)(?P<number>\d+(?:\.\d+)+)(?=\t|\s+[\p{Lu}\p{Lo}“\"])",
        r"(?P<name>)(?P<number>\d+)(?=\t)",
        r"(?P<name>)(?P<number>[A-Z]{1,4}\.?\d+(?:[-./]\d+)+)(?=[\s.:]|$)",
    )
)
_HEADING = regex.compile(rf"\s*(?P<name>\p{{L}}[\p{{L}}\p{{M}}]*)\s+(?P<number>{_NUMBER})$")
_PIECES = regex.compile(r"\d+|\p{L}+|[^\d\p{L}]+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@dataclass(frozen=True, slots=True)
class Label:
    """A number label at the beginning of a text, up to ``end``: "Article" and "12"."""

    name: str
    number: str
    end: int

    @property
    def form(self) -> tuple[str, ...]:
        """The label without its numbers: labels of one form make a list."""
        pieces = self.pieces
        if len(pieces) == 1 and not self.number.isdigit():
            return self.name, "A" if self.number.isupper() else "a"
        return self.name, *("0" if piece.isdigit() else piece for piece in pieces)

    @property
    def pieces(self) -> list[str]:
        """The number's digits, letters and signs."""
        return _PIECES.findall(self.number)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A paragraph's label before and after, and the amendments that change it."""

    old: Label
    new: Label
    amendments: tuple[str, ...]


def label(paragraph: Paragraph) -> Label | None:
    """The number label that a paragraph's text begins with, if it does."""
    text = paragraph.text[:AT_MOST]
    headed = (_HEADING,) if paragraph.style.kind in ("title", "heading") else ()
    for pattern in (*_LABELS, *headed):
        if found := pattern.match(text):
            return Label(fold(found["name"]).casefold(), found["number"], found.end("number"))
    return None


def renumbering(mates: Sequence[Amendment], where: Layout) -> Iterator[set[str]]:
    """The ids of amendments that together renumber at least two paragraphs."""
    lists: dict[tuple[str, ...], list[_Turn]] = defaultdict(list)
    for turn in _turns(mates, where):
        lists[turn.old.form].append(turn)
    runs = [run for turns in lists.values() for run in _runs(turns)]
    bundles = Bundles()
    by_change: dict[tuple[str, str], str] = {}
    for run in runs:
        for turn in run:
            bundles.tie(run[0].amendments[0], *turn.amendments)
            by_change.setdefault((turn.old.number, turn.new.number), turn.amendments[0])
    paragraphs = {name: turn for run in runs for turn in run for name in turn.amendments}
    for turn in paragraphs.values():
        if above := by_change.get(_above(turn)):
            bundles.tie(above, turn.amendments[0])
    for together in bundles:
        if len({paragraphs[name] for name in together}) > 1:
            yield together


def _turns(mates: Sequence[Amendment], where: Layout) -> Iterator[_Turn]:
    """Each paragraph of which the label's number changes."""
    edits: dict[str, list[tuple[Replace, str]]] = defaultdict(list)
    for amendment in mates:
        operation = amendment.operation
        if not isinstance(operation, Replace) or operation.end > AT_MOST:
            continue
        if not operation.fragment.styles and not amendment.typographic:
            edits[operation.block].append((operation, amendment.id))
    if len(edits) > 1:
        for block, own in edits.items():
            paragraph = where.paragraph(block)
            turn = _turn(paragraph, own) if paragraph else None
            if turn:
                yield turn


def _turn(paragraph: Paragraph, edits: Sequence[tuple[Replace, str]]) -> _Turn | None:
    old = label(paragraph)
    own = [(edit, name) for edit, name in edits if old and edit.end <= old.end]
    if old is None or not own:
        return None
    text, at = "", 0
    for edit, _ in sorted(own, key=lambda pair: (pair[0].start, pair[0].end)):
        text += paragraph.text[at : edit.start] + edit.fragment.text
        at = edit.end
    text += paragraph.text[at : old.end]
    rest = paragraph.text[old.end :]
    new = label(Paragraph("", text + rest, paragraph.style))
    if new is None or (new.form, new.end) != (old.form, len(text)):
        return None
    return _Turn(old, new, tuple(name for _, name in own))


def _above(turn: _Turn) -> tuple[str, str]:
    """What becomes of the number above this one: 12 and 13, where 12.1 becomes 13.1."""
    old, new = turn.old.pieces, turn.new.pieces
    return (old[0], new[0]) if len(old) > 1 and old[1:] == new[1:] else ("", "")


# -- lists -----------------------------------------------------------------------------------


def _runs(turns: Sequence[_Turn]) -> Iterator[list[_Turn]]:
    """Paragraphs of one form as the lists that they are."""
    run: list[_Turn] = []
    for turn in turns:
        if run and not _follows(run[-1], turn):
            yield run
            run = []
        run.append(turn)
    yield run


def _follows(one: _Turn, other: _Turn) -> bool:
    """Whether the second goes on with the first one's list; letters begin anew in every list."""
    short = not any(c.isalnum() for c in one.old.name) and not one.old.number[-1].isdigit()
    return any(
        _rises(one.old, other.old, read) > 0
        and _rises(one.new, other.new, read) > 0
        and (not short or 1 in (_rises(one.old, other.old, read), _rises(one.new, other.new, read)))
        for read in (_letters, _roman)
    )


def _rises(one: Label, other: Label, read: Callable[[str], int]) -> int:
    """By how much the first piece that differs is greater."""
    for a, b in zip(one.pieces, other.pieces, strict=False):
        if a != b:
            return (int(b) - int(a)) if a.isdigit() and b.isdigit() else read(b) - read(a)
    return 0


def _letters(word: str) -> int:
    """A letter's place in the alphabet, of which ``aa`` is the 27th."""
    place = 0
    for letter in word.casefold():
        place = place * 26 + ord(letter) - ord("a") + 1
    return place


def _roman(word: str) -> int:
    """A Roman number's value; 0 if it is none."""
    values = [_ROMAN.get(letter, 0) for letter in word.casefold()]
    after = [*values[1:], 0]
    return sum(-v if v < w else v for v, w in zip(values, after, strict=True)) if all(values) else 0
