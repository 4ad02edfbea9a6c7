"""One stretch of words against another: paragraphs read on as one stream, marks between them.

A split is a mark put in, a join a mark taken away, a new style a mark replaced.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mufakat.change.amendment import Format, Fragment, Join, Operation, Remove, Replace, Restyle
from mufakat.change.compare.worddiff import Hunk, Weigh, hunks
from mufakat.change.fragment import bare_object, cut, glue, mark
from mufakat.text.document import MARK, OBJECT, Block, Note, Opaque, Paragraph, Span
from mufakat.text.tokens import tokenise

NoteDiffer = Callable[[Note, Note], list[Operation]]


def diff_flow(
    old: Sequence[Paragraph], new: Sequence[Paragraph], weigh: Weigh, note: NoteDiffer
) -> list[Operation]:
    """The operations that turn ``old`` into ``new``, whose last marks stand for each other."""
    return _Flow(old, new, weigh, note).run()


def unchanged(old: Block, new: Block) -> bool:
    """Whether both are a paragraph that says the same, which most paragraphs of a return do."""
    return (
        isinstance(old, Paragraph)
        and isinstance(new, Paragraph)
        and old.text == new.text
        and old.style == new.style
        and old.spans == new.spans
        and not (old.anchors or new.anchors)
    )


@dataclass(frozen=True, slots=True)
class _Stream:
    """Paragraphs as one text: ``starts[n]`` is where paragraph n begins in it."""

    paragraphs: tuple[Paragraph, ...]
    starts: tuple[int, ...]
    keys: tuple[str, ...]
    cuts: tuple[int, ...]

    def at(self, offset: int) -> tuple[int, int]:
        """The paragraph's number and the offset in it (the text's length is its mark's place)."""
        n = bisect_right(self.starts, offset) - 1
        return n, offset - self.starts[n]

    def token(self, n: int) -> str:
        """The characters of a token."""
        number, at = self.at(self.cuts[n])
        return self.paragraphs[number].text[at : at + self.cuts[n + 1] - self.cuts[n]]

    def pieces(self, start: int, end: int) -> Iterator[Fragment]:
        """``[start, end)`` as fragments; a paragraph's end is a mark with its style."""
        for n, paragraph in enumerate(self.paragraphs):
            at = self.starts[n]
            first, last = max(start - at, 0), min(end - at, len(paragraph.text))
            if first < last:
                yield cut(paragraph, first, last)
            if start <= at + len(paragraph.text) < end:
                yield mark(paragraph.style)


def _stream(paragraphs: Sequence[Paragraph], known: set[tuple[object, ...]]) -> _Stream:
    if len(paragraphs) == 1 and not paragraphs[0].anchors:
        tokens = tokenise(paragraphs[0].text)
        return _Stream(tuple(paragraphs), (0,), tokens.keys, tokens.cuts)
    keys: list[str] = []
    cuts: list[int] = [0]
    starts: list[int] = []
    for n, paragraph in enumerate(paragraphs):
        if n:
            keys.append(MARK)
            cuts.append(cuts[-1] + 1)
        start = cuts[-1]
        starts.append(start)
        tokens = tokenise(paragraph.text)
        if paragraph.anchors:
            keys += _object_keys(paragraph, tokens.keys, tokens.cuts, known)
        else:
            keys += tokens.keys
        cuts += [start + c for c in tokens.cuts[1:]]
    return _Stream(tuple(paragraphs), tuple(starts), tuple(keys), tuple(cuts))


def _object_keys(
    paragraph: Paragraph, keys: Sequence[str], cuts: Sequence[int], known: set[tuple[object, ...]]
) -> list[str]:
    held = {a.offset: a.object for a in paragraph.anchors}
    return [
        _key(held[at], known) if key.startswith(OBJECT) and at in held else key
        for key, at in zip(keys, cuts, strict=False)
    ]


def _key(thing: Note | Opaque, known: set[tuple[object, ...]]) -> str:
    """A note is told by its words where the other side has the same words, else by being a note."""
    if isinstance(thing, Opaque):
        return f"{OBJECT}{thing.kind}:{thing.digest}:{thing.label}"
    plain = bare_object(thing)
    return f"{OBJECT}{thing.kind}:{hash(plain)}" if (plain,) in known else f"{OBJECT}{thing.kind}"


