"""Word's own numbering prints what ``text.numbering`` says, restarts and all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import cast

from hypothesis import given
from hypothesis import strategies as st
from tests.edges.word.written import (
    ISSUED,
    W,
    body,
    file_of,
    find,
    local,
    plain,
    tree,
    val,
    with_part,
)

from mufakat.edges.word.numbering_plan import LEVELS, Family, Numbering, word_form
from mufakat.text.document import (
    Anchor,
    Block,
    Cell,
    Document,
    Format,
    Note,
    Paragraph,
    Row,
    Style,
    Table,
    paragraphs,
)
from mufakat.text.numbering import labels, number
from mufakat.text.tracking import tracked

NUMBERED, ITEM, SUB = Style("numbered"), Style("item"), Style("item", 2)
TWO, THREE = Style("numbered", 2, "", "%1.%2"), Style("numbered", 3, "", "%1.%2.%3")
ARTICLE, ROMAN = Style("numbered", 1, "", "Article %1"), Style("numbered", 4, "upperRoman")
CHAPTER, SECTION = Style("heading", 1, "", "Chapter %1"), Style("heading", 2, "", "%1.%2")
BULLET, FIGURES = Style("item", 1, "bullet"), Style("item", 2, "decimal", "%1)")
ORDER = (
    CHAPTER, NUMBERED, NUMBERED, ITEM, ITEM, SUB, SUB, ITEM, NUMBERED, ITEM, Style(), ITEM, ITEM,
    TWO, TWO, THREE, TWO, NUMBERED, TWO, SECTION, SECTION, ARTICLE, NUMBERED, ARTICLE, CHAPTER,
    SECTION, BULLET, BULLET, ITEM, FIGURES, FIGURES, SUB, ITEM, Style("item", 3), ITEM, NUMBERED,
    Style("heading", 1), *[ITEM] * 28, NUMBERED, SUB, SUB, ITEM, ROMAN, ROMAN, Style("title"),
)  # fmt: skip


def several(letter: str, *styles: Style) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(f"{letter}{n}", f"{letter}{n}{letter}", s) for n, s in enumerate(styles))


def text() -> Document:
    """Paragraphs of every kind in the body, in cells and in a note, each a word of its own."""
    blocks: list[Block] = [Paragraph(f"p{n}", f"w{n}w", style) for n, style in enumerate(ORDER)]
    cells = (several("c", ITEM, ITEM, NUMBERED), several("d", ITEM, BULLET, ITEM))
    blocks.insert(12, Table("t1", (Row("r1", tuple(Cell("", held) for held in cells)),)))
    note = Note(
        "n1", tuple(Paragraph(f"m{n}", f"n{n}n", s) for n, s in enumerate([NUMBERED, ITEM]))
    )
    blocks.append(Paragraph("p900", "x900x\ufffc", NUMBERED, anchors=(Anchor(5, note),)))
    return Document((*blocks, Paragraph("p901", "x901x", NUMBERED)))


def printed(exported: str) -> Iterator[tuple[str, str]]:
    for line in exported.splitlines():
        found = re.fullmatch(r"\s*(.*?)\s*(([wcdx])\d+\3)\s*1?", line)
        if found:
            yield found[2], found[1]


def test_a_reader_prints_every_number_as_the_text_has_it(
    convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    document = text()
    file = tmp_path / "numbers.docx"
    file.write_bytes(file_of(*tracked(document).body))
    shown = dict(printed(convert(file, "txt:Text (encoded):UTF8").read_text("utf-8-sig")))
    expected = labels(document)
    wanted = {
        p.text.strip("\ufffc"): expected.get(p.id, "") for p in paragraphs(document, notes=False)
    }
    assert shown == wanted


def _format(family: Family, level: int) -> Format:
    form = family.forms.get(level) or word_form(Style(family.kind, level))
    return cast("Format", form[0]) if form else "decimal"


def printed_by_word(styles: Iterable[Style]) -> list[str]:
    """What Word prints for the plan's lists: it counts each ``w:num`` from where it is told to."""
    plan = Numbering()
    places = [plan.place(style) for style in styles]
    families = {made.id: (family, made) for family in plan.families for made in family.lists}
    counts: dict[int, dict[int, int]] = {}
    out = []
    for place in places:
        if place is None:
            out.append("")
            continue
        family, made = families[place[0]]
        level = place[1] + 1
        held = counts.setdefault(made.id, {})
        held[level] = held[level] + 1 if level in held else made.starts.get(level, 1)
        for at in range(1, LEVELS + 1):
            if at > level:
                held.pop(at, None)
            else:
                held.setdefault(at, made.starts.get(at, 1))
        shown = {f"%{at}": number(_format(family, at), count) for at, count in held.items()}
        out.append(re.sub("%[1-9]", lambda m: shown[m[0]], family.forms[level][1]))  # noqa: B023
    return out


