"""Pictures, charts, formulas, embedded objects and text boxes: kept or told of, each once."""

from __future__ import annotations

import pytest
from tests.edges.word.builder import OFFICE, Part, by, dele, document, ins, p, package, r

from mufakat.edges.word.reader import read
from mufakat.text.document import OBJECT, Anchor, Document, Opaque, Paragraph, digest, paragraphs
from mufakat.text.tracked import accepted, original

PICTURE = Part("word/media/image1.png", OFFICE + "image", "image/png", b"\x89PNG\r\n\x1a\n...")
CHART = Part("word/charts/chart1.xml", OFFICE + "chart", "application/xml", b"<chartSpace/>")
SHEET = Part("word/embeddings/a.bin", OFFICE + "oleObject", "application/x", b"\xd0\xcf\x11\xe0")


def drawing(inner: str, description: str = "") -> str:
    return (
        f'<w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="{description}"/>'
        f"<a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def picture(relation: str = "rId1", description: str = "") -> str:
    blip = f'<pic:pic><pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic>'
    return drawing(blip, description)


def box(*blocks: str) -> str:
    """A text box as Word writes it: once for new programs, once more for old ones."""
    inner = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    new = drawing(f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp>")
    old = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )


def objects(document: Document) -> list[Opaque]:
    held = [a.object for one in paragraphs(document) for a in one.anchors]
    return [thing for thing in held if isinstance(thing, Opaque)]


def texts(document: Document) -> list[str]:
    return [one.text for one in paragraphs(document)]


def test_a_picture_is_known_by_its_bytes() -> None:
    data = package(p("See", r(picture(description="A map"))), parts=(PICTURE,))
    returned = read(data)
    [paragraph] = accepted(returned.tracked).body
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == f"See{OBJECT}"
    assert paragraph.anchors == (Anchor(3, Opaque("picture", digest(PICTURE.data), "A map")),)
    assert returned.warnings == ()
    assert returned.objects[digest(PICTURE.data)].pieces[0].data == PICTURE.data


def test_a_picture_that_came_with_tracking_on() -> None:
    data = package(p("a", ins("MYS", r(picture()))), parts=(PICTURE,))
    assert objects(original(read(data).tracked)) == []
    assert len(objects(accepted(read(data).tracked))) == 1


def test_a_picture_in_the_old_form_and_one_kept_elsewhere() -> None:
    old = '<w:pict><v:shape><v:imagedata r:id="rId1"/></v:shape></w:pict>'
    data = package(
        p(r(old)), p(r(picture("rOut"))), parts=(PICTURE,), links={"rOut": "https://x.org/p.png"}
    )
    digests = [thing.digest for thing in objects(accepted(read(data).tracked))]
    assert digests == [digest(PICTURE.data), digest("https://x.org/p.png")]


@pytest.mark.parametrize(
    ("part", "inner", "kind"),
    [
        (CHART, drawing('<c:chart r:id="rId1"/>'), "chart"),
        (
            SHEET,
            '<w:object><v:shape><v:imagedata r:id="rId9"/></v:shape>'
            '<o:OLEObject Type="Embed" r:id="rId1"/></w:object>',
            "object",
        ),
    ],
)
def test_what_other_programs_made_is_kept_unread(part: Part, inner: str, kind: str) -> None:
    returned = read(package(p("See", r(inner)), parts=(part,)))
    assert objects(accepted(returned.tracked)) == [Opaque(kind, digest(part.data))]
    named = "A chart" if kind == "chart" else "An embedded object"
    told = "cannot be carried; its name stands in its place"
    assert returned.warnings == (f"{named} in paragraph 1 (“See”) {told}.",)
    assert not returned.objects


def test_a_shape_without_words_is_a_drawing() -> None:
    returned = read(package(p(r(drawing("<wps:wsp><wps:bodyPr/></wps:wsp>")))))
    [thing] = objects(accepted(returned.tracked))
    assert thing.kind == "drawing"


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    returned = read(package(p("Before", r(box(p("In the box"), p("Second line")))), p("After")))
    assert texts(accepted(returned.tracked)) == ["Before", "In the box", "Second line", "After"]
    told = "was put after the paragraph it stands at"
    assert returned.warnings == (f"The text of a text box in paragraph 1 (“Before”) {told}.",)


def test_a_text_box_of_an_old_program_only() -> None:
    inner = f"<w:txbxContent>{p('Old')}</w:txbxContent>"
    old = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    assert texts(accepted(read(package(p("a", r(old)))).tracked)) == ["a", "Old"]


def test_a_text_box_put_in_with_tracking_on() -> None:
    new = f"<w:ins {by('MYS')}>{r(box(p('In the ', dele('SGP', 'old '), 'box')))}</w:ins>"
    tracked = read(package(p("a", new))).tracked
    assert texts(original(tracked)) == ["a"]
    assert texts(accepted(tracked)) == ["a", "In the box"]


def test_alternatives_that_nobody_knows_show_their_fallback() -> None:
    either = (
        '<mc:AlternateContent><mc:Choice xmlns:z="urn:z" Requires="z"><w:t>new</w:t></mc:Choice>'
        "<mc:Fallback><w:t>old</w:t></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(accepted(read(package(p(r(either)))).tracked)) == ["old"]


def formula(letters: str, fonts: str = "") -> str:
    inner = f"<m:sSup><m:e><m:r>{fonts}<m:t>{letters}</m:t></m:r></m:e><m:sup/></m:sSup>"
    return f"<m:oMath>{inner}</m:oMath>"


def test_a_formula_is_known_by_its_letters_and_not_by_its_fonts() -> None:
    fonts = '<w:rPr><w:rFonts w:ascii="Cambria Math"/></w:rPr>'
    plain, dressed, other = (
        objects(accepted(read(package(p("y = ", one))).tracked))
        for one in (formula("x"), formula("x", fonts), formula("z"))
    )
    assert plain == dressed != other
    assert (plain[0].kind, plain[0].label) == ("formula", "x")


def test_a_formula_on_a_line_of_its_own() -> None:
    returned = read(package(p(f"<m:oMathPara><m:oMathParaPr/>{formula('x')}</m:oMathPara>")))
    assert texts(accepted(returned.tracked)) == [OBJECT]


def test_another_file_inserted_into_the_text_is_told_of() -> None:
    returned = read(package(p("a"), '<w:altChunk r:id="rId7"/>', p("b")))
    assert returned.warnings == (
        "Another file inserted into the text after paragraph 1 was not read; open the file in "
        "Word, save it and send it again.",
    )


def test_a_placeholder_of_an_issued_file_is_the_thing_again() -> None:
    inner = (
        '<w:hyperlink w:anchor="_mf_object:picture:abc123" w:tooltip="A map">'
        f"{dele('MYS', '[picture: A map]')}</w:hyperlink>"
    )
    tracked = read(package(p("a", inner, "b"))).tracked
    [thing] = objects(original(tracked))
    assert thing == Opaque("picture", "abc123", "A map")
    assert texts(accepted(tracked)) == ["ab"]


def test_words_typed_into_a_placeholder_stay() -> None:
    inner = (
        '<w:hyperlink w:anchor="_mf_object:picture:abc123">'
        f"{r('[picture: A')}{ins('MYS', ' new')}{r(' map]')}</w:hyperlink>"
    )
    tracked = read(package(p(inner))).tracked
    assert texts(original(tracked)) == [OBJECT]
    assert texts(accepted(tracked)) == [f"{OBJECT} new"]


def test_a_drawing_in_a_file_of_another_encoding() -> None:
    main = document(p(r(drawing("<wps:wsp/>")))).replace("UTF-8", "ISO-8859-1")
    [thing] = objects(accepted(read(package(main=main)).tracked))
    assert thing.kind == "drawing"
