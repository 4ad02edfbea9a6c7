"""What a run holds: words, breaks, symbols, fields, notes, drawings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from mufakat.edges.word.read_comments import REFERENCE
from mufakat.edges.word.read_fields import SILENT, VOLATILE, Field
from mufakat.edges.word.read_marks import Marks
from mufakat.edges.word.read_notes import KINDS as NOTE_KINDS
from mufakat.edges.word.read_notes import NoteKind, own_body
from mufakat.edges.word.read_numbering import number
from mufakat.edges.word.read_objects import ALTERNATE, chosen
from mufakat.edges.word.read_revisions import signature
from mufakat.edges.word.read_styles import OFF
from mufakat.edges.word.read_symbols import CODES, symbol, symbols
from mufakat.edges.word.read_xml import VAL, w
from mufakat.text.document import Anchor
from mufakat.text.tracked import FormatChange, TrackedNote

if TYPE_CHECKING:
    from mufakat.edges.word.read_story import Story

_T, _RPR, _TYPE, _ID = w("t"), w("rPr"), w("type"), w("id")
_FIELD_TYPE = w("fldCharType")
_OWN_SIGN, _SIGN = w("customMarkFollows"), w("footnoteRef")


def run(story: Story, element: etree._Element) -> None:
    """Reads one run."""
    story.marks = story.link
    story.format = None
    for child in element:
        tag = child.tag
        if tag == _T:
            if text := child.text:
                if not text.isascii() and CODES.search(text):
                    text = _symbols(story, element, text)
                story.text(text)
        elif tag == _RPR:
            properties(story, child)
        elif (handler := RUN.get(tag)) is not None:
            handler(story, child)
        elif tag not in _NOTHING:
            story.kinds.append("unknown")


def properties(story: Story, element: etree._Element) -> None:
    """A run's own formatting."""
    reader = story.reading.run_marks
    story.marks = reader.of(element, story.link)
    if reader.told:
        story.kinds.extend(reader.told)
    change = reader.change
    if change is not None:
        before = _own(story, reader.before(change, story.link))
        if before == story.marks:
            story.kinds.append("layout")
        else:
            author, when = signature(change)
            story.reading.revisions.authors.setdefault(author)
            story.format = FormatChange(author, before, when)


def _own(story: Story, before: Marks) -> Marks:
    """The marks that a change replaced, without those that the paragraph's style gives.

    LibreOffice writes these beside them, though it was not them that the change was about.
    """
    given = story.properties.given
    if not given or not story.reading.from_libreoffice:
        return before
    return tuple(mark for mark in before if mark[0] not in given or mark in story.marks)


def _deleted_text(story: Story, element: etree._Element) -> None:
    if element.text:
        story.text(element.text)


def _tab(story: Story, _: etree._Element) -> None:
    story.text("\t")


def _break(story: Story, element: etree._Element) -> None:
    if element.get(_TYPE, "textWrapping") == "textWrapping":
        story.add("\n")
    else:
        story.kinds.append("break")


def _no_break_hyphen(story: Story, _: etree._Element) -> None:
    story.add("\u2011")


def _soft_hyphen(story: Story, _: etree._Element) -> None:
    story.add("\u00ad")


def _symbol(story: Story, element: etree._Element) -> None:
    character, sure = symbol(element.get(w("char")), element.get(w("font")))
    story.text(character)
    if not sure:
        story.kinds.append("symbol")


def _symbols(story: Story, run: etree._Element, text: str) -> str:
    """Words in which there are codes of a symbol font, as what they show."""
    fonts = run.find(f"{_RPR}/{w('rFonts')}")
    shown, sure = symbols(text, None if fonts is None else fonts.get(w("ascii")))
    if not sure:
        story.kinds.append("symbol")
    return shown


def _instruction(story: Story, element: etree._Element) -> None:
    if story.fields and not story.fields[-1].shows:
        story.fields[-1].instruction.append(element.text or "")


def _field_character(story: Story, element: etree._Element) -> None:
    kind = element.get(_FIELD_TYPE)
    if kind == "begin":
        held = Field(story.link)
        story.fields.append(held)
        story.muted += 1
        held.form = _form(element)
    elif kind == "separate" and story.fields:
        show_field(story, story.fields[-1])
    elif kind == "end" and story.fields:
        end_field(story)


def _form(element: etree._Element) -> str | None:
    """What an old form field shows that has no words of its own: a box, a choice."""
    box = element.find(f"{w('ffData')}/{w('checkBox')}")
    if box is not None:
        state = box.find(w("checked"))
        state = box.find(w("default")) if state is None else state
        return "☒" if state is not None and state.get(VAL, "1") not in OFF else "☐"
    choices = element.find(f"{w('ffData')}/{w('ddList')}")
    if choices is None:
        return None
    entries = [entry.get(VAL, "") for entry in choices.iterchildren(w("listEntry"))]
    result = choices.find(w("result"))
    at = 0 if result is None else number(result.get(VAL), 0)
    return entries[at] if 0 <= at < len(entries) else ""


