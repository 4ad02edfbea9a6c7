"""Comments of a returned file: which words of the draft and of the delegation they are on."""

from __future__ import annotations

from typing import Any

from mufakat.change.amendment import Remark, Stretch
from mufakat.change.compare.diff import diff
from mufakat.procedure.remark import remarks
from mufakat.text.document import OBJECT, Anchor, Cell, Document, Note, Paragraph, Row, Table
from mufakat.text.tracked import (
    Comment,
    Revision,
    TrackedDocument,
    TrackedParagraph,
    TrackedRun,
    accepted,
)
from mufakat.text.tracking import tracked

BASE = Document((Paragraph("p1", "The Meeting noted the plan."), Paragraph("p2", "It was long.")))
NEW = Revision("insert", "Word user")
GONE = Revision("delete", "Word user")


def returned(*comments: Comment) -> TrackedDocument:
    changed = TrackedParagraph(
        "p1",
        (
            TrackedRun("The Meeting "),
            TrackedRun("noted", revisions=(GONE,)),
            TrackedRun("welcomed", revisions=(NEW,)),
            TrackedRun(" the plan."),
        ),
    )
    lost = TrackedParagraph("x9", (TrackedRun("It was long."),))
    new = TrackedParagraph("x10", (TrackedRun("Wholly new.", revisions=(NEW,)),), mark=(NEW,))
    return TrackedDocument((changed, lost, new), comments)


def read(file: TrackedDocument, base: Document = BASE, **quotes: str) -> tuple[Remark, ...]:
    """What a file's comments become."""
    quoted = {ident.removeprefix("c"): words for ident, words in quotes.items()}
    return remarks(file, base, diff(base, accepted(file)), "MYS", quoted)


def on(text: Document, *comments: Comment) -> tuple[Remark, ...]:
    """Comments on a text that came back without tracking."""
    return read(TrackedDocument(tracked(text).body, comments), BASE)


def comment(block: str, start: int, end: int, **more: Any) -> Comment:
    return Comment("0", "somebody", "Why?", block, start, end, **more)


def place(remark: Remark) -> tuple[str, int, int]:
    return remark.block, remark.start, remark.end


def test_offsets_are_brought_back_to_the_draft() -> None:
    found = read(
        returned(
            Comment("0", "somebody", "Why noted?", "p1", 12, 17, "2026-01-01T00:00:00Z"),
            Comment("1", "somebody", "Warmer.", "p1", 17, 25),
            Comment("2", "somebody", "Which plan?", "p1", 30, 34),
        )
    )
    text = "The Meeting noted the plan."
    assert [text[r.start : r.end] for r in found] == ["noted", "", "plan"]
    assert [r.quoted for r in found] == ["noted", "welcomed", "plan"]
    assert found[1].start == text.index(" the plan")
    assert found[0].date == "2026-01-01T00:00:00Z"


def test_the_delegation_that_lodged_the_file_is_the_sponsor() -> None:
    found = read(returned(Comment("7", "Somebody Else", "Hm.", "p1", 0, 3)))
    assert (found[0].id, found[0].sponsor) == ("MYS-1", "MYS")


def test_a_reply_keeps_what_it_replies_to_and_its_words() -> None:
    one, two = read(
        returned(
            Comment("5", "a", "One.", "p1", 17, 25),
            Comment("6", "b", "Two.", "p1", 17, 25, parent="5"),
        )
    )
    assert (one.parent, two.parent) == ("", "MYS-1")
    assert one.own == two.own == Stretch(0, 12, 0, 20)


def test_what_was_resolved_stays_so() -> None:
    said = (Comment("5", "a", "One.", "p1", 17, 25, resolved=True), Comment("6", "b", "Two.", "p1"))
    assert [one.resolved for one in read(returned(*said))] == [True, False]


def test_a_paragraph_that_lost_its_id_is_found_by_its_words() -> None:
    assert place(read(returned(comment("x9", 0, 2)))[0]) == ("p2", 0, 2)


def test_a_comment_on_a_new_paragraph_keeps_its_words_and_the_place_before_it() -> None:
    (found,) = read(returned(comment("x10", 0, 6)))
    assert place(found) == ("p2", 12, 12)
    assert (found.quoted, found.own) == ("Wholly", Stretch(2, 0, 2, 6))


