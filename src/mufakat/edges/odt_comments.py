"""The comments of an OpenDocument text: what is said, by whom, and on which words.

Pandoc passes comments over, and tells where bookmarks stand. So a bookmark of ours is put in the
place where each begins and ends before pandoc gets the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from mufakat.edges.pandoc_inline import COMMENT
from mufakat.edges.word.dates import dated
from mufakat.text.document import OBJECT, Paragraph
from mufakat.text.tracked import Comment

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_ANNOTATION, _END = f"{_OFFICE}annotation", f"{_OFFICE}annotation-end"
_NAME, _PARENT, _RESOLVED = f"{_OFFICE}name", f"{_LOEXT}parent-name", f"{_LOEXT}resolved"
_REGION, _BOOKMARK = f"{_TEXT}changed-region", f"{_TEXT}bookmark"
_LINES = f"{_TEXT}p", f"{_TEXT}h"
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_SPACES, _COUNT = f"{_TEXT}s", f"{_TEXT}c"
_SECONDS = len("2026-01-05T09:00:00")
_MANY = 1_000  # spaces in a row
_QUOTE = 2_000

Places = Mapping[str, tuple[str, int]]
"""For the name of a bookmark the paragraph that it stands in, by its id, and the offset there."""


@dataclass(frozen=True, slots=True)
class OdtComments:
    """The comments, no place given yet: the n-th stands between the n-th pair of bookmarks."""

    said: tuple[Comment, ...] = ()

    def placed(
        self, text: Sequence[Paragraph], places: Places
    ) -> tuple[tuple[Comment, ...], dict[str, str]]:
        """The comments on the words of a text, and those words by the comment's id.

        One whose place is not in the text is on the whole of it.
        """
        order = {one.id: n for n, one in enumerate(text)}
        comments, quotes = [], {}
        for n, comment in enumerate(self.said):
            start = places.get(f"{COMMENT}{n}", ("", 0))
            end = places.get(f"{COMMENT}{n}-end", start)
            if start[0] not in order:
                comments.append(comment)
                continue
            first, last = order[start[0]], order.get(end[0], -1)
            stop = end[1] if (last, end[1]) >= (first, start[1]) else start[1]
            lines = text[first : max(first, last) + 1]
            quotes[comment.id] = _quote(lines, start[1], stop)
            comments.append(_placed(comment, lines, start[1], stop))
        return tuple(comments), quotes


def take_comments(content: etree._Element) -> OdtComments:
    """Takes the comments out of a text, and leaves a bookmark where each begins and ends."""
    changes = {one.get(f"{_TEXT}change-id"): one for one in content.iter(f"{_TEXT}change")}
    said: list[Comment] = []
    numbers: dict[str, int] = {}
    for element in list(content.iter(_ANNOTATION)):
        number = len(said)
        said.append(_said(element, number, numbers))
        numbers.setdefault(element.get(_NAME, f"comment {number}"), number)
        _mark(element, f"{COMMENT}{number}", changes)
    for element in list(content.iter(_END)):
        if (number := numbers.get(element.get(_NAME, ""), -1)) >= 0:
            _mark(element, f"{COMMENT}{number}-end", changes)
    return OdtComments(tuple(said))


def _said(element: etree._Element, number: int, numbers: Mapping[str, int]) -> Comment:
    lines = (_words(line) for line in element.iter(*_LINES))
    answered = numbers.get(element.get(_PARENT, "") or "", -1)
    return Comment(
        str(number),
        element.findtext(f"{_DC}creator") or "",
        "\n".join(lines),
        date=dated((element.findtext(f"{_DC}date") or "")[:_SECONDS]),
        parent=str(answered) if answered >= 0 else "",
        resolved=element.get(_RESOLVED) == "true",
    )


def _words(line: etree._Element) -> str:
    return "".join(_pieces(line))


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == _SPACES:
            count = child.get(_COUNT, "1")
            yield " " * min(int(count) if count.isdecimal() else 1, _MANY)
        else:
            yield _SIGNS.get(child.tag, "")
            yield from _pieces(child)
        yield child.tail or ""


def _mark(element: etree._Element, name: str, changes: Mapping[str | None, etree._Element]) -> None:
    """Puts a bookmark in the place of an element; for one among deleted words, where they were."""
    mark = etree.Element(_BOOKMARK, {f"{_TEXT}name": name})
    region = next(element.iterancestors(_REGION), None)
    parent = element.getparent()
    if region is not None:
        change = changes.get(region.get(f"{_TEXT}id"))
        if change is not None:
            change.addprevious(mark)
    elif parent is not None:
        mark.tail, element.tail = element.tail, None
        parent.replace(element, mark)


def _quote(lines: Sequence[Paragraph], start: int, stop: int) -> str:
    words = [line.text for line in lines]
    words[-1] = words[-1][:stop]
    words[0] = words[0][start:]
    return "\n".join(words).replace(OBJECT, "")[:_QUOTE]


def _placed(comment: Comment, lines: Sequence[Paragraph], start: int, stop: int) -> Comment:
    first, last = lines[0], lines[-1]
    if len(lines) == 1:
        return replace(comment, block=first.id, start=start, end=stop)
    end = len(first.text)
    return replace(comment, block=first.id, start=start, end=end, last=last.id, stop=stop)
