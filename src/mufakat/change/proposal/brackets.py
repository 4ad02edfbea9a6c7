"""Brackets taken off or put around words: the two of a pair stand or fall together.

What is not agreed stands in brackets, so "[500]" often becomes "500": two deletions of which one
alone would leave a bracket that nothing closes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mufakat.change.amendment import Amendment, Replace
from mufakat.change.layout import Layout
from mufakat.change.proposal.bundles import Bundles

CLOSING = {"[": "]", "(": ")"}
_SIGNS = frozenset((*CLOSING, *CLOSING.values()))


@dataclass(frozen=True, slots=True)
class _Edit:
    """A replacement by the words that it takes out and puts in."""

    id: str
    start: int
    end: int
    old: str
    new: str

    def more(self, sign: str) -> int:
        """How many more of a bracket there are after it than before."""
        return self.new.count(sign) - self.old.count(sign)


_Sign = tuple[str, _Edit | None]
"""A bracket in a text, and the edit that takes it out or puts it in."""


def brackets(mates: Sequence[Amendment], where: Layout) -> Iterator[set[str]]:
    """The ids of replacements in one paragraph that take off or put in the two of a pair."""
    bundles = Bundles()
    for text, edits in _edited(mates, where):
        before, after = _signs(text, edits)
        for signs, sense in ((before, -1), (after, 1)):
            for sign, one, other in _pairs(signs):
                if one.more(sign) * sense > 0 and other.more(CLOSING[sign]) * sense > 0:
                    bundles.tie(one.id, other.id)
    return iter(bundles)


def _edited(mates: Sequence[Amendment], where: Layout) -> Iterator[tuple[str, list[_Edit]]]:
    """The paragraphs in which brackets come or go with more than one edit."""
    found: dict[str, list[_Edit]] = defaultdict(list)
    for amendment in mates:
        operation = amendment.operation
        paragraph = where.paragraph(operation.block) if isinstance(operation, Replace) else None
        if paragraph and isinstance(operation, Replace):
            start, end = operation.start, operation.end
            old, new = paragraph.text[start:end], operation.fragment.text
            found[operation.block].append(_Edit(amendment.id, start, end, old, new))
    for block, edits in found.items():
        paragraph = where.paragraph(block)
        changing = [edit for edit in edits if any(map(edit.more, _SIGNS))]
        if paragraph and len(changing) > 1:
            yield paragraph.text, sorted(edits, key=lambda edit: (edit.start, edit.end))


def _signs(text: str, edits: Sequence[_Edit]) -> tuple[list[_Sign], list[_Sign]]:
    """The brackets of a paragraph before and after its edits, in their order."""
    before: list[_Sign] = []
    after: list[_Sign] = []
    at = 0
    for edit in edits:
        kept = [(sign, None) for sign in text[at : edit.start] if sign in _SIGNS]
        before += [*kept, *((sign, edit) for sign in edit.old if sign in _SIGNS)]
        after += [*kept, *((sign, edit) for sign in edit.new if sign in _SIGNS)]
        at = edit.end
    rest = [(sign, None) for sign in text[at:] if sign in _SIGNS]
    return before + rest, after + rest


def _pairs(signs: Sequence[_Sign]) -> Iterator[tuple[str, _Edit, _Edit]]:
    """Each opening bracket with the edits that it and its closing one belong to, if two do."""
    open_: list[_Sign] = []
    for sign, edit in signs:
        if sign in CLOSING:
            open_.append((sign, edit))
        elif open_ and CLOSING[open_[-1][0]] == sign:
            opening, first = open_.pop()
            if first and edit and first is not edit:
                yield opening, first, edit
