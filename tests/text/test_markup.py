from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws import law
from tests.strategies import (
    HOSTILE,
    any_documents,
    documents,
    identified,
    paragraph,
    small_documents,
)

from mufakat.refusal import Refusal
from mufakat.text.document import (
    BREAK,
    OBJECT,
    Anchor,
    Block,
    Cell,
    Document,
    Note,
    Opaque,
    Paragraph,
    Row,
    Span,
    Style,
    Table,
    normal_spans,
)
from mufakat.text.markup import parse, serialise

NUMBERED = Style("numbered")

GOLDEN_TEXT = """\
# Joint Statement of the Ministers {#h0 .title}

## Data {#h1}

[]{#p1 .num} The Meeting *noted* the ASEAN Member States’ work,[^n1] and **agreed**:

[]{#p2 .item} to share R&D worth US$300 million, [in full]{.bold .italic};

[]{#p3 .item level=2 format=decimal pattern="%1)"} CO~2~ data under [the guide](<https://example.org/a_b>).

[]{#p4}

:::: {#t1 .table}
::: {#r1 .row .header}
[]{#p5 cell=c1} Topic

[]{#p6 cell=c2 span=2} Lead
:::

::: {#r2 .row}
[]{#p7 cell=c3} {{ words }} are \\*words\\*

[]{#p8} \\[and stay so\\]

[]{#p9 cell=c4 .continued}

[]{#p10 cell=c5} [seal]{.object kind=image digest=4f5a}[]{.br}&#32;
:::
::::

[^n1]: []{#p11 .endnote} As of [1]{.underline} January.[^-1]

    []{#p12 .item} Second paragraph.

[^-1]: []{#p13} A note in the note.
"""


def golden() -> Document:
    inner = Note("", (Paragraph("p13", "A note in the note."),))
    note = Note(
        "n1",
        (
            Paragraph(
                "p11",
                f"As of 1 January.{OBJECT}",
                spans=(Span(6, 7, "underline"),),
                anchors=(Anchor(16, inner),),
            ),
            Paragraph("p12", "Second paragraph.", Style("item")),
        ),
        "endnote",
    )
    rows = (
        Row(
            "r1",
            (
                Cell("c1", (Paragraph("p5", "Topic"),)),
                Cell("c2", (Paragraph("p6", "Lead"),), span=2),
            ),
            header=True,
        ),
        Row(
            "r2",
            (
                Cell(
                    "c3",
                    (Paragraph("p7", "{{ words }} are *words*"), Paragraph("p8", "[and stay so]")),
                ),
                Cell("c4", (Paragraph("p9"),), continued=True),
                Cell(
                    "c5",
                    (
                        Paragraph(
                            "p10",
                            f"{OBJECT}{BREAK} ",
                            anchors=(Anchor(0, Opaque("image", "4f5a", "seal")),),
                        ),
                    ),
                ),
            ),
        ),
    )
    return Document(
        (
            Paragraph("h0", "Joint Statement of the Ministers", Style("title")),
            Paragraph("h1", "Data", Style("heading", 2)),
            Paragraph(
                "p1",
                f"The Meeting noted the ASEAN Member States’ work,{OBJECT} and agreed:",
                NUMBERED,
                (Span(12, 17, "italic"), Span(54, 60, "bold")),
                (Anchor(48, note),),
            ),
            Paragraph(
                "p2",
                "to share R&D worth US$300 million, in full;",
                Style("item"),
                (Span(35, 42, "bold"), Span(35, 42, "italic")),
            ),
            Paragraph(
                "p3",
                "CO2 data under the guide.",
                Style("item", 2, "decimal", "%1)"),
                (
                    Span(2, 3, "subscript"),
                    Span(15, 24, "link", "https://example.org/a_b"),
                ),
            ),
            Paragraph("p4"),
            Table("t1", rows),
        )
    )


def line(text: str, *spans: Span, style: Style = NUMBERED) -> str:
    """How one paragraph without an id is written, without its anchor."""
    written = serialise(Document((Paragraph("", text, style, normal_spans(spans)),)))
    return written.removeprefix("[]{.num}").removeprefix(" ").removesuffix("\n")


def test_the_golden_text_is_what_the_golden_document_reads_as() -> None:
    assert serialise(golden()) == GOLDEN_TEXT
    assert parse(GOLDEN_TEXT) == golden()


@law
@given(documents())
def test_a_document_comes_back_exactly(document: Document) -> None:
    assert parse(serialise(document)) == document


