"""Cases that negotiators meet, each by its name; the laws in test_laws.py hold for all of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest

from mufakat.change.amendment import Amendment, Merge
from mufakat.change.diff import diff
from mufakat.change.fragment import bare
from mufakat.change.merge import merge, project
from mufakat.change.track import track
from mufakat.text.document import (
    Cell,
    Document,
    Paragraph,
    Row,
    Span,
    Style,
    Table,
)
from mufakat.text.tracked import alone, original, view

ROSTER = ("BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "TLS", "VNM")

WELCOME = "We welcomed the strong growth of the digital economy in the region."
CABLES = "We noted the report of the working group on submarine cables and their repair."
SCAMS = "We agreed to share information on online scams with each other without delay."
THANKS = "We thanked the Government and the people of the host country for their hospitality."
BASE = (WELCOME, CABLES, SCAMS, THANKS)


def text(*paragraphs: str | Paragraph | Table, ids: bool = True) -> Document:
    return Document(
        tuple(
            Paragraph(f"p{n}" if ids else "", p, Style("numbered")) if isinstance(p, str) else p
            for n, p in enumerate(paragraphs, 1)
        )
    )


HALVES = (
    WELCOME,
    "We noted the report of the working group",
    "on submarine cables and their repair.",
    SCAMS,
    THANKS,
)
AI = "A wholly new paragraph about artificial intelligence."


def returned(*paragraphs: str) -> Document:
    """A text that came back without ids."""
    return text(*paragraphs, ids=False)


def consolidated(base: Document, **texts: Document) -> Merge:
    """The merge, after the laws were checked on it."""
    merged = merge(base, {state: diff(base, t) for state, t in texts.items()}, ROSTER)
    tracked = track(merged, dict.fromkeys(texts, ""))
    assert bare(original(tracked)) == bare(base)
    for state, submitted in texts.items():
        assert bare(project(merged, state)) == bare(submitted)
        assert bare(view(tracked, alone(state))) == bare(submitted)
    return merged


def kinds(merged: Merge, *states: str) -> list[str]:
    """The kinds of the amendments of these sponsors exactly."""
    return [a.kind for a in merged.amendments if a.sponsors == states]


def contested(merged: Merge) -> list[tuple[tuple[str, ...], ...]]:
    """The sponsors of each contested passage's amendments."""
    by_id = {a.id: a for a in merged.amendments}
    return [tuple(by_id[i].sponsors for i in p.amendments) for p in merged.passages]


def only(merged: Merge) -> Amendment:
    (amendment,) = merged.amendments
    return amendment


def edited(base: Sequence[str], at: int, old: str, new: str) -> list[str]:
    """The paragraphs with words of one of them replaced."""
    out = list(base)
    assert old in out[at]
    out[at] = out[at].replace(old, new, 1)
    return out


def test_different_words_at_one_gap_are_alternatives_and_identical_ones_have_two_sponsors() -> None:
    merged = consolidated(
        text(*BASE),
        BRN=returned(*edited(BASE, 0, "strong", "strong and steady")),
        KHM=returned(*edited(BASE, 0, "strong", "strong and lasting")),
        SGP=returned(*edited(BASE, 0, "strong", "strong and steady")),
    )
    assert contested(merged) == [(("BRN", "SGP"), ("KHM",))] or contested(merged) == [
        (("KHM",), ("BRN", "SGP"))
    ]


def test_a_deletion_that_overlaps_a_replacement_is_contested() -> None:
    merged = consolidated(
        text(*BASE),
        IDN=returned(*edited(BASE, 1, "the working group on ", "")),
        LAO=returned(*edited(BASE, 1, "working group", "task force")),
    )
    assert len(contested(merged)) == 1


def test_a_paragraph_deleted_by_one_and_edited_by_another_is_contested() -> None:
    merged = consolidated(
        text(*BASE),
        MYS=returned(WELCOME, SCAMS, THANKS),
        THA=returned(*edited(BASE, 1, "noted", "welcomed")),
    )
    assert contested(merged) == [(("MYS",), ("THA",))]


def test_a_paragraph_deleted_by_one_and_begun_otherwise_by_another_is_contested() -> None:
    merged = consolidated(
        text(*BASE),
        MYS=returned(WELCOME, SCAMS, THANKS),
        THA=returned(*edited(BASE, 1, "We noted", "In this regard, We noted")),
    )
    assert contested(merged) == [(("MYS",), ("THA",))]


