from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import cast

import pytest
from docx import Document as open_docx
from docx.document import Document as Docx
from lxml import etree
from tests.edges.word.written import with_part
from tests.procedure import sample_merge as sample

from mufakat.edges.word.fingerprint import FileKind, Fingerprint
from mufakat.edges.word.forms import certificate_docx, letter_docx, matrix_docx
from mufakat.edges.word.opening import open_package
from mufakat.edges.word.read_properties import fingerprint as fingerprint_of
from mufakat.edges.word.word_template import WordTemplate
from mufakat.edges.word.xmltext import W
from mufakat.procedure.certificate import LAWS, Certificate, Law, certificate
from mufakat.procedure.disposition import Ruling
from mufakat.procedure.excerpt import Excerpt
from mufakat.procedure.letter import letter
from mufakat.procedure.matrix import Row, rows
from mufakat.refusal import Refusal

TEMPLATES = Path(__file__).parents[3] / "templates/word"
WHEN = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)
FIELDS = {
    "meeting": "Sixth ASEAN Digital Ministers’ Meeting",
    "meeting_short": "6th ADGMIN",
    "place_dates": "Hà Nội, Viet Nam, 12 to 16 January 2026",
    "title": "Joint Statement",
    "symbol": "ADGMIN-6/JS",
    "marking": "For the delegations only",
    "date": "12 January 2026",
    "secretariat": "Secretariat of the 6th ADGMIN",
}
RULINGS = {
    a.id: Ruling((a.id,), "not accepted", "No consensus.", "Chair", WHEN)
    for a in sample.MERGE.amendments
}
ROWS = rows(sample.MERGE, sample.LABELS, "ADGMIN-6/JS", rulings=RULINGS, resulting=sample.BASE)

