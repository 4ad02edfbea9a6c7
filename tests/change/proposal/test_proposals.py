"""Proposals: amendments of the same sponsors that make sense only together."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from tests.change.editing import STATES, Negotiation, negotiations
from tests.laws import law

from mufakat.change.amendment import Amendment, Carried, Insert, Merge
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.change.proposal.proposals import wholes
from mufakat.change.proposal.renumbering import label
from mufakat.change.ruling import DEFERRED, Decision, carry, resolve
from mufakat.text.document import Cell, Document, Paragraph, Row, Style, Table
from mufakat.text.identity import identify

CABLES = "The ministers noted the report on submarine cables and their repair."
SCAMS = "The ministers agreed to share information on online scams without delay."
THANKS = "The ministers thanked the people of the host country for their hospitality."


def cell(*texts: str, span: int = 1, continued: bool = False) -> Cell:
    return Cell("", tuple(Paragraph("", text) for text in texts), span, continued)


def table(*rows: tuple[str | Cell, ...]) -> Document:
    made = (Row("", tuple(cell(c) if isinstance(c, str) else c for c in row)) for row in rows)
    return Document((Table("", tuple(made)),))


def text(*lines: str) -> Document:
    return Document(tuple(Paragraph("", line) for line in lines))


PROJECTS = identify(
    table(("Topic", "Lead", "Year"), ("Cables", "Singapore", "2027"), ("Skills", "Cambodia", ""))
)


def merged(base: Document, **texts: Document) -> Merge:
    return merge(base, {state: diff(base, given) for state, given in texts.items()}, STATES)


def grouped(whole: Merge) -> list[tuple[str, int]]:
    """Each proposal's kind and how many amendments it has."""
    return [(proposal.kind, len(proposal.amendments)) for proposal in whole.proposals]


def alone(whole: Merge) -> list[str]:
    """The kinds of the amendments that stand alone."""
    return [amendment.kind for amendment in whole.amendments if not amendment.proposal]


# -- columns ---------------------------------------------------------------------------------


def test_the_cells_of_a_new_column_are_one_proposal_called_by_the_first() -> None:
    whole = merged(
        PROJECTS,
        KHM=table(
            ("Topic", "Lead", "Office", "Year"),
            ("Cables", "Singapore", "CSA", "2027"),
            ("Skills", "Cambodia", "MPTC", ""),
        ),
    )
    assert grouped(whole) == [("new column", 3)]
    first = whole.amendments[0]
    assert {a.proposal for a in whole.amendments} == {first.id} == {whole.proposals[0].id}


def test_the_cells_of_a_deleted_column_are_one_proposal() -> None:
    whole = merged(PROJECTS, KHM=table(("Topic", "Year"), ("Cables", "2027"), ("Skills", "")))
    assert grouped(whole) == [("deleted column", 3)]


def test_two_new_columns_at_one_place_are_two_proposals() -> None:
    whole = merged(
        PROJECTS,
        KHM=table(
            ("Topic", "Lead", "Office", "Tel.", "Year"),
            ("Cables", "Singapore", "CSA", "65", "2027"),
            ("Skills", "Cambodia", "MPTC", "855", ""),
        ),
    )
    assert grouped(whole) == [("new column", 3), ("new column", 3)]
    words = [[_new_words(a) for a in one.amendments] for one in wholes(whole)]
    assert words == [["Office", "CSA", "MPTC"], ["Tel.", "65", "855"]]


def _new_words(amendment: Amendment) -> str:
    operation = amendment.operation
    assert isinstance(operation, Insert)
    assert isinstance(operation.node, Cell)
    (words,) = operation.node.blocks
    assert isinstance(words, Paragraph)
    return words.text


def test_an_empty_new_cell_beside_an_empty_one_belongs_to_its_column() -> None:
    before = identify(table(("Topic", "Lead", "Year"), ("Cables", "", "2027"), ("A", "B", "")))
    after = (("Topic", "Office", "Lead", "Year"), ("Cables", "", "", "2027"), ("A", "C", "B", ""))
    assert grouped(merged(before, KHM=table(*after))) == [("new column", 3)]


def test_columns_are_counted_with_the_spans_of_their_cells() -> None:
    before = identify(
        table(("Topic", cell("Who", span=2)), ("Cables", "A", "B"), ("Skills", "C", "D"))
    )
    wider = table(
        ("Topic", cell("Who", span=2), "Year"),
        ("Cables", "A", "B", "2027"),
        ("Skills", "C", "D", "2028"),
    )
    assert grouped(merged(before, KHM=wider)) == [("new column", 3)]


