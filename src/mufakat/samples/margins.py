"""What stands beside the text: comments in the margin, notes at the foot of the page."""

from __future__ import annotations

from lxml import etree

from mufakat.samples import marks, words
from mufakat.samples.marks import Hand
from mufakat.samples.package import Package, w

DOCUMENT = "word/document.xml"
NOTES = "word/footnotes.xml"


def number(element: etree._Element) -> int:
    """An element's own number; 0 if it has none."""
    value = element.get(w("id"), "")
    return int(value) if value.lstrip("-").isdigit() else 0


def comment(
    package: Package,
    hand: Hand,
    paragraph: etree._Element,
    held: list[etree._Element],
    remark: str,
) -> None:
    """Hangs a comment on runs of a paragraph."""
    ident = _write_comment(package, hand, remark)
    start, end = _edge("commentRangeStart", ident), _edge("commentRangeEnd", ident)
    _outermost(held[0], paragraph).addprevious(start)
    _outermost(held[-1], paragraph).addnext(end)
    reference = etree.Element(w("r"))
    reference.append(_edge("commentReference", ident))
    end.addnext(reference)


def _edge(tag: str, ident: str) -> etree._Element:
    element = etree.Element(w(tag))
    element.set(w("id"), ident)
    return element


def _outermost(run: etree._Element, paragraph: etree._Element) -> etree._Element:
    """The paragraph's own child that the run lies in."""
    while (parent := run.getparent()) is not None and parent is not paragraph:
        run = parent
    return run


def _write_comment(package: Package, hand: Hand, remark: str) -> str:
    comments = package.word_part("comments", "comments")
    ident = str(1 + max(map(number, comments), default=-1))
    written = hand.signed("comment")
    written.set(w("id"), ident)
    written.set(w("initials"), "".join(name[0] for name in hand.author.split()))
    etree.SubElement(written, w("p")).extend(words.new_runs(remark))
    comments.append(written)
    return ident


def note(package: Package, hand: Hand | None, body: str) -> etree._Element:
    """Writes a footnote, and returns the run that refers to it."""
    notes = package.word_part("footnotes", "footnotes")
    ident = str(1 + max(map(number, notes), default=0))
    model = next((p for p in notes.iter(w("p")) if words.text(p)), None)
    own = _note_run(notes, "footnoteRef")
    footnote = etree.SubElement(notes, w("footnote"))
    footnote.set(w("id"), ident)
    holder = marks.blank_like(model) if model is not None else etree.Element(w("p"))
    footnote.append(holder)
    marks.insert(hand, holder, None, [own, *words.new_runs(" " + body)])
    reference = _note_run(package.tree(DOCUMENT), "footnoteReference")
    reference[-1].set(w("id"), ident)
    return reference


def _note_run(root: etree._Element, tag: str) -> etree._Element:
    """A note's number, in the looks of the others in this part."""
    run = etree.Element(w("r"))
    other = next(root.iter(w(tag)), None)
    model = other.getparent() if other is not None else None
    looks = model.find(w("rPr")) if model is not None else None
    if looks is not None:
        run.append(marks.unmarked_copy(looks))
    else:
        raised = etree.SubElement(etree.SubElement(run, w("rPr")), w("vertAlign"))
        raised.set(w("val"), "superscript")
    etree.SubElement(run, w(tag))
    return run


def put_notes_in_order(package: Package) -> None:
    """Numbers the notes as they are referred to and drops the others, as Word does on saving."""
    if NOTES not in package:
        return
    notes = package.tree(NOTES)
    own = [one for one in notes if one.get(w("type")) is None]
    held = {one.get(w("id")): one for one in own}
    first = min(map(number, own), default=1)
    for one in own:
        notes.remove(one)
    for reference in package.tree(DOCUMENT).iter(w("footnoteReference")):
        one = held[reference.get(w("id"))]
        if one.getparent() is None:
            one.set(w("id"), str(first + sum(other.get(w("type")) is None for other in notes)))
            notes.append(one)
        reference.set(w("id"), one.get(w("id"), ""))
