"""Paragraphs that nobody touched are read at once, and say what they would say read bit by bit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from hypothesis import given
from tests.edges.word.builder import (
    abstract,
    by,
    comment,
    document,
    field,
    ins,
    level,
    list_,
    moved,
    num,
    p,
    package,
    r,
    sdt,
    style,
    t,
    tbl,
    tc,
    tr,
)
from tests.edges.word.test_round_trip import FIELDS, FINGERPRINT, ISSUED, WHEN
from tests.strategies import tracked_documents

from mufakat.edges.word.import_draft import import_draft
from mufakat.edges.word.read_untouched import Untouched
from mufakat.edges.word.reader import Return, read
from mufakat.edges.word.writer import write
from mufakat.refusal import Refusal
from mufakat.text.tracked import TrackedDocument

LISTS = abstract(0, level(0, "decimal", "%1.")) + list_(1, 0)
STYLES = (
    style("H", "heading 1")
    + style("Sh", "Mufakat Shell")
    + style("It", "Mufakat bold", kind="character")
)
RESTYLED = f'<w:pStyle w:val="H"/><w:pPrChange {by("SGP")}><w:pPr/></w:pPrChange>'
BEGIN, SHOW, END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)
LINKED = '<w:r><w:instrText>HYPERLINK "https://x.org"</w:instrText></w:r>'


def kept(number: int, words: str, *, props: str = "", run: str = "", name: str = "") -> str:
    """A paragraph as an issued file has it, and as Word and LibreOffice save it again."""
    own = f"<w:pPr>{props}</w:pPr>" if props else ""
    inner = f"<w:r>{f'<w:rPr>{run}</w:rPr>' if run else ''}{t(words)}</w:r>"
    named = name or f"p{number}"
    return (
        f'<w:p>{own}<w:bookmarkStart w:id="{number}" w:name="_mf_{named}"/>'
        f'{inner}<w:bookmarkEnd w:id="{number}"/></w:p>'
    )


@contextmanager
def nothing_taken_out() -> Iterator[None]:
    with patch.object(Untouched, "take_out", lambda _, data: data):
        yield


def taken(main: str) -> list[str]:
    untouched = Untouched()
    untouched.take_out(main.encode())
    return [words for *_, words in untouched.paragraphs]


def both_ways(data: bytes) -> tuple[Return | str, Return | str]:
    with nothing_taken_out():
        bit_by_bit = outcome(data)
    return outcome(data), bit_by_bit


def outcome(data: bytes) -> Return | str:
    try:
        return read(data)
    except Refusal as refused:
        return refused.error


def test_paragraphs_with_one_run_in_their_bookmark_are_taken_out() -> None:
    words = ["One.", "Zwei – drei", "ສາມ"]
    assert taken(document(*(kept(at, one) for at, one in enumerate(words)))) == words
    assert len(taken(document(*MAINS["saved by Word"]))) == 2


@pytest.mark.parametrize("words", ["R&D", "a > b", "tab\there", "two\nlines", "\u2029", "\ufffc"])
def test_words_with_characters_that_mean_something_are_left(words: str) -> None:
    assert taken(document(kept(1, words), kept(2, "plain"))) == ["plain"]


def test_what_was_touched_is_left() -> None:
    main = document(
        p("no bookmark"),
        kept(1, "two runs").replace("</w:r>", f"</w:r>{r('more')}"),
        kept(2, "typed into").replace("<w:r>", ins("MYS", "new") + "<w:r>"),
        kept(3, "a note", name="n1"),
        kept(4, "the edge", name="body_start"),
    )
    assert taken(main) == []


@pytest.mark.parametrize(
    "spelt",
    [
        ("<w:body>", "<w:body><!-- <w:p/> -->"),
        ("<w:body>", "<w:body><?word?>"),
        ("<w:body>", "<w:body><w:p><w:r><w:t><![CDATA[x]]></w:t></w:r></w:p>"),
        ("encoding='UTF-8'", "encoding='ISO-8859-1'"),
        ("xmlns:w=", "xmlns:z="),
        ("<w:body>", "<w:body><w:p><w:r><w:pict><w:txbxContent/></w:pict></w:r></w:p>"),
    ],
)
def test_a_part_that_is_spelt_in_an_unusual_way_is_left(spelt: tuple[str, str]) -> None:
    assert taken(document(kept(1, "plain")).replace(*spelt)) == []


MAINS = {
    "styles, lists and formatting": (
        kept(1, "Head", props='<w:pStyle w:val="H"/>'),
        kept(2, "One", props=num(1)),
        kept(3, "Two", props=num(1), run="<w:b/><w:i/>"),
        kept(4, "Three", run='<w:rStyle w:val="It"/>'),
        kept(5, "hidden", run="<w:vanish/>"),
        kept(6, "bolder", run=f"<w:b/><w:rPrChange {by('THA')}><w:rPr/></w:rPrChange>"),
        kept(7, "saved by LibreOffice", run=" ").replace("<w:rPr> ", "<w:rPr>"),
        kept(8, ""),
    ),
    "a list that goes on": (
        kept(1, "One", props=num(1)),
        kept(2, "Between"),
        kept(3, "Two", props=num(1)),
        kept(4, "Between"),
        kept(5, "Between"),
    ),
    "tracked paragraph marks and styles": (
        kept(1, "gone", props=f"<w:rPr><w:del {by('SGP')}/></w:rPr>"),
        kept(2, "restyled", props=RESTYLED),
        kept(3, "listed", props=f'<w:numPr><w:numId w:val="1"/><w:ins {by("SGP")}/></w:numPr>'),
        kept(4, "section", props=f"<w:sectPr><w:sectPrChange {by('SGP')}/></w:sectPr>"),
        kept(5, "after"),
    ),
    "the edges of the text": (
        kept(1, "Cover", name="body_start"),
        kept(2, "First"),
        "<w:altChunk/>",
        kept(3, "Shell", props='<w:pStyle w:val="Sh"/>'),
        p("New"),
        kept(4, "End", name="body_end"),
        kept(5, "Beyond"),
        "<w:altChunk/>",
        p("Colophon", style="Sh"),
    ),
    "twice the same": (kept(1, "Once"), kept(1, "Once"), kept(2, "Twice", name="p1")),
    "paragraphs in a paragraph": (p(kept(1, "in", run="<w:b/>"), kept(2, "too")), kept(3, "out")),
    "saved by Word": (
        kept(1, "One").replace("<w:p>", '<w:p w14:paraId="3F2A" w:rsidR="00A1">'),
        kept(2, "Two").replace("<w:r>", '<w:r w:rsidRPr="00A1">'),
    ),
    "copies": (
        kept(1, "Old", name="p1_Copy_1"),
        kept(2, "Old", name="p2_Copy_1"),
        kept(3, "x", name="p1"),
    ),
    "within others": (
        sdt(kept(1, "in a control"), kept(2, "too")),
        tbl(tr(tc(kept(3, "a")), tc(kept(4, "b"))), tr(tc(kept(5, "c")), tc(kept(6, "d")))),
        f"<w:ins {by('VNM')}>{kept(7, 'in an insertion')}</w:ins>",
    ),
    "bookmarks around": (
        '<w:bookmarkStart w:id="90" w:name="_mf_p9"/>',
        kept(1, "First"),
        '<w:bookmarkEnd w:id="90"/>',
        p(f'<w:bookmarkStart w:id="91" w:name="_mf_p8"/>{r("New")}', mark="ins MYS"),
        kept(2, "Second"),
        p(f'{r("Old")}<w:bookmarkEnd w:id="91"/>'),
    ),
    "moves and comments between": (
        '<w:moveFromRangeStart w:id="7" w:name="m" w:author="THA"/>',
        kept(1, "First", props=f"<w:rPr><w:moveFrom {by('THA')}/></w:rPr>"),
        '<w:moveFromRangeEnd w:id="7"/><w:commentRangeStart w:id="0"/>',
        kept(2, "Second"),
        kept(3, "Third"),
        '<w:commentRangeEnd w:id="0"/>',
        p(moved("To", "THA", "m", "First"), mark="moveTo THA"),
        kept(4, "Fourth"),
    ),
    "a field that runs over them": (
        p(BEGIN, "<w:r><w:instrText>TOC</w:instrText></w:r>"),
        kept(1, "in the instruction"),
        p(SHOW),
        kept(2, "in what it shows"),
        p(END, field('HYPERLINK "https://x.org"', "x")),
        kept(3, "after"),
    ),
    "a link that runs over them": (
        p(BEGIN, LINKED, SHOW),
        kept(1, "linked"),
        p(END),
        kept(2, "not linked"),
    ),
    "too many properties": (kept(1, "x", props="<w:b/>" * 90), kept(2, "y", props="<w:b/>" * 10)),
    "properties that are not well formed": (kept(1, "x", props="<w:b>"), kept(2, "y")),
    "a drawing behind": (kept(1, "x"), p(r("<w:drawing/>")), kept(2, "y"), p(r("<w:drawing/>"))),
}


@pytest.mark.parametrize("blocks", MAINS.values(), ids=MAINS)
def test_it_reads_the_same_either_way(blocks: tuple[str, ...]) -> None:
    said = comment(0, "MYS", "why?")
    data = package(*blocks, styles=STYLES, numbering=LISTS, comments=said)
    quickly, bit_by_bit = both_ways(data)
    assert quickly == bit_by_bit


@pytest.mark.parametrize("blocks", MAINS.values(), ids=MAINS)
def test_a_draft_is_imported_the_same_either_way(blocks: tuple[str, ...]) -> None:
    data = package(*blocks, styles=STYLES, numbering=LISTS)
    if outcome(data) == "The file is damaged: its part word/document.xml is no well-formed XML.":
        return
    with nothing_taken_out():
        bit_by_bit = import_draft(data, "a.docx")
    assert import_draft(data, "a.docx") == bit_by_bit


@given(tracked_documents())
def test_written_files_read_the_same_either_way(text: TrackedDocument) -> None:
    quickly, bit_by_bit = both_ways(write(text, ISSUED, FIELDS, FINGERPRINT, when=WHEN))
    assert quickly == bit_by_bit


def test_an_element_of_the_files_own_never_stands_for_a_paragraph() -> None:
    main = document(kept(1, "One"), "<w:shelf/>", kept(2, "Two")).replace(
        "<w:body>", "<w:shelf/><w:body>"
    )
    quickly, bit_by_bit = both_ways(package(main=main))
    assert quickly == bit_by_bit