def test_a_split_stands_beside_an_edit_elsewhere_in_the_paragraph() -> None:
    merged = consolidated(
        text(*BASE),
        PHL=returned(*HALVES),
        VNM=returned(*edited(BASE, 1, "noted", "welcomed")),
    )
    assert kinds(merged, "PHL") == ["split"]
    assert contested(merged) == []


def test_a_split_and_an_edit_at_the_split_are_contested() -> None:
    merged = consolidated(
        text(*BASE),
        PHL=returned(*HALVES),
        VNM=returned(*edited(BASE, 1, "group on", "group, in detail, on")),
    )
    assert contested(merged) == [(("VNM",), ("PHL",))] or contested(merged) == [
        (("PHL",), ("VNM",))
    ]


@pytest.mark.parametrize(
    "other",
    [
        returned(
            WELCOME, "A wholly new paragraph about artificial intelligence.", CABLES, SCAMS, THANKS
        ),
        returned(CABLES, SCAMS, THANKS),
        returned(CABLES, SCAMS, THANKS, WELCOME),
        returned(WELCOME, SCAMS, THANKS, CABLES),
        returned(WELCOME, f"{CABLES} {SCAMS}", THANKS),
    ],
    ids=[
        "insertion between",
        "deletion",
        "move of the first",
        "move of the second",
        "another join",
    ],
)
def test_a_join_and_what_disturbs_it_are_contested(other: Document) -> None:
    merged = consolidated(
        text(*BASE), KHM=returned(f"{WELCOME} {CABLES}", SCAMS, THANKS), LAO=other
    )
    assert "join" in kinds(merged, "KHM")
    assert len(contested(merged)) == 1


def test_a_move_composes_with_anybodys_edit_of_the_moved_text() -> None:
    merged = consolidated(
        text(*BASE),
        BRN=returned(CABLES, SCAMS, WELCOME, THANKS),
        IDN=returned(*edited(BASE, 0, "strong", "robust")),
    )
    assert kinds(merged, "BRN") == ["move"]
    assert kinds(merged, "IDN") == ["replacement"]
    assert contested(merged) == []


def test_the_same_edit_in_a_moved_and_an_unmoved_paragraph_has_both_sponsors() -> None:
    merged = consolidated(
        text(*BASE),
        BRN=returned(CABLES, SCAMS, WELCOME.replace("strong", "robust"), THANKS),
        IDN=returned(*edited(BASE, 0, "strong", "robust")),
    )
    assert kinds(merged, "BRN", "IDN") == ["replacement"]
    assert kinds(merged, "BRN") == ["move"]


def test_two_destinations_of_one_paragraph_are_contested_and_so_are_move_and_deletion() -> None:
    merged = consolidated(
        text(*BASE),
        BRN=returned(CABLES, SCAMS, WELCOME, THANKS),
        IDN=returned(CABLES, SCAMS, THANKS, WELCOME),
        LAO=returned(CABLES, SCAMS, THANKS),
    )
    assert sorted(sum(contested(merged)[0], ())) == ["BRN", "IDN", "LAO"]


def test_two_paragraphs_in_two_orders_at_one_gap_are_co_attributed() -> None:
    one, two = (
        "A first new paragraph on skills for all.",
        "A second new paragraph on cloud services.",
    )
    merged = consolidated(
        text(*BASE),
        BRN=returned(WELCOME, one, two, CABLES, SCAMS, THANKS),
        KHM=returned(WELCOME, two, one, CABLES, SCAMS, THANKS),
        IDN=returned(WELCOME, two, CABLES, SCAMS, THANKS),
    )
    assert sorted(a.sponsors for a in merged.amendments) == [("BRN", "KHM"), ("BRN", "KHM", "IDN")]


def test_an_edit_shared_in_part_is_not_hidden_by_the_clean_up() -> None:
    base = "The report of the group on the use of the data of the region was noted by all."
    merged = consolidated(
        text(base, THANKS),
        MYS=returned(base.replace("use of the data", "reuse of the records"), THANKS),
        SGP=returned(base.replace("use", "reuse"), THANKS),
    )
    assert kinds(merged, "MYS", "SGP") == ["replacement"]


def test_the_same_paragraph_put_in_twice_by_one_delegation_stays_twice() -> None:
    new = "A wholly new paragraph about artificial intelligence."
    merged = consolidated(text(*BASE), TLS=returned(WELCOME, new, new, CABLES, SCAMS, THANKS))
    assert kinds(merged, "TLS") == ["new paragraph", "new paragraph"]


