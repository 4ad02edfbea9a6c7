"""A real program opens what was written, shows all of it, and prints it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.edges.word.written import FIELDS, TEMPLATES, came, file_of, para, plain, run, went

from mufakat.edges.word.fingerprint import FileKind
from mufakat.text.document import Cell, Paragraph, Row, Span, Style
from mufakat.text.tracked import (
    Comment,
    Revision,
    StyleChange,
    TrackedNote,
    TrackedTable,
)
from mufakat.text.tracking import (
    track_block,
    track_row,
)

Convert = Callable[[Path, str], Path]

AWAY = Revision("move-from", "IDN", "2025-11-27T08:00:00Z", "m")
HERE = Revision("move-to", "IDN", "2025-11-27T08:00:00Z", "m")
NOTE = TrackedNote("n1", (para("Words of a note.", ident="p20"),))
ROWS = tuple(Row("", (Cell("", (Paragraph("", f"Cell {n}"),)), Cell("", ()))) for n in range(3))
TEXT = (
    plain("Joint Statement", "h1", Style("title")),
    plain("Opening", "h2", Style("heading", 1)),
    para("We ", run("noted", went()), run("hailed", came("MYS; SGP")), " it.", ident="p1"),
    para(run("A moved paragraph.", AWAY), ident="p2", mark=(AWAY,), style=Style("numbered")),
    para("With a note", run("\ufffc", object=NOTE), " of it.", ident="p3", style=Style("item")),
    para(run("A moved paragraph.", HERE), ident="", mark=(HERE,), style=Style("numbered")),
    TrackedTable(
        "t1",
        (track_row(ROWS[0]), track_row(ROWS[1], (came(),)), track_row(ROWS[2], (went(),))),
    ),
    track_block(
        Paragraph(
            "p5",
            "A proposal, struck and linked, with ความร่วมมือ.",
            spans=(Span(2, 10, "proposed"), Span(12, 18, "struck"), Span(23, 29, "link", "https://x.org")),
        )
    ),
    para("Restyled.", ident="p6", restyle=StyleChange("SGP", Style("item", 2))),
)  # fmt: skip
REMARKS = (
    Comment("a", "SGP", "Is this agreed language?", "p1", 0, 2),
    Comment("b", "MYS", "It is.", "p1", 0, 2, "", "a", True),
    Comment("c", "PHL", "On the whole text."),
)
SAID = (
    "Joint Statement", "Opening", "hailed", "A moved paragraph.", "With a note", "Cell 0", "Cell 1",
    "A proposal", "ความร่วมมือ", "Restyled.",
)  # fmt: skip
CASES: list[tuple[str, FileKind]] = [
    ("issued", "issued"),
    ("issued", "tracked"),
    ("compilation", "compilation"),
    ("final", "final"),
]


@pytest.mark.parametrize(("template", "kind"), CASES)
def test_every_kind_of_file_opens_with_all_its_words(
    template: str, kind: FileKind, convert: Convert, tmp_path: Path
) -> None:
    file = tmp_path / f"{kind}.docx"
    shell = (TEMPLATES / f"{template}.docx").read_bytes()
    file.write_bytes(file_of(*TEXT, comments=REMARKS, template=shell, kind=kind))
    shown = convert(file, "txt:Text (encoded):UTF8").read_text("utf-8-sig")
    for words in (*SAID, FIELDS["meeting"]):
        assert words in shown, words


def test_it_prints(
    to_pdf: Callable[[Path], Path],
    page_images: Callable[[Path], tuple[Path, ...]],
    tmp_path: Path,
) -> None:
    file = tmp_path / "long.docx"
    many = [
        plain(f"Paragraph {n} of a long text. " * 6, f"p{100 + n}", Style("numbered"))
        for n in range(40)
    ]
    file.write_bytes(file_of(*TEXT, *many, comments=REMARKS))
    pages = page_images(to_pdf(file))
    assert len(pages) >= 3
    assert all(page.stat().st_size > 5_000 for page in pages)  # an empty page is smaller


def test_comments_and_changes_are_what_another_program_saves_again(
    convert: Convert, tmp_path: Path
) -> None:
    file = tmp_path / "tracked.docx"
    file.write_bytes(file_of(*TEXT, comments=REMARKS, kind="tracked"))
    saved = convert(file, "fodt").read_text("utf-8")
    for author in ("MYS; SGP", "THA", "IDN", "SGP", "PHL"):
        assert f"<dc:creator>{author}</dc:creator>" in saved
    for comment in REMARKS:
        assert comment.text in saved
    assert "mufakat:joint-statement:rev-1:" in saved or "mufakat.digest" in saved
