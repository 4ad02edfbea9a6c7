"""The comments parts: what is said, who answers whom, and the marks in the text around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from mufakat.edges.word.revisions import date_attribute
from mufakat.edges.word.xmltext import (
    DECLARATION,
    MC,
    NAMESPACES,
    W14,
    W15,
    attribute,
    run_content,
)
from mufakat.text.tracked import (
    Comment,
    TrackedBlock,
    TrackedDocument,
    TrackedNote,
    TrackedParagraph,
    TrackedRow,
)

EXTENDED_TYPE = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
)
EXTENDED_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_FIRST = 1_000_000
"""The first comment's number; LibreOffice 7.4 mixes up notes that have the number of a comment."""

_FIRST_PARAGRAPH = 0x10000000
_INITIALS = 9
_IGNORABLE = f'xmlns:mc="{MC}" xmlns:w14="{W14}" xmlns:w15="{W15}" mc:Ignorable="w14 w15"'

Place = tuple[str, int, int]  # (paragraph id, start, end)
Point = tuple[str, int]


@dataclass(slots=True)
class CommentMarks:
    """Where comments begin and end: for each paragraph, marks by offset; ``whole`` for the text."""

    at: dict[str, dict[int, str]] = field(default_factory=dict)
    whole: str = ""

    def take(self, ident: str) -> dict[int, str]:
        """The marks of a paragraph, once: a second paragraph with its id gets none."""
        return self.at.pop(ident, {}) if ident else {}


def comment_marks(tracked: TrackedDocument, reference_style: str) -> CommentMarks:
    """The marks that the text must carry for its comments.

    A comment on a note stands at the note's reference; one on a table, row or cell at its first
    words; one whose place is not in the text is a comment on the whole text.
    """
    marks = CommentMarks()
    if not tracked.comments:
        return marks
    places = dict(_places(tracked.body))
    starts: dict[tuple[str, int], list[str]] = defaultdict(list)
    ends: dict[tuple[str, int], list[str]] = defaultdict(list)
    points: dict[tuple[str, int], list[str]] = defaultdict(list)
    for number, comment in enumerate(tracked.comments):
        opened, closed = _pair(number, reference_style)
        place = _place(comment, tracked.comments, places)
        if place is None:
            marks.whole += opened + closed
            continue
        begin, end = place
        if begin == end:
            points[begin].append(opened + closed)
        else:
            starts[begin].append(opened)
            ends[end].append(closed)
    for ident, offset in sorted({*starts, *ends, *points}):
        key = ident, offset
        text = "".join((*ends[key], *starts[key], *points[key]))
        marks.at.setdefault(ident, {})[offset] = text
    return marks


def _pair(number: int, reference_style: str) -> tuple[str, str]:
    number += _FIRST
    return (
        f'<w:commentRangeStart w:id="{number}"/>',
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="{reference_style}"/>'
        f'</w:rPr><w:commentReference w:id="{number}"/></w:r>',
    )


def _place(
    comment: Comment, comments: Sequence[Comment], places: dict[str, Place | None]
) -> tuple[Point, Point] | None:
    """Where a comment stands; an answer without a place stands where what it answers stands."""
    seen = {comment.id}
    while not comment.block and comment.parent and comment.parent not in seen:
        seen.add(comment.parent)
        comment = next((c for c in comments if c.id == comment.parent), comment)
    if not comment.block or comment.block not in places:
        return None
    begin, end = _ends(comment.block, comment.start, comment.end, places)
    if comment.last in places:
        _, finish = _ends(comment.last, comment.stop, comment.stop, places)
        order = {ident: n for n, ident in enumerate(places)}
        if order[finish[0]] > order[begin[0]]:
            end = finish
    return begin, max(begin, end) if begin[0] == end[0] else end


def _ends(ident: str, start: int, end: int, places: dict[str, Place | None]) -> tuple[Point, Point]:
    """The two ends of a stretch in a paragraph; of the whole of it where only its place can be."""
    own = places[ident]
    if own:
        return own[:2], (own[0], own[2])
    return (ident, max(0, start)), (ident, max(0, end))


def _places(blocks: Iterable[TrackedBlock]) -> Iterator[tuple[str, Place | None]]:
    """For each id where a comment on it stands; None: on the very words that it names."""
    for block in blocks:
        if isinstance(block, TrackedParagraph):
            if block.id:
                yield block.id, None
            yield from _in_notes(block)
        else:
            found = list(_in_table(block.rows))
            first = next((ident for ident, place in found if place is None), "")
            holders = [block.id, *(row.id for row in block.rows)]
            holders += [cell.id for row in block.rows for cell in row.cells]
            yield from ((ident, (first, 0, 0)) for ident in holders if ident and first)
            yield from found


def _in_table(rows: Iterable[TrackedRow]) -> Iterator[tuple[str, Place | None]]:
    for row in rows:
        for cell in row.cells:
            yield from _places(cell.blocks)


def _in_notes(paragraph: TrackedParagraph) -> Iterator[tuple[str, Place | None]]:
    offset = 0
    for run in paragraph.runs:
        if isinstance(run.object, TrackedNote) and paragraph.id:
            here = paragraph.id, offset, offset + len(run.text)
            inside = [ident for ident, _ in _places(run.object.blocks)]
            yield from ((ident, here) for ident in (run.object.id, *inside) if ident)
        offset += len(run.text)


def comments_xml(comments: Sequence[Comment], text_style: str, reference_style: str) -> str:
    """The part that holds what is said."""
    out = [f"{DECLARATION}<w:comments {NAMESPACES} {_IGNORABLE}>"]
    for number, comment in enumerate(comments):
        author, date = attribute(comment.author), date_attribute(comment.date)
        initials = attribute(comment.author[:_INITIALS])
        ident = f'w:id="{_FIRST + number}"'
        out.append(f'<w:comment {ident} w:author="{author}"{date} w:initials="{initials}">')
        out += _paragraphs(number, comment.text, text_style, reference_style)
        out.append("</w:comment>")
    return "".join((*out, "</w:comments>"))


def _paragraphs(number: int, text: str, text_style: str, reference_style: str) -> Iterator[str]:
    lines = text.split("\n")
    for nth, line in enumerate(lines):
        ident = f' w14:paraId="{_paragraph_id(number)}"' if nth == len(lines) - 1 else ""
        yield f'<w:p{ident}><w:pPr><w:pStyle w:val="{text_style}"/></w:pPr>'
        if nth == 0:
            yield (
                f'<w:r><w:rPr><w:rStyle w:val="{reference_style}"/></w:rPr><w:annotationRef/></w:r>'
            )
        yield f"<w:r>{run_content(line)}</w:r></w:p>" if line else "</w:p>"


def _paragraph_id(number: int) -> str:
    return f"{_FIRST_PARAGRAPH + number:08X}"


def extended_xml(comments: Sequence[Comment]) -> str:
    """The part that says who answers whom, and what is settled."""
    numbers = {comment.id: n for n, comment in reversed(list(enumerate(comments)))}
    out = [f"{DECLARATION}<w15:commentsEx {_IGNORABLE}>"]
    for number, comment in enumerate(comments):
        parent = numbers.get(comment.parent, number) if comment.parent else number
        answers = f' w15:paraIdParent="{_paragraph_id(parent)}"' if parent != number else ""
        done = 1 if comment.resolved else 0
        out.append(
            f'<w15:commentEx w15:paraId="{_paragraph_id(number)}"{answers} w15:done="{done}"/>'
        )
    return "".join((*out, "</w15:commentsEx>"))