def test_a_repeated_phrase_is_the_same_edit_whoever_makes_it() -> None:
    base = "We will act together, act together and act together."
    merged = consolidated(
        text(base),
        BRN=returned("We will act together and act together."),
        KHM=returned("We will act together and act together."),
    )
    assert only(merged).sponsors == ("BRN", "KHM")


def test_short_numbered_headings_are_never_paired_by_likeness() -> None:
    def articles(*names: str) -> Document:
        heading = Style("heading", 2)
        body = []
        for n, name in enumerate(names):
            body += [Paragraph("", name, heading), Paragraph("", BASE[n % 4], Style())]
        return Document(tuple(body))

    base = articles("Article R132-4", "Article R132-5", "Article R132-6")
    base = Document(
        tuple(
            Paragraph(f"b{n}", b.text, b.style)
            for n, b in enumerate(base.body)
            if isinstance(b, Paragraph)
        )
    )
    merged = consolidated(base, THA=articles("Article R132-4", "Article R132-6", "Article R132-7"))
    replaced = [a for a in merged.amendments if a.kind == "replacement"]
    assert replaced == []


def test_the_small_half_of_a_split_or_a_join_is_not_new() -> None:
    small = (WELCOME.replace(" in the region.", ""), "in the region.", CABLES, SCAMS, THANKS)
    merged = consolidated(text(*BASE), LAO=returned(*small))
    assert kinds(merged, "LAO") == ["split"]
    base = text("In this regard:", *BASE)
    merged = consolidated(base, LAO=returned(f"In this regard: {WELCOME}", CABLES, SCAMS, THANKS))
    assert set(kinds(merged, "LAO")) == {"insertion", "join"}


def test_a_hundred_and_ninety_three_delegations_edit_one_paragraph() -> None:
    words = [f"word{n}" for n in range(400)]
    roster = [f"S{n:03d}" for n in range(193)]
    base = Document((Paragraph("p1", " ".join(words)),))
    texts = {}
    for n, state in enumerate(roster):
        own = list(words)
        own[2 * n] = f"{state}-first"
        own[(7 * n + 3) % 400] = f"{state}-second"
        texts[state] = Document((Paragraph("p1", " ".join(own)),))
    merged = merge(base, {s: diff(base, t) for s, t in texts.items()}, roster)
    for state, submitted in texts.items():
        assert bare(project(merged, state)) == bare(submitted)


@pytest.mark.parametrize(
    "submitted",
    [Document(), returned(*BASE), returned(), returned("", ""), returned(WELCOME, "", CABLES)],
    ids=["nothing", "identical", "all deleted", "empty paragraphs only", "an empty paragraph"],
)
def test_the_empty_and_the_unchanged(submitted: Document) -> None:
    merged = consolidated(text(*BASE), MMR=submitted)
    assert (merged.amendments == ()) == (bare(submitted) == bare(text(*BASE)))


@pytest.mark.parametrize(
    ("base", "old", "new"),
    [
        ("ประชาคมดิจิทัลอาเซียนที่เข้มแข็ง", "ดิจิทัล", "ไซเบอร์"),
        ("ປະຊາຄົມດິຈິຕອນອາຊຽນ ທີ່ເຂັ້ມແຂງ", "ທີ່ເຂັ້ມແຂງ", "ທີ່ຍືນຍົງ"),
        ("សហគមន៍ឌីជីថលអាស៊ានរឹងមាំ", "រឹងមាំ", "ចីរភាព"),
        ("အာဆီယံဒစ်ဂျစ်တယ်အသိုင်းအဝိုင်း", "အသိုင်းအဝိုင်း", "ကွန်ရက်"),
    ],
    ids=["Thai", "Lao", "Khmer", "Burmese"],
)
def test_a_one_word_change_marks_a_word_and_not_the_paragraph(
    base: str, old: str, new: str
) -> None:
    merged = consolidated(text(base), LAO=returned(base.replace(old, new)))
    spans = [(a.operation.start, a.operation.end) for a in merged.amendments]  # type: ignore[union-attr]
    start = base.index(old)
    assert all(start - 4 <= a and b <= start + len(old) + 1 for a, b in spans)