def show_field(story: Story, held: Field) -> None:
    """A field's instruction is over: what follows is what it shows."""
    if held.shows:
        return
    held.shows = True
    story.muted -= 1
    name = held.name
    if name == "HYPERLINK":
        address, problem = held.link()
        if problem:
            story.kinds.append(problem)
        if address:
            _lead(story, (("link", address),))
    elif story.quiet and name in VOLATILE:
        story.text("#")
        held.shows = False
        story.muted += 1
    else:
        story.kinds.append("field")


def _lead(story: Story, link: Marks) -> None:
    """What follows leads there or nowhere, also in the run that is being read."""
    if link != story.link:
        own = {mark for mark in story.marks if mark not in story.link}
        story.marks = tuple(sorted(own | set(link)))
        story.link = link


def end_field(story: Story) -> None:
    """A field is over."""
    held = story.fields.pop()
    _lead(story, held.before)
    story.muted -= not held.shows
    if held.form is not None:
        story.text(held.form)
        story.kinds.append("form field")
    elif not held.shows and held.name not in SILENT and not story.quiet:
        story.kinds.append("empty field")


def _note(story: Story, element: etree._Element) -> None:
    kind, ident = NOTE_KINDS[element.tag], element.get(_ID, "")
    if story.quiet or story.muted:
        return
    if element.get(_OWN_SIGN, "0") not in OFF:
        _forget_sign(story, element)
    note = _read_note(story, kind, ident)
    if note is not None:
        _lower(story)
        story.object(note)


def _forget_sign(story: Story, reference: etree._Element) -> None:
    """What stands behind the reference in its run is a sign instead of a number, and no word."""
    for sign in reference.itersiblings():
        sign.tag = _SIGN
    story.kinds.append("note sign")


def _lower(story: Story) -> None:
    """Takes away what raises a note's sign above the line, which is no emphasis."""
    story.marks = tuple(mark for mark in story.marks if mark[0] != "superscript")
    change = story.format
    if change is not None:
        before = tuple(mark for mark in change.before if mark[0] != "superscript")
        story.format = replace(change, before=before) if before != story.marks else None


def _read_note(story: Story, kind: NoteKind, ident: str) -> TrackedNote | None:
    reading = story.reading
    element = reading.notes.element(kind, ident)
    problem = ""
    if story.note:
        problem = "note in a note"
    elif element is None:
        problem = "lost note"
    elif (kind, ident) in reading.notes_read:
        problem = "repeated note"
    if problem or element is None:
        story.kinds.append(problem)
        return None
    reading.notes_read.add((kind, ident))
    own = reading.bookmarks.take_note()
    inner = story.inner(reading.notes.relations(kind), note=True)
    blocks = own_body(inner.blocks(element), story.stack)
    return TrackedNote(own, tuple(blocks), kind)


def _note_number(story: Story, _: etree._Element) -> None:
    story.strip = " \t" if story.note and not story.runs and not story.pieces else ""


def _drawing(story: Story, element: etree._Element) -> None:
    if story.muted:
        return
    found = story.objects.drawing(element, keep=not story.quiet)
    for held in found.objects:
        story.object(Anchor(0, held))
    story.kinds.extend(found.told)
    for box in found.text_boxes:
        story.after.extend(story.inner(story.relations).blocks(box))
        story.kinds.append("text box")


def _ruby(story: Story, element: etree._Element) -> None:
    marks, change = story.marks, story.format
    base = element.find(w("rubyBase"))
    if base is not None:
        story.inline(base)
    story.marks, story.format = marks, change
    story.kinds.append("ruby")


def _alternate(story: Story, element: etree._Element) -> None:
    branch = chosen(element)
    for child in () if branch is None else branch:
        if child.tag == _T:
            _deleted_text(story, child)
        elif (handler := RUN.get(child.tag)) is not None:
            handler(story, child)
        elif child.tag not in _NOTHING:
            story.kinds.append("unknown")


def _comment_reference(story: Story, element: etree._Element) -> None:
    if story.reading.anchors.wanted:
        story.anchors.append((element.get(_ID, ""), element.tag, story.at))


RUN: dict[str, Callable[[Story, etree._Element], None]] = {
    w("delText"): _deleted_text,
    w("tab"): _tab,
    w("ptab"): _tab,
    w("br"): _break,
    w("cr"): lambda story, _: story.add("\n"),
    w("noBreakHyphen"): _no_break_hyphen,
    w("softHyphen"): _soft_hyphen,
    w("sym"): _symbol,
    w("fldChar"): _field_character,
    w("instrText"): _instruction,
    w("delInstrText"): _instruction,
    **dict.fromkeys(NOTE_KINDS, _note),
    w("footnoteRef"): _note_number,
    w("endnoteRef"): _note_number,
    **dict.fromkeys(
        (w("drawing"), w("pict"), w("object"), w("contentPart"), w("control")), _drawing
    ),
    w("ruby"): _ruby,
    ALTERNATE: _alternate,
    REFERENCE: _comment_reference,
}
"""What each element within a run means."""

_NOTHING = frozenset(
    w(name)
    for name in (
        "annotationRef",
        "continuationSeparator",
        "lastRenderedPageBreak",
        "pgNum",
        "separator",
    )
)
