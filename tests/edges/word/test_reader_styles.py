"""What paragraphs are and how they are numbered, whoever's styles and lists the file has."""

from __future__ import annotations

import pytest
from tests.edges.word.builder import (
    SPACES,
    abstract,
    level,
    list_,
    num,
    p,
    package,
    sdt,
    style,
    tbl,
    tr,
)

from mufakat.edges.word.read_numbering import Counter, Numbering, figures
from mufakat.edges.word.read_xml import parse
from mufakat.edges.word.reader import read
from mufakat.text.document import Style
from mufakat.text.tracked import TrackedParagraph

NUMBERED = "Mufakat Numbered"


def styles_of(data: bytes) -> list[Style]:
    blocks = read(data).tracked.body
    return [block.style for block in blocks if isinstance(block, TrackedParagraph)]


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("Title", Style("title")),
        ("heading 1", Style("heading", 1)),
        ("Heading 3", Style("heading", 3)),
        ("heading 9", Style("heading", 6)),
        ("Normal", Style()),
        ("Mufakat Plain", Style()),
        ("Mufakat Cell", Style()),
        ("Mufakat Numbered", Style("numbered")),
        ("Mufakat Item 2", Style("item", 2)),
        ("Subtitle", Style()),
    ],
)
def test_styles_are_known_by_their_names(named: str, found: Style) -> None:
    assert styles_of(package(p("a", style="X1"), styles=style("X1", named))) == [found]


def test_a_style_based_on_a_heading_is_a_heading() -> None:
    styles = style("H2", "heading 2") + style("My", "My heading", based="H2")
    assert styles_of(package(p("a", style="My"), styles=styles)) == [Style("heading", 2)]


def test_an_outline_level_makes_a_heading() -> None:
    outline = '<w:outlineLvl w:val="1"/>'
    styles = style("C", "Chapter", f"<w:pPr>{outline}</w:pPr>")
    data = package(p("a", style="C"), p("b", props='<w:outlineLvl w:val="0"/>'), styles=styles)
    assert styles_of(data) == [Style("heading", 2), Style("heading", 1)]


def test_the_default_style_counts_where_none_is_named() -> None:
    default = style("N", "heading 1").replace("<w:style ", '<w:style w:default="1" ')
    assert styles_of(package(p("a"), styles=default)) == [Style("heading")]


def test_styles_based_on_each_other_in_a_circle() -> None:
    circle = style("A", "a", based="B") + style("B", "b", based="A")
    assert styles_of(package(p("x", style="A"), styles=circle)) == [Style()]


