"""OpenDocument, RTF, Markdown and HTML, read by pandoc that may touch nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypandoc
import pytest
from tests.blocks import block
from tests.edges.word.builder import bookmark, dele, ins, p, package, unzipped, zipped

from mufakat.edges.limits import Limits
from mufakat.edges.other_formats import read_draft, read_untracked, readable
from mufakat.edges.rtf_letters import rtf_letters
from mufakat.refusal import Refusal
from mufakat.text.document import (
    OBJECT,
    Document,
    Note,
    Opaque,
    Paragraph,
    Span,
    Style,
    Table,
    paragraphs,
)
from mufakat.text.markup import parse, serialise
from mufakat.text.numbering import labels
from mufakat.text.tracked import accepted


def draft(text: str, name: str = "draft.md") -> tuple[Document, tuple[str, ...]]:
    document, warnings, _ = read_draft(text.encode(), name)
    assert parse(serialise(document)) == document
    return document, warnings


def printed(document: Document) -> list[str]:
    counted = labels(document)
    return [f"{counted.get(p.id, '')} {p.text}".strip() for p in paragraphs(document)]


def made_by_pandoc(markdown: str, form: str, folder: Path) -> bytes:
    path = folder / f"made.{form}"
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", form, "-o", str(path)]
    command += ["-s"] if form == "rtf" else []
    subprocess.run(command, input=markdown.encode(), check=True)
    return path.read_bytes()


WORDS = """# Opening

