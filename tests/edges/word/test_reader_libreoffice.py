"""An issued file that LibreOffice opened and saved again says what it said before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from operator import eq
from pathlib import Path

import pytest
from tests.delegate import Delegate
from tests.edges.word.written import file_of

from mufakat.edges.other_formats import read_untracked
from mufakat.edges.word.reader import Return, read
from mufakat.text.document import OBJECT, Block, Document, Paragraph, Style
from mufakat.text.identity import identify
from mufakat.text.tracked import (
    Comment,
    FormatChange,
    Revision,
    TrackedBlock,
    TrackedCell,
    TrackedDocument,
    TrackedNote,
    TrackedParagraph,
    TrackedRow,
    TrackedRun,
    TrackedTable,
    accepted,
    original,
    view,
)

Convert = Callable[[Path, str], Path]
DAY = "2026-01-05T09:00:00Z"
COME = (Revision("insert", "MYS", DAY),)
GONE = (Revision("delete", "SGP", DAY),)
AWAY = (Revision("move-from", "THA", DAY, "move1"),)
HERE = (Revision("move-to", "THA", DAY, "move1"),)
BOLD, LINK = (("bold", ""),), (("link", "https://asean.org/x"),)
NUMBERED, ITEM = Style("numbered"), Style("item")


def para(
    ident: str, *runs: str | TrackedRun, style: Style = NUMBERED, mark: tuple[Revision, ...] = ()
) -> TrackedParagraph:
    held = tuple(run if isinstance(run, TrackedRun) else TrackedRun(run) for run in runs)
    return TrackedParagraph(ident, held, style, mark)


def row(*cells: str, revisions: tuple[Revision, ...] = ()) -> TrackedRow:
    made = [
        TrackedCell(
            "",
            (para("", TrackedRun(text, revisions=revisions), style=Style(), mark=revisions),),
        )
        for text in cells
    ]
    return TrackedRow("", tuple(made), False, revisions)


NOTE = TrackedNote(
    "n1", (para("p9", "See the ", TrackedRun("old ", (), GONE), "report.", style=Style()),)
)
TEXT = TrackedDocument(
    (
        para("h1", "Joint Statement", style=Style("title")),
        para("h2", "Opening", style=Style("heading")),
        para("p1", "Held in ", TrackedRun("Ha Noi", BOLD), TrackedRun(OBJECT, object=NOTE), "."),
        para(
            "p2",
            "The Meeting ",
            TrackedRun("warmly ", (), COME),
            "welcomed ",
            TrackedRun("the old ", (), GONE),
            TrackedRun("progress", LINK),
            ":",
        ),
        para("p3", "first item;", style=ITEM),
        para("p4", "deeper item", style=Style("item", 2)),
        para("", TrackedRun("A new paragraph.", (), COME), mark=COME),
        para("p5", TrackedRun("Moved.", (), AWAY), mark=AWAY),
        para("p6", "Tab\tand line\nbreak, Vi\u1ec7t Nam, \u0e44\u0e17\u0e22, no\u00a0break."),
        para("", TrackedRun("Moved.", (), HERE), mark=HERE),
        para("p7", "Then a table."),
        TrackedTable("t1", (row("a", "b"), row("new", "row", revisions=COME))),
        para("p8", "Split here,", mark=COME),
        para("p10", " in two."),
        para("p11", TrackedRun("Gone as a whole.", (), GONE), style=Style(), mark=GONE),
        para(
            "p12",
            "Last, ",
            TrackedRun("bolder", BOLD, format=FormatChange("THA", (), DAY)),
            " words.",
            style=Style(),
        ),
    ),
    (Comment("0", "MYS", "Why warmly?", "p2", 12, 19, DAY),),
)


ISSUED = file_of(*TEXT.body, comments=TEXT.comments)


@pytest.fixture(scope="module", params=["docx", "odt"])
def returned(
    request: pytest.FixtureRequest, convert: Convert, tmp_path_factory: pytest.TempPathFactory
) -> Return:
    """The file as saved by LibreOffice: as Word's, or as its own and then as Word's."""
    source = tmp_path_factory.mktemp("issued") / "issued.docx"
    source.write_bytes(ISSUED)
    if request.param == "odt":
        source = convert(source, "odt")
    return read(convert(source, "docx").read_bytes())


def named(document: Document) -> Document:
    """New paragraphs, tables and their parts get ids, in order: others keep theirs."""
    return identify(document)


def test_the_text_with_and_without_the_changes(returned: Return) -> None:
    issued = read(ISSUED)
    assert named(original(returned.tracked)) == named(original(issued.tracked))
    assert named(accepted(returned.tracked)) == named(accepted(issued.tracked))


def test_each_authors_changes(returned: Return) -> None:
    issued = read(ISSUED)
    for author in ("MYS", "SGP", "THA"):
        theirs = view(returned.tracked, partial(eq, author))
        ours = view(issued.tracked, partial(eq, author))
        assert named(theirs) == named(ours)


def test_fingerprint_shell_and_comments(returned: Return) -> None:
    issued = read(ISSUED)
    assert returned.fingerprint == issued.fingerprint
    assert returned.surroundings == issued.surroundings
    assert said(returned) == said(issued)
    assert returned.warnings == ()


def said(found: Return) -> list[tuple[Comment, str]]:
    """The comments with what they quote; their numbers are the program's own affair."""
    return [(replace(c, id=""), found.quotes[c.id]) for c in found.tracked.comments]


