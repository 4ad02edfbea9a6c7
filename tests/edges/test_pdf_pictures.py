"""The PDF shows pictures at their size, and names in a frame what it cannot show."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.edges.test_pdf import FIELDS, FINGERPRINT, TEMPLATE, WHEN
from tests.edges.word import things
from tests.edges.word.builder import OFFICE, Part, p, package, r
from tests.edges.word.test_inert import EMF, WMF

from mufakat.change.fragment import bare
from mufakat.edges.pdf import final_pdf
from mufakat.edges.pdf_pictures import Pictures
from mufakat.edges.word.kept_object import Kept
from mufakat.edges.word.reader import read
from mufakat.text.document import Cell, Document, Opaque, Paragraph, Row, Table
from mufakat.text.identity import identify
from mufakat.text.numbering import labels
from mufakat.text.tracked import accepted


def made(*pieces: str, parts: tuple[Part, ...]) -> bytes:
    returned = read(package(p("See ", *pieces), parts=parts))
    return printed(accepted(returned.tracked), returned.objects)


def printed(document: Document, objects: Mapping[str, Kept]) -> bytes:
    text = identify(bare(document))
    return final_pdf(
        text, labels(text), TEMPLATE, FIELDS, FINGERPRINT, when=WHEN, objects=objects.get
    )


Ask = Callable[..., str]


@pytest.fixture
def ask(pdftoppm: str, tmp_path: Path) -> Ask:
    """What one of the programs for PDF says of a file."""

    def asked(program: str, pdf: bytes, *args: str) -> str:
        path = tmp_path / "a.pdf"
        path.write_bytes(pdf)
        command = [str(Path(pdftoppm).with_name(program)), *args, str(path)]
        command += ["-"] if program == "pdftotext" else []
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return str(done.stdout)

    return asked


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.png", things.png(size=80)), ("a.jpeg", things.JPEG), ("a.gif", things.GIF)],
    ids=["png", "jpeg", "gif"],
)
def test_a_picture_is_shown_at_its_size(name: str, data: bytes, ask: Ask) -> None:
    pdf = made(r(things.picture()), parts=(things.media(data, name, "image/x"),))
    row = next(row for row in ask("pdfimages", pdf, "-list").splitlines() if " image " in row)
    width, dots = int(row.split()[3]), float(row.split()[12])
    assert width / dots * 72 == pytest.approx(85, rel=0.2)  # 3 cm; it tells whole dots an inch


def test_a_drawing_in_lines_is_shown(ask: Ask) -> None:
    pdf = made(r(things.picture()), parts=(things.media(things.SVG, "a.svg", "image/svg+xml"),))
    assert "shown in the Word file" not in ask("pdftotext", pdf)


def test_what_is_no_picture_is_named_in_a_frame(ask: Ask) -> None:
    chart = things.chart_part(things.chart(1, 2))
    words = ask("pdftotext", made(r(things.charted()), things.formula("m"), parts=(chart,)))
    assert "Chart: Traffic (shown in the Word file)" in words
    assert "Formula: E=m^2+√(a/b) (shown in the Word file)" in words


def test_each_thing_that_cannot_be_shown_is_named_and_each_that_is_left_behind_is_told(
    ask: Ask,
) -> None:
    held = b"\xd0\xcf\x11\xe0"
    workbook = Part("word/embeddings/a.bin", f"{OFFICE}oleObject", "application/x", held)
    ole = '<w:object><o:OLEObject Type="Embed" r:id="rId9"/></w:object>'
    shape = things.framed("<wps:wsp><wps:bodyPr/></wps:wsp>", "urn:x", "An arrow")
    returned = read(
        package(
            p("A map ", r(things.picture("rId6", "Old map")), " in EMF."),
            p("A seal ", r(things.picture("rId7", "Old seal")), " in WMF."),
            p("A chart ", r(things.charted("rId8")), " of traffic."),
            p("A diagram ", r(things.drawn_diagram()), " of it."),
            p("A formula ", things.formula("m"), " here."),
            p("A workbook ", r(ole), " put in."),
            p("A shape ", r(shape), " drawn."),
            parts=(
                *things.diagram_parts(things.diagram("Plan", "Do")),
                things.media(EMF, "image1.emf", "image/x-emf"),
                things.media(WMF, "image2.wmf", "image/x-wmf"),
                things.chart_part(things.chart(1, 2)),
                workbook,
            ),
        )
    )
    told = " cannot be carried; its name stands in its place."
    assert returned.warnings == (
        f"An embedded object in paragraph 6 (“A workbook put in.”){told}",
        f"A drawing in paragraph 7 (“A shape drawn.”){told}",
    )
    pdf = printed(accepted(returned.tracked), returned.objects)
    words = " ".join(ask("pdftotext", pdf).split())
    shown = "Picture: Old map", "Picture: Old seal", "Chart: Traffic", "Formula: E=m^2+√(a/b)"
    for name in (*shown, "Diagram"):
        assert re.search(rf"{re.escape(name)}[^()]*\(shown in the Word file\)", words), name
    assert "A workbook Object put in." in words
    assert "A shape Drawing: An arrow drawn." in words


def test_a_damaged_picture_is_named_and_the_others_are_shown(ask: Ask) -> None:
    damaged = things.media(b"\x89PNG\r\n\x1a\nand nothing more", "b.png")
    pdf = made(
        r(things.picture("rId1", "A map")),
        r(things.picture("rId2", "A seal")),
        parts=(things.media(things.png()), damaged),
    )
    assert "Picture: A seal (shown in the Word file)" in ask("pdftotext", pdf)
    assert len(ask("pdfimages", pdf, "-list").splitlines()[2:]) == 1


def test_a_picture_in_a_narrow_cell_is_no_wider_than_the_cell() -> None:
    returned = read(package(p(r(things.picture())), parts=(things.media(things.png()),)))
    [held] = accepted(returned.tracked).body
    words = Paragraph("p9", "Many words that make this column much wider than the other one. " * 3)
    row = Row("r1", (Cell("c1", (held,)), Cell("c2", (words,))))
    assert printed(Document((Table("t1", (row,)),)), returned.objects)


def test_a_cut_picture_is_set_as_it_is_cut() -> None:
    cut = things.picture().replace("<a:stretch>", '<a:srcRect l="25000" b="10000"/><a:stretch>')
    returned = read(package(p(r(cut)), parts=(things.media(things.png()),)))
    [digest] = returned.objects
    run = Pictures(returned.objects.get).run(Opaque("picture", digest), "[picture]", 0.5)
    assert run["picture"]["crop"] == [0.25, 0, 0, 0.1]
    assert run["picture"]["room"] == 0.5
    assert run["text"] == "[picture]"
    assert printed(accepted(returned.tracked), returned.objects)
