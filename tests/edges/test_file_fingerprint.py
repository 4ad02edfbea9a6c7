"""What a file says it was made from, where it says anything; no file from outside is too odd."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from mufakat.edges.file_fingerprint import file_fingerprint
from mufakat.edges.limits import USUAL
from mufakat.services.check_meeting import PACKAGED


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 cut short", b"%PDF-1.7", (PACKAGED / "word" / "issued.docx").read_bytes()],
    ids=["empty", "cut short", "pdf", "not from here"],
)
def test_what_says_nothing_is_of_nothing(data: bytes) -> None:
    assert file_fingerprint(data) is None


def test_it_stays_within_the_limits(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(USUAL.part_bytes + 1))
    assert file_fingerprint(packed.getvalue()) is None