def test_a_heading_that_grows_or_shrinks_with_its_columns_goes_with_them() -> None:
    narrow = identify(
        table(("Topic", cell("Who", span=2)), ("Cables", "Lao PDR", "B"), ("Skills", "C", "D"))
    )
    wide = identify(
        table(
            ("Topic", cell("Who", span=3)),
            ("Cables", "Lao PDR", "New", "B"),
            ("Skills", "C", "Newer", "D"),
        )
    )
    for before, after, kind in (
        (narrow, wide, "new column"),
        (wide, narrow, "deleted column"),
    ):
        whole = merged(before, KHM=after)
        assert (grouped(whole), alone(whole)) == ([(kind, 3)], [])


def test_a_cell_in_one_row_is_no_column() -> None:
    one_row = identify(table(("Cables", "Singapore")))
    whole = merged(one_row, KHM=table(("Cables", "Singapore", "2027")))
    assert grouped(whole) == []


def test_a_cell_beside_one_that_grows_in_a_single_row_is_no_column() -> None:
    before = identify(table(("Cables", "Singapore", "2027"), ("Skills", "Cambodia", "2028")))
    after = table(
        ("Cables", "New", cell("Singapore", span=2), "2027"), ("Skills", "Cambodia", "2028")
    )
    assert grouped(merged(before, KHM=after)) == []


def test_what_another_proposes_too_is_not_tied_to_the_rest() -> None:
    columns = ("Topic", "Lead", "Office", "Year")
    skills = ("Skills", "Cambodia", "MPTC", "")
    whole = merged(
        PROJECTS,
        KHM=table(columns, ("Cables", "Singapore", "CSA", "2027"), skills),
        LAO=table(columns, ("Cables", "Singapore", "IMDA", "2027"), skills),
    )
    sponsors = {a.id: a.sponsors for a in whole.amendments}
    assert grouped(whole) == [("new column", 2)]
    assert {sponsors[name] for name in whole.proposals[0].amendments} == {("KHM", "LAO")}
    assert alone(whole) == ["new column cell"] * 2


# -- merged cells ----------------------------------------------------------------------------


def test_cells_merged_across_take_their_words_along() -> None:
    whole = merged(
        PROJECTS,
        KHM=table(
            ("Topic", "Lead", "Year"),
            ("Cables", cell("Singapore", "2027", span=2)),
            ("Skills", "Cambodia", ""),
        ),
    )
    assert (grouped(whole), alone(whole)) == ([("merged cells", 3)], [])
    assert {a.kind for a in whole.amendments} == {
        "deleted column cell",
        "table layout",
        "new paragraph",
    }


def test_cells_merged_in_every_row_are_no_deleted_column() -> None:
    whole = merged(
        PROJECTS,
        KHM=table(
            ("Topic", cell("Lead", "Year", span=2)),
            ("Cables", cell("Singapore", "2027", span=2)),
            ("Skills", cell("Cambodia", "", span=2)),
        ),
    )
    assert {kind for kind, _ in grouped(whole)} == {"merged cells"}
    assert alone(whole) == []


def test_a_merged_cell_that_is_parted_is_one_proposal() -> None:
    before = identify(
        table(("Topic", "Lead", "Year"), ("Cables", cell("Singapore", "2027", span=2)))
    )
    whole = merged(before, KHM=table(("Topic", "Lead", "Year"), ("Cables", "Singapore", "2027")))
    assert (grouped(whole), alone(whole)) == ([("merged cells", 3)], [])


def test_cells_merged_downwards_are_one_proposal_with_what_stands_in_them() -> None:
    whole = merged(
        PROJECTS,
        KHM=table(
            ("Topic", "Lead", "Year"),
            ("Cables", cell("Singapore", "Cambodia"), "2027"),
            ("Skills", cell("", continued=True), ""),
        ),
    )
    assert [kind for kind, _ in grouped(whole)] == ["merged cells"]
    assert alone(whole) == []


def test_a_cell_that_gives_way_to_another_is_not_merged() -> None:
    before = identify(table(("Topic", "Lead", "Year"), ("Cables", "Singapore", "2027")))
    after = table(("Topic", "Lead", "Year"), ("Cables", "Cambodia", "2027", "Note"))
    whole = merged(before, KHM=after)
    assert {"new column cell", "deleted column cell"} <= {a.kind for a in whole.amendments}
    assert grouped(whole) == []