@law
@given(any_documents())
def test_whatever_the_model_allows_comes_back_exactly(document: Document) -> None:
    assert parse(serialise(document)) == document


@given(documents())
def test_one_paragraph_a_line_and_nothing_else(document: Document) -> None:
    text = serialise(document)
    assert text == "\n" or re.search("[^\n]\n$", text)
    assert "\n\n\n" not in text
    text.encode()  # no lone surrogates
    shown = [line for line in text.split("\n") if line]
    assert not any(line.endswith(" ") or "\t" in line or "\r" in line for line in shown)
    assert text.splitlines() == text.split("\n")[:-1]


def test_an_empty_document_is_one_empty_line() -> None:
    assert serialise(Document()) == "\n"
    assert parse("\n") == Document()


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("style", [NUMBERED, Style("heading", 3), Style("title")])
def test_hostile_words_are_words(text: str, style: Style) -> None:
    for words in (text, f"a{text}b", f" {text}", f"{text}{text} "):
        document = Document((Paragraph("", words, style, (Span(0, 1, "bold"),)),))
        assert parse(serialise(document)) == document


@pytest.mark.parametrize(
    "text",
    [
        "the States’ “own” 'way' -- and \"so\" on...",
        "R&D, US$300 and $5-$6; 5 < 6 > 4",
        "well-known (a) 1. 50% #1 + x = y | z / {{ name }}",
        "snake_case and user@example.org! Yes: so be it",
        "ความร่วมมือดิจิทัล ဒစ်ဂျစ်တယ် Vie\u0323\u0302t",
    ],
)
def test_plain_words_are_written_plainly(text: str) -> None:
    assert line(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a * b", r"a \* b"),
        ("_a", r"\_a"),
        ("[x](y)", r"\[x\](y)"),
        ("<b>", r"\<b>"),
        ("&amp; &c", r"\&amp; &c"),
        ("cost $x", r"cost \$x"),
        ("see @x", r"see \@x"),
        ("a\\b", r"a\\b"),
        (" a ", "&#32;a&#32;"),
        (" ", "&#32;"),
        ("a\x00\r\u2028\u202eb", "a&#0;&#13;&#8232;&#8238;b"),
        ("a\nb\tc", "a[]{.br}b[]{.tab}c"),
    ],
)
def test_what_would_be_markup_is_escaped(text: str, written: str) -> None:
    assert line(text) == written


@pytest.mark.parametrize(
    ("spans", "written"),
    [
        ([Span(0, 2, "bold")], "**ab** cd"),
        ([Span(0, 2, "italic")], "*ab* cd"),
        ([Span(0, 2, "strike")], "~~ab~~ cd"),
        ([Span(0, 2, "superscript")], "^ab^ cd"),
        ([Span(0, 5, "superscript")], "[ab cd]{.superscript}"),
        ([Span(0, 3, "bold")], "[ab&#32;]{.bold}cd"),
        ([Span(0, 1, "bold"), Span(1, 2, "italic")], "**a**[b]{.italic} cd"),
        ([Span(0, 4, "bold"), Span(1, 5, "italic")], "**a**[b c]{.bold .italic}*d*"),
        ([Span(0, 2, "underline")], "[ab]{.underline} cd"),
        ([Span(0, 2, "proposed")], "[ab]{.proposed} cd"),
        ([Span(0, 2, "link", "http://x")], "[ab](<http://x>) cd"),
        ([Span(0, 2, "link", '\\"&#1;&b')], "[ab](<&#92;&#34;&#38;#1;&b>) cd"),
        ([Span(0, 2, "link", "x"), Span(0, 2, "bold")], "[ab](<x>){.bold} cd"),
        ([Span(0, 2, "by", "MYS; SGP")], '[ab]{by="MYS; SGP"} cd'),
    ],
)
def test_marks(spans: list[Span], written: str) -> None:
    assert line("ab cd", *spans) == written


def test_a_title_and_a_heading_keep_what_looks_like_their_end() -> None:
    for words in ("Annex #", "Annex {#h2}", "Annex {.x} ", "#", "{", "{#a}", "", "Annex \\"):
        for style in (Style("title"), Style("heading", 2), Style("heading", 9), Style("title", 4)):
            document = Document((Paragraph("h1", words, style),))
            assert parse(serialise(document)) == document


@pytest.mark.parametrize("value", [*HOSTILE, 'a"b', "\x85", "", "&#65;&amp;"])
def test_hostile_values_are_values(value: str) -> None:
    words = paragraph(
        Style("item", pattern=value),
        (("a", (("link", value),)), (Opaque(value, value, value), ()), ("b", (("by", value),))),
        "p1",
    )
    assert parse(serialise(Document((words,)))) == Document((words,))


