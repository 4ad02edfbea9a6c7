"""Comments: their words, replies and state, and the words in the text that they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from lxml import etree

from mufakat.edges.word.opening import Package
from mufakat.edges.word.read_revisions import signature
from mufakat.edges.word.read_xml import W14, W15, M, w
from mufakat.text.tracked import Comment, TrackedParagraph

START, END, REFERENCE = w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")

_ID = w("id")
_PARA_ID = f"{{{W14}}}paraId"
_QUOTE = 2_000
_SHOWN = w("drawing"), w("pict"), w("object"), f"{{{M}}}oMath"

Mark = tuple[str, str, int]  # (comment's id, START | END | REFERENCE, offset in the paragraph)


class Anchors:
    """Where comments start and end. Holds paragraphs only if the file has comments at all."""

    def __init__(self, *, wanted: bool = False) -> None:
        self.wanted = wanted
        self.pending: list[str] = []  # comments that start between two paragraphs
        self.open: set[str] = set()  # those that have started and not ended
        self.paragraphs: list[TrackedParagraph] = []
        self._notes: set[int] = set()  # which of them stand in a note
        self._starts: dict[str, tuple[int, int]] = {}
        self._ends: dict[str, tuple[int, int]] = {}
        self._references: dict[str, tuple[int, int]] = {}

    def between(self, element: etree._Element) -> None:
        """A comment's range starts or ends between two paragraphs."""
        ident = element.get(_ID, "")
        if element.tag == START:
            self.pending.append(ident)
            return
        self.open.discard(ident)
        if self.paragraphs:
            last = len(self.paragraphs) - 1
            self._ends.setdefault(ident, (last, length(self.paragraphs[last])))

    def take_pending(self) -> list[Mark]:
        """The starts that were waiting for the next paragraph, as marks at its beginning."""
        marks = [(ident, START, 0) for ident in self.pending]
        self.pending.clear()
        return marks

    def take(self, paragraph: TrackedParagraph, marks: Iterable[Mark], *, note: bool) -> int:
        """A paragraph has been read, with these marks in it: gives its place in the order."""
        index = len(self.paragraphs)
        if note:
            self._notes.add(index)
        self.paragraphs.append(paragraph)
        tables = {START: self._starts, END: self._ends, REFERENCE: self._references}
        for ident, kind, offset in marks:
            tables[kind].setdefault(ident, (index, offset))
            if kind == START:
                self.open.add(ident)
            elif kind == END:
                self.open.discard(ident)
        return index

    def range(self, ident: str) -> tuple[int, int, int, int] | None:
        """A comment's (first paragraph, offset, last paragraph, offset), or None if nowhere."""
        start = self._starts.get(ident) or self._references.get(ident) or self._ends.get(ident)
        if start is None:
            return None
        end = self._ends.get(ident) or self._references.get(ident) or start
        return (*start, *(end if end >= start else start))

    def quote(self, found: tuple[int, int, int, int]) -> str:
        """The words of a range, a line a paragraph; deleted ones only if there are no others.

        Notes that stand among them are none of them.
        """
        kept = self._words(found, deleted=False)
        return kept if kept.strip() else self._words(found, deleted=True)

    def _words(self, found: tuple[int, int, int, int], *, deleted: bool) -> str:
        first, start, last, end = found
        lines, total = [], 0
        for index in range(first, last + 1):
            if index in self._notes and first not in self._notes:
                continue
            begin = start if index == first else 0
            stop = end if index == last else None
            lines.append(_slice(self.paragraphs[index], begin, stop, deleted=deleted))
            total += len(lines[-1])
            if total > _QUOTE:
                break
        return "\n".join(lines)[:_QUOTE]


def length(paragraph: TrackedParagraph) -> int:
    """The characters of all of a paragraph's runs."""
    return sum(len(run.text) for run in paragraph.runs)