def _notes(paragraphs: Sequence[Paragraph]) -> set[tuple[object, ...]]:
    return {
        (bare_object(a.object),)
        for paragraph in paragraphs
        for a in paragraph.anchors
        if isinstance(a.object, Note)
    }


class _Flow:
    def __init__(
        self, old: Sequence[Paragraph], new: Sequence[Paragraph], weigh: Weigh, note: NoteDiffer
    ) -> None:
        known = _notes(old) & _notes(new)
        self.old, self.new = _stream(old, known), _stream(new, known)
        self.weigh, self.note = weigh, note
        self.ops: list[Operation] = []

    def run(self) -> list[Operation]:
        a = b = 0
        found = hunks(self.old.keys, self.new.keys, self.weigh)
        for i, j, k, l in [*self._between_lines(found), self._end()]:
            self._kept(a, i, b)
            if i < j or k < l:
                self._hunk((i, j, k, l))
            a, b = j, l
        last_old, last_new = self.old.paragraphs[-1], self.new.paragraphs[-1]
        if last_old.style != last_new.style:
            self.ops.append(Restyle(last_old.id, last_new.style, self._is_split(last_old.id)))
        return self.ops

    def _between_lines(self, found: Sequence[Hunk]) -> Iterator[Hunk]:
        """The hunks, those moved back that have slid over a space which is typed otherwise.

        Words put in at a line's end do not stand at the beginning of the next.
        """
        reached = 0
        for i, j, k, l in found:
            if reached < i and (i == j or k == l) and self._fits_before(i, j, k, l):
                i, j, k, l = i - 1, j - 1, k - 1, l - 1
            yield i, j, k, l
            reached = j

    def _fits_before(self, i: int, j: int, k: int, l: int) -> bool:
        old, new = self.old.token, self.new.token
        if old(i - 1) == new(k - 1) or self.old.keys[i - 1] == MARK:
            return False
        if i == j:
            return old(i - 1) == new(l - 1) and self.old.keys[i - 1] == self.new.keys[l - 1]
        return old(j - 1) == new(k - 1) and self.old.keys[j - 1] == self.new.keys[k - 1]

    def _is_split(self, block: str) -> bool:
        return any(
            isinstance(op, Replace) and op.block == block and op.fragment.styles for op in self.ops
        )

    def _end(self) -> Hunk:
        return len(self.old.keys), len(self.old.keys), len(self.new.keys), len(self.new.keys)

    def _hunk(self, hunk: Hunk) -> None:
        start, end = self.old.cuts[hunk[0]], self.old.cuts[hunk[1]]
        seam = hunk[3] - self._after_seam(hunk)
        fragment, last = self._fragment(hunk[2], seam), self._fragment(seam, hunk[3])
        n, at = self.old.at(start)
        while True:
            paragraph = self.old.paragraphs[n]
            mark_at = self.old.starts[n] + len(paragraph.text)
            stop = min(end - self.old.starts[n], len(paragraph.text))
            joins = end > mark_at
            fragment = fragment if joins or not last.text else last
            if at == 0 and joins and not fragment.text:
                self.ops.append(Remove(paragraph.id))
            else:
                if at < stop or fragment.text:
                    self.ops.append(Replace(paragraph.id, at, stop, fragment))
                if joins:
                    self.ops.append(Join(paragraph.id))
            if not joins:
                return
            n, at, fragment = n + 1, 0, Fragment()
            if self.old.starts[n] == end:
                return

    def _fragment(self, first: int, last: int) -> Fragment:
        """The new tokens ``[first, last)``."""
        pieces = list(self.new.pieces(self.new.cuts[first], self.new.cuts[last]))
        return glue(pieces) if pieces else Fragment()

    def _after_seam(self, hunk: Hunk) -> int:
        """How many of a hunk's new tokens stand for words after the last mark that it takes out.

        Those at its end, if some are the same words but for capitals: "The" made "the".
        """
        old, new = self.old.keys[hunk[0] : hunk[1]], self.new.keys[hunk[2] : hunk[3]]
        count = old[::-1].index(MARK) if MARK in old else 0
        if not 0 < count <= len(new):
            return 0
        pairs = zip(old[-count:], new[-count:], strict=True)
        same = any(a[:1].isalnum() and a.casefold() == b.casefold() for a, b in pairs)
        return count if same else 0

    def _kept(self, a: int, until: int, b: int) -> None:
        """Tokens that stay: what changed about them other than the words."""
        if self._untouched(a, until, b):
            self._formats(a, until, b)
            return
        run = a
        for n in range(a, until):
            m = b + n - a
            key = self.old.keys[n]
            start, end = self.old.cuts[n], self.old.cuts[n + 1]
            if key == MARK:
                self._formats(run, n, b + run - a)
                run = n + 1
                self._mark(start, m)
            elif key.startswith(OBJECT):
                self._object(start, self.new.cuts[m])
            elif not self._same_characters(start, end, m):
                self._formats(run, n, b + run - a)
                run = n + 1
                self._typographic(start, end, m)
        self._formats(run, until, b + run - a)

    def _untouched(self, a: int, until: int, b: int) -> bool:
        """Whether the tokens lie in one paragraph each, hold no object, and look the same."""
        start, given = self.old.cuts[a], self.new.cuts[b]
        length = self.old.cuts[until] - start
        if self.new.cuts[b + until - a] - given != length:
            return False
        (n, at), (o, there) = self.old.at(start), self.new.at(given)
        text = self.old.paragraphs[n].text[at : at + length]
        other = self.new.paragraphs[o].text[there : there + length]
        return len(text) == length and text == other and OBJECT not in text

    def _same_characters(self, start: int, end: int, m: int) -> bool:
        (n, at), (o, given) = self.old.at(start), self.new.at(self.new.cuts[m])
        length = end - start
        if length != self.new.cuts[m + 1] - self.new.cuts[m]:
            return False
        text, other = self.old.paragraphs[n].text, self.new.paragraphs[o].text
        return text[at : at + length] == other[given : given + length]

    def _typographic(self, start: int, end: int, m: int) -> None:
        n, at = self.old.at(start)
        o, given = self.new.at(self.new.cuts[m])
        length = self.new.cuts[m + 1] - self.new.cuts[m]
        fragment = cut(self.new.paragraphs[o], given, given + length)
        self.ops.append(Replace(self.old.paragraphs[n].id, at, at + end - start, fragment))

    def _mark(self, start: int, m: int) -> None:
        n, _ = self.old.at(start)
        o, _ = self.new.at(self.new.cuts[m])
        if self.old.paragraphs[n].style != self.new.paragraphs[o].style:
            self.ops.append(Restyle(self.old.paragraphs[n].id, self.new.paragraphs[o].style))

    def _object(self, start: int, given: int) -> None:
        (n, at), (o, there) = self.old.at(start), self.new.at(given)
        old = next((x.object for x in self.old.paragraphs[n].anchors if x.offset == at), None)
        new = next((x.object for x in self.new.paragraphs[o].anchors if x.offset == there), None)
        if isinstance(old, Note) and isinstance(new, Note):
            self.ops += self.note(old, new)

    def _formats(self, a: int, until: int, b: int) -> None:
        """The marks set or cleared over tokens ``[a, until)``, which lie in one paragraph."""
        if a >= until:
            return
        n, at = self.old.at(self.old.cuts[a])
        o, given = self.new.at(self.new.cuts[b])
        old, new = self.old.paragraphs[n], self.new.paragraphs[o]
        if not old.spans and not new.spans:
            return
        length = self.old.cuts[until] - self.old.cuts[a]
        before, after = _over(old.spans, at, length), _over(new.spans, given, length)
        for mark_, value in sorted({*before, *after}):
            was, now = before.get((mark_, value), []), after.get((mark_, value), [])
            for on, gained, held in ((False, was, now), (True, now, was)):
                self.ops += [
                    Format(old.id, at + s, at + e, mark_, value, on)
                    for s, e in _minus(gained, held)
                ]


def _over(
    spans: Sequence[Span], start: int, length: int
) -> dict[tuple[str, str], list[tuple[int, int]]]:
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for span in spans:
        first, last = max(span.start - start, 0), min(span.end - start, length)
        if first < last:
            found.setdefault((span.mark, span.value), []).append((first, last))
    return found


def _minus(these: list[tuple[int, int]], those: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of ``these`` that ``those`` do not cover (both sorted, none overlapping)."""
    out = []
    for start, end in these:
        for first, last in those:
            if last <= start or first >= end:
                continue
            if start < first:
                out.append((start, first))
            start = max(start, last)
        if start < end:
            out.append((start, end))
    return out