HOSTILE = (
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{# gone #}",
    "{_{ brace }_}",
    "{_% for %_}",
    "<w:b/> & </w:t> <!-- x --> ]]>",
    "&lt;&amp;&#65;",
    "=cmd()",
    "{%tr for row in rows %}",
    "{{r x }} {%p if y %}",
    "'\" “” ‘’",
    "  two  spaces  ",
    "ẰẵỀợỹ ที่นี่ ລາວ ខ្មែរ မြန်မာ 😀",
    "\ufeff\u200b\u00a0\u2028",
)


def _template(name: str) -> WordTemplate:
    return _as_template(name, (TEMPLATES / f"{name}.docx").read_bytes())


def _as_template(name: str, data: bytes) -> WordTemplate:
    return WordTemplate(f"templates/word/{name}.docx", data)


def _fingerprint(kind: FileKind) -> Fingerprint:
    return Fingerprint("joint-statement", "zero", "ab" * 20, "c0ffee12" * 8, kind)


def _matrix(
    lines: tuple[Row, ...] = ROWS,
    when: datetime = WHEN,
    template: WordTemplate | None = None,
    **fields: str,
) -> bytes:
    template = template or _template("matrix")
    return matrix_docx(lines, template, {**FIELDS, **fields}, _fingerprint("matrix"), when=when)


def _letter(
    code: str = "MYS",
    lines: tuple[Row, ...] = ROWS,
    template: WordTemplate | None = None,
    **fields: str,
) -> bytes:
    made = letter(code, lines, name="Malaysia", draft="the Zero draft")
    template, said = template or _template("letter"), {**FIELDS, **fields}
    return letter_docx(made, template, said, _fingerprint("letter"), when=WHEN)


def _record(*laws: Law) -> Certificate:
    return certificate(
        replace(sample.MERGE, states=("BRN", "IDN", "MYS", "SGP", "THA", "VNM")),
        laws or [Law(name, True, "6 submissions") for name in LAWS],
        instrument="joint-statement",
        draft="zero",
        round=1,
        digest="c0ffee12" * 8,
        when=WHEN,
    )


def _certificate(record: Certificate | None = None, template: WordTemplate | None = None) -> bytes:
    template = template or _template("certificate")
    mark = _fingerprint("certificate")
    return certificate_docx(record or _record(), template, FIELDS, mark, when=WHEN)


def _docx(data: bytes) -> Docx:
    return open_docx(io.BytesIO(data))


def _paragraphs(data: bytes) -> Iterator[str]:
    """Every paragraph's text, line breaks and tabs as in the words that were put in."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for paragraph in root.iter(f"{{{W}}}p"):
        signs = {f"{{{W}}}br": "\n", f"{{{W}}}tab": "\t"}
        yield "".join(
            signs.get(str(e.tag), e.text or "") for e in paragraph.iter(*signs, f"{{{W}}}t")
        )


def _lines(data: bytes, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in _docx(data).tables[table].rows]


ALL = pytest.mark.parametrize("make", [_matrix, _letter, _certificate])


def test_the_matrix_has_a_line_for_each_row_under_a_heading_on_each_page() -> None:
    data = _matrix()
    head, *lines = _lines(data)
    assert [line[0] for line in lines] == [str(row.number) for row in ROWS]
    assert len(head) == 12
    assert lines[1][3] == "MYS, SGP"
    assert lines[1][5] == sample.P2
    assert lines[1][6] == sample.P2.replace("strong", "robust")
    assert lines[1][10] == "not accepted\nNo consensus."
    first = _docx(data).tables[0].rows[0]._tr
    assert first.find(f"{{{W}}}trPr/{{{W}}}tblHeader") is not None


def test_what_goes_is_struck_what_comes_is_bold_what_a_comment_means_is_underlined() -> None:
    looks: dict[str, list[str]] = {}
    for row in _docx(_matrix()).tables[0].rows[1:]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    looks.setdefault(str(run.style.name), []).append(run.text)
    assert "strong" in looks["Mufakat struck"]
    assert "robust" in looks["Mufakat proposed"]
    assert looks["Mufakat quoted"] == ["online scams", "online scams"]
    assert "move after 2" in looks["Mufakat manner"]


def test_the_letter_opens_with_the_counts_and_answers_each_proposal() -> None:
    data = _letter()
    words = list(_paragraphs(data))
    assert "To the delegation of Malaysia" in words
    assert "All 4 proposals that Malaysia made on the Zero draft were not accepted." in words
    head, *lines = _lines(data)
    assert head[2] == "The Chair’s disposition"
    assert [line[0].split("\n")[-1] for line in lines] == ["p2.1", "p5.1", "r2.1", "c21.1"]
    assert "strong robust growth" in lines[0][1]
    assert "together with SGP" in lines[0][1]
    assert lines[0][2] == "not accepted\nNo consensus."
    assert lines[0][3] == sample.P2


def test_a_letter_leaves_out_what_there_is_not() -> None:
    assert len(_docx(_letter("LAO")).tables) == 0
    assert [row[2] for row in _lines(_letter("THA"), 1)] == [
        "Your comment",
        "Which scams are meant?",
    ]
    assert "Comments" not in list(_paragraphs(_letter("MYS")))


def test_the_certificate_says_which_laws_hold() -> None:
    data = _certificate()
    assert "All 9 laws hold." in list(_paragraphs(data))
    counted = f"{_record().amendments} changes in {_record().proposals} proposals (what several"
    assert any(paragraph.startswith(counted) for paragraph in _paragraphs(data))
    assert [row[0] for row in _lines(data)[1:]] == list(LAWS)
    assert _lines(data, 1)[-1][-1] == "13"
    broken = _certificate(_record(Law("projection", False, "MYS: p2 differs"), Law("order", True)))
    assert "1 of 2 laws does not hold." in list(_paragraphs(broken))
    assert _lines(broken)[1][2] == "✗ does not hold\nMYS: p2 differs"


@ALL
def test_it_carries_its_fingerprint_twice(make: Callable[[], bytes]) -> None:
    data = make()
    kind = cast(FileKind, make.__name__.removeprefix("_"))
    package, _ = open_package(data)
    assert fingerprint_of(package) == _fingerprint(kind)
    assert _docx(data).core_properties.identifier == _fingerprint("matrix").identifier()
    assert _docx(data).core_properties.title == "Joint Statement ADGMIN-6/JS"


@ALL
def test_the_same_data_and_moment_give_the_same_bytes(make: Callable[[], bytes]) -> None:
    assert make() == make()
    with zipfile.ZipFile(io.BytesIO(make())) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 12, 9, 30, 0)}


def test_the_moment_counts_and_not_how_it_is_said() -> None:
    assert _matrix(when=WHEN.astimezone(timezone(timedelta(hours=7)))) == _matrix()
    assert _matrix(when=WHEN + timedelta(seconds=2)) != _matrix()


def _saying(words: str) -> Row:
    return replace(
        ROWS[1],
        states=("MYS",),
        original=Excerpt(words, ((0, len(words)),)),
        proposed=Excerpt(f"{words}x", ((0, len(words)),)),
        manner=words,
        reason=words,
        observation=words,
        ruling=words,
        resulting=words,
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_those_characters_in_every_place(words: str) -> None:
    found = list(_paragraphs(_matrix((_saying(words),), title=words, meeting=words)))
    assert found.count(words) == 7
    assert f"{words}x" in found
    assert f"{words} · Zero draft" in found
    found = list(_paragraphs(_letter(lines=(_saying(words),), secretariat=words)))
    assert f"Reason given: {words}" in found
    assert found.count(words) == 5


def test_lines_and_tabs_are_kept_and_control_characters_shown() -> None:
    found = list(_paragraphs(_matrix((_saying("one\ntwo\tthree\r\nfour\x07\x00\x0c\ufffe"),))))
    assert found.count("one\ntwo\tthree\nfour␇␀␌\ufffd") == 6


def test_words_in_names_and_headers_too() -> None:
    data = _matrix(marking="{{ x }} <b>&\x07", symbol="{% x %}", title="\x0b & <", secretariat="<&")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        header = "".join(map(str, etree.fromstring(archive.read("word/header1.xml")).itertext()))
    assert "{{ x }} <b>&␇" in header
    assert "{% x %}" in header
    assert _docx(data).core_properties.author == "<&"


def test_no_rows_are_a_matrix_all_the_same() -> None:
    data = matrix_docx((), _template("matrix"), {}, _fingerprint("matrix"), when=WHEN)
    assert len(_lines(data)) == 1
    assert "No proposals; no comments." in list(_paragraphs(data))


def _edited(name: str, old: str, new: str) -> WordTemplate:
    """A template in which somebody has edited the text of its main part."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_template(name).data)) as given,
        zipfile.ZipFile(buffer, "w") as made,
    ):
        for entry in given.infolist():
            content = given.read(entry)
            if entry.filename == "word/document.xml":
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            made.writestr(entry, content)
    return _as_template(name, buffer.getvalue())


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("{{ title }}", "", r"word/matrix\.docx cannot be used\. It lacks the tag {{ title }}\."),
        ("{{ summary }}", "{{ nonsense }}", "nonsense"),
        ("{{ summary }}", "{{ summary", "braces that nothing fills: “{{ summary”"),
        ("{{ summary }}", "{ summary }}", "braces that nothing fills: “{ summary }}”"),
        ("{{ summary }}", "{{ summary }", "braces that nothing fills: “{{ summary }”"),
        ("{{ summary }}", "Malaysia {x} %}", "braces that nothing fills: “Malaysia {x} %}”"),
        ("{%tr endfor %}", "", "cannot be filled"),
        ("{{ summary }}", "{{ ''.__class__.__mro__ }}", "unsafe|undefined"),
        ("{{ summary }}", "{{ rows.append(1) }}", "not safely callable|unsafe|cannot be filled"),
        ("{{ summary }}", "{{ range(9) }}", "range"),
        ("{{ summary }}", "{{ summary|safe }}", "safe"),
        ("{{ summary }}", "{% include 'x' %}", "cannot be filled"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused(old: str, new: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        matrix_docx(ROWS, _edited("matrix", old, new), FIELDS, _fingerprint("matrix"), when=WHEN)


def test_braces_in_a_note_are_refused_for_no_tag_is_filled_there() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = f'<Relationship Id="n1" Type="{kind}" Target="notes.xml"/></Relationships>'
    listing = "word/_rels/document.xml.rels"
    data = with_part(_template("matrix").data, listing, {"</Relationships>": relation})
    note = f'<w:p xmlns:w="{W}"><w:r><w:t>{{{{ symbol }}}}</w:t></w:r></w:p>'
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/notes.xml", note)
    with pytest.raises(Refusal, match=r"“{{ symbol }}”"):
        _matrix(template=_as_template("matrix", buffer.getvalue()))


def test_a_template_may_be_rearranged_and_leave_out_what_is_not_needed() -> None:
    template = _edited("matrix", "{{ summary }}", "{{ summary|upper }} {{ deadline }}")
    data = matrix_docx(ROWS, template, FIELDS, _fingerprint("matrix"), when=WHEN)
    assert "12 PROPOSALS BY 5 DELEGATIONS" in " ".join(_paragraphs(data))


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(Refusal, match=r"The template templates/word/matrix\.docx") as told:
        _matrix(template=_as_template("matrix", b"%PDF"))
    assert "copy it anew" in told.value.hint


@pytest.mark.parametrize(
    ("make", "pages"), [(_matrix, (1, 3)), (_letter, (1, 1)), (_certificate, (1, 1))]
)
def test_libreoffice_opens_it(
    make: Callable[[], bytes],
    pages: tuple[int, int],
    to_pdf: Callable[[Path], Path],
    page_images: Callable[[Path], tuple[Path, ...]],
    tmp_path: Path,
) -> None:
    source = tmp_path / "form.docx"
    source.write_bytes(make())
    assert pages[0] <= len(page_images(to_pdf(source))) <= pages[1]


def _looks(data: bytes) -> list[tuple[str, str]]:
    """Each piece of text with its character style, by the name of the style."""
    return [
        (str(run.style.name), run.text)
        for table in _docx(data).tables
        for cell in table._cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.style is not None and run.style.name.startswith("Mufakat")
    ]


@ALL
def test_a_template_that_libreoffice_has_saved_says_the_same(
    make: Callable[..., bytes], convert: Callable[[Path, str], Path]
) -> None:
    name = make.__name__.removeprefix("_")
    saved = convert(TEMPLATES / f"{name}.docx", "docx").read_bytes()
    mine, theirs = make(), make(template=_as_template(name, saved))
    assert list(filter(None, _paragraphs(theirs))) == list(filter(None, _paragraphs(mine)))
    assert _looks(theirs) == _looks(mine)
