"""The compilation text: what a negotiator reads."""

from __future__ import annotations

from hypothesis import given
from tests.change.editing import STATES, Negotiation, negotiations

from mufakat.change.amendment import Remark
from mufakat.change.compilation import compilation
from mufakat.change.diff import diff
from mufakat.change.merge import merge
from mufakat.text.document import (
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
    rows = whole.body[0].rows  # type: ignore[union-attr]
    assert [len(row.cells) for row in rows] == [2, 2, 2]
    assert rows[2].cells[0].blocks[0].text == "[SGP proposes a new row:] Scams"  # type: ignore[union-attr]


def kept(paragraph: Paragraph) -> str:
    """The paragraph without what the compilation prints of its own and what is proposed."""
    ours = [s for s in paragraph.spans if s.mark in ("attribution", "proposed")]
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
