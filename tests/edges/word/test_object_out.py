"""What was kept stands in the file again: the same thing, under ids of this file."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from tests.edges.word import things
from tests.edges.word.builder import OFFICE, ins, note_head, note_ref, p, package, r
from tests.edges.word.written import (
    FIELDS,
    FINGERPRINT,
    ISSUED,
    WHEN,
    came,
    find,
    names,
    para,
    raw,
    run,
    tree,
    with_part,
)

from mufakat.edges.word.check import meaning_kept
from mufakat.edges.word.kept_object import Find
from mufakat.edges.word.object_keep import PREFIXES
from mufakat.edges.word.reader import read
from mufakat.edges.word.word_template import WordTemplate
from mufakat.edges.word.writer import write
from mufakat.text.document import OBJECT, Anchor, Opaque
from mufakat.text.tracked import Revision, TrackedDocument, TrackedRun

PREFIXED = " ".join(f'xmlns:{prefix}="{PREFIXES[prefix]}"' for prefix in ("wp", "a", "pic"))
MAP = things.media(things.png())


def written(tracked: TrackedDocument, find: Find, template: bytes = ISSUED) -> bytes:
    shell = WordTemplate("issued.docx", template)
    return write(tracked, shell, FIELDS, FINGERPRINT, when=WHEN, objects=find)


def again(*blocks: str, **more: Any) -> bytes:
    """A file read and written."""
    returned = read(package(*blocks, **more))
    data = written(returned.tracked, returned.objects.get)
    assert meaning_kept(returned.tracked, data) == ()
    return data


def relations(data: bytes) -> set[str]:
    """The ids of what the text of a file refers to."""
    listed = find(tree(data, "word/_rels/document.xml.rels"), "pr:Relationship")
    return {element.get("Id", "") for element in listed}


def ids(data: bytes) -> list[str]:
    return re.findall(r'<wp:docPr id="(\d+)"', raw(data))


def test_a_picture_stands_where_it_stood_with_its_words_and_size() -> None:
    data = again(p("See ", r(things.picture("rId1", "A map")), " here."), parts=(MAP,))
    [text] = [
        one for one in find(tree(data), ".//w:p") if "See" in "".join(map(str, one.itertext()))
    ]
    assert [len(one) for one in (find(text, ".//w:drawing"), find(text, ".//w:t"))] == [1, 2]
    assert 'descr="A map"' in raw(data)
    assert "_mf_object" not in raw(data)


def test_a_picture_used_often_is_one_part_and_each_drawing_has_an_id_of_its_own() -> None:
    once, other = r(things.picture("rId1", "A map")), r(things.picture("rId1", "The same map"))
    data = again(p("One ", once), p("Two ", other), p("Three ", once), parts=(MAP,))
    assert len([name for name in names(data) if name.endswith(".png")]) == 1
    assert len(set(ids(data))) == 3
    assert Counter(re.findall('descr="([^"]*)"', raw(data))) == {"A map": 2, "The same map": 1}


def test_drawings_of_the_template_keep_their_ids() -> None:
    seal = things.picture("rId5").replace('docPr id="1"', 'docPr id="70"')
    change = {
        "<w:document ": f"<w:document {PREFIXED} ",
        "<w:sectPr>": f"<w:p><w:r>{seal}</w:r></w:p><w:sectPr>",
    }
    template = with_part(ISSUED, "word/document.xml", change)
    returned = read(package(p("a ", r(things.picture())), parts=(MAP,)))
    data = written(returned.tracked, returned.objects.get, template)
    assert ids(data) == ["71", "70"]


def test_every_relation_leads_to_a_part_that_says_what_it_is() -> None:
    book = f'Id="rId1" Type="{OFFICE}package" Target="../embeddings/a.xlsx"'
    sheet = '<c:externalData r:id="rId1"/>'
    chart = things.chart_part(things.chart(1, 2, more=sheet))
    source = package(p("See ", r(things.charted("rId2")), r(things.picture())), parts=(MAP, chart))
    files: dict[str, bytes | str] = {
        "word/charts/_rels/chart1.xml.rels": things.listing(book),
        "word/embeddings/a.xlsx": things.workbook(),
    }
    returned = read(things.with_parts(source, files))
    data = written(returned.tracked, returned.objects.get)
    types = {e.get("PartName", "") for e in find(tree(data, "[Content_Types].xml"), "ct:Override")}
    held = {f"/{name}" for name in names(data) if "/objects/" in name and "_rels" not in name}
    assert len(held) == 3
    assert held <= types
    said = re.findall(r'r:(?:embed|id)="(mf[0-9a-f][^"]*)"', raw(data))
    known = {
        e.get("Id") for e in find(tree(data, "word/_rels/document.xml.rels"), "pr:Relationship")
    }
    assert len(said) == 2
    assert set(said) <= known
    assert read(data).objects.keys() == returned.objects.keys()


def test_a_chart_that_stands_twice_has_two_parts() -> None:
    data = again(
        p("One ", r(things.charted())), p("Two ", r(things.charted())),
        parts=(things.chart_part(things.chart(1, 2)),),
    )  # fmt: skip
    charts = [name for name in names(data) if "/objects/" in name]
    said = re.findall(r'<c:chart r:id="([^"]*)"', raw(data))
    assert (len(charts), len(set(said))) == (2, 2)


def test_a_diagram_stands_twice_with_its_drawing_named_anew() -> None:
    parts = things.diagram_parts(things.diagram("Plan", "Do"))
    data = again(p("a", r(things.drawn_diagram())), p("b", r(things.drawn_diagram())), parts=parts)
    objects = [name for name in names(data) if "/objects/" in name and "_rels" not in name]
    assert len(objects) == 10
    known = {
        e.get("Id") for e in find(tree(data, "word/_rels/document.xml.rels"), "pr:Relationship")
    }
    drawn = {named for name in objects for named in re.findall('relId="([^"]*)"', raw(data, name))}
    assert len(drawn) == 2
    assert drawn <= known


def test_a_picture_in_a_note_belongs_to_the_notes() -> None:
    returned = read(
        things.with_parts(
            package(p("See", note_ref(2)), footnotes={2: p(note_head(), r(things.picture()))}),
            {
                "word/media/image1.png": MAP.data,
                "word/_rels/footnotes.xml.rels": things.listing(
                    f'Id="rId1" Type="{MAP.relation}" Target="media/image1.png"'
                ),
            },
        )
    )
    data = written(returned.tracked, returned.objects.get)
    assert meaning_kept(returned.tracked, data) == ()
    assert "<pic:pic" in raw(data, "word/footnotes.xml")
    assert "objects/" in raw(data, "word/_rels/footnotes.xml.rels")


def test_a_picture_put_in_stands_within_the_insertion() -> None:
    data = again(p("a ", ins("MYS", r(things.picture()))), parts=(MAP,))
    [inserted] = find(tree(data), ".//w:ins")
    assert len(find(inserted, "w:r/w:drawing")) == 1


def test_a_formula_on_a_line_of_its_own_stays_on_it_and_one_in_the_line_in_it() -> None:
    shown = f"<m:oMathPara>{things.formula('n')}</m:oMathPara>"
    data = again(p(shown), p("Where ", things.formula("m"), " holds."))
    assert raw(data).count("<m:oMathPara>") == 1
    assert raw(data).count("<m:oMath>") == 2


def test_a_formula_put_in_stands_within_the_insertion() -> None:
    data = again(p("a ", ins("MYS", things.formula())))
    [inserted] = find(tree(data), ".//w:ins")
    assert [child.tag.rpartition("}")[2] for child in inserted] == ["oMath"]


def test_a_formula_among_marked_words_is_named_for_it_cannot_be_marked() -> None:
    returned = read(package(p("a ", things.formula())))
    [digest] = returned.objects
    thing = TrackedRun(OBJECT, (("bold", ""),), (), Anchor(0, Opaque("formula", digest, "E")))
    text = TrackedDocument((para("a ", thing),))
    data = written(text, returned.objects.get)
    assert "[formula: E]" in raw(data)
    assert meaning_kept(text, data) == ()


def test_what_is_not_at_hand_is_named() -> None:
    returned = read(package(p("See ", r(things.picture("rId1", "A map"))), parts=(MAP,)))
    assert "[picture: A map]" in raw(written(returned.tracked, lambda _: None))


def test_a_moved_chart_is_struck_and_shown() -> None:
    returned = read(
        package(p("a ", r(things.charted())), parts=(things.chart_part(things.chart(1)),))
    )
    [digest] = returned.objects
    held = Anchor(0, Opaque("chart", digest, "Traffic"))
    away, here = (
        Revision(kind, "MYS", "2025-11-27T08:00:00Z", "m") for kind in ("move-from", "move-to")
    )
    text = TrackedDocument(
        (
            para(run(OBJECT, away, object=held), "one", ident="p1"),
            para("two ", run(OBJECT, here, object=held), ident="p2"),
        )
    )
    data = written(text, returned.objects.get)
    assert meaning_kept(text, data) == ()
    assert len(find(tree(data), ".//w:moveFrom/w:r/w:drawing")) == 1
    assert len(find(tree(data), ".//w:moveTo/w:r/w:drawing")) == 1


@pytest.mark.parametrize("label", ["A “quoted” & <odd> 'map'\n\nin two lines", "", "x" * 200])
def test_what_is_said_of_a_picture_comes_back(label: str) -> None:
    returned = read(package(p("See ", r(things.picture())), parts=(MAP,)))
    [digest] = returned.objects
    held = Anchor(0, Opaque("picture", digest, label))
    text = TrackedDocument((para("See ", run(OBJECT, came(), object=held)),))
    assert meaning_kept(text, written(text, returned.objects.get)) == ()


def test_the_same_things_give_the_same_bytes() -> None:
    source = package(p("See ", r(things.picture()), things.formula()), parts=(MAP,))
    one, two = read(source), read(source)
    assert written(one.tracked, one.objects.get) == written(two.tracked, two.objects.get)


def test_a_text_without_objects_is_written_as_before() -> None:
    text = TrackedDocument((para("Words alone."),))
    shell = WordTemplate("issued.docx", ISSUED)
    assert written(text, lambda _: None) == write(text, shell, FIELDS, FINGERPRINT, when=WHEN)