@given(st.lists(st.sampled_from(sorted(set(ORDER), key=repr)), max_size=30))
def test_word_counts_what_the_text_counts(styles: list[Style]) -> None:
    document = Document(several("p", *styles))
    expected = labels(document)
    assert printed_by_word(styles) == [expected.get(f"p{n}", "") for n in range(len(styles))]


def lists(styles: Iterable[Style]) -> list[str]:
    data = file_of(*(plain("x", f"p{n}", style) for n, style in enumerate(styles)))
    return [
        val(found[0]) if found else ""
        for found in (find(p, "w:pPr/w:numPr/w:numId") for p in body(data))
    ]


def test_main_paragraphs_count_on_in_one_list_and_items_begin_new_ones() -> None:
    found = lists([NUMBERED, ITEM, ITEM, SUB, ITEM, NUMBERED, ITEM, NUMBERED])
    assert found[0] == found[5] == found[7]
    assert len(set(found[1:5])) == 1
    assert found[6] not in {found[0], found[1]}


def test_a_new_list_is_a_new_one_even_where_the_old_one_would_print_the_same() -> None:
    found = lists([ITEM, Style(), SUB])
    assert found[0] != found[2]


def test_a_long_label_runs_into_the_words_instead_of_hanging() -> None:
    data = file_of(plain("x", "p1", ARTICLE))
    [level] = [
        lvl for lvl in tree(data, "word/numbering.xml").iter(f"{W}lvl")
        if val(find(lvl, "w:lvlText")[0]) == "Article %1"
    ]  # fmt: skip
    assert [val(s) for s in find(level, "w:suff")] == ["space"]
    assert [val(i, "hanging") for i in find(level, "w:pPr/w:ind")] == ["0"]


def test_headings_and_plain_paragraphs_have_no_number() -> None:
    assert lists([Style("title"), Style("heading", 1), Style()]) == ["", "", ""]


def test_a_style_that_a_delegate_applies_counts_with_the_text() -> None:
    data = file_of(plain("x", "p1", NUMBERED), plain("y", "p2", ITEM))
    used = [val(n) for p in body(data) for n in find(p, "w:pPr/w:numPr/w:numId")]
    styles = {val(find(s, "w:name")[0]): s for s in find(tree(data, "word/styles.xml"), "w:style")}
    own = [
        [val(n) for n in find(styles[name], "w:pPr/w:numPr/w:numId")]
        for name in ("Mufakat Numbered", "Mufakat Item 1")
    ]
    assert own == [[used[0]], [used[1]]]


def test_indents_are_those_of_the_templates_styles() -> None:
    template = with_part(
        ISSUED, "word/styles.xml", {'w:left="624" w:hanging="624"': 'w:left="800" w:hanging="700"'}
    )
    data = file_of(plain("x", "p1", NUMBERED), template=template)
    [indent] = find(
        tree(data, "word/numbering.xml"), "w:abstractNum[1]/w:lvl[@w:ilvl='0']/w:pPr/w:ind"
    )
    assert (val(indent, "left"), val(indent, "hanging")) == ("800", "700")


def test_a_templates_own_lists_stay() -> None:
    template = file_of(plain("{{ body }}"), plain("Of the shell", "p2", NUMBERED))
    data = file_of(plain("Of the text", "p1", NUMBERED), template=template, kind="letter")
    numbers = [val(n) for n in tree(data).iter(f"{W}numId")]
    assert len(set(numbers)) == 2
    numbering = tree(data, "word/numbering.xml")
    for name, ident in (("num", "numId"), ("abstractNum", "abstractNumId")):
        ids = [val(e, ident) for e in find(numbering, f"w:{name}")]
        assert len(set(ids)) == len(ids)
    kinds = [local(child) for child in numbering]
    assert kinds == sorted(kinds)  # abstractNum before num
