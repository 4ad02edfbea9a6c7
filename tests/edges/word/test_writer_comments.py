"""Remarks as Word comments: on their words, with answers, settled or not, none of them lost."""

from __future__ import annotations

from typing import Any

from tests.edges.word.written import (
    NS,
    W,
    body,
    came,
    file_of,
    find,
    local,
    para,
    plain,
    run,
    shape,
    tree,
    val,
    words,
)

from mufakat.text.document import Cell, Paragraph, Row, Table
from mufakat.text.tracked import (
    Comment,
    TrackedNote,
)
from mufakat.text.tracking import track_block


def remark(ident: str, text: str = "Why?", **more: Any) -> Comment:
    return Comment(ident, "SGP", text, **more)


def quoted(data: bytes) -> list[str]:
    """The words between a comment's marks, for each comment in order."""
    out: dict[str, list[str]] = {}
    open_: set[str] = set()
    for element in tree(data).iter():
        name = local(element)
        if name == "commentRangeStart":
            open_.add(val(element, "id"))
            out[val(element, "id")] = []
        elif name == "commentRangeEnd":
            open_.discard(val(element, "id"))
        elif name in ("t", "delText"):
            for ident in open_:
                out[ident].append(element.text or "")
    return ["".join(out[ident]) for ident in sorted(out, key=int)]


def test_a_comment_encloses_its_words_across_runs_and_changes() -> None:
    data = file_of(
        para("We ", run("warmly", came()), " hailed it.", ident="p1"),
        comments=(
            remark("a", block="p1", start=1, end=16),
            remark("b", block="p1", start=3, end=5),
        ),
    )
    assert quoted(data) == ["e warmly hailed", "wa"]
    assert shape(body(data)[0]).count("commentReference") == 2


def test_a_comment_at_a_point_stands_there_with_both_its_marks() -> None:
    data = file_of(plain("Words."), comments=(remark("a", block="p1", start=5, end=5),))
    assert shape(body(data)[0]) == (
        "r(t) commentRangeStart commentRangeEnd r(commentReference) r(t)"
    )


def test_a_comment_over_several_paragraphs_encloses_all_of_them() -> None:
    data = file_of(
        plain("One two.", ident="p1"),
        plain("Three.", ident="p2"),
        plain("Four five.", ident="p3"),
        comments=(
            remark("a", block="p1", start=4, end=8, last="p3", stop=4),
            remark("b", block="p3", start=0, end=4, last="p1", stop=3),
        ),
    )
    assert quoted(data) == ["two.Three.Four", "Four"]


def test_a_comment_beyond_the_words_ends_with_them() -> None:
    data = file_of(plain("Words."), comments=(remark("a", block="p1", start=2, end=99),))
    assert quoted(data) == ["rds."]


def test_a_comment_on_the_whole_text_or_a_lost_place_stands_before_the_text() -> None:
    data = file_of(
        plain("Words."), comments=(remark("a"), remark("b", block="p77", start=1, end=2))
    )
    assert not list(body(data).iter(f"{W}commentReference"))
    assert len(list(tree(data).iter(f"{W}commentReference"))) == 2


def test_a_comment_on_a_table_stands_at_its_first_words_and_one_on_a_note_at_its_sign() -> None:
    cell = Cell("c1", (Paragraph("p2", "Cell"),))
    note = TrackedNote("n1", (para("Source.", ident="p4"),))
    data = file_of(
        track_block(Table("t1", (Row("r1", (cell,)),))),
        para("See", run("\ufffc", object=note), ident="p3"),
        comments=(remark("a", block="r1"), remark("b", block="p4", start=1, end=3)),
    )
    table, paragraph = body(data)
    assert shape(find(table, "w:tr/w:tc/w:p")[0]).startswith("commentRangeStart")
    assert shape(paragraph) == (
        "r(t) commentRangeStart r(footnoteReference) commentRangeEnd r(commentReference)"
    )


def test_what_is_said_keeps_its_author_date_and_lines() -> None:
    said = Comment("x", "MYS; SGP", "First.\n\nThird & last.", "p1", 0, 1, "2025-11-27T08:00:00Z")
    [comment] = find(tree(file_of(plain("W"), comments=(said,)), "word/comments.xml"), "w:comment")
    assert (val(comment, "author"), val(comment, "date")) == ("MYS; SGP", "2025-11-27T08:00:00Z")
    assert [words(p) for p in find(comment, "w:p")] == ["First.", "", "Third & last."]


def test_answers_know_what_they_answer_and_what_is_settled() -> None:
    data = file_of(
        plain("Words."),
        comments=(
            remark("first", block="p1", start=0, end=5),
            remark("second", "Because.", parent="first"),
            remark("third", "Agreed.", parent="first", resolved=True),
            remark("lost", parent="nobody"),
        ),
    )
    assert quoted(data) == ["Words", "Words", "Words", ""]
    last = [
        find(c, "w:p")[-1].get(f"{{{NS['w14']}}}paraId")
        for c in find(tree(data, "word/comments.xml"), "w:comment")
    ]
    extended = find(tree(data, "word/commentsExtended.xml"), "w15:commentEx")
    said = [
        tuple(e.get(f"{{{NS['w15']}}}{n}") for n in ("paraId", "paraIdParent", "done"))
        for e in extended
    ]
    assert said == [
        (last[0], None, "0"),
        (last[1], last[0], "0"),
        (last[2], last[0], "1"),
        (last[3], None, "0"),
    ]


def test_a_text_without_comments_has_no_comments_parts() -> None:
    relations = tree(file_of(plain("W")), "word/_rels/document.xml.rels")
    assert not [r for r in relations if "comments" in r.get("Type", "")]


def test_no_comment_has_the_number_of_a_note() -> None:
    note = TrackedNote("n1", (para("A note.", ident="p2"),))
    words = para("Words", run("\ufffc", object=note), ident="p1")
    data = file_of(words, comments=(remark("first", block="p1", start=0, end=5),))
    [held] = find(tree(data, "word/comments.xml"), "w:comment")
    notes = [val(n, "id") for n in find(tree(data, "word/footnotes.xml"), "w:footnote")]
    assert int(val(held, "id")) > max(map(int, notes))
