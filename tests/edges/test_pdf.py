from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from tests.tools import missing

from mufakat.edges.pdf import final_pdf
from mufakat.edges.word.fingerprint import Fingerprint
from mufakat.refusal import Refusal
from mufakat.text.document import (
    OBJECT,
    Anchor,
    Block,
    Cell,
    Document,
    Kind,
    Note,
    Opaque,
    Paragraph,
    Row,
    Span,
    Style,
    Table,
)
from mufakat.text.numbering import labels

TEMPLATE = (Path(__file__).parents[2] / "templates/pdf/final.typ").read_bytes()
FINGERPRINT = Fingerprint("joint-statement", "rev-2", "ab" * 20, "c0ffee12" * 8, "final")
WHEN = datetime(2026, 1, 16, 10, 30, tzinfo=timezone(timedelta(hours=7)))
FIELDS = {
    "meeting": "Sixth ASEAN Digital Ministers’ Meeting",
    "meeting_short": "6th ADGMIN",
    "place_dates": "Hà Nội, Viet Nam · 12 to 16 January 2026",
    "title": "Joint Statement",
    "symbol": "ADGMIN-6/JS",
    "adoption": "Adopted by the ministers on 16 January 2026",
    "chair": "Nguyễn Mạnh Hùng",
    "chair_title": "Minister of Science and Technology of Viet Nam",
}

Read = Callable[[bytes], str]