def test_an_edit_beside_merged_cells_stands_alone() -> None:
    whole = merged(
        PROJECTS,
        KHM=table(
            ("Topic", "Lead", "Year"),
            ("Cables", cell("Singapore", "2027", span=2)),
            ("Skills", "Cambodia", "2029"),
        ),
    )
    assert grouped(whole) == [("merged cells", 3)]
    assert alone(whole)


# -- joins -----------------------------------------------------------------------------------


def test_a_join_goes_with_the_words_at_its_seam_and_with_no_others() -> None:
    base = identify(text(CABLES, SCAMS, THANKS))
    joined = f"{CABLES[:-1]}, and {SCAMS[0].lower()}{SCAMS[1:]}".replace("report", "account")
    whole = merged(base, KHM=text(joined, THANKS))
    assert [kind for kind, _ in grouped(whole)] == ["join"]
    members = whole.proposals[0].amendments
    assert {a.kind for a in whole.amendments if a.id in members} >= {"join", "replacement"}
    assert alone(whole) == ["replacement"]


def test_a_join_without_words_is_a_proposal_by_itself() -> None:
    base = identify(text(f"{CABLES} ", SCAMS))
    whole = merged(base, KHM=text(f"{CABLES} {SCAMS}"))
    assert (grouped(whole), alone(whole)) == ([], ["join"])


# -- renumbering -----------------------------------------------------------------------------

LINES = (CABLES, SCAMS, THANKS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("Article 12. ", "Article 13. ", "Article 14. "), ("13", "14", "15")),
        (("(b) ", "(c) ", "(d) "), ("c", "d", "e")),
        (("(viii) ", "(ix) ", "(x) "), ("ix", "x", "xi")),
        (("R132-4 ", "R132-5 ", "R132-6 "), ("R132-5", "R132-6", "R132-7")),
        (("12.1 ", "12.2 ", "12.3 "), ("13.1", "13.2", "13.3")),
        (("Annex IV: ", "Annex V: ", "Annex VI: "), ("V", "VI", "VII")),
        (("Điều 9. ", "Điều 10. ", "Điều 11. "), ("10", "11", "12")),
    ],
)
def test_labels_of_which_only_the_number_changes_are_one_renumbering(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    base = identify(text(*(head + line for head, line in zip(before, LINES, strict=True))))
    turned = []
    for head, number, line in zip(before, after, LINES, strict=True):
        old = label(Paragraph("", head + line))
        assert old is not None
        turned.append(head.replace(old.number, number, 1) + line)
    whole = merged(base, KHM=text(*turned))
    assert [kind for kind, _ in grouped(whole)] == ["renumbering"]
    assert alone(whole) == []


def test_headings_that_are_nothing_but_a_label_are_renumbered() -> None:
    heading = Style("heading", 2)

    def articles(*numbers: int) -> Document:
        pairs = zip(numbers, LINES, strict=True)
        blocks = (
            b for n, t in pairs for b in (Paragraph("", f"Rule {n}", heading), Paragraph("", t))
        )
        return Document(tuple(blocks))

    whole = merged(identify(articles(4, 5, 6)), KHM=articles(5, 6, 7))
    assert grouped(whole) == [("renumbering", 3)]


def test_the_numbers_below_a_number_are_renumbered_with_it() -> None:
    base = identify(text("Article 12", f"12.1 {CABLES}", f"12.2 {SCAMS}"))
    whole = merged(base, KHM=text("Article 13", f"13.1 {CABLES}", f"13.2 {SCAMS}"))
    assert grouped(whole) == [("renumbering", 3)]


def test_two_lists_are_two_renumberings() -> None:
    first = [f"({letter}) {line}" for letter, line in zip("bcd", LINES, strict=True)]
    second = [f"({letter}) {line} Twice." for letter, line in zip("bcd", LINES, strict=True)]
    base = identify(text(*first, *second))
    whole = merged(
        base,
        KHM=text(
            *(f"({letter}) {line}" for letter, line in zip("cde", LINES, strict=True)),
            *(f"({letter}) {line} Twice." for letter, line in zip("cde", LINES, strict=True)),
        ),
    )
    assert grouped(whole) == [("renumbering", 3), ("renumbering", 3)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("2.5 million ", "3.5 million "), ("2.6 million ", "3.9 million ")),
        (("USD 300 ", "USD 400 "), ("USD 350 ", "USD 450 ")),
        (("In 2025, ", "In 2026, "), ("In 2027, ", "In 2028, ")),
        (("Article 12 ", "Article 12 "), ("Article 13 ", "Article 13 ")),
        (("Article 12. ", "Article 13. "), ("Article 12. ", "Article 14. ")),
    ],
)
def test_what_counts_or_measures_is_not_renumbered_nor_is_a_single_label(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    base = identify(text(*(head + line for head, line in zip(before, LINES, strict=False))))
    whole = merged(base, KHM=text(*(h + line for h, line in zip(after, LINES, strict=False))))
    assert grouped(whole) == []
    assert whole.amendments


# -- brackets --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("We train [500] officials.", "We train 500 officials.", [2]),
        ("We train 500 officials.", "We train (500) officials.", [2]),
        ("We train [500] [600] officials.", "We train 600 officials.", [2]),
        ("We [[train] 500] officials.", "We train 500 officials.", [3]),
        ("We [train [500] officials] now.", "We train [500] officials now.", [2]),
        ("We train [500] officials.", "We train [600] officials.", []),
        ("We train [500 officials.", "We train 500 officials.", []),
        ("We train [500] officials.", "We train 500] officials.", []),
        ("We train [500) officials.", "We train 500 officials.", []),
        ("We [train] these [500] officials.", "We train] these [500 officials.", []),
    ],
)
def test_the_two_brackets_of_a_pair_go_together(old: str, new: str, parts: list[int]) -> None:
    whole = merged(identify(text(old)), KHM=identify(text(new)))
    assert grouped(whole) == [("brackets", count) for count in parts]