def test_ids_are_those_of_the_issued_text(returned: Return) -> None:
    ids = [block.id for block in original(returned.tracked).body if isinstance(block, Paragraph)]
    assert ids == ["h1", "h2", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p10", "p11", "p12"]


def settled(blocks: tuple[TrackedBlock, ...], convert: Convert, path: Path) -> list[str]:
    """What stands in a text that LibreOffice opened and saved: as it was, and as it would be."""
    path.write_bytes(file_of(*blocks))
    for source in (path, convert(path, "odt")):
        found = read(convert(source, "docx").read_bytes())
        for seen, meant in (
            (original(found.tracked), original(TrackedDocument(blocks))),
            (accepted(found.tracked), accepted(TrackedDocument(blocks))),
        ):
            assert [shown(block) for block in seen.body] == [shown(b) for b in meant.body]
    return [shown(block) for block in original(found.tracked).body]


def shown(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else "table"


def test_a_new_paragraph_before_a_table_stays_tracked(convert: Convert, tmp_path: Path) -> None:
    tracked = para("", TrackedRun("Before it.", (), COME), mark=COME)
    table = TrackedTable("", (row("a", "b"),))
    cell = TrackedCell("", (tracked, table, para("", ".")))
    for held in (
        (para("p1", "First."), tracked, table, para("p2", "Last.")),
        (para("p1", "First."), tracked, tracked, table, para("p2", "Last.")),
        (para("p1", "First."), TrackedTable("", (TrackedRow("", (cell,)),)), para("p2", "Last.")),
    ):
        assert settled(held, convert, tmp_path / "one.docx")


def test_a_paragraph_that_moved_to_a_table_stays_tracked(convert: Convert, tmp_path: Path) -> None:
    moved = para("", TrackedRun("Moved.", (), HERE), mark=HERE)
    left = para("p1", TrackedRun("Moved.", (), AWAY), mark=AWAY)
    table = TrackedTable("", (row("a", "b"),))
    held = (left, para("p2", "First."), moved, table, para("p3", "Last."))
    assert settled(held, convert, tmp_path / "one.docx")


TABLE = TrackedTable("", (row("a", "b"),))
BOTH = (Revision("delete", "MYS; SGP", DAY),)


@pytest.mark.parametrize(
    "before",
    [
        (para("p2", TrackedRun("Gone.", (), GONE), mark=GONE),),
        (para("p2", TrackedRun("Go", (), BOTH), TrackedRun("ne.", (), GONE), mark=GONE),),
        (para("p2", TrackedRun("Gone.", (), GONE), mark=GONE),) * 2,
        (para("p2", "Joined, ", mark=GONE), para("p4", "and its end.")),
        (para("p2", "Split, ", mark=COME), para("p4", "and its end.")),
    ],
    ids=["one", "one by several", "two", "joined", "split"],
)
def test_what_is_deleted_joined_or_split_before_a_table_stays_tracked(
    before: tuple[TrackedBlock, ...], convert: Convert, tmp_path: Path
) -> None:
    inner = TrackedCell("", (*before, TABLE, para("", ".")))
    for held in (
        (para("p1", "First."), *before, TABLE, para("p3", "Last.")),
        (*before, TABLE, para("p3", "Last.")),
        (para("p1", "First."), TrackedTable("", (TrackedRow("", (inner,)),)), para("p3", "Last.")),
    ):
        assert settled(held, convert, tmp_path / "one.docx")


def test_a_paragraph_that_moved_away_from_a_table_stays_tracked(
    convert: Convert, tmp_path: Path
) -> None:
    left = para("p1", TrackedRun("Moved.", (), AWAY), mark=AWAY)
    moved = para("", TrackedRun("Moved.", (), HERE), mark=HERE)
    held = (para("p2", "First."), left, TABLE, para("p3", "Last."), moved)
    assert settled(held, convert, tmp_path / "one.docx")


def test_a_paragraph_before_a_table_whose_words_go_is_still_there(
    convert: Convert, tmp_path: Path
) -> None:
    emptied = para("p2", TrackedRun("Gone.", (), GONE))
    held = (para("p1", "First."), emptied, TABLE, para("p3", "Last."))
    assert settled(held, convert, tmp_path / "one.docx")


def test_a_deleted_paragraph_before_a_table_goes_as_a_whole(delegate: Delegate) -> None:
    issued = file_of(para("p1", "First."), para("p2", "Second."), TABLE, para("p3", "Last."))
    steps = ("track",), ("select", "Second."), ("do", "Delete")
    word = read(delegate.edit(issued, *steps))
    open_document = read_untracked(delegate.edit(issued, *steps, save="odt"), "a.odt")
    for found in (word, open_document):
        assert [shown(b) for b in accepted(found.tracked).body] == ["First.", "table", "Last."]
    assert open_document.before is not None
    for was in (original(word.tracked), open_document.before):
        assert [shown(b) for b in was.body] == ["First.", "Second.", "table", "Last."]