def _slice(paragraph: TrackedParagraph, start: int, stop: int | None, *, deleted: bool) -> str:
    out, at = [], 0
    for run in paragraph.runs:
        gone = any(revision.goes for revision in run.revisions)
        if gone == deleted and run.object is None:
            until = None if stop is None else max(stop - at, 0)
            out.append(run.text[max(start - at, 0) : until])
        at += len(run.text)
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Thread:
    """What commentsExtended says of a comment: what it replies to, whether it is settled."""

    parent: str = ""
    resolved: bool = False


def read_comments(
    package: Package, anchors: Anchors, words: Callable[[str, etree._Element], str]
) -> tuple[list[Comment], dict[str, str]]:
    """All comments in the file's order, and what each is about, by the comment's id.

    ``words`` gives the plain text of a comment's body in a part.
    """
    comments: list[Comment] = []
    quotes: dict[str, str] = {}
    last_ids: dict[str, str] = {}
    for part in package.related("comments"):
        for element in package.root(part).iterchildren(w("comment")):
            ident = element.get(_ID, "")
            found = anchors.range(ident) if ident not in quotes else None
            while ident in quotes:  # no sound file has two of one id
                ident += "+"
            author, when = signature(element)
            quotes[ident] = anchors.quote(found) if found else ""
            said = Comment(ident, author, words(part, element), date=when)
            comments.append(_placed(said, anchors, found))
            for paragraph in element.iter(w("p")):
                last_ids[ident] = paragraph.get(_PARA_ID, "").lower()
    threads = _threads(package, last_ids) if comments else {}
    by_id = {comment.id: comment for comment in comments}
    return [_threaded(comment, by_id, threads) for comment in comments], quotes


def shows_more(comment: etree._Element) -> bool:
    """Whether a comment shows anything that is no words."""
    return next(comment.iter(*_SHOWN), None) is not None


def _placed(comment: Comment, anchors: Anchors, found: tuple[int, int, int, int] | None) -> Comment:
    if found is None:
        return comment
    first, start, last, end = found
    begin, finish = anchors.paragraphs[first], anchors.paragraphs[last]
    if not begin.id:
        return comment
    if first == last:
        return replace(comment, block=begin.id, start=start, end=end)
    placed = replace(comment, block=begin.id, start=start, end=length(begin))
    return replace(placed, last=finish.id, stop=end) if finish.id else placed


def _threads(package: Package, last_ids: dict[str, str]) -> dict[str, Thread]:
    by_paragraph = {para: ident for ident, para in last_ids.items() if para}
    threads = {}
    for part in package.related("commentsExtended"):
        for element in package.root(part).iterchildren(f"{{{W15}}}commentEx"):
            ident = by_paragraph.get(element.get(f"{{{W15}}}paraId", "").lower())
            parent = by_paragraph.get(element.get(f"{{{W15}}}paraIdParent", "").lower(), "")
            if ident is not None:
                done = element.get(f"{{{W15}}}done", "0") in ("1", "true", "on")
                threads[ident] = Thread(parent, done)
    return {i: replace(t, parent="") if _circular(i, threads) else t for i, t in threads.items()}


def _circular(ident: str, threads: dict[str, Thread]) -> bool:
    """Whether a comment answers itself, directly or through others."""
    seen, at = set[str](), ident
    while at in threads and at not in seen:
        seen.add(at)
        at = threads[at].parent
    return at == ident


def _threaded(comment: Comment, by_id: dict[str, Comment], threads: dict[str, Thread]) -> Comment:
    thread = threads.get(comment.id)
    if thread is None:
        return comment
    answer = replace(comment, parent=thread.parent, resolved=thread.resolved)
    if thread.parent and not comment.block:  # it may leave its place to the comment it answers
        asked = by_id[thread.parent]
        return replace(
            answer,
            block=asked.block,
            start=asked.start,
            end=asked.end,
            last=asked.last,
            stop=asked.stop,
        )
    return answer
