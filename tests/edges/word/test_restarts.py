"""Numbers that begin anew in a file are told where they go on in its text, and only there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.edges.word.builder import W, unzipped, zipped
from tests.edges.word.test_reader_libreoffice import para
from tests.edges.word.written import file_of

from mufakat.edges.limits import USUAL
from mufakat.edges.word.reader import read
from mufakat.edges.word.restarts import restarts, starting
from mufakat.text.document import Style
from mufakat.text.tracked import TrackedDocument, accepted

I1, I2, NUMBERED = Style("item"), Style("item", 2), Style("numbered")
STYLES = (NUMBERED, I1, I1, NUMBERED, I1, I2, I1, NUMBERED, I1, I1)
TEXT = TrackedDocument(
    tuple(para(f"p{n}", f"words {n}", style=style) for n, style in enumerate(STYLES, 1))
)


def test_a_file_as_issued_is_not_read_twice() -> None:
    assert read(file_of(*TEXT.body)).starting == starting(accepted(TEXT)) == 2


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("/>", " />"),
        ("><", ">\n<"),
        ('"', "'"),
        ("w:", "x:"),
        ("/></w:lvlOverride>", "></w:startOverride></w:lvlOverride>"),
    ],
)
def test_lists_that_begin_anew_are_found_however_the_file_spells_them(
    usual: str, other: str
) -> None:
    held = unzipped(file_of(*TEXT.body))
    numbering = held["word/numbering.xml"].decode()
    at = numbering.index("<w:num ")
    lists = numbering[at:].replace(usual, other)
    head = numbering[:at].replace("<w:numbering", f'<w:numbering xmlns:x="{W}"')
    if usual == "w:":
        lists = lists.replace("</x:numbering", "</w:numbering")
    held["word/numbering.xml"] = (head + lists).encode()
    assert read(zipped(held)).starting == 2


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_its_enumerations_begin_anew_by_right(
    kind: str, convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    (tmp_path / "issued.docx").write_bytes(file_of(*TEXT.body))
    saved = convert(tmp_path / "issued.docx", kind)
    if kind == "odt":
        saved = convert(saved, "docx")
    assert restarts(saved.read_bytes(), USUAL) == ()