def test_vietnamese_saved_decomposed_is_no_edit_for_the_chair() -> None:
    base = "Bộ trưởng Nguyễn Mạnh Hùng chủ trì Hội nghị tại Hà Nội."
    merged = consolidated(text(base), VNM=returned(unicodedata.normalize("NFD", base)))
    assert {a.kind for a in merged.amendments} == {"typographic"}


@pytest.mark.parametrize(
    "noise",
    [
        ("'", "’"), ("\"data\"", "“data”"), (" - ", " – "), ("well being", "well\u00a0being"),
        ("being. We", "being.  We"), ("cooperation", "coop\u00aderation"),
        ("cooperation", "cooperation\u200b"), ("cross-border", "cross\u2011border"),
        ("...", "…"), ("Hà Nội", unicodedata.normalize("NFD", "Hà Nội")),
    ],
    ids=["apostrophe", "quotes", "dash", "no-break space", "double space", "soft hyphen",
         "zero-width space", "no-break hyphen", "ellipsis", "decomposed"],
)  # fmt: skip
def test_typing_noise_makes_no_proposal_for_the_chair(noise: tuple[str, str]) -> None:
    base = (
        'The Ministers\' view - on "data" and well being. We cooperation cross-border ... in Hà Nội'
    )
    merged = consolidated(text(base), KHM=returned(base.replace(*noise)))
    assert merged.amendments
    assert {a.kind for a in merged.amendments} == {"typographic"}


def test_formatting_is_a_layer_of_its_own_also_over_somebodys_replacement() -> None:
    bold = Document(
        (
            Paragraph("p1", WELCOME, Style("numbered"), (Span(12, 40, "bold"),)),
            *text(*BASE).body[1:],
        )
    )
    merged = consolidated(text(*BASE), SGP=bold, THA=returned(*edited(BASE, 0, "strong", "robust")))
    assert kinds(merged, "SGP") == ["formatting"]
    assert contested(merged) == []


def table(*rows: tuple[str, ...], ids: bool = True) -> Table:
    return Table(
        "t1" if ids else "",
        tuple(
            Row(
                f"r{r}" if ids else "",
                tuple(
                    Cell(f"c{r}-{c}" if ids else "", (Paragraph(f"q{r}-{c}" if ids else "", cell),))
                    for c, cell in enumerate(row)
                ),
            )
            for r, row in enumerate(rows)
        ),
    )


ROWS = (("Topic", "Lead"), ("Cables", "Singapore"), ("Scams", "Thailand"))


def test_rows_put_in_by_two_at_one_place_are_alternatives_and_equal_ones_shared() -> None:
    merged = consolidated(
        text(table(*ROWS)),
        KHM=text(table(*ROWS, ("Skills", "Cambodia"), ids=False)),
        LAO=text(table(*ROWS, ("Cloud", "Lao PDR"), ids=False)),
        MYS=text(table(*ROWS, ("Skills", "Cambodia"), ids=False)),
    )
    assert kinds(merged, "KHM", "MYS") == ["new row"]
    assert kinds(merged, "LAO") == ["new row"]
    assert len(contested(merged)) == 1


def test_a_column_added_stands_beside_a_row_added() -> None:
    wide = tuple((*row, word) for row, word in zip(ROWS, ("Year", "2027", "2028"), strict=True))
    merged = consolidated(
        text(table(*ROWS)),
        KHM=text(table(*wide, ids=False)),
        LAO=text(table(*ROWS, ("Cloud", "Lao PDR"), ids=False)),
    )
    assert kinds(merged, "KHM") == ["new column cell"] * 3
    assert contested(merged) == []


def test_lines_of_hard_wrapped_input_are_not_paragraphs() -> None:
    wrapped = WELCOME.replace(" of the", "\nof the", 1)
    merged = consolidated(
        text(wrapped, CABLES), IDN=returned(wrapped.replace("strong", "robust"), CABLES)
    )
    assert only(merged).kind == "replacement"


def test_a_split_whose_second_half_becomes_a_heading_is_not_a_restyle_of_the_whole() -> None:
    base = text("Opening words. Digital trust", SCAMS)
    split = Document(
        (
            Paragraph("", "Opening words.", Style("numbered")),
            Paragraph("", "Digital trust", Style("heading", 2)),
            Paragraph("", SCAMS, Style("numbered")),
        )
    )
    whole = Document(
        (Paragraph("", "Opening words. Digital trust", Style("heading", 2)), *returned(SCAMS).body)
    )
    merged = consolidated(base, BRN=split, KHM=whole)
    assert len(contested(merged)) == 1