def test_an_object_keeps_its_label_in_every_character() -> None:
    for label in ("", " a ", "[a]", "a\nb\t", OBJECT, "**", "!"):
        thing = Opaque("image", "d", label)
        document = Document((Paragraph("p1", OBJECT, anchors=(Anchor(0, thing),)),))
        assert parse(serialise(document)) == document
    named = Opaque("a b", 'x"y', " a ")
    written = serialise(Document((Paragraph("", OBJECT, anchors=(Anchor(0, named),)),)))
    assert written == '[]{} [&#32;a&#32;]{.object kind="a b" digest="x&#34;y"}\n'


def test_a_cell_or_a_note_without_blocks_says_so() -> None:
    note = Note("n1", (), "endnote")
    table = Table("t1", (Row("r1", (Cell("c1", ()), Cell("", (), 2, True))), Row("r2", ())))
    document = Document((table, Paragraph("p1", OBJECT, anchors=(Anchor(0, note),)), Table("", ())))
    text = serialise(document)
    assert '[]{cell=c1 .empty}\n\n[]{cell="" span=2 .continued .empty}\n' in text
    assert text.endswith("[^n1]: []{.endnote .empty}\n")
    assert parse(text) == document


def test_a_note_that_begins_with_a_heading_begins_on_its_own_line() -> None:
    note = Note("n1", (Paragraph("h1", "Annex", Style("heading")), Table("t1", ())))
    document = Document((Paragraph("p1", OBJECT, anchors=(Anchor(0, note),)),))
    text = serialise(document)
    assert text == (
        "[]{#p1} [^n1]\n\n[^n1]:\n    # Annex {#h1}\n\n    :::: {#t1 .table}\n    ::::\n"
    )
    assert parse(text) == document


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (Paragraph("a b"), "'a b' cannot be an id"),
        (Paragraph("p1", "x", spans=(Span(0, 2, "bold"),)), "marks"),
        (Paragraph("p1", "x", spans=(Span(0, 1, "italic"), Span(0, 1, "bold"))), "marks"),
        (Paragraph("p1", "x", spans=(Span(0, 1, "a b"),)), "name of a mark"),
        (Paragraph("p1", "x", spans=(Span(0, 1, "object"),)), "name of a mark"),
        (Paragraph("p1", OBJECT), "objects"),
        (Paragraph("p1", "x", anchors=(Anchor(0, Opaque("image", "d")),)), "objects"),
        (Table("p1", (Row("p1", ()),)), "p1 occurs twice"),
        (Paragraph("p1", OBJECT, anchors=(Anchor(0, Note("p1", ())),)), "p1 occurs twice"),
    ],
)
def test_what_is_no_document_is_not_written(block: Block, said: str) -> None:
    with pytest.raises(Refusal, match=said) as caught:
        serialise(Document((block,)))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        ("[]{#p1} a", 1, "breaks off"),
        ("", 1, "breaks off"),
        ("[]{#p1} a\n[]{#p2} b\n", 2, "no empty line"),
        ("[]{#p1} a\n\nplain words\n", 3, "does not begin"),
        ("[]{#p1} a\n\n[]{#p2} b *c\n", 3, r"\* is opened"),
        ("[]{#p1} a **b*c\n", 1, r"\* is opened"),
        ("[]{#p1} ***a***\n", 1, "markup"),
        ("[]{#p1} a <b> c\n", 1, "'<' at character 3"),
        ("[]{#p1} a &amp; c\n", 1, "'&'"),
        ("[]{#p1} a ]\n", 1, "closed that is not open"),
        ("[]{#p1} [a]\n", 1, "no mark"),
        ("[]{#p1} []{.bold}\n", 1, "no words"),
        ("[]{#p1} [a]{#b}\n", 1, "does not name marks"),
        ("[]{#p1} ![a]{.bold}\n", 1, "'!'"),
        ("[]{#p1} a\tb\n", 1, "'.t'"),
        ("[]{#p1} a\r\n", 1, "'.r'"),
        (f"[]{{#p1}} a{OBJECT}\n", 1, "markup"),
        ("[]{#p1} &#65532;\n", 1, "stands for nothing"),
        ("[]{#p1} &#9999999;\n", 1, "no character"),
        ("[]{#p1} [a]{.object kind=image}\n", 1, "object"),
        ("[]{#p1} [*a*]{.object kind=image digest=d}\n", 1, "object"),
        ("[]{#p1 .nun} a\n", 1, "nun"),
        ("[]{#p1 .num .num} a\n", 1, "num"),
        ("[]{#p1 #p2} a\n", 1, "not a list of attributes"),
        ("[]{#p1 .item level=two} a\n", 1, "whole number"),
        ("[]{#p1 .item level=1 level=2} a\n", 1, "twice"),
        ("[]{#p1 .item format=greek} a\n", 1, "greek"),
        ("[]{#p1} a\n\n# b {#p1}\n", 3, "line 1 already"),
        ("[]{#p1} a[^n1]\n", 1, "not defined"),
        ("[]{#p1} a[^n1] b[^n1]\n\n[^n1]: []{#p2} c\n", 1, "referred to twice"),
        ("[]{#p1} a\n\n[^n1]: []{#p2} c\n", 3, "nothing refers"),
        ("[]{#p1} a[^n1]\n\n[^n1]: []{#p2} c\n\n[^n1]: []{#p3} d\n", 5, "defined twice"),
        ("[]{#p1} a[^n1]\n\n[^n1]: []{#p2} c\n\n[]{#p3} d\n", 5, "among the notes"),
        ("[]{#p1} a[^n1]\n\n[^n1]: []{#p2} c\n\n    words\n", 5, "does not begin"),
        ("[]{#p1} a[^n1]\n\n[^n1]: []{#p2 cell=c1} c\n", 3, "no note begins so"),
        ("[]{#p1} a[^n1]\n\n[^n1]: []{.empty}\n\n    []{#p2}\n", 3, "no note begins so"),
        ("[]{#p1} a[^n1]\n\n[^n1]: []{#p2} c\n\n     []{#p3} d\n", 5, "does not begin"),
        ("[]{#p1} a[^n1]\n\n[^n1]:\n", 3, "no note begins so"),
        ("[]{#p1} a[^p1]\n\n[^p1]: []{#p2} c\n", 1, "already"),
        ("[]{#p1 cell=c1} a\n", 1, "begins a cell or a note and does not"),
        ("[]{.empty}\n", 1, "begins a cell or a note and does not"),
        ("[]{cell=c1 .empty} a\n", 1, "called empty"),
        ("::: {#r1 .row}\n:::\n", 1, "does not begin"),
        (":::: {#t1 .table}\n", 1, "ends within a table"),
        (":::: {#t1 .table}\n::: {#r1 .row}\n", 2, "ends before :::"),
        (":::: {#t1}\n::::\n", 1, "does not name a table"),
        (":::: {#t1 .table}\n[]{#p1} a\n::::\n", 2, "only rows"),
        (":::: {#t1 .table}\n::: {#r1}\n:::\n::::\n", 2, "does not name a row"),
        (":::: {#t1 .table}\n::: {#r1 .row}\n[]{#p1} a\n:::\n::::\n", 3, "no cell"),
        (
            ":::: {#t1 .table}\n::: {#r1 .row}\n[]{cell=c1 .empty}\n\n[]{#p1} a\n:::\n::::\n",
            5,
            "no cell",
        ),
        (
            ":::: {#t1 .table}\n::: {#r1 .row}\n[]{#p1 cell=c1}\n\n[]{#p2 cell=c1}\n:::\n::::\n",
            5,
            "line 3 already",
        ),
    ],
)
def test_a_bad_text_is_refused_with_its_line(text: str, number: int, said: str) -> None:
    with pytest.raises(Refusal, match=said) as caught:
        parse(text)
    assert caught.value.error.startswith(f"Line {number} of the text cannot be read: ")
    assert caught.value.hint.endswith(".")


