"""Every folder is a file, and the reader makes of it what a person has written down."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.corpus.case import folders as cases_of_the_merge
from tests.corpus.word.case import FOLDER, folders, read_in
from tests.corpus.word.golden import golden


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_it_is_read_as_it_is_meant(folder: Path) -> None:
    assert golden(read_in(folder)) == (folder / "expected.txt").read_text(encoding="utf-8")


def test_every_folder_is_a_case_and_none_is_one_of_the_merge() -> None:
    held = {path for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert held == set(folders())
    assert FOLDER not in cases_of_the_merge()
    assert all((folder / "README.md").is_file() for folder in folders())