@pytest.mark.parametrize(
    ("levels", "ilvl", "found"),
    [
        ((level(0, "lowerLetter", "(%1)"),), 0, Style("item")),
        ((level(0, "decimal", "%1."),), 0, Style("item", 1, "decimal", "%1.")),
        ((level(0, "bullet", "\uf0b7"),), 0, Style("item", 1, "bullet")),
        ((level(0, "bullet", "–"),), 0, Style("item", 1, "bullet", "–")),
        ((level(0, "none", ""),), 0, Style()),
        ((level(0, "decimal", ""),), 0, Style()),
        (
            (level(0, "lowerLetter", "(%1)"), level(1, "lowerRoman", "(%2)")),
            1,
            Style("item", 2),
        ),
        (
            (level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")),
            1,
            Style("item", 2, "decimal", "%1.%2"),
        ),
    ],
)
def test_lists_of_strangers_are_items(levels: tuple[str, ...], ilvl: int, found: Style) -> None:
    numbering = abstract(0, *levels) + list_(1, 0)
    blocks = [p("x"), p("y"), p("a", props=num(1, ilvl)), p("z")]
    assert styles_of(package(*blocks, numbering=numbering))[2] == found


def test_the_list_that_goes_on_numbers_the_main_paragraphs() -> None:
    main = abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"))
    steps = abstract(1, level(0, "decimal", "%1)"))
    data = package(
        p("one", props=num(1)),
        p("a", props=num(1, 1)),
        p("in between"),
        p("step", props=num(2)),
        p("step", props=num(2)),
        p("two", props=num(1)),
        numbering=main + steps + list_(1, 0) + list_(2, 1),
    )
    step = Style("item", 1, "decimal", "%1)")
    found = [Style("numbered"), Style("item"), Style(), step, step, Style("numbered")]
    assert styles_of(data) == found


def test_a_list_that_starts_again_each_time_is_an_enumeration() -> None:
    numbering = abstract(0, level(0, "decimal", "%1.")) + list_(1, 0) + list_(2, 0, start=1)
    data = package(
        *[p("x")] * 4, p("one", props=num(1)), p("x"), p("one", props=num(2)), numbering=numbering
    )
    assert styles_of(data)[-1] == Style("item", 1, "decimal", "%1.")


def test_a_style_brings_its_list_along() -> None:
    numbers = num(1).replace('<w:ilvl w:val="0"/>', "")
    styles = style("L2", "My list", f"<w:pPr>{numbers}</w:pPr>")
    second = level(1, "lowerRoman", "(%2)", more='<w:pStyle w:val="L2"/>')
    numbering = abstract(0, level(0, "lowerLetter", "(%1)"), second) + list_(1, 0)
    data = package(
        p("a", style="L2"), p("b", style="L2", props=num(0)), styles=styles, numbering=numbering
    )
    assert styles_of(data) == [Style("item", 2), Style()]


def test_a_paragraph_put_into_our_own_list_is_numbered() -> None:
    linked = level(0, "decimal", "%1.", more='<w:pStyle w:val="MN"/>')
    numbering = abstract(0, linked) + list_(1, 0)
    styles = style("MN", NUMBERED) + style("LP", "List Paragraph")
    data = package(p("a", style="LP", props=num(1)), styles=styles, numbering=numbering)
    assert styles_of(data) == [Style("numbered")]


def test_a_numbered_heading_keeps_its_pattern() -> None:
    numbering = abstract(0, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2")) + list_(
        1, 0
    )
    styles = style("H1", "heading 1") + style("H2", "heading 2")
    data = package(
        p("a", style="H1", props=num(1)),
        p("b", style="H2", props=num(1, 1)),
        styles=styles,
        numbering=numbering,
    )
    assert styles_of(data) == [
        Style("heading", 1, "upperRoman", "%1."),
        Style("heading", 2, "", "%1.%2"),
    ]


def test_a_list_style_behind_a_definition() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Mine"/></w:abstractNum>'
        + abstract(1, '<w:styleLink w:val="Mine"/>', level(0, "lowerLetter", "(%1)"))
        + list_(1, 0)
    )
    assert styles_of(package(p("x"), p("a", props=num(1)), numbering=numbering))[1] == Style("item")


def test_a_list_style_that_itself_names_its_list() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Mine"/></w:abstractNum>'
        + abstract(1, level(0, "lowerLetter", "(%1)"))
        + list_(1, 0)
        + list_(2, 1)
    )
    linked = style("Mine", "Mine", f"<w:pPr>{num(2)}</w:pPr>", kind="numbering")
    data = package(p("x"), p("a", props=num(1)), numbering=numbering, styles=linked)
    assert styles_of(data)[1] == Style("item")


def test_a_list_style_that_leads_back_to_itself_has_no_form() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Mine"/></w:abstractNum>'
        + list_(1, 0)
    )
    linked = style("Mine", "Mine", f"<w:pPr>{num(1)}</w:pPr>", kind="numbering")
    data = package(p("x"), p("a", props=num(1)), numbering=numbering, styles=linked)
    assert styles_of(data)[1] == Style()


@pytest.mark.parametrize("around", ["sdt", "custom XML", "both"])
def test_the_main_paragraphs_may_stand_in_a_control(around: str) -> None:
    numbering = abstract(0, level(0, "decimal", "%1.")) + list_(1, 0)
    held = "".join(p(f"x{n}", props=num(1)) for n in range(3))
    if around != "sdt":
        held = f'<w:customXml w:element="a">{held}</w:customXml>'
    if around != "custom XML":
        held = sdt(held)
    data = package(p("Title"), held, p("x", props=num(1)), numbering=numbering)
    assert styles_of(data)[1:] == [Style("numbered")] * 4


