"""Proposals of several amendments in words: what a chair reads of a column or a renumbering."""

from __future__ import annotations

from mufakat.change.compare.diff import diff
from mufakat.change.layout import layout
from mufakat.change.merge import merge
from mufakat.change.proposal.proposals import wholes
from mufakat.procedure.place import Places
from mufakat.procedure.together import proposal_settled, proposal_wording
from mufakat.procedure.wording import Wording
from mufakat.text.document import Cell, Document, Paragraph, Row, Style, Table
from mufakat.text.identity import identify

CABLES = "The ministers noted the report on submarine cables and their repair."
SCAMS = "The ministers agreed to share information on online scams without delay."


def table(*lines: tuple[str | Cell, ...]) -> Document:
    def cell(held: str | Cell) -> Cell:
        return held if isinstance(held, Cell) else Cell("", (Paragraph("", held),))

    return Document((Table("", tuple(Row("", tuple(map(cell, line))) for line in lines)),))


def text(*lines: str) -> Document:
    return identify(Document(tuple(Paragraph("", line, Style("numbered")) for line in lines)))


PROJECTS = identify(
    table(("Topic", "Lead", "Year"), ("Cables", "Singapore", "2027"), ("Skills", "Cambodia", ""))
)


def said(base: Document, given: Document) -> Wording:
    """The first proposal of several amendments in words."""
    merged = merge(base, {"KHM": diff(base, given)}, ["KHM"])
    several = [one for one in wholes(merged) if len(one.amendments) > 1]
    return proposal_wording(several[0], Places.of(base), layout(base))


def became(base: Document, given: Document, new: Document) -> str:
    """What stands in the place of that proposal in the text after the rulings."""
    merged = merge(base, {"KHM": diff(base, given)}, ["KHM"])
    several = [one for one in wholes(merged) if len(one.amendments) > 1]
    return proposal_settled(several[0], Places.of(base), Places.of(new), layout(base))


def test_a_new_column_is_told_with_its_words_in_one_line() -> None:
    wider = table(
        ("Topic", "Lead", "Office", "Year"),
        ("Cables", "Singapore", "CSA", "2027"),
        ("Skills", "Cambodia", "MPTC", ""),
    )
    words = said(PROJECTS, wider)
    assert (words.place, words.manner) == ("t1", "new column after “Lead”")
    assert (words.original.text, words.proposed.bracketed()) == ("", "[Office / CSA / MPTC]")
    assert became(PROJECTS, wider, identify(wider)) == "Office / CSA / MPTC"
    assert became(PROJECTS, wider, PROJECTS) == ""


def test_a_new_column_says_where_it_stands_also_beside_nothing_and_in_some_rows_only() -> None:
    first = table(("No.", "Topic", "Lead", "Year"), ("1", "Cables", "Singapore", "2027"))
    before = identify(table(("Topic", "Lead", "Year"), ("Cables", "Singapore", "2027")))
    assert said(before, first).manner == "new column at the start"
    shorter = table(
        ("Topic", "Lead", "Year", "Cost"),
        ("Cables", "Singapore", "2027", "5"),
        ("Skills", "Cambodia", ""),
    )
    assert said(PROJECTS, shorter).manner == "new column after “Year”, in 2 of 3 rows"
    bare = identify(table(("", "Lead"), ("Cables", "Singapore"), ("Skills", "Cambodia")))
    after = table(("", "X", "Lead"), ("Cables", "1", "Singapore"), ("Skills", "2", "Cambodia"))
    assert said(bare, after).manner == "new column after table 1, row 1, column 1"


def test_a_deleted_column_is_told_with_its_words() -> None:
    narrow = table(("Topic", "Year"), ("Cables", "2027"), ("Skills", ""))
    words = said(PROJECTS, narrow)
    assert words.original.bracketed() == "[Lead / Singapore / Cambodia]"
    assert (words.proposed.text, words.manner) == ("", "delete the column “Lead”")
    gone = identify(narrow)
    assert became(PROJECTS, narrow, PROJECTS) == "Lead / Singapore / Cambodia"
    assert "(deleted)" not in became(PROJECTS, narrow, PROJECTS)
    assert became(PROJECTS, narrow, Document(gone.body[:0])) == "(deleted)"


def test_merged_cells_show_the_row_before_and_after() -> None:
    both = Cell("", (Paragraph("", "Singapore"), Paragraph("", "2027")), span=2)
    merged = table(("Topic", "Lead", "Year"), ("Cables", both), ("Skills", "Cambodia", ""))
    words = said(PROJECTS, merged)
    assert words.original.bracketed() == "Cables | [Singapore] | [2027]"
    assert words.proposed.bracketed() == "Cables | [Singapore\n2027]"
    assert (words.place, words.manner) == ("r2", "merge the cells")
    back = said(identify(merged), PROJECTS)
    assert back.manner == "part the cells"
    assert back.proposed.bracketed() == "Cables | [Singapore] | [2027]"


def test_brackets_are_told_with_the_words_between_them() -> None:
    old = text("We will train [500] officials by 2030.")
    new = text("We will train 500 officials by 2030.")
    words = said(old, new)
    assert words.original.bracketed() == "We will train [[]500[]] officials by 2030."
    assert (words.proposed.text, words.manner) == ("We will train 500 officials by 2030.", "")
    assert became(old, new, new) == "We will train 500 officials by 2030."
    assert became(old, new, old) == "We will train [500] officials by 2030."


def test_a_join_is_told_with_the_words_at_its_seam() -> None:
    base = text(CABLES, SCAMS)
    joined = text(f"{CABLES[:-1]}, and the {SCAMS[4:]}")
    words = said(base, joined)
    seam = "their repair[. ¶ The] ministers agreed"
    assert seam in words.original.bracketed()
    assert "their repair[, and the] ministers agreed" in words.proposed.bracketed()
    assert words.manner == "run on into the next paragraph"
    assert became(base, joined, base) == CABLES


def test_a_renumbering_is_told_by_its_labels() -> None:
    base = text(f"(b) {CABLES}", f"(c) {SCAMS}")
    words = said(base, text(f"(c) {CABLES}", f"(d) {SCAMS}"))
    assert words.original.bracketed() == "([b]) / ([c])"
    assert words.proposed.bracketed() == "([c]) / ([d])"
    assert words.manner == "renumber 2 paragraphs"