@given(small_documents(), st.data())
def test_a_damaged_text_is_refused_or_is_a_document(
    document: Document, data: st.DataObject
) -> None:
    text = serialise(document)
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 3))
    put = data.draw(st.sampled_from((*HOSTILE, "\n", "\n\n", ":::\n", "    ", "[^n1]: ")))
    try:
        read = parse(text[:at] + put + text[at + cut :])
    except Refusal:
        return
    assert parse(serialise(read)) == read


def test_needless_backslashes_and_empty_lines_do_no_harm() -> None:
    document = Document((Paragraph("p1", "a-b."), Paragraph("p2", "c")))
    assert parse("\n[]{#p1} a\\-b\\.\n\n\n\n[]{#p2} c\n\n") == document


# What pandoc reads


def pandoc_text(text: str) -> list[str]:
    """The words of each heading and paragraph as pandoc reads them, notes after their paragraph."""
    tree = json.loads(pypandoc.convert_text(text, "json", format="markdown-smart"))
    return [*_blocks_text(tree["blocks"])]


def _blocks_text(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        if block["t"] == "Div":
            yield from _blocks_text(block["c"][1])
            continue
        assert block["t"] in ("Para", "Header"), block
        notes: list[dict[str, Any]] = []
        words = _words(block["c"] if block["t"] == "Para" else block["c"][2], notes)
        yield _single_spaced(words)
        for note in notes:
            yield from _blocks_text(note["c"])


def _words(inlines: list[dict[str, Any]], notes: list[dict[str, Any]]) -> str:
    out = ""
    for inline in inlines:
        match inline["t"]:
            case "Str":
                out += inline["c"]
            case "Space":
                out += " "
            case "Note":
                notes.append(inline)
            case "Strong" | "Emph" | "Strikeout" | "Superscript" | "Subscript" | "Underline":
                out += _words(inline["c"], notes)
            case "Span" | "Link":
                out += _words(inline["c"][1], notes)
            case other:
                raise AssertionError(f"pandoc reads {other}: {inline}")
    return out


def _single_spaced(words: str) -> str:
    return re.sub(" +", " ", words).strip(" ")


def own_text(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The same words as the document has them, without breaks and tabs.

    Pandoc keeps no note in a note: the texts compared here have none.
    """
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from own_text(cell.blocks)
            continue
        words = ""
        held = {anchor.offset: anchor.object for anchor in block.anchors}
        for at, character in enumerate(block.text):
            thing = held.get(at)
            if isinstance(thing, Opaque):
                words += thing.label
            elif character not in (OBJECT, BREAK, "\t"):
                words += character
        yield _single_spaced(words)
        for thing in held.values():
            if isinstance(thing, Note):
                yield from own_text(thing.blocks)


def test_pandoc_reads_the_golden_text_as_we_do() -> None:
    block = golden().body[2]
    assert isinstance(block, Paragraph)
    (note,) = (a.object for a in block.anchors if isinstance(a.object, Note))
    flat = Note("n1", (Paragraph("", "As of 1 January."), *note.blocks[1:]))
    document = Document(
        (*golden().body[:2], replace(block, anchors=(Anchor(48, flat),)), *golden().body[3:])
    )
    assert pandoc_text(serialise(document)) == [*own_text(document.body)]


# Each call starts a program: few calls, many texts in each.
FEW_CALLS = settings(max_examples=max(5, settings().max_examples // 40))
SIGNS = "\\`*_{}[]()#+-.!<>&$@^~|:;'\"%=/ a1\u00a0\u0e01"


@FEW_CALLS
@given(st.lists(documents(notes=1), min_size=20, max_size=30))
def test_no_word_is_markup_to_pandoc(several: list[Document]) -> None:
    document = identified(Document(tuple(block for one in several for block in one.body)))
    assert pandoc_text(serialise(document)) == [*own_text(document.body)]


@FEW_CALLS
@given(st.data())
def test_no_signs_side_by_side_are_markup_to_pandoc(data: st.DataObject) -> None:
    marks = ("bold", "italic", "superscript", "subscript", "strike", "link", "x")
    trios = st.tuples(
        st.text(st.sampled_from(SIGNS), max_size=6),
        st.sampled_from(HOSTILE),
        st.tuples(st.sampled_from(marks), st.just("")),
    )
    document = Document(
        tuple(
            paragraph(style, ((signs, ()), (hostile, (mark,)), (signs, ())))
            for signs, hostile, mark in data.draw(st.lists(trios, min_size=80, max_size=120))
            for style in (NUMBERED, Style("heading", 2))
        )
    )
    assert pandoc_text(serialise(document)) == [*own_text(document.body)]


@pytest.mark.parametrize("mark", ["bold", "superscript", "strike", "x", "link"])
def test_no_two_hostile_words_are_markup_to_pandoc(mark: str) -> None:
    document = Document(
        tuple(
            paragraph(NUMBERED, ((left, ()), (right, ((mark, ""),)), (left, ())))
            for left in HOSTILE
            for right in HOSTILE[HOSTILE.index(left) % 3 :: 3]
        )
    )
    assert pandoc_text(serialise(document)) == [*own_text(document.body)]


def test_the_example_in_the_documentation_is_as_it_is_written() -> None:
    page = Path(__file__).parents[2] / "docs" / "text-format.md"
    (example,) = re.findall(r"```markdown\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert serialise(parse(example)) == example