def test_a_list_in_a_table_is_an_enumeration() -> None:
    numbering = abstract(0, level(0, "decimal", "%1.")) + list_(1, 0)
    table = tbl(tr("x"))
    data = package(table, p("a", props=num(1)), p("b"), p("c"), numbering=numbering)
    assert styles_of(data)[0] == Style("item", 1, "decimal", "%1.")


# What Word prints


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ('w:numId="1">', 'w:numId="1" w16cid:durableId="0A1F">'),
        ('w:numId="1">', 'w:rsidR="0A1F" w:numId="1">'),
        ('<w:abstractNumId w:val="0"/>', '\n <w:abstractNumId  w:val="0"></w:abstractNumId>'),
    ],
)
def test_a_list_is_read_however_the_file_spells_it(usual: str, other: str) -> None:
    levels = level(0, "lowerLetter", "(%1)"), level(1, "decimal", "%2)")
    lists = list_(1, 0).replace(usual, other) + list_(2, 0)
    blocks = p("a", props=num(1)), p("b", props=num(2)), p("c", props=num(2, 1))
    data = package(*blocks, numbering=abstract(0, *levels) + lists)
    assert styles_of(data) == [Style("item"), Style("item"), Style("item", 2, "decimal", "%1)")]


def test_a_list_that_changes_a_level_has_it_its_own_way_beside_one_that_does_not() -> None:
    change = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1.")}</w:lvlOverride></w:num>'
    lists = list_(1, 0) + list_(2, 0).replace("</w:num>", change)
    numbering = abstract(0, level(0, "lowerLetter", "(%1)")) + lists
    data = package(p("a", props=num(1)), p("b", props=num(2)), numbering=numbering)
    assert styles_of(data) == [Style("item"), Style("item", 1, "upperRoman", "%1.")]


def counted(numbering: str, *places: tuple[int, int]) -> list[str]:
    root = parse(f"<w:numbering {SPACES}>{numbering}</w:numbering>".encode(), "numbering", 9_999)
    counter = Counter(Numbering(root))
    return [counter.next(str(num), ilvl) for num, ilvl in places]


def test_word_counts_levels_within_levels() -> None:
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "%1(%2)"))
    places = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)]
    assert counted(numbering + list_(1, 0), *places) == ["1.", "1(a)", "1(b)", "2.", "2(a)"]


def test_word_counts_a_skipped_level_as_begun() -> None:
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")) + list_(1, 0)
    assert counted(numbering, (1, 1), (1, 0)) == ["1.1", "2."]


def test_lists_of_one_definition_count_together_until_one_starts_anew() -> None:
    numbering = abstract(0, level(0, "decimal", "%1.")) + list_(1, 0) + list_(2, 0) + list_(3, 0, 5)
    places = [(1, 0), (2, 0), (3, 0), (1, 0)]
    assert counted(numbering, *places) == ["1.", "2.", "5.", "6."]


def test_a_level_that_never_starts_again_and_legal_figures() -> None:
    deep = level(1, "decimal", "%1.%2", more='<w:lvlRestart w:val="0"/><w:isLgl/>')
    numbering = abstract(0, level(0, "upperRoman", "%1"), deep) + list_(1, 0)
    places = [(1, 0), (1, 1), (1, 0), (1, 1)]
    assert counted(numbering, *places) == ["I", "1.1", "II", "2.2"]


@pytest.mark.parametrize(
    ("count", "form", "printed"),
    [
        (28, "lowerLetter", "bb"),
        (26, "upperLetter", "Z"),
        (1994, "lowerRoman", "mcmxciv"),
        (7, "decimalZero", "07"),
        (3, "none", ""),
        (0, "lowerLetter", "0"),
    ],
)
def test_figures(count: int, form: str, printed: str) -> None:
    assert figures(count, form) == printed


def test_a_numbered_paragraph_whose_number_was_taken_away() -> None:
    data = package(p("a", style="MN", props=num(0)), styles=style("MN", NUMBERED))
    assert styles_of(data) == [Style()]
