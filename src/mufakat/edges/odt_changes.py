"""The tracked changes of an OpenDocument text: who made them, and the text as it was without them.

Pandoc reads such a text with all of them accepted. What was deleted stands in regions of its own at
the beginning of the file, each with an empty element in its place; what was put in stands between
two elements in the text. So the text before the changes is made of the same file: deleted words are
put back into their places, and what was put in is taken out. Of formatting the format says that it
was changed, not what it was before. A row has no sign of its own: one whose words were all put in
is new.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_LINES = f"{_TEXT}p", f"{_TEXT}h"
_LISTS = f"{_TEXT}list", f"{_TEXT}list-item", f"{_TEXT}list-header", f"{_TEXT}section"
_ITEM, _ROW, _A_TABLE = f"{_TEXT}list-item", f"{_TABLE}table-row", f"{_TABLE}table"
_REGION, _CHANGES = f"{_TEXT}changed-region", f"{_TEXT}tracked-changes"
_INSERTION, _DELETION = f"{_TEXT}insertion", f"{_TEXT}deletion"
_AT, _FROM, _TO = (f"{_TEXT}{name}" for name in ("change", "change-start", "change-end"))
_ID, _CHANGE = f"{_TEXT}id", f"{_TEXT}change-id"

_EMPTY = {_AT, *(f"{_TEXT}{name}" for name in ("bookmark", "bookmark-start", "bookmark-end"))}
_NOTHING = "\u200d \t\r\n"  # LibreOffice marks a new row's words with a joiner of no width
_MOST = 1_000_000  # pieces that are put elsewhere, in all


@dataclass(frozen=True, slots=True)
class OdtChanges:
    """Who changed a text under tracking, and its content before that.

    There is no such content where nobody did, and where the file says so in a way that no program
    does.
    """

    authors: tuple[str, ...] = ()
    before: etree._Element | None = None
    there: bool = False


def odt_changes(content: etree._Element) -> OdtChanges:
    """The tracked changes of a text, which itself stays as it is."""
    regions = list(content.iter(_REGION))
    if not regions:
        return OdtChanges()
    named = (one.text or "" for region in regions for one in region.iter(_CREATOR))
    authors = tuple(dict.fromkeys(name for name in named if name))
    try:
        return OdtChanges(authors, _Undoing(deepcopy(content)).content, there=True)
    except _UnlikeAnyProgram:
        return OdtChanges(authors, there=True)


def without_emptied(content: etree._Element) -> bool:
    """Drops each paragraph right before a table all of whose words were deleted; whether any was.

    LibreOffice tracks no paragraph's end there, so of one that was deleted its end remains.
    """
    before = [_emptied_before(table) for table in content.iter(_A_TABLE)]
    emptied = [line for line in before if line is not None]
    for line in emptied:
        _drop(line)
    return bool(emptied)


def _emptied_before(table: etree._Element) -> etree._Element | None:
    before = table.getprevious()
    lines = (
        [] if before is None or before.tag not in (*_LINES, *_LISTS) else [*before.iter(*_LINES)]
    )
    if not lines or "".join(map(str, lines[-1].itertext())).strip(_NOTHING):
        return None
    held = {str(child.tag) for child in lines[-1].iterdescendants()}
    return lines[-1] if _AT in held and held <= _EMPTY else None


class _UnlikeAnyProgram(Exception):
    """Ends that stand before beginnings, or changes without number in one paragraph."""


class _Undoing:
    """Takes the changes of a content back; ``left`` bounds the work that this may be."""

    def __init__(self, content: etree._Element) -> None:
        self.content, self.left = content, _MOST
        self.rows: dict[etree._Element, None] = {}  # in which something was put in
        regions = {region.get(_ID, ""): region for region in content.iter(_REGION)}
        for place in list(content.iter(_AT)):
            region = regions.get(place.get(_CHANGE, ""))
            deleted = None if region is None else region.find(_DELETION)
            if region is not None and deleted is not None and region.find(_INSERTION) is None:
                self._put_back(place, list(_lines(deleted)))
        ends = {end.get(_CHANGE, ""): end for end in content.iter(_TO)}
        for start in list(content.iter(_FROM)):
            region, end = regions.get(start.get(_CHANGE, "")), ends.get(start.get(_CHANGE, ""))
            if region is not None and end is not None and region.find(_INSERTION) is not None:
                self._take_out(start, end)
        for changes in content.iter(_CHANGES):
            changes.clear()
        for row in self.rows:
            if not "".join(map(str, row.itertext())).strip(_NOTHING):
                _remove_row(row)

    def _put_back(self, place: etree._Element, lines: list[etree._Element]) -> None:
        """Puts words back; of several lines the first and the last are parts of the place's own."""
        line = _line(place)
        if line is None:  # whole paragraphs right before a table: it stands between the two
            for one in lines:
                if one.tag == _A_TABLE or "".join(map(str, one.itertext())):
                    place.addprevious(one)
        if line is None or not lines:
            return
        rest = self._part(line, place)
        if lines[0].tag in _LINES:
            _join(line, lines.pop(0))
        if not lines:
            _join(line, rest)
        elif lines[-1].tag in _LINES:
            _join(lines[-1], rest)
        else:
            lines.append(rest)
        for after in reversed(lines):
            _add_below(line, after)

    def _take_out(self, start: etree._Element, end: etree._Element) -> None:
        """Takes out what stands between two places, and joins what is left on either side."""
        first, last = _line(start), _line(end)
        if first is None or last is None or _frame(first) is not _frame(last):
            return
        taken = self._part(first, start)
        if first is last:
            _join(first, self._part(taken, end))
        else:
            for line in _between(first, last):
                _drop(line)
            rest = self._part(last, end)
            _drop(last)
            _join(first, rest)
        if (row := next(first.iterancestors(_ROW), None)) is not None:
            self.rows[row] = None

    def _part(self, line: etree._Element, place: etree._Element) -> etree._Element:
        """Takes what follows a place out of a paragraph, as another one of the same kind."""
        inner: etree._Element | None = None
        while (around := place.getparent()) is not None:
            part = etree.Element(around.tag, {str(k): str(v) for k, v in around.items()})
            if inner is None:
                part.text = place.tail
            else:
                part.append(inner)
                inner.tail = place.tail
            place.tail = None
            following = list(place.itersiblings())
            self.left -= len(following) + 1
            part.extend(following)
            if around is line:
                break
            place, inner = around, part
        if around is None or self.left < 0:
            raise _UnlikeAnyProgram
        return part


