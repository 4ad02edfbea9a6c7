"""What is kept of a drawing: all that shows, nothing that acts or leads out of the file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.edges.word import things
from tests.edges.word.builder import OFFICE, p, package, r

from mufakat.edges.limits import Limits
from mufakat.edges.word.kept_object import Kept
from mufakat.edges.word.opening import Package
from mufakat.edges.word.reader import Return, read
from mufakat.text.document import digest

MAP = things.media(things.png())
OUT = {"rOut": "https://example.org/"}
PACKAGE = f'Id="rId1" Type="{OFFICE}package" Target="../embeddings/a.xlsx"'
NO_ROOM = "cannot be carried; its name stands in its place"


def only(returned: Return) -> Kept:
    [one] = returned.objects.values()
    return one


def test_a_picture_is_kept_with_its_bytes_size_and_frame() -> None:
    kept = only(read(package(p("a", r(things.picture())), parts=(MAP,))))
    assert kept.picture is not None
    assert (kept.picture.data, kept.picture.type) == (MAP.data, "image/png")
    assert kept.size == pytest.approx((85.04, 85.04), abs=0.01)
    assert 'prst="rect"' in kept.xml


def test_the_part_of_a_picture_that_is_shown() -> None:
    cut = things.picture().replace("<a:stretch>", '<a:srcRect l="25000" b="10000"/><a:stretch>')
    assert only(read(package(p(r(cut)), parts=(MAP,)))).crop == (0.25, 0, 0, 0.1)


@pytest.mark.parametrize(
    "inner",
    [
        '<a:hlinkClick r:id="rOut"/>',
        '<a:hlinkClick r:id="" action="ppaction://program?calc.exe"/>',
        '<a:hlinkHover r:id="rOut"/>',
    ],
)
def test_a_picture_leads_nowhere_and_starts_nothing(inner: str) -> None:
    data = things.picture().replace('descr=""/>', f'descr="">{inner}</wp:docPr>', 1)
    returned = read(package(p("See", r(data)), parts=(MAP,), links=OUT))
    kept = only(returned)
    assert "hlink" not in kept.xml
    told = "A link on a picture in paragraph 1 (“See”) was left out."
    assert returned.warnings == ((told,) if 'hlinkClick r:id="rOut"' in inner else ())
    assert "rOut" not in kept.xml


def test_a_picture_that_is_also_kept_elsewhere_is_the_one_that_came_along() -> None:
    both = things.picture().replace('r:embed="rId1"', 'r:embed="rId1" r:link="rOut"')
    kept = only(read(package(p(r(both)), parts=(MAP,), links=OUT)))
    assert "r:link" not in kept.xml


def test_a_picture_kept_elsewhere_alone_is_named() -> None:
    data = things.picture("rOut").replace("r:embed", "r:link")
    returned = read(package(p("See", r(data)), links=OUT))
    assert not returned.objects
    assert returned.warnings == (f"A picture in paragraph 1 (“See”) {NO_ROOM}.",)


def test_what_one_program_alone_understands_is_left_out() -> None:
    w14 = 'xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"'
    data = things.picture().replace("<wp:inline ", f'<wp:inline {w14} wp14:editId="50D07946" ', 1)
    own = '<a:extLst><a:ext uri="{1}"><z:x xmlns:z="urn:z" r:id="rOut"/></a:ext></a:extLst>'
    data = data.replace('r:embed="rId1">', f'r:embed="rId1">{own}')
    kept = only(read(package(p(r(data)), parts=(MAP,), links=OUT)))
    assert "editId" not in kept.xml
    assert "urn:z" not in kept.xml


def test_the_same_picture_twice_is_kept_once() -> None:
    data = package(p(r(things.picture())), p(r(things.picture())), parts=(MAP,))
    assert list(read(data).objects) == [digest(MAP.data)]


def test_a_picture_in_two_sizes_gets_one_and_that_is_told() -> None:
    larger = things.picture().replace("1080000", "2160000")
    returned = read(package(p("a", r(things.picture())), p("b", r(larger)), parts=(MAP,)))
    assert returned.warnings == (
        "A picture or chart that stands elsewhere as well, in another size, in paragraph 2 (“b”) "
        "has the size that it has there.",
    )


def test_a_picture_in_the_old_form_gets_a_frame_of_its_size() -> None:
    old = (
        '<w:pict><v:shape style="width:60pt;height:40pt"><v:imagedata r:id="rId1"/></v:shape>'
        "</w:pict>"
    )
    kept = only(read(package(p(r(old)), parts=(MAP,))))
    assert kept.size == pytest.approx((60, 40))
    assert "v:" not in kept.xml.replace("wp:", "")


def test_each_picture_of_a_group_stands_for_itself() -> None:
    one, two = MAP, things.media(things.JPEG, "image2.jpeg", "image/jpeg")
    pics = [
        things.picture(f"rId{n}").split('picture">')[1].split("</a:graphicData>")[0] for n in (1, 2)
    ]
    group = things.framed("".join(pics), "wordprocessingGroup")
    returned = read(package(p(r(group)), parts=(one, two)))
    assert set(returned.objects) == {digest(one.data), digest(two.data)}
    assert all(
        kept.size == pytest.approx((85.04, 85.04), abs=0.01) for kept in returned.objects.values()
    )


def charted(more: str, rels: str = "", files: dict[str, bytes | str] | None = None) -> Return:
    part = things.chart_part(things.chart(1, 2, more=more))
    data = package(p("See", r(things.charted())), parts=(part,))
    listed = {"word/charts/_rels/chart1.xml.rels": things.listing(rels)} if rels else {}
    return read(things.with_parts(data, listed | (files or {})))


SHEET = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'


def test_a_chart_is_kept_with_its_workbook() -> None:
    kept = only(charted(SHEET, PACKAGE, {"word/embeddings/a.xlsx": things.workbook()}))
    assert sorted(piece.name.rpartition(".")[2] for piece in kept.pieces) == ["xlsx", "xml"]
    [chart] = [piece for piece in kept.pieces if piece.ties]
    assert f'r:id="{chart.ties[0].id}"'.encode() in chart.data


@pytest.mark.parametrize(
    ("rels", "book"),
    [
        (PACKAGE, things.workbook(xl__vbaProject="")),
        (PACKAGE.replace("package", "oleObject"), b"\xd0\xcf\x11\xe0"),
        (f'Id="rId1" Type="{OFFICE}package" Target="file:///C:/a.xlsx" TargetMode="External"', b""),
        ("", b""),
    ],
)
def test_a_chart_is_kept_without_a_workbook_that_could_act(rels: str, book: bytes) -> None:
    returned = charted(SHEET, rels, {"word/embeddings/a.xlsx": book})
    [chart] = only(returned).pieces
    assert returned.warnings == (
        "The workbook of a chart, which could act or is kept elsewhere, in paragraph 1 (“See”) was "
        "left out.",
    )
    assert b"externalData" not in chart.data
    assert chart.ties == ()


def test_a_chart_that_is_damaged_is_named() -> None:
    part = replace(things.chart_part(b"<c:chartSpace"))
    returned = read(package(p("See", r(things.charted())), parts=(part,)))
    assert not returned.objects
    assert returned.warnings == (f"A chart in paragraph 1 (“See”) {NO_ROOM}.",)


def test_a_diagram_is_kept_with_its_five_parts() -> None:
    parts = things.diagram_parts(things.diagram("Plan", "Do"))
    kept = only(read(package(p("See", r(things.drawn_diagram())), parts=parts)))
    assert len(kept.pieces) == 5
    [drawing] = [one for one in kept.ties if one.kind.endswith("diagramDrawing")]
    assert any(f'relId="{drawing.id}"'.encode() in piece.data for piece in kept.pieces)


def test_a_diagram_that_lacks_a_part_is_named() -> None:
    parts = things.diagram_parts(things.diagram("Plan", "Do"))[:3]
    returned = read(package(p("See", r(things.drawn_diagram())), parts=parts))
    assert not returned.objects
    assert returned.warnings == (f"A diagram in paragraph 1 (“See”) {NO_ROOM}.",)


def test_a_picture_beyond_the_limit_is_named_as_too_large() -> None:
    data = package(p("See", r(things.picture())), parts=(MAP,))
    for limits in (Limits(object_bytes=20), Limits(objects_bytes=20)):
        returned = read(data, limits)
        assert not returned.objects
        assert returned.warnings == (
            f"A picture or chart that is too large in paragraph 1 (“See”) {NO_ROOM}.",
        )


def test_strict_files_are_kept_alike() -> None:
    pieces = p(r(things.picture())), p(things.formula())
    plain, strict = (read(package(*pieces, parts=(MAP,), strict=s)) for s in (False, True))
    assert plain.objects == strict.objects


@pytest.mark.parametrize(
    "inner",
    [
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText>DDEAUTO c:\\\\cmd</w:instrText>",
        '<w:object><o:OLEObject r:id="rId1"/></w:object>',
    ],
)
def test_a_formula_that_holds_more_than_a_formula_is_named(inner: str) -> None:
    hostile = things.formula().replace("<m:r>", f"<m:r>{inner}", 1)
    returned = read(package(p("See ", hostile)))
    assert not returned.objects
    assert returned.warnings == (f"A formula in paragraph 1 (“See”) {NO_ROOM}.",)


def test_a_formula_keeps_how_its_letters_look_and_nobodys_name() -> None:
    change = '<w:rPrChange w:id="1" w:author="A name" w:date="2026-01-05T09:00:00Z"/>'
    looks = f"<m:r><w:rPr><w:b/>{change}</w:rPr>"
    kept = only(read(package(p("See ", things.formula().replace("<m:r>", looks)))))
    assert "<w:b/>" in kept.xml
    assert "A name" not in kept.xml


def test_words_of_the_text_within_a_drawing_are_left_out() -> None:
    hostile = things.picture().replace(
        "<a:stretch>", "<w:r><w:instrText>INCLUDEPICTURE x</w:instrText></w:r><a:stretch>"
    )
    kept = only(read(package(p(r(hostile)), parts=(MAP,))))
    assert "instrText" not in kept.xml


def test_a_large_picture_named_often_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    whole = Package.digest

    def digest(self: Package, name: str) -> str:
        looked.append(name)
        return whole(self, name)

    monkeypatch.setattr(Package, "digest", digest)
    read(package(*[p(r(things.picture()))] * 9, parts=(MAP,)))
    assert looked == [MAP.name]
