from mufakat.procedure.remark import remarks
from mufakat.text.document import Document, Paragraph
from mufakat.text.tracked import (
    Comment,
    Revision,
    TrackedDocument,
    TrackedParagraph,
    TrackedRun,
)

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


def test_offsets_are_brought_back_to_the_draft() -> None:
    found = remarks(
        returned(
            Comment("0", "somebody", "Why noted?", "p1", 12, 17, "2026-01-01T00:00:00Z"),
            Comment("1", "somebody", "Warmer.", "p1", 17, 25),
            Comment("2", "somebody", "Which plan?", "p1", 30, 34),
        ),
        BASE,
        "MYS",
    )
    text = "The Meeting noted the plan."
    assert [text[r.start : r.end] for r in found] == ["noted", "", "plan"]
    assert [r.quoted for r in found] == ["noted", "welcomed", "plan"]
    assert found[1].start == text.index(" the plan")
    assert found[0].date == "2026-01-01T00:00:00Z"


def test_the_delegation_that_lodged_the_file_is_the_sponsor() -> None:
    found = remarks(returned(Comment("7", "Somebody Else", "Hm.", "p1", 0, 3)), BASE, "MYS")
    assert (found[0].id, found[0].sponsor) == ("MYS-1", "MYS")


def test_a_reply_keeps_what_it_replies_to() -> None:
    found = remarks(
        returned(
            Comment("5", "a", "One.", "p1", 0, 3), Comment("6", "b", "Two.", "p1", 0, 3, parent="5")
        ),
        BASE,
        "MYS",
    )
    assert [r.parent for r in found] == ["", "MYS-1"]


def test_a_paragraph_that_lost_its_id_is_found_by_its_words() -> None:
    found = remarks(returned(Comment("0", "a", "Too long.", "x9", 0, 2)), BASE, "MYS")
    assert (found[0].block, found[0].start, found[0].end) == ("p2", 0, 2)


def test_a_comment_on_a_new_paragraph_stands_after_the_one_before_it() -> None:
    found = remarks(returned(Comment("0", "a", "Ours.", "x10", 0, 6)), BASE, "MYS")
    assert (found[0].block, found[0].start, found[0].end) == ("p2", 12, 12)
    assert found[0].quoted == "Wholly"


def test_a_comment_on_the_whole_text_has_no_place() -> None:
    found = remarks(returned(Comment("0", "a", "Well done.")), BASE, "MYS", {"0": "The plan"})
    assert (found[0].block, found[0].quoted) == ("", "The plan")
