"""Whatever happens to a file on its way, reading it ends in a text or in a refusal."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
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
    zipped,
)
from tests.edges.word.test_reader_comments import threads
from tests.edges.word.test_reader_objects import CHART, PICTURE, box, drawing, formula, picture

from mufakat.edges.word.import_draft import import_draft
from mufakat.edges.word.reader import read
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
PARTS = sorted(unzipped(RICH))


def outcome(data: bytes) -> Document | None:
    """The text that a file holds, or None if it was refused; nothing else may come of it."""
    try:
        tracked = read(data).tracked
    except Refusal:
        return None
    sound(original(tracked))
    sound(accepted(tracked))
    return accepted(tracked)


def sound(document: Document) -> None:
    """A text that was read is one that can be kept and compared."""
    named = identify(document)
    assert parse(serialise(named)) == named
    for paragraph in paragraphs(document):
        objects = [at for at, sign in enumerate(paragraph.text) if sign == "\ufffc"]
        assert [anchor.offset for anchor in paragraph.anchors] == objects


def test_the_rich_file_itself_is_read() -> None:
    document = outcome(RICH)
    assert document is not None
    words = [paragraph.text for paragraph in paragraphs(document)]
    assert words[:2] == ["Joint statement", "The Sixth Meeting\ufffc"]
    notes = [a for one in paragraphs(document) for a in one.anchors if isinstance(a.object, Note)]
    assert len(notes) == 2
    assert isinstance(document.body[0], Paragraph)


@given(st.data())
def test_bytes_changed_on_the_way(data: st.DataObject) -> None:
    held = bytearray(RICH)
    for _ in range(data.draw(st.integers(1, 6))):
        held[data.draw(st.integers(0, len(held) - 1))] = data.draw(st.integers(0, 255))
    outcome(bytes(held))


@given(st.integers(0, len(RICH)))
def test_a_file_cut_short(length: int) -> None:
    outcome(RICH[:length])


@given(st.data())
def test_parts_changed_cut_swapped_or_lost(data: st.DataObject) -> None:
    files = unzipped(RICH)
    name = data.draw(st.sampled_from(PARTS))
    part = bytearray(files[name])
    how = data.draw(st.sampled_from(("change", "cut", "swap", "lose")))
    if how == "change":
        for _ in range(data.draw(st.integers(1, 4))):
            part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
        files[name] = bytes(part)
    elif how == "cut":
        files[name] = bytes(part[: data.draw(st.integers(0, len(part)))])
    elif how == "swap":
        other = data.draw(st.sampled_from(PARTS))
        files[name], files[other] = files[other], files[name]
    else:
        del files[name]
    outcome(zipped(files))


def elements(root: etree._Element) -> list[etree._Element]:
    return list(root.iter(etree.Element))[1:]


@st.composite
def rearranged(draw: st.DrawFn, xml: bytes) -> bytes:
    """A part with elements taken out, doubled, moved elsewhere, or stripped of their attributes."""
    root = etree.fromstring(xml)
    for _ in range(draw(st.integers(1, 4))):
        found = elements(root)
        if not found:
            break
        one = draw(st.sampled_from(found))
        parent = one.getparent()
        assert parent is not None
        how = draw(st.sampled_from(("take out", "unwrap", "double", "move", "strip", "retag")))
        if how == "take out":
            parent.remove(one)
        elif how == "unwrap":
            for child in list(one):
                one.addprevious(child)
            parent.remove(one)
        elif how == "double":
            one.addnext(copy.deepcopy(one))
        elif how == "strip":
            one.attrib.clear()
        elif how == "retag":
            one.tag = draw(st.sampled_from(found)).tag
        else:
            target = draw(st.sampled_from(found))
            if target not in set(ancestry(one)) and one not in set(ancestry(target)):
                target.append(one)
    return etree.tostring(root)


def ancestry(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()


@given(st.data())
def test_elements_rearranged(data: st.DataObject) -> None:
    files = unzipped(RICH)
    names = [name for name in PARTS if name.endswith((".xml", ".rels"))]
    usual = ["word/document.xml"] * len(names)
    name = data.draw(st.sampled_from(usual + names))
    files[name] = data.draw(rearranged(files[name]))
    outcome(zipped(files))


@given(st.data())
def test_elements_rearranged_in_a_draft_to_be_imported(data: st.DataObject) -> None:
    files = unzipped(RICH)
    names = ("word/document.xml", "word/numbering.xml", "word/styles.xml")
    name = data.draw(st.sampled_from(names))
    files[name] = data.draw(rearranged(files[name]))
    try:
        document, _ = import_draft(zipped(files), "theirs.docx")
    except Refusal:
        return
    assert parse(serialise(document)) == document
