"""What is written is what is read: every view of a text, through a Word file and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import AUTHORS, documents, tracked_documents
from tests.strategies import paragraph as built

from mufakat.edges.word.fingerprint import Fingerprint
from mufakat.edges.word.reader import read
from mufakat.edges.word.word_template import WordTemplate
from mufakat.edges.word.writer import write
from mufakat.text.document import (
    OBJECT,
    Anchor,
    Block,
    Cell,
    Document,
    Note,
    Opaque,
    Paragraph,
    Row,
    Table,
)
from mufakat.text.tracked import (
    Comment,
    TrackedBlock,
    TrackedDocument,
    TrackedParagraph,
    TrackedRun,
    view,
)
from mufakat.text.tracking import (
    track_runs,
    tracked,
)

TEMPLATES = Path(__file__).parents[3] / "templates" / "word"
ISSUED = WordTemplate("issued.docx", (TEMPLATES / "issued.docx").read_bytes())
FIELDS = {"title": "Joint Statement", "delegation": "Malaysia", "deadline": "tomorrow"}
FINGERPRINT = Fingerprint("joint-statement", "zero", "ab" * 20, "cd" * 32, "issued", "MYS")
WHEN = datetime(2025, 11, 10, 9, 0, tzinfo=UTC)

WEB = ("https:", "http:", "mailto:", "ftp:", "tel:", "#")


def there_and_back(text: TrackedDocument) -> TrackedDocument:
    found = read(write(text, ISSUED, FIELDS, FINGERPRINT, when=WHEN))
    assert found.fingerprint == FINGERPRINT
    return found.tracked


def comparable(document: Document) -> Document:
    """The document without what no Word file carries: ids of tables, rows and cells, odd links."""
    return Document(tuple(_block(block) for block in document.body))


def _block(block: Block) -> Block:
    if isinstance(block, Table):
        return Table("", tuple(_row(row) for row in block.rows))
    return _paragraph(block)


def _row(row: Row) -> Row:
    cells = (Cell("", tuple(map(_block, c.blocks)), c.span, c.continued) for c in row.cells)
    return Row("", tuple(cells), row.header)


def _paragraph(paragraph: Paragraph) -> Paragraph:
    pieces = (_piece(run) for run in track_runs(paragraph, 0, len(paragraph.text)))
    notes = {a.offset: a.object for a in paragraph.anchors if isinstance(a.object, Note)}
    made = built(paragraph.style, pieces, paragraph.id)
    anchors = zip(_offsets(made.text), notes.values(), strict=True)
    return replace(made, anchors=tuple(Anchor(at, _note(note)) for at, note in anchors))


def _piece(run: TrackedRun) -> tuple[str, tuple[tuple[str, str], ...]]:
    marks = [m for m in run.marks if m[0] != "link" or m[1].startswith(WEB)]
    if isinstance(run.object, Anchor) and isinstance(run.object.object, Opaque):
        thing = run.object.object  # nobody gave the writer its bytes: a placeholder stands for it
        named = f": {thing.label}" if thing.label else ""
        link = "link", f"#object:{thing.kind}:{thing.digest}"
        return f"[{thing.kind}{named}]", (*(m for m in marks if m[0] != "link"), link)
    if run.object is not None:  # a note's number is raised with or without the mark
        marks = [m for m in marks if m[0] != "superscript"]
    return run.text, tuple(marks)


def _offsets(text: str) -> list[int]:
    return [at for at, character in enumerate(text) if character == OBJECT]


def _note(note: Note) -> Note:
    return replace(note, blocks=tuple(map(_block, note.blocks)))


def subsets() -> list[tuple[str, ...]]:
    names = (*AUTHORS, f"{AUTHORS[0]}; {AUTHORS[2]}")
    return [some for size in range(len(names) + 1) for some in combinations(names, size)]


def heeding(some: tuple[str, ...]) -> Callable[[str], bool]:
    return lambda author: author in some


@given(documents(notes=1))
def test_a_text_without_changes_comes_back_as_it_was(document: Document) -> None:
    back = view(there_and_back(tracked(document)), lambda _: False)
    assert comparable(back) == comparable(document)


@given(tracked_documents(), st.sampled_from(subsets()))
def test_every_view_of_a_tracked_text_comes_back(
    text: TrackedDocument, some: tuple[str, ...]
) -> None:
    text = replace(text, body=tuple(map(_steady, text.body)))
    back = there_and_back(text)
    assert comparable(view(back, heeding(some))) == comparable(view(text, heeding(some)))


@given(tracked_documents())
def test_comments_come_back_on_their_words(text: TrackedDocument) -> None:
    text = replace(text, body=tuple(map(_wordy, text.body)))
    back = there_and_back(text)
    assert [plain(c, back) for c in back.comments] == [plain(c, text) for c in text.comments]


def plain(comment: Comment, text: TrackedDocument) -> Comment:
    """A comment with its parent said by place, for ids are the file's own affair."""
    order = [held.id for held in text.comments]
    parent = str(order.index(comment.parent)) if comment.parent in order else ""
    return replace(comment, id="", parent=parent)


def _wordy(block: TrackedBlock) -> TrackedBlock:
    """A block without what takes more or fewer characters in the file than in the text."""
    if not isinstance(block, TrackedParagraph):
        return block
    runs = (replace(run, format=None) for run in block.runs)
    return replace(block, runs=tuple(_word(r) if isinstance(r.object, Anchor) else r for r in runs))


def _word(run: TrackedRun) -> TrackedRun:
    return replace(run, text="x", object=None)


def _steady(block: TrackedBlock) -> TrackedBlock:
    """A block whose notes do not change their link: such a note is put in anew, without its id."""
    if not isinstance(block, TrackedParagraph):
        return block
    return replace(
        block, runs=tuple(replace(r, format=None) if r.object else r for r in block.runs)
    )
