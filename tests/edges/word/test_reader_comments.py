"""Comments: on which words, by whom, in answer to what, and whether settled."""

from __future__ import annotations

from tests.edges.word.builder import (
    DAY,
    WORDML,
    Part,
    bookmark,
    comment,
    comment_on,
    dele,
    ins,
    note_head,
    note_ref,
    p,
    package,
    r,
    tbl,
    tr,
)

from mufakat.edges.word.reader import read
from mufakat.text.tracked import Comment

W15 = "http://schemas.microsoft.com/office/word/2012/wordml"


def threads(*entries: tuple[str, str, bool]) -> Part:
    """The part that says (comment's paragraph, paragraph it answers, done)."""
    inner = "".join(
        f'<w15:commentEx w15:paraId="{para}" w15:done="{int(done)}"'
        + (f' w15:paraIdParent="{parent}"' if parent else "")
        + "/>"
        for para, parent, done in entries
    )
    return Part(
        "word/commentsExtended.xml",
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
        f"{WORDML}commentsExtended+xml",
        f'<w15:commentsEx xmlns:w15="{W15}">{inner}</w15:commentsEx>'.encode(),
    )


def test_a_comment_stands_on_its_words_among_all_changes() -> None:
    data = package(
        p(
            bookmark(
                "_mf_p1", dele("SGP", "old "), "a ", comment_on(3, "word", ins("THA", "s")), "!"
            )
        ),
        comments=comment(3, "MYS", "Which one?", "And why?"),
    )
    returned = read(data)
    assert returned.tracked.comments == (
        Comment("3", "MYS", "Which one?\nAnd why?", "p1", 6, 11, DAY),
    )
    assert returned.quotes == {"3": "words"}
    assert returned.authors == ("SGP", "THA", "MYS")


def test_answers_and_what_is_settled() -> None:
    said = (("0000000A", "", True), ("0000000B", "0000000a", True), ("0000000C", "0000000A", False))
    data = package(
        p(bookmark("_mf_p1", comment_on(0, "a"), comment_on(1, "b"))),
        comments=comment(0, "MYS", "Why?", para="0000000A")
        + comment(1, "SGP", "Done.", para="0000000B")
        + comment(2, "THA", "No place of its own.", para="0000000C"),
        parts=(threads(*said),),
    )
    question, answer, third = read(data).tracked.comments
    assert (question.parent, question.resolved) == ("", True)
    assert (answer.parent, answer.resolved, answer.start) == ("0", True, 1)
    assert (third.parent, third.block, third.start, third.end) == ("0", "p1", 0, 1)


def test_a_comment_on_deleted_words_quotes_them() -> None:
    data = package(p(comment_on(0, dele("MYS", "gone"))), comments=comment(0, "MYS", "Why?"))
    assert read(data).quotes == {"0": "gone"}


def test_a_comment_over_several_paragraphs_runs_from_the_first_to_the_last() -> None:
    start, end = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    reference = '<w:r><w:commentReference w:id="0"/></w:r>'
    data = package(
        p(bookmark("_mf_p1", "One ", start, "two")),
        tbl(tr("three")),
        p("four", end, reference, " five"),
        comments=comment(0, "MYS", "All this."),
    )
    returned = read(data)
    [one] = returned.tracked.comments
    assert (one.block, one.start, one.end) == ("p1", 4, 7)
    assert (one.last, one.stop) == (returned.tracked.body[-1].id, 4)
    assert returned.quotes == {"0": "two\nthree\nfour"}


def test_ranges_that_begin_and_end_between_paragraphs() -> None:
    data = package(
        '<w:commentRangeStart w:id="0"/>',
        p(bookmark("_mf_p1", "One")),
        p("Two"),
        '<w:commentRangeEnd w:id="0"/>',
        p(r('<w:commentReference w:id="0"/>')),
        comments=comment(0, "MYS", "All this."),
    )
    returned = read(data)
    [one] = returned.tracked.comments
    assert (one.block, one.start, one.end) == ("p1", 0, 3)
    assert (one.last, one.stop) == (returned.tracked.body[1].id, 3)
    assert returned.quotes == {"0": "One\nTwo"}