@pytest.fixture(scope="session")
def read(pdftoppm: str, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The words of a PDF as its reader would copy them, page by page."""

    def words(pdf: bytes) -> str:
        path = tmp_path_factory.mktemp("pdf") / "final.pdf"
        path.write_bytes(pdf)
        program = Path(pdftoppm).with_name("pdftotext")
        done = subprocess.run(
            [program, "-layout", path, "-"], capture_output=True, text=True, check=True
        )
        return done.stdout

    return words


def _set(*blocks: Block, template: bytes = TEMPLATE, **fields: str) -> bytes:
    document = Document(blocks)
    said = {**FIELDS, **fields}
    return final_pdf(document, labels(document), template, said, FINGERPRINT, when=WHEN)


def _cell(ident: str, text: str, span: int = 1, continued: bool = False) -> Cell:
    return Cell(ident, (Paragraph(f"p{ident}", text),), span, continued)


TEXT = (
    Paragraph("h1", "Joint Statement", Style("title")),
    Paragraph("h2", "Data", Style("heading", 1)),
    Paragraph("h3", "Deeper", Style("heading", 3)),
    Paragraph(
        "p1",
        "The Meeting welcomed growth\nand thanks." + OBJECT,
        Style("numbered"),
        (Span(4, 11, "italic"), Span(12, 20, "bold"), Span(21, 27, "link", "https://asean.org/")),
        (Anchor(39, Note("n1", (Paragraph("p2", "As noted."), Paragraph("p3", "Twice.")))),),
    ),
    Paragraph("p4", "share data;", Style("item")),
    Paragraph("p5", "and keep it;", Style("item", 2)),
    Paragraph("p6", "a bullet", Style("item", 1, "bullet")),
    Table(
        "t1",
        (
            Row("r1", (_cell("c1", "Wide heading", 2), _cell("c2", "Lead")), header=True),
            Row("r2", (_cell("c3", "Tall"), _cell("c4", "one"), _cell("c5", "MYS"))),
            Row("r3", (_cell("c6", "", 1, True), _cell("c7", "two"), _cell("c8", "SGP"))),
        ),
    ),
)


def test_it_prints_the_text_its_numbers_and_what_it_is(read: Read) -> None:
    words = read(_set(*TEXT))
    for said in (
        "1.",
        "(a)",
        "(i)",
        "•",
        "Wide heading",
        "Tall",
        "As noted.",
        "Twice.",
        "Hà Nội, Viet Nam",
        "Nguyễn Mạnh Hùng",
        "Adopted by the ministers",
        FINGERPRINT.identifier(),
        "Page 1 of 2",
        "Page 2 of 2",
    ):
        assert said in words


def test_nobody_signs_a_page_without_a_word_of_the_text(read: Read) -> None:
    for count in range(20, 42):
        text = [Paragraph(f"p{n}", f"Paragraph {n}.", Style("numbered")) for n in range(count)]
        last = read(_set(*text)).rstrip("\f").rpartition("\f")[2]
        assert "Nguyễn Mạnh Hùng" in last
        assert f"Paragraph {count - 1}." in last


def test_the_same_text_gives_the_same_bytes() -> None:
    assert _set(*TEXT) == _set(*TEXT)
    assert _set(*TEXT) != _set(*TEXT, adoption="Adopted")


def test_it_is_archival_tagged_and_carries_its_fingerprint() -> None:
    pdf = _set(*TEXT)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/StructTreeRoot" in pdf
    assert FINGERPRINT.identifier().encode() in pdf
    assert f"mufakat.commit={FINGERPRINT.commit}".encode() in pdf
    assert b"2026-01-16T03:30:00+00:00" in pdf


HOSTILE = (
    '#eval("1+1") #panic("x") *strong* _emph_ $x^2$ @label <label> \\ // /* */',
    '[#read("/etc/passwd")] #import "@preview/x:1.0.0"',
    "{{ 7*7 }} {% for x in y %} {_{ x }_} =cmd() ' \" `raw` ~ -- --- ... \\u{41} #{1}",
    "= no heading",
    "- no list",
    "1. no number",
)


def test_words_are_those_characters_whatever_they_look_like(read: Read) -> None:
    words = read(_set(*(Paragraph(f"p{n}", text) for n, text in enumerate(HOSTILE))))
    flat = " ".join(words.split())
    for text in HOSTILE:
        assert " ".join(text.split()) in flat


def test_fields_are_words_too(read: Read) -> None:
    words = read(_set(Paragraph("p1", "x"), title="#eval(1)", chair="*C*", adoption="$a$"))
    assert "#eval(1)" in words
    assert "*C*" in words
    assert "$a$" in words


def test_letters_of_viet_nam_are_there_without_the_machines_fonts(read: Read) -> None:
    text = "ẰẮẲẴẶ ằắẳẵặ ỀẾỂỄỆ ềếểễệ ỒỐỔỖỘ ờớởỡợ ừứửữự ỳýỷỹỵ Đđ ₫ “” ‘’ – — … € ‑"
    assert text.split()[0] in read(_set(Paragraph("p1", text)))


def test_invisible_and_control_characters_do_no_harm() -> None:
    signs = "".join(map(chr, [*range(9), *range(0x0B, 0x20), 0x7F, 0xFFFE, 0xFFFD]))
    signs += "\u00ad\u200b\u200c\u200d\u2060\ufeff\u00a0\u202f\u2028\u200e\u200f\u202a\u202c"
    assert _set(Paragraph("p1", signs), title=signs, adoption=signs).startswith(b"%PDF")


def test_a_character_that_no_font_has_is_refused_by_name() -> None:
    with pytest.raises(Refusal, match=r"No font here can print .*U\+10FF80"):
        _set(Paragraph("p1", "x\U000a0000y".replace("\U000a0000", "\U0010ff80")))


def test_a_private_character_is_refused_by_name() -> None:
    with pytest.raises(Refusal, match=r"U\+E000"):
        _set(Paragraph("p1", "x\ue000y"))


def test_a_template_that_cannot_be_set_is_refused() -> None:
    with pytest.raises(Refusal, match="template of the PDF cannot be set"):
        _set(*TEXT, template=b"#let x = (")


def test_a_template_reads_no_file_of_the_machine() -> None:
    for command in (b'#read("/etc/passwd")', b'#read("../../etc/passwd")'):
        with pytest.raises(Refusal):
            _set(*TEXT, template=command)


@pytest.mark.parametrize("value", ["javascript:alert(1)", "", "file:///etc/passwd", "#p1"])
def test_a_link_that_leads_nowhere_safe_is_only_words(value: str) -> None:
    pdf = _set(Paragraph("p1", "see this", Style(), (Span(0, 3, "link", value),)))
    assert b"/URI" not in pdf
    assert b"/URI" in _set(TEXT[3])


def test_odd_tables_lose_no_words(read: Read) -> None:
    table = Table(
        "t1",
        (
            Row("r1", (_cell("c1", "alone", 1, True), _cell("c2", "beside"))),
            Row("r2", (_cell("c3", "kept", 1, True), _cell("c4", "right"))),
            Row("r3", (_cell("c5", "short"),)),
            Row("r4", (_cell("c6", "late header"), _cell("c7", "x")), header=True),
            Row("r5", (_cell("c8", "nested"), Cell("c9", (TEXT[7],)))),
        ),
    )
    words = read(_set(table, Table("t2", ())))
    for said in ("alone", "kept", "beside", "right", "short", "late header", "Wide heading"):
        assert said in words


def test_a_tall_header_does_not_reach_into_the_body(read: Read) -> None:
    rows = (
        Row("r1", (_cell("c1", "head"), _cell("c2", "one")), header=True),
        Row("r2", (_cell("c3", "", 1, True), _cell("c4", "two")), header=True),
        Row("r3", (_cell("c5", "", 1, True), _cell("c6", "three"))),
    )
    assert "three" in read(_set(Table("t1", rows)))


def test_notes_in_tables_in_notes_and_at_the_end(read: Read) -> None:
    inner = Note("n2", (Paragraph("p8", "Inner words."),))
    foot = Note("n1", (Paragraph("p7", "Outer" + OBJECT, Style(), (), (Anchor(5, inner),)),))
    end = Note("n3", (Paragraph("p9", "At the end."),), "endnote")
    held = (Anchor(0, foot), Anchor(1, end), Anchor(2, Opaque("image", "00", "a map")))
    marked = Paragraph("p1", OBJECT * 3, Style(), (), held)
    words = read(_set(marked, Table("t1", (Row("r1", (Cell("c1", (marked,)),)),))))
    assert "Outer [Inner words.]" in words
    assert "At the end." in words
    assert "Image: a map" in words


def test_every_kind_and_level_is_set() -> None:
    kinds: tuple[Kind, ...] = ("title", "heading", "numbered", "item", "plain")
    blocks = [
        Paragraph(f"{kind}{level}", "words", Style(kind, level))
        for level in range(9, 0, -1)
        for kind in kinds
    ]
    assert _set(*blocks).startswith(b"%PDF")


def test_an_empty_text_and_no_fields_at_all() -> None:
    empty = Document((Paragraph("p1", ""),))
    assert final_pdf(Document(), {}, TEMPLATE, {}, FINGERPRINT, when=WHEN).startswith(b"%PDF")
    assert final_pdf(empty, {}, TEMPLATE, {}, FINGERPRINT, when=WHEN).startswith(b"%PDF")


def test_another_time_is_another_file() -> None:
    document = Document(TEXT)
    made = [
        final_pdf(document, {}, TEMPLATE, FIELDS, FINGERPRINT, when=when)
        for when in (WHEN, WHEN + timedelta(days=1))
    ]
    assert made[0] != made[1]
    again = replace(FINGERPRINT, digest="00" * 32)
    assert final_pdf(document, {}, TEMPLATE, FIELDS, again, when=WHEN) != made[0]
    assert final_pdf(document, {}, TEMPLATE, FIELDS, FINGERPRINT, when=WHEN.astimezone(UTC))


def test_other_scripts_are_set_or_refused_by_the_machines_fonts() -> None:
    for text in ("ความร่วมมือ", "ການຮ່ວມມື", "សហប្រតិបត្តិការ", "ပူးပေါင်းဆောင်ရွက်မှု"):
        try:
            assert _set(Paragraph("p1", text)) == _set(Paragraph("p1", text))
        except Refusal as refusal:
            missing(f"a font is missing: {refusal.error}")