def test_a_comment_on_the_whole_text_has_no_place() -> None:
    (found,) = read(returned(Comment("0", "a", "Well done.")), c0="The plan")
    assert (found.block, found.quoted, found.own) == ("", "The plan", None)


def test_a_comment_on_words_taken_out_and_put_in_keeps_both() -> None:
    (found,) = read(returned(comment("p1", 12, 25)))
    assert place(found) == ("p1", 12, 17)
    assert found.own == Stretch(0, 12, 0, 20)


def test_a_comment_over_several_paragraphs_keeps_all_of_them() -> None:
    (found,) = read(returned(comment("p1", 30, 35, last="x9", stop=6)))
    assert place(found) == ("p1", 22, 27)
    assert (found.last, found.stop) == ("p2", 6)
    assert found.own == Stretch(0, 25, 1, 6)


def test_a_comment_on_a_deleted_paragraph_is_on_the_drafts_words() -> None:
    gone = TrackedParagraph("p2", (TrackedRun("It was long.", revisions=(GONE,)),), mark=(GONE,))
    kept = TrackedParagraph("p1", (TrackedRun("The Meeting noted the plan."),))
    for start, end in ((3, 6), (4, 4)):
        (found,) = read(TrackedDocument((kept, gone), (comment("p2", start, end),)))
        assert place(found) == ("p2", start, end)
        assert found.own is None


def test_without_tracking_what_the_delegation_put_in_is_found_all_the_same() -> None:
    text = Document(
        (Paragraph("p1", "The Meeting warmly noted the plan."), Paragraph("x1", "It was long."))
    )
    (found,) = on(text, comment("p1", 12, 18))
    assert place(found) == ("p1", 12, 12)
    assert found.own == Stretch(0, 12, 0, 18)


def test_what_a_file_claims_to_have_changed_counts_for_nothing() -> None:
    claimed = TrackedParagraph(
        "p1",
        (
            TrackedRun("The Meeting noted the "),
            TrackedRun("plan", revisions=(NEW,)),
            TrackedRun("idea", revisions=(GONE,)),
            TrackedRun("."),
        ),
    )
    rest = TrackedParagraph("p2", (TrackedRun("It was long."),))
    (found,) = read(TrackedDocument((claimed, rest), (comment("p1", 22, 26),)))
    assert place(found) == ("p1", 22, 26)
    assert found.own == Stretch(0, 22, 0, 26)


def test_comments_in_cells_rows_and_notes_keep_their_words() -> None:
    def table(*rows: tuple[str, ...]) -> Table:
        held = enumerate(rows)
        return Table("t1", tuple(_row(n, texts) for n, texts in held))

    def _row(n: int, texts: tuple[str, ...]) -> Row:
        cells = enumerate(texts)
        return Row(f"r{n}", tuple(Cell(f"c{n}{k}", (Paragraph(f"q{n}{k}", t),)) for k, t in cells))

    def noted(words: str) -> Paragraph:
        note = Note("n1", (Paragraph("n1p1", words),))
        return Paragraph("p1", f"See{OBJECT} the plan.", anchors=(Anchor(3, note),))

    base = Document((noted("Of the year 2030."), table(("Topic", "Lead"), ("Cables", "Laos"))))
    text = Document(
        (
            noted("Of the long year 2030."),
            table(("Topic", "Lead"), ("Cables", "Laos"), ("Skills", "Cambodia")),
        )
    )
    words = TrackedDocument(
        tracked(text).body,
        (
            Comment("0", "a", "In a note.", "n1p1", 7, 11),
            Comment("1", "a", "In a cell.", "q11", 0, 4),
            Comment("2", "a", "In a new row.", "q21", 0, 8),
        ),
    )
    found = read(words, base)
    assert [place(remark) for remark in found] == [("n1p1", 7, 7), ("q11", 0, 4), ("q11", 4, 4)]
    assert [remark.own for remark in found] == [
        Stretch(1, 7, 1, 11),
        Stretch(5, 0, 5, 4),
        Stretch(7, 0, 7, 8),
    ]


def test_a_comment_on_an_empty_new_paragraph_stands_behind_what_is_before_it() -> None:
    text = Document((*BASE.body, Paragraph("x1", "")))
    (found,) = on(text, comment("x1", 0, 0))
    assert place(found) == ("p2", 12, 12)
    assert found.own == Stretch(2, 0, 2, 0)
