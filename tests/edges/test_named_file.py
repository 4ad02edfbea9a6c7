"""Files that a person names, and what is no such file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mufakat.edges.named_file import read_named
from mufakat.refusal import Refusal


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ours.docx"
    path.write_bytes(b"words")
    link = tmp_path / "link"
    link.symlink_to(path)
    assert read_named(path) == read_named(link) == b"words"


def test_what_has_no_end_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.docx"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(Refusal, match="is no ordinary file"):
            read_named(path)


def test_a_file_too_large_to_be_held_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.docx"
    with path.open("wb") as file:
        file.truncate(3 << 30)
    with pytest.raises(Refusal, match=r"it is 3,072 MB large, and at most 512 MB are taken in"):
        read_named(path)


def test_it_is_said_what_could_not_be_read_and_why(tmp_path: Path) -> None:
    for path, why in ((tmp_path, "Is a directory"), (tmp_path / "none", "No such file")):
        with pytest.raises(Refusal, match=why) as refused:
            read_named(path, "The rulings", "Make them.")
        assert refused.value.error.startswith("The rulings cannot be read")
        assert refused.value.hint == "Make them."
