"""The compilation text: what a negotiator reads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.blocks import block, rectangular
from tests.change.editing import STATES, Negotiation, negotiations
from tests.laws import law
from tests.procedure import sample_merge as sample

from mufakat.change.amendment import Remark, Stretch
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.change.proposal.proposals import wholes
from mufakat.change.show.compilation import compilation
from mufakat.text.document import (
    OBJECT,
    Anchor,
    Cell,
    Document,
    Note,
    Paragraph,
    Row,
    Style,
    Table,
    paragraphs,
)
from mufakat.text.identity import identify

NUMBERED = Style("numbered")


def document(*texts: str) -> Document:
    return Document(tuple(Paragraph(f"p{n}", text, NUMBERED) for n, text in enumerate(texts, 1)))


def compiled(base: Document, texts: dict[str, Document], *remarks: Remark) -> list[str]:
    scripts = {state: diff(base, text) for state, text in texts.items()}
    whole = compilation(merge(base, scripts, STATES, remarks))
    return [paragraph.text for paragraph in paragraphs(whole)]


def test_one_word_is_bracketed_where_one_word_is_contested() -> None:
    base = document("We support strong growth in the region.")
    texts = {
        "BRN": document("We support resilient growth in the region."),
        "MYS": document("We support resilient growth in the region."),
        "LAO": document("We support inclusive growth in the region."),
    }
    assert compiled(base, texts) == [
        "We support [strong] [BRN, MYS propose: resilient] [LAO proposes: inclusive]"
        " growth in the region."
    ]


def test_words_to_be_deleted_and_words_put_in_name_who_proposes_it() -> None:
    base = document("malaria, chagas and dengue")
    texts = {
        "KHM": document("malaria and dengue"),
        "IDN": document("malaria, chagas and also dengue"),
    }
    assert compiled(base, texts) == [
        "malaria[KHM proposes to delete: , chagas] and [IDN proposes: also] dengue"
    ]


def test_a_new_paragraph_takes_bis_and_a_rival_one_alt() -> None:
    base = document("One.", "Two.")
    texts = {
        "BRN": document("One.", "A first new paragraph on cables.", "Two."),
        "KHM": document("One.", "Quite another paragraph about scams.", "Two."),
    }
    lines = compiled(base, texts)
    assert lines[0] == "One."
    assert lines[-1] == "Two."
    assert sorted(line.split("[")[0] for line in lines[1:-1]) == ["1 bis alt. ", "1 bis. "]


def test_a_remark_is_a_footnote_where_it_was_made() -> None:
    base = document("We support strong growth.")
    remark = Remark("m1", "LAO", "What is meant?", "p1", 11, 17, "strong")
    lines = compiled(base, {"LAO": base}, remark)
    assert lines == ["We support strong\ufffc growth.", "LAO: on “strong”: What is meant?"]


def test_a_new_row_and_a_deleted_row_keep_the_table_whole() -> None:
    def table(*rows: tuple[str, ...]) -> Document:
        return Document(
            (
                Table(
                    "t1",
                    tuple(
                        Row(
                            f"r{r}",
                            tuple(
                                Cell(f"c{r}{c}", (Paragraph(f"q{r}{c}", text),))
                                for c, text in enumerate(row)
                            ),
                        )
                        for r, row in enumerate(rows)
                    ),
                ),
            )
        )

    base = table(("Project", "Lead"), ("Cables", "Singapore"))
    texts = {"SGP": table(("Project", "Lead"), ("Cables", "Singapore"), ("Scams", "Thailand"))}
    scripts = {state: diff(base, text) for state, text in texts.items()}
    whole = compilation(merge(base, scripts, ("SGP",)))
    rows = block(whole, Table).rows
    assert [len(row.cells) for row in rows] == [2, 2, 2]
    (words,) = rows[2].cells[0].blocks
    assert isinstance(words, Paragraph)
    assert words.text == "[SGP proposes a new row:] Scams"


def kept(paragraph: Paragraph) -> str:
    """The paragraph without what the compilation prints of its own and what is proposed."""
    ours = [s for s in paragraph.spans if s.mark in ("attribution", "contested", "proposed")]
    notes = {a.offset for a in paragraph.anchors if isinstance(a.object, Note) and not a.object.id}
    return "".join(
        c
        for n, c in enumerate(paragraph.text)
        if n not in notes and not any(s.start <= n < s.end for s in ours)
    )


@given(negotiations())
def test_every_sponsor_is_named_and_the_base_stands_under_the_brackets(n: Negotiation) -> None:
    scripts = {state: diff(n.base, text) for state, text in n.texts.items()}
    merged = merge(n.base, scripts, STATES)
    found = list(paragraphs(compilation(merged)))
    stand = {paragraph.id: kept(paragraph) for paragraph in found if paragraph.id}
    assert stand == {paragraph.id: paragraph.text for paragraph in paragraphs(n.base)}
    text = " ".join(paragraph.text for paragraph in found)
    for amendment in merged.amendments:
        if amendment.kind not in ("typographic", "formatting", "table layout"):
            assert all(sponsor in text for sponsor in amendment.sponsors)


def test_notes_of_the_base_stay_where_they_are() -> None:
    note = Note("n1", (Paragraph("n1p1", "The plan of 2030."),))
    noted = Document((Paragraph("p1", "See\ufffc the plan.", NUMBERED, (), (Anchor(3, note),)),))
    assert compiled(noted, {"BRN": noted}) == ["See\ufffc the plan.", "The plan of 2030."]


# -- what stands or falls together is said once ----------------------------------------------


def table(*rows: tuple[str | Cell, ...]) -> Document:
    def cell(held: str | Cell) -> Cell:
        return held if isinstance(held, Cell) else Cell("", (Paragraph("", held),))

    return Document((Table("", tuple(Row("", tuple(map(cell, row))) for row in rows)),))


def cells(base: Document, *remarks: Remark, **texts: Document) -> list[list[str]]:
    """What stands in the cells of the compiled table."""
    scripts = {state: diff(base, text) for state, text in texts.items()}
    whole = compilation(merge(base, scripts, STATES, remarks)).body[0]
    assert isinstance(whole, Table)
    return [
        [" ".join(b.text for b in cell.blocks if isinstance(b, Paragraph)) for cell in row.cells]
        for row in whole.rows
    ]


PROJECTS = identify(table(("Topic", "Lead"), ("Cables", "Singapore"), ("Skills", "Cambodia")))


def test_a_new_column_is_said_once_and_its_words_stand_in_their_rows() -> None:
    wider = table(
        ("Topic", "Lead", "Year"), ("Cables", "Singapore", "2027"), ("Skills", "Cambodia", "2028")
    )
    assert cells(PROJECTS, KHM=wider) == [
        ["Topic", "Lead [KHM proposes a new column “Year”]"],
        ["Cables", "Singapore [KHM: 2027]"],
        ["Skills", "Cambodia [KHM: 2028]"],
    ]


def test_a_deleted_column_is_said_once_and_all_of_it_is_in_brackets() -> None:
    wide = identify(
        table(("Topic", "Lead", "Y"), ("Cables", "Singapore", "1"), ("Skills", "Cambodia", "2"))
    )
    narrow = table(("Topic", "Y"), ("Cables", "1"), ("Skills", "2"))
    assert cells(wide, KHM=narrow) == [
        ["Topic", "[KHM proposes to delete this column: Lead]", "Y"],
        ["Cables", "[Singapore]", "1"],
        ["Skills", "[Cambodia]", "2"],
    ]


def test_a_column_under_a_merged_heading_is_told_in_its_own_first_cell() -> None:
    def headed(span: int) -> Cell:
        return Cell("", (Paragraph("", "Projects"),), span=span)

    narrow = identify(table((headed(2),), ("Cables", "Singapore"), ("Skills", "Cambodia")))
    wide = identify(table((headed(3),), ("Cables", "Singapore", "1"), ("Skills", "Cambodia", "2")))
    assert cells(wide, KHM=narrow) == [
        ["Projects"],
        ["Cables", "Singapore", "[KHM proposes to delete this column: 1]"],
        ["Skills", "Cambodia", "[2]"],
    ]
    assert cells(narrow, KHM=wide) == [
        ["Projects"],
        ["Cables", "Singapore [KHM proposes a new column “1”]"],
        ["Skills", "Cambodia [KHM: 2]"],
    ]


def test_merged_cells_are_said_once_with_the_words_that_come_of_it() -> None:
    both = Cell("", (Paragraph("", "Cables"), Paragraph("", "Singapore")), span=2)
    merged = table(("Topic", "Lead"), (both,), ("Skills", "Cambodia"))
    assert cells(PROJECTS, KHM=merged) == [
        ["Topic", "Lead"],
        ["[KHM proposes to merge the cells here: Cables / Singapore] Cables", "Singapore"],
        ["Skills", "Cambodia"],
    ]


def test_a_renumbering_is_said_once() -> None:
    base = document("(b) One thing or another.", "(c) Whatever else there is.")
    texts = {"KHM": document("(c) One thing or another.", "(d) Whatever else there is.")}
    assert compiled(base, texts) == [
        "([b] [KHM proposes to renumber: c]) One thing or another.",
        "([c] [KHM: d]) Whatever else there is.",
    ]


def test_a_join_is_said_once_and_the_words_at_its_seam_are_only_attributed() -> None:
    first, second = "We noted the plan for cables.", "The plan for skills was welcomed by all."
    joined = "We noted the plan for cables, and the plan for skills was welcomed by all."
    assert compiled(document(first, second), {"KHM": document(joined)}) == [
        "We noted the plan for cables[.] [KHM: , and] "
        "[KHM proposes to join this paragraph with the next]",
        "[The] [KHM: the] plan for skills was welcomed by all.",
    ]


# -- remarks ---------------------------------------------------------------------------------


def test_a_remark_on_words_that_its_author_puts_in_stands_in_their_brackets() -> None:
    base = document("We support strong growth.", "Two.")
    texts = {"LAO": document("We support inclusive growth.", "A new one on trust.", "Two.")}
    remarks = (
        Remark("m1", "LAO", "Why so?", "p1", 17, 17, own=Stretch(0, 11, 0, 20)),
        Remark("m2", "LAO", "Needed.", "p1", 25, 25, own=Stretch(1, 2, 1, 5)),
    )
    assert compiled(base, texts, *remarks)[::2] == [
        f"We support [strong] [LAO proposes: inclusive{OBJECT}] growth.",
        f"1 bis. [LAO proposes a new paragraph: A new one on trust.{OBJECT}]",
        "Two.",
    ]


def test_a_remark_on_words_that_others_would_replace_is_kept() -> None:
    base = document("We support strong growth.")
    texts = {"LAO": base, "KHM": document("We support inclusive growth.")}
    remark = Remark("m1", "LAO", "What is meant?", "p1", 11, 17, "strong")
    assert compiled(base, texts, remark)[0] == (
        f"We support [strong] [KHM proposes: inclusive]{OBJECT} growth."
    )


def test_remarks_on_the_same_words_keep_their_order() -> None:
    base = document("We support strong growth.")
    remarks = [Remark(f"m{n}", "LAO", f"Point {n}.", "p1", 11, 17) for n in (1, 2, 3)]
    lines = compiled(base, {"LAO": base}, *remarks)
    assert lines[1:] == ["LAO: Point 1.", "LAO: Point 2.", "LAO: Point 3."]


def test_a_remark_on_a_note_stands_behind_the_notes_sign() -> None:
    note = Note("n1", (Paragraph("n1p1", "The plan of 2030."),))
    noted = Document((Paragraph("p1", "See\ufffc the plan.", NUMBERED, (), (Anchor(3, note),)),))
    remark = Remark("m1", "BRN", "Which?", "n1p1", 4, 8, "plan", own=Stretch(1, 4, 1, 8))
    assert compiled(noted, {"BRN": noted}, remark)[0] == "See\ufffc\ufffc the plan."


@law
@given(negotiations())
def test_a_table_keeps_its_columns_whatever_is_proposed(n: Negotiation) -> None:
    scripts = {state: diff(n.base, text) for state, text in n.texts.items()}
    found = compilation(merge(n.base, scripts, STATES))
    drafted = {table.id: widths(table) for table in n.base.body if isinstance(table, Table)}
    assert all(map(rectangular, found.body))
    for table in found.body:
        if isinstance(table, Table) and table.id in drafted:
            assert widths(table) == drafted[table.id]


def widths(table: Table) -> set[int]:
    return {sum(cell.span for cell in row.cells) for row in table.rows}


@given(negotiations(), st.data())
def test_every_remark_is_printed_once_wherever_it_stands(
    n: Negotiation, data: st.DataObject
) -> None:
    scripts = {state: diff(n.base, text) for state, text in n.texts.items()}
    remarks = tuple(data.draw(remarks_on(n)))
    found = paragraphs(compilation(merge(n.base, scripts, STATES, remarks)))
    ends = [(f": {r.text}", f"{r.sponsor}: {r.text}]") for r in remarks]
    texts = [paragraph.text for paragraph in found]
    assert [sum(text.endswith(end) for text in texts) for end in ends] == [1] * len(remarks)


@st.composite
def remarks_on(draw: st.DrawFn, n: Negotiation) -> list[Remark]:
    """Remarks on any words of the base, and of what their sponsors submitted."""
    out = []
    for number in range(draw(st.integers(1, 3))):
        state = draw(st.sampled_from(sorted(n.texts)))
        known, held = list(paragraphs(n.base)), list(paragraphs(n.texts[state]))
        block, start, end = "", 0, 0
        if known:
            base = draw(st.sampled_from(known))
            start = draw(st.integers(0, len(base.text)))
            block, end = base.id, draw(st.integers(start, len(base.text)))
        own = None
        if held:
            at = draw(st.integers(0, len(held) - 1))
            own = Stretch(at, 0, at, draw(st.integers(0, len(held[at].text))))
        text = f"Remark number {number}."
        out.append(Remark(f"m{number}", state, text, block, start, end, own=own))
    return out


def test_what_others_say_of_a_proposal_stands_behind_the_names_of_its_sponsors() -> None:
    silent = ("typographic", "formatting", "table layout")
    told = [one for one in wholes(sample.MERGE) if one.kind not in silent]
    phrases = {one.id: f"VNM opposes {one.id}" for one in told}
    whole = compilation(sample.MERGE, phrases)
    text = "\n".join(paragraph.text for paragraph in paragraphs(whole))
    twice = ("move",)  # told where it is and where it would be
    assert all(text.count(phrases[one.id]) == 1 + (one.kind in twice) for one in told)
    assert "proposes (VNM opposes p2.1)" in text or "propose (VNM opposes p2.1)" in text
    assert compilation(sample.MERGE, {}) == compilation(sample.MERGE)