def _lines(deleted: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of what was deleted, out of their lists."""
    for child in deleted:
        if child.tag in _LISTS:
            yield from _lines(child)
        elif child.tag in (*_LINES, _A_TABLE):
            yield child


def _between(first: etree._Element, last: etree._Element) -> list[etree._Element]:
    """The paragraphs and tables between two paragraphs of one frame."""
    frame, found = _frame(first), list[etree._Element]()
    element = first
    while element is not frame:
        for sibling in element.itersiblings():
            for line in sibling.iter(*_LINES, _A_TABLE):
                if line is last:
                    return found
                if _frame(line) is frame:
                    found.append(line)
        above = element.getparent()
        assert above is not None
        element = above
    raise _UnlikeAnyProgram


def _line(element: etree._Element) -> etree._Element | None:
    """The paragraph that something is in."""
    return next(element.iterancestors(*_LINES), None)


def _frame(element: etree._Element) -> etree._Element:
    """What a paragraph is in, lists and sections left out: the text, a cell, a note."""
    return next(one for one in element.iterancestors() if one.tag not in _LISTS)


def _join(line: etree._Element, more: etree._Element) -> None:
    """Puts the words of a paragraph behind those of another."""
    if len(line):
        line[-1].tail = (line[-1].tail or "") + (more.text or "")
    else:
        line.text = (line.text or "") + (more.text or "")
    line.extend(list(more))


def _add_below(line: etree._Element, after: etree._Element) -> None:
    """Puts a paragraph below another, as an item of its own where that is one."""
    after.tail = None
    above = line.getparent()
    if above is not None and above.tag == _ITEM:
        item = etree.Element(_ITEM)
        item.append(after)
        after, line = item, above
    line.addnext(after)


def _drop(element: etree._Element) -> None:
    """Removes a paragraph or table, and the lists that are empty without it."""
    while True:
        around = element.getparent()
        _remove(element)
        if around is None or around.tag not in _LISTS or len(around):
            return
        element = around


def _remove_row(row: etree._Element) -> None:
    """Removes a row, and the table with its last one."""
    table = next(row.iterancestors(_A_TABLE), row)
    _remove(row)
    if next(table.iter(_ROW), None) is None:
        _remove(table)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        element.tail = None
        parent.remove(element)