The Ministers **met** in *Ha Noi*,[^1] and [agreed](https://asean.org/).

1. to act;
2. to report:

   (a) soon;
   (b) fully.

Then they left.

| A | B |
|---|---|
| 1 | 2 |

[^1]: On 16 January.
"""


def check_words(document: Document) -> None:
    heading, first = document.body[:2]
    assert heading == Paragraph("h1", "Opening", Style("heading"))
    assert isinstance(first, Paragraph)
    assert first.text == "The Ministers met in Ha Noi,\ufffc and agreed."
    assert Span(14, 17, "bold") in first.spans
    assert Span(34, 40, "link", "https://asean.org/") in first.spans
    [note] = [anchor.object for anchor in first.anchors]
    assert isinstance(note, Note)
    assert [b.text for b in note.blocks if isinstance(b, Paragraph)] == ["On 16 January."]
    table = document.body[-1]
    assert isinstance(table, Table)
    assert [row.header for row in table.rows] == [True, False]
    words = [one.text for one in paragraphs(document, notes=False)]
    assert words[2:] == ["to act;", "to report:", "soon;", "fully.", "Then they left.", *"AB12"]


def test_markdown_with_everything_in_its_place() -> None:
    document, warnings = draft(WORDS)
    check_words(document)
    assert Span(21, 27, "italic") in block(document, Paragraph, 1).spans
    assert printed(document)[3:7] == ["1. to act;", "2. to report:", "(a) soon;", "(b) fully."]
    assert warnings == ()


def test_an_open_document_says_the_same(tmp_path: Path) -> None:
    document, warnings, _ = read_draft(made_by_pandoc(WORDS, "odt", tmp_path), "draft.odt")
    check_words(document)
    assert warnings == (
        "This format does not say which numbers its lists showed; please check the numbering.",
    )


def test_html_says_the_same(tmp_path: Path) -> None:
    html = made_by_pandoc(
        WORDS.replace("[^1]", "").replace(": On 16 January.", ""), "html", tmp_path
    )
    document, _, _ = read_draft(b"<html>" + html, "draft.html")
    assert printed(document)[1:4] == [
        "The Ministers met in Ha Noi, and agreed.", "1. to act;", "2. to report:",
    ]  # fmt: skip


def test_rich_text_is_read_if_nothing_is_lost(tmp_path: Path) -> None:
    plain = WORDS + "\nViệt Nam\n"
    document, _, _ = read_draft(made_by_pandoc(plain, "rtf", tmp_path), "draft.rtf")
    assert printed(document)[:2] == ["Opening", f"The Ministers met in Ha Noi,{OBJECT} and agreed."]
    assert printed(document)[-1] == "Việt Nam"


NOTED = (
    r"{\rtf1 They met{\super\chftn {\footnote \pard {\super\chftn } On 16 January.\par In Ha Noi.}}"
    r" and agreed{\super\chftn {\footnote\ftnalt \pard {\super\chftn } Soon.}}.\par Last.\par}"
)


BOOKMARKED = NOTED.replace(
    "{\\super\\chftn } On", r"{{\*\bkmkstart _mf_n1} }{\*\bkmkstart _mf_p3}On"
)


@pytest.mark.parametrize("rtf", [NOTED, NOTED.replace(r"{\footnote", r"{\*\footnote"), BOOKMARKED])
def test_notes_of_rich_text_stand_where_they_stood(rtf: str) -> None:
    document, warnings, _ = read_draft(rtf.encode(), "draft.rtf")
    first, last = document.body
    assert isinstance(first, Paragraph)
    notes = [(a.offset, a.object) for a in first.anchors if isinstance(a.object, Note)]
    said = [(n, [b.text for b in note.blocks if isinstance(b, Paragraph)]) for n, note in notes]
    assert first.text == f"They met{OBJECT} and agreed{OBJECT}."
    assert said == [(8, ["On 16 January.", "In Ha Noi."]), (20, ["Soon."])]
    assert [note.kind for _, note in notes] == ["footnote", "endnote"]
    assert isinstance(last, Paragraph)
    assert last.text == "Last."
    assert warnings == ()


def test_a_list_before_a_table_of_rich_text_stays_where_it_is() -> None:
    lists = (
        r"{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc0\levelstartat1"
        r"{\leveltext \'02\'00.;}{\levelnumbers\'01;}}\listid1}}"
        r"{\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}"
    )
    row = r"\trowd\cellx100\cellx200\pard\intbl a\cell\pard\intbl b\cell\row"
    item = r"\pard{\listtext 1.\tab}\ilvl0\ls1 Item.\par "
    rtf = r"{\rtf1\ansi " + lists + r"\pard First.\par " + item + row + row + r"\pard Last.\par}"
    document, _, _ = read_draft(rtf.encode(), "draft.rtf")
    assert [one.text for one in paragraphs(document)] == ["First.", "Item.", *"abab", "Last."]


@pytest.mark.parametrize(
    "rtf",
    [
        r"{\rtf1 a {\deleted gone} b\par}",
        r"{\rtf1 a{\footnote one {\deleted gone} note}\par}",
    ],
)
def test_rich_text_is_refused_if_something_would_be_lost(rtf: str) -> None:
    with pytest.raises(Refusal, match="Its words would come out changed"):
        read_draft(rtf.encode(), "draft.rtf")


def test_endnotes_of_an_open_document_are_no_footnotes(
    convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    source = tmp_path / "a.rtf"
    source.write_text(NOTED)
    document, _, _ = read_draft(convert(source, "odt").read_bytes(), "a.odt")
    found = [a.object for one in paragraphs(document, notes=False) for a in one.anchors]
    assert [note.kind for note in found if isinstance(note, Note)] == ["footnote", "endnote"]


def test_rich_text_whose_spaces_pandoc_eats_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Its words would come out changed"):
        read_draft(made_by_pandoc("café “ไทย” ລາວ", "rtf", tmp_path), "draft.rtf")


def test_the_words_of_rich_text() -> None:
    rtf = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\header top}{\*\unknown x}"
        r"\uc1 caf\'e9 \u7879?t {\v hidden}{\uc2\u945 xx} 5\{ok\}\par}"
    )
    assert rtf_letters(rtf.encode()).words == ["café", "ệt", "α", "5ok"]


@pytest.mark.parametrize(
    "words",
    [
        "costs $5 and $6",
        "{{ 7 * 7 }} {% x %}",
        '"straight" quotes -- and ...',
        "mail a@b.example, see @x",
        "=cmd()",
        "\\textbf{x}",
        "(@) one",
    ],
)
def test_words_are_those_characters(words: str) -> None:
    assert printed(draft(words)[0]) == [words]


def test_what_would_be_a_block_of_data_stays_text() -> None:
    document, _ = draft("---\ntitle: x\n---\n\n% a\n\nb")
    assert "title: x" in " ".join(printed(document))


def test_main_paragraphs_count_on_and_other_lists_start_again() -> None:
    text = "1. one\n2. two\n\n## More\n\n3. three\n\nx\n\n1. again\n2. and again\n"
    document, warnings = draft(text)
    assert printed(document) == [
        "1. one", "2. two", "More", "3. three", "x", "1. again", "2. and again",
    ]  # fmt: skip
    kinds = [paragraph.style.kind for paragraph in paragraphs(document)]
    assert kinds == ["numbered"] * 2 + ["heading", "numbered", "plain", "item", "item"]
    assert warnings == ()


def test_a_number_that_cannot_be_counted_becomes_words() -> None:
    document, warnings = draft("a\n\nb\n\n7. seven\n")
    assert printed(document) == ["a", "b", "7. seven"]
    assert "became part of its words" in warnings[0]


def test_html_with_tables_that_span() -> None:
    html = (
        "<html><table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr>"
        "<tr><td>c</td><td>d</td></tr></table><p><u>u</u><s>s</s><sub>x</sub></p>"
        "<p><img src='http://127.0.0.1:9/p.png' alt='A map'></p></html>"
    )
    document, warnings = draft(html, "draft.html")
    table, line, picture = document.body
    assert isinstance(table, Table)
    assert isinstance(line, Paragraph)
    assert isinstance(picture, Paragraph)
    shape = [[(cell.span, cell.continued) for cell in row.cells] for row in table.rows]
    assert shape == [[(1, False), (2, False)], [(1, True), (1, False), (1, False)]]
    assert [(s.mark, s.start) for s in line.spans] == [
        ("underline", 0), ("strike", 1), ("subscript", 2),
    ]  # fmt: skip
    thing = picture.anchors[0].object
    assert isinstance(thing, Opaque)
    assert (thing.kind, thing.label) == ("picture", "A map")
    assert warnings == (
        "A picture in paragraph 6 cannot be carried; its name stands in its place.",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a <b>c</b>", "2 pieces of another format's code were left out"),
        ("> quoted", "A block quotation or a box"),
        ("`code`", "A piece of program text"),
        ("[x](javascript:y)", "A link to a program"),
        ("a\n\n---\n\nb", "A line across the page after paragraph 1 was left out."),
        ("word\n:   its meaning", "A list of definitions"),
    ],
)
def test_losses_are_told_of(text: str, told: str) -> None:
    [warning] = draft(text)[1]
    assert warning.startswith(told)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("Vi\u1ec7t Nam".encode("utf-16"), "Vi\u1ec7t Nam"),
        ("\ufeffVi\u1ec7t Nam".encode(), "Vi\u1ec7t Nam"),
        (b"na\xefve \x96 caf\xe9", "na\u00efve \u2013 caf\u00e9"),
    ],
)
def test_texts_in_other_encodings(data: bytes, words: str) -> None:
    assert printed(read_draft(data, "a.txt")[0]) == [words]


def test_what_is_readable_here() -> None:
    assert readable(b"{\\rtf1 x}", "a.rtf")
    assert readable(b"words", "a.md")
    assert not readable(b"%PDF-1.4", "a.odt")
    with pytest.raises(Refusal, match="This is a PDF"):
        read_draft(b"%PDF-1.4", "a.odt")


def test_pandoc_may_open_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    including = f'<html><p>a</p><iframe src="{secret.as_uri()}"></iframe></html>'
    document, _ = draft(including, "a.html")
    assert "secret words" not in " ".join(printed(document))


def test_too_long_too_large_and_damaged() -> None:
    with pytest.raises(Refusal, match="damaged or too large"):
        read_draft(b"{\\rtf1 " + b"{" * 100_000, "a.rtf")
    with pytest.raises(Refusal, match="too large"):
        read_draft(b"a" * 101, "a.md", replace(Limits(), text_bytes=100))
    with pytest.raises(Refusal, match="could not be read within 0 seconds"):
        read_draft(b"words", "a.md", replace(Limits(), seconds=0))


def test_deep_nesting_ends_in_a_refusal() -> None:
    with pytest.raises(Refusal):
        read_draft(("<html>" + "<div>" * 20_000).encode(), "a.html")


def test_an_open_document_that_is_encrypted_or_a_bomb(tmp_path: Path) -> None:
    files = unzipped(made_by_pandoc("a", "odt", tmp_path))
    locked = files | {"META-INF/manifest.xml": b"<m><manifest:encryption-data/></m>"}
    with pytest.raises(Refusal, match="protected by a password"):
        read_draft(_odt(locked), "a.odt")
    with pytest.raises(Refusal, match="times its size"):
        read_draft(_odt(files | {"Pictures/a": bytes(60 << 20)}), "a.odt")


def _odt(files: dict[str, bytes]) -> bytes:
    first = {"mimetype": files["mimetype"]}
    return zipped(first | files)


def test_a_return_in_open_document_keeps_its_ids_and_its_fingerprint(
    convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    held = {
        "mufakat.instrument": "joint-statement",
        "mufakat.draft": "zero",
        "mufakat.digest": "0" * 64,
    }
    source = tmp_path / "a.docx"
    source.write_bytes(
        package(
            p("Cover"),
            p(bookmark("_mf_body_start")),
            p(bookmark("_mf_p1", "One ", ins("MYS", "new "), "word.")),
            p(bookmark("_mf_p2", dele("MYS", "Gone.")), mark="del MYS"),
            p("Between."),
            p(bookmark("_mf_p3", "Three.")),
            p(bookmark("_mf_body_end")),
            p("After"),
            properties=held,
        )
    )
    returned = read_untracked(convert(source, "odt").read_bytes(), "a.odt")
    found = [(one.id, one.text) for one in paragraphs(accepted(returned.tracked))]
    assert found == [("p1", "One new word."), ("", "Between."), ("p3", "Three.")]
    assert returned.fingerprint is not None
    assert returned.fingerprint.instrument == "joint-statement"


def test_headers_footers_and_properties_of_rich_text_are_no_part_of_the_text() -> None:
    rtf = (
        rb"{\rtf1\ansi{\info{\title T}}{\header\pard Top {\b words}\par}{\footer Bottom\par}"
        rb"\pard{\caps First.}\par Last.\par}"
    )
    document, _, _ = read_draft(rtf, "a.rtf")
    assert [one.text for one in paragraphs(document)] == ["First.", "Last."]


def test_each_line_of_a_plain_text_without_blank_lines_is_a_paragraph() -> None:
    document, _ = draft("They met.\nThey agreed.\nThey left.\n", "draft.txt")
    assert [one.text for one in paragraphs(document)] == ["They met.", "They agreed.", "They left."]
    wrapped, _ = draft("They met.\nThey agreed.\nThey left.\n", "draft.md")
    assert len(list(paragraphs(wrapped))) == 1