def test_a_range_that_begins_between_paragraphs_begins_in_the_next_and_not_in_its_note() -> None:
    data = package(
        p("Before."),
        '<w:commentRangeStart w:id="1"/>',
        p("The words", note_ref(2), " it means.", '<w:commentRangeEnd w:id="1"/>'),
        footnotes={2: p("A note.")},
        comments=comment(1, "MYS", "All this."),
    )
    returned = read(data)
    assert returned.quotes == {"1": "The words it means."}
    assert returned.tracked.comments[0].block == returned.tracked.body[1].id != ""


def test_a_comment_within_what_stands_for_a_picture_is_on_the_picture() -> None:
    start, end = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    picture = f"_mf_object:picture:{'a' * 64}"
    shown = r("[picture: the map of the region]")
    data = package(
        p(
            "See ",
            f'<w:hyperlink w:anchor="{picture}" w:tooltip="the map">{start}{shown}{end}'
            "</w:hyperlink>",
            " and the words that follow.",
        ),
        comments=comment(1, "MYS", "Which year?"),
    )
    [one] = read(data).tracked.comments
    assert (one.start, one.end) == (4, 5)


def test_two_comments_of_one_id_are_both_kept() -> None:
    data = package(
        p(bookmark("_mf_p1", comment_on(1, "word"))),
        comments=comment(1, "MYS", "First.") + comment(1, "SGP", "Second."),
    )
    first, second = read(data).tracked.comments
    assert (first.text, first.block) == ("First.", "p1")
    assert (second.text, second.author, second.block) == ("Second.", "SGP", "")
    assert first.id != second.id


def test_answers_that_go_in_a_circle_answer_nothing() -> None:
    data = package(
        p(bookmark("_mf_p1", comment_on(0, "a"), comment_on(1, "b"), comment_on(2, "c"))),
        comments=comment(0, "MYS", "One.", para="0000000A")
        + comment(1, "SGP", "Two.", para="0000000B")
        + comment(2, "THA", "Three.", para="0000000C"),
        parts=(
            threads(
                ("0000000A", "0000000B", False),
                ("0000000B", "0000000A", False),
                ("0000000C", "0000000A", False),
            ),
        ),
    )
    comments = read(data).tracked.comments
    assert [one.parent for one in comments] == ["", "", "0"]


def test_a_comment_with_only_its_sign_stands_at_a_point() -> None:
    sign = r('<w:commentReference w:id="0"/>')
    data = package(p(bookmark("_mf_p1", "ab", sign, "c")), comments=comment(0, "MYS", "Here."))
    [one] = read(data).tracked.comments
    assert (one.block, one.start, one.end) == ("p1", 2, 2)


def test_a_comment_without_any_place_is_on_the_whole_text() -> None:
    data = package(p(bookmark("_mf_p1", "a")), comments=comment(0, "MYS", "Good."))
    assert read(data).tracked.comments == (Comment("0", "MYS", "Good.", date=DAY),)


def test_a_comment_on_a_paragraph_without_id_gives_it_a_provisional_one() -> None:
    data = package(p("a"), p(comment_on(0, "new")), comments=comment(0, "MYS", "Mine."))
    tracked = read(data).tracked
    assert [block.id for block in tracked.body] == ["", "x1"]
    assert tracked.comments[0].block == "x1"


def test_a_comment_on_a_new_paragraph_at_the_start_of_an_old_one() -> None:
    start, end = '<w:bookmarkStart w:id="1" w:name="_mf_p1"/>', '<w:bookmarkEnd w:id="1"/>'
    data = package(
        p(start, comment_on(0, ins("MYS", "New.")), mark="ins MYS"),
        p("Old.", end),
        comments=comment(0, "MYS", "Mine."),
    )
    tracked = read(data).tracked
    assert [block.id for block in tracked.body] == ["x1", "p1"]
    assert tracked.comments[0].block == "x1"


def test_a_comment_in_a_note() -> None:
    note = p(note_head(), bookmark("_mf_p2", comment_on(0, "source")))
    data = package(p("a", note_ref(2)), footnotes={2: note}, comments=comment(0, "MYS", "Which?"))
    returned = read(data)
    assert returned.tracked.comments[0].block == "p2"
    assert returned.quotes == {"0": "source"}


def test_a_comment_on_the_shell_is_on_the_whole_text() -> None:
    data = package(
        p(bookmark("_mf_body_start"), comment_on(0, "Cover")),
        p(bookmark("_mf_p1", "One.")),
        comments=comment(0, "MYS", "Nice."),
    )
    returned = read(data)
    assert returned.tracked.comments[0].block == ""