def test_a_bracket_shared_with_others_is_ruled_on_by_itself() -> None:
    whole = merged(
        identify(text("We train officials in 2030.")),
        KHM=text("We [train officials] in 2030."),
        LAO=text("We train [officials] in 2030."),
    )
    assert grouped(whole) == []
    assert [a.sponsors for a in whole.amendments] == [("KHM",), ("LAO",), ("KHM", "LAO")]


# -- all of them -----------------------------------------------------------------------------


def test_what_was_carried_together_stays_together() -> None:
    columns = table(
        ("Topic", "Lead", "Office", "Year"),
        ("Cables", "Singapore", "CSA", "2027"),
        ("Skills", "Cambodia", "MPTC", ""),
    )
    carried = Carried("c2-1a2b", ("KHM",), diff(PROJECTS, columns))
    assert grouped(merge(PROJECTS, {}, STATES, carried=[carried])) == [("new column", 3)]
    # Lodged again by another, it is proposed by both, and still one proposal.
    again = merge(PROJECTS, {"LAO": diff(PROJECTS, columns)}, STATES, carried=[carried])
    assert grouped(again) == [("new column", 3)]


def test_what_is_deferred_together_is_carried_as_one_and_stays_together() -> None:
    wider = table(
        ("Topic", "Lead", "Office", "Year"),
        ("Cables", "Singapore", "CSA", "2027"),
        ("Skills", "Cambodia", "MPTC", ""),
    )
    whole = merged(PROJECTS, KHM=wider)
    decisions = {a.id: Decision(DEFERRED) for a in whole.amendments}
    resolution = resolve(whole, decisions)
    assert (grouped(whole), len(resolution.deferred)) == ([("new column", 3)], 1)
    new = identify(resolution.document)
    carried = [carry(whole, decisions, new, one) for one in resolution.deferred]
    again = merge(new, {}, STATES, carried=carried)
    assert grouped(again) == [("new column", 3)]
    assert len(wholes(again)) == 1
    assert {standing.origin for a in again.amendments for standing in a.standing} == {
        one.id for one in resolution.deferred
    }


@law
@given(negotiations())
def test_every_amendment_is_in_one_proposal_with_the_same_sponsors(n: Negotiation) -> None:
    whole = merged(n.base, **n.texts)
    everything = wholes(whole)
    names = Counter(a.id for one in everything for a in one.amendments)
    assert names == Counter(a.id for a in whole.amendments)
    order = {a.id: k for k, a in enumerate(whole.amendments)}
    ids = [one.first.id for one in everything]
    assert ids == sorted((one.id for one in everything), key=order.__getitem__)
    for one in everything:
        assert one.id == one.first.id
        assert len({(a.sponsors, a.carried, a.standing) for a in one.amendments}) == 1
        assert [order[a.id] for a in one.amendments] == sorted(order[a.id] for a in one.amendments)
        assert {a.proposal for a in one.amendments} == {one.id if len(one.amendments) > 1 else ""}
    assert {p.id: p.amendments for p in whole.proposals} == {
        one.id: tuple(a.id for a in one.amendments) for one in everything if len(one.amendments) > 1
    }
