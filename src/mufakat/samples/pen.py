"""A pen: what an official does with a file in a word processor, act by act.

Each act names its place by words that must occur once in the text (``NotThere`` otherwise).
With ``tracking`` the act is recorded as a tracked change, without it the text is just changed.
"""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from mufakat.samples import margins, marks, words
from mufakat.samples.margins import DOCUMENT, NOTES, number
from mufakat.samples.marks import Hand
from mufakat.samples.package import Package, w
from mufakat.samples.words import NotThere

_NUMBERED = ("ins", "del", "moveFrom", "moveTo", "bookmarkStart", "commentRangeStart")


class Pen:
    """An official's word processor with one file open in it."""

    def __init__(
        self, data: bytes, author: str, begins: datetime, *, tracking: bool = True
    ) -> None:
        self.package = Package(data)
        self.document = self.package.tree(DOCUMENT)
        self.tracking = tracking
        self._untracked = not tracking
        highest = max((number(e) for e in self.document.iter(*map(w, _NUMBERED))), default=0)
        self.hand = Hand(author, begins, max(highest, 9000))

    @property
    def _hand(self) -> Hand | None:
        self.hand.later()
        if not self.tracking:
            self._untracked = True
        return self.hand if self.tracking else None

    def paragraph(self, phrase: str) -> etree._Element:
        """The one paragraph that shows the phrase, in the body or in a footnote."""
        found = [
            paragraph
            for root in self._texts()
            for paragraph in root.iter(w("p"))
            if phrase in words.text(paragraph)
        ]
        if len(found) != 1:
            raise NotThere(f"{phrase!r} is in {len(found)} paragraphs.")
        return found[0]

    def _texts(self) -> list[etree._Element]:
        return [self.package.tree(name) for name in (DOCUMENT, NOTES) if name in self.package]

    # Words

    def replace(self, where: str, old: str, new: str) -> None:
        """Types ``new`` over ``old`` in the paragraph that shows ``where``; ``*new*`` is italic."""
        paragraph = self.paragraph(where)
        start = words.place(paragraph, old)
        gone = words.between(paragraph, start, start + len(old))
        fresh = words.new_runs(new, gone[0], keep="*" not in new)
        before = words.before(paragraph, start)
        hand = self._hand
        if hand:
            after = marks.strike(hand, gone)
            before = after if after is not None else before
        else:
            _take_out(gone)
        marks.insert(hand, paragraph, before, fresh)

    def delete(self, where: str, old: str) -> None:
        """Deletes words of the paragraph that shows ``where``."""
        self.replace(where, old, "")

    def insert(self, where: str, after: str, new: str) -> None:
        """Types words behind the words ``after``; at the paragraph's start if that is empty."""
        paragraph = self.paragraph(where)
        offset = words.place(paragraph, after) + len(after) if after else 0
        before = words.before(paragraph, offset)
        like = before if before is not None else marks.plain_run(paragraph)
        fresh = words.new_runs(new, like, keep="*" not in new)
        marks.insert(self._hand, paragraph, before, fresh)

    def embolden(self, where: str, phrase: str) -> None:
        """Makes words bold."""
        paragraph = self.paragraph(where)
        start = words.place(paragraph, phrase)
        hand = self._hand
        for run in words.between(paragraph, start, start + len(phrase)):
            looks = run.find(w("rPr"))
            if looks is None:
                looks = etree.Element(w("rPr"))
                run.insert(0, looks)
            old = etree.Element(w("rPr"))
            old.extend([e for e in marks.unmarked_copy(looks) if e.tag != w("rPrChange")])
            words.set_flag(looks, "b", True)
            if hand:
                change = hand.signed("rPrChange")
                change.append(old)
                looks.append(change)

    # Paragraphs

    def add_after(self, where: str, new: str, *, like: str = "", enter: bool = False) -> None:
        """Adds a paragraph after the one that shows ``where``, looking like it (or like another).

        ``enter``: the official puts the cursor at that paragraph's end and presses Enter, so that
        Word signs the mark of the old paragraph; otherwise the new paragraph's own mark.
        """
        paragraph = self.paragraph(where)
        model = self.paragraph(like) if like else paragraph
        added = marks.blank_like(model)
        paragraph.addnext(added)
        hand = self._hand
        marks.insert(hand, added, None, words.new_runs(new, marks.plain_run(model)))
        if hand:
            marks.sign_mark(hand, paragraph if enter else added, "ins")

    def remove(self, where: str) -> None:
        """Deletes a whole paragraph."""
        paragraph = self.paragraph(where)
        hand = self._hand
        if hand:
            marks.strike(hand, [run for run, _ in words.runs(paragraph)])
            marks.sign_mark(hand, paragraph, "del")
        else:
            _detach(paragraph)

    def split(self, where: str, before: str) -> None:
        """Begins a new paragraph before the words ``before``."""
        paragraph = self.paragraph(where)
        at = words.before(paragraph, words.place(paragraph, before))
        first = marks.blank_like(paragraph)
        while at is not None and at.getparent() is not paragraph:
            at = at.getparent()
        for child in list(paragraph):
            if child.tag != w("pPr"):
                first.append(child)
            if child is at:
                break
        paragraph.addprevious(first)
        hand = self._hand
        if hand:
            marks.sign_mark(hand, first, "ins")

    def join(self, where: str, between: str = " ") -> None:
        """Runs the paragraph that shows ``where`` on into the next, with ``between`` typed in."""
        paragraph = self.paragraph(where)
        following = paragraph.getnext()
        if following is None or following.tag != w("p"):
            raise NotThere(f"No paragraph follows {where!r}.")
        last = words.before(paragraph, len(words.text(paragraph)))
        hand = self._hand
        marks.insert(hand, paragraph, last, words.new_runs(between, last, keep=True))
        if hand:
            marks.sign_mark(hand, paragraph, "del")
            return
        for child in list(following):
            if child.tag != w("pPr"):
                paragraph.append(child)
        _detach(following)

    def move(self, where: str, after: str) -> None:
        """Moves a paragraph to behind the one that shows ``after``, words and mark."""
        paragraph, target = self.paragraph(where), self.paragraph(after)
        hand = self._hand
        if not hand:
            target.addnext(paragraph)
            return
        name = f"move{hand.number()}"
        arrival = marks.unmarked_copy(paragraph)
        target.addnext(arrival)
        for side, place in (("moveFrom", paragraph), ("moveTo", arrival)):
            marks.wrap(hand, side, [run for run, _ in words.runs(place)])
            marks.sign_mark(hand, place, side)
            start = hand.signed(f"{side}RangeStart")
            start.set(w("name"), name)
            end = etree.Element(w(f"{side}RangeEnd"))
            end.set(w("id"), start.get(w("id"), ""))
            marks.properties(place).addnext(start)
            place.addnext(end)

    # Tables

    def add_row(self, where: str, cells: tuple[str, ...]) -> None:
        """Adds a table row under the row that shows ``where``."""
        row = next(self.paragraph(where).iterancestors(w("tr")), None)
        if row is None:
            raise NotThere(f"{where!r} is not in a table.")
        added = marks.unmarked_copy(row)
        row.addnext(added)
        hand = self._hand
        for cell, new in zip(added.findall(w("tc")), cells, strict=True):
            first, *others = cell.findall(w("p"))
            for other in others:
                cell.remove(other)
            fresh = marks.blank_like(first)
            marks.insert(hand, fresh, None, words.new_runs(new, marks.plain_run(first)))
            cell.replace(first, fresh)
            if hand:
                marks.sign_mark(hand, fresh, "ins")
        if hand:
            looks = added.find(w("trPr"))
            if looks is None:
                looks = etree.Element(w("trPr"))
                index = sum(1 for child in added if child.tag == w("tblPrEx"))
                added.insert(index, looks)
            looks.append(hand.signed("ins"))

    # Remarks

    def comment(self, where: str, on: str, remark: str) -> None:
        """Hangs a comment on words of the paragraph that shows ``where``."""
        paragraph = self.paragraph(where)
        start = words.place(paragraph, on)
        held = words.between(paragraph, start, start + len(on))
        self.hand.later()
        margins.comment(self.package, self.hand, paragraph, held, remark)

    def note(self, where: str, after: str, body: str) -> None:
        """Adds a footnote behind words."""
        paragraph = self.paragraph(where)
        before = words.before(paragraph, words.place(paragraph, after) + len(after))
        hand = self._hand
        reference = margins.note(self.package, hand, body)
        marks.insert(hand, paragraph, before, [reference])

    # The whole file

    def retype(self, old: str, new: str) -> None:
        """Replaces a character everywhere without tracking, as automatic correction does."""
        for root in self._texts():
            for holder in root.iter(w("t")):
                if holder.text and old in holder.text:
                    words.set_text(holder, holder.text.replace(old, new))

    def wear(self) -> None:
        """Leaves the traces of a word processor: revision numbers, cut runs, spelling marks."""
        for nth, paragraph in enumerate(self.document.iter(w("p"))):
            paragraph.set(w("rsidR"), f"00{nth % 7 + 1:02X}4A1C")
            shown = words.text(paragraph)
            if nth % 3 == 0 and len(shown) > 20:
                words.cut(paragraph, shown.index(" ") + 1 if " " in shown else 10)
                mark = etree.Element(w("proofErr"))
                mark.set(w("type"), "spellStart")
                next(words.runs(paragraph))[0].addprevious(mark)

    def save(self, *, shuffled: bool = False) -> bytes:
        """The file as the official sends it back; tracking once switched off stays off."""
        self.package.saved_by(self.hand.author)
        margins.put_notes_in_order(self.package)
        if self._untracked and "word/settings.xml" in self.package:
            settings = self.package.tree("word/settings.xml")
            for name in ("trackRevisions", "documentProtection"):
                for found in settings.findall(w(name)):
                    settings.remove(found)
        return self.package.save(shuffled=shuffled)


def _take_out(runs: list[etree._Element]) -> None:
    for run in runs:
        _detach(run)


def _detach(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
