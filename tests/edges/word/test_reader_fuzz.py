"""Whatever happens to a file on its way, reading it ends in a text or in a refusal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.change.dice import Dice
from tests.edges.word.builder import (
    abstract,
    bookmark,
    by,
    comment,
    comment_on,
    dele,
    field,
    ins,
    level,
    list_,
    moved,
    note_head,
    note_ref,
    num,
    p,
    package,
    r,
    sdt,
    style,
    tbl,
    tc,
    tr,
    unzipped,
)
from tests.edges.word.mutation import damaged, mutated, packed, unread
from tests.edges.word.test_reader_comments import threads
from tests.edges.word.test_reader_objects import CHART, PICTURE, box, drawing, formula, picture

from mufakat.edges.word.import_draft import import_draft
from mufakat.edges.word.reader import Return, read
from mufakat.refusal import Refusal
from mufakat.text.document import Document, Note, Paragraph, paragraphs
from mufakat.text.identity import identify
from mufakat.text.markup import parse, serialise
from mufakat.text.tracked import accepted, original

CHANGED = f'<w:pPrChange {by("SGP")}><w:pPr><w:pStyle w:val="H1"/></w:pPr></w:pPrChange>'
BOLDER = f"<w:b/><w:rPrChange {by('THA')}><w:rPr><w:i/></w:rPr></w:rPrChange>"
LEVELS = level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)")
RICH = package(
    p(bookmark("_mf_body_start"), "Cover", field(" PAGE ", "3"), style="Sh"),
    p(bookmark("_mf_h1", "Joint statement"), style="T"),
    p(bookmark("_mf_p1", "The ", ins("MYS", "Sixth "), "Meeting", note_ref(2)), props=num(1)),
    p(bookmark("_mf_p2", dele("SGP", "old "), comment_on(0, "words")), props=num(1, 1) + CHANGED),
    p(bookmark("_mf_p3", moved("From", "VNM", "m", "Moved.")), mark="moveFrom VNM"),
    p(r("bolder", BOLDER), r(picture()), r(drawing('<c:chart r:id="rId2"/>')), r(box(p("box")))),
    sdt(p("a", sdt(r("b")), formula("x"))),
    tbl(
        tr(tc("head", props='<w:gridSpan w:val="2"/>'), props="<w:tblHeader/>"),
        tr(tc("down", props='<w:vMerge w:val="restart"/>'), "x", props=f"<w:ins {by('MYS')}/>"),
        tr(tc(p(), props="<w:vMerge/>"), tc(tbl(tr("inner")), p("after"))),
    ),
    p(moved("To", "VNM", "m", "Moved."), mark="moveTo VNM"),
    p(f'<w:hyperlink r:id="rL">{r("link")}</w:hyperlink>', note_ref(1, "endnote"), mark="ins LAO"),
    p(bookmark("_mf_body_end"), style="Sh"),
    styles=style("T", "Title") + style("H1", "heading 1") + style("Sh", "Mufakat Shell"),
    numbering=abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"))
    + list_(1, 0),
    footnotes={2: p(note_head(), "A note ", ins("KHM", "more"))},
    endnotes={1: p(note_head("endnote"), "At the end")},
    comments=comment(0, "MYS", "Why?", para="0000000A"),
    links={"rL": "https://asean.org/"},
    parts=(PICTURE, CHART, threads(("0000000A", "", True))),
    properties={"mufakat.instrument": "x", "mufakat.draft": "zero", "mufakat.digest": "0" * 64},
)
FILES = unzipped(RICH)
USUAL = frozenset(read(RICH).warnings)

fuzz = settings(
    max_examples={40_000: 100_000}.get(settings().max_examples, settings().max_examples)
)
"""At soak at least 100,000 files; elsewhere as the profile says."""

throws = st.binary(max_size=64).map(Dice)


def outcome(data: bytes) -> Return | None:
    """What a file holds, or None if it was refused; nothing else may come of it."""
    try:
        returned = read(data)
    except Refusal:
        return None
    sound(original(returned.tracked))
    sound(accepted(returned.tracked))
    return returned


def sound(document: Document) -> None:
    """A text that was read is one that can be kept and compared."""
    named = identify(document)
    assert parse(serialise(named)) == named
    for paragraph in paragraphs(document):
        objects = [at for at, sign in enumerate(paragraph.text) if sign == "\ufffc"]
        assert [anchor.offset for anchor in paragraph.anchors] == objects


def test_the_rich_file_itself_is_read() -> None:
    returned = outcome(RICH)
    assert returned is not None
    document = accepted(returned.tracked)
    words = [paragraph.text for paragraph in paragraphs(document)]
    assert words[:2] == ["Joint statement", "The Sixth Meeting\ufffc"]
    notes = [a for one in paragraphs(document) for a in one.anchors if isinstance(a.object, Note)]
    assert len(notes) == 2
    assert isinstance(document.body[0], Paragraph)
    assert unread(FILES, returned) == []


@fuzz
@given(throws)
def test_whatever_happened_to_its_parts_it_is_read_or_refused_and_no_word_lost_in_silence(
    dice: Dice,
) -> None:
    files = mutated(dice, FILES)
    returned = outcome(packed(files))
    if returned and set(returned.warnings) <= USUAL:
        assert unread(files, returned) == []


@given(throws)
def test_whatever_happened_to_its_bytes_it_is_read_or_refused(dice: Dice) -> None:
    outcome(damaged(dice, RICH))


@given(st.integers(0, len(RICH)))
def test_a_file_cut_short(length: int) -> None:
    outcome(RICH[:length])


@given(throws)
def test_whatever_happened_to_it_a_draft_is_made_of_it_or_refused(dice: Dice) -> None:
    try:
        document, *_ = import_draft(packed(mutated(dice, FILES)), "theirs.docx")
    except Refusal:
        return
    assert parse(serialise(document)) == document
