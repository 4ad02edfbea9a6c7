"""A small file is there whole, whoever writes it and however often."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.at_once import at_once

from mufakat.edges.whole_file import put


def test_who_reads_sees_the_old_words_or_the_new(tmp_path: Path) -> None:
    file, words = tmp_path / "said", ["one\n" * 5000, "two\n" * 5000]
    put(file, words[0])

    def act(who: str) -> bool:
        if who == "reader":
            return all(file.read_text() in words for _ in range(300))
        for _ in range(100):
            put(file, who)
        return True

    assert all(at_once(act, *words, "reader"))
    assert [path.name for path in tmp_path.iterdir()] == ["said"]


def test_what_is_said_already_is_left_alone(tmp_path: Path) -> None:
    put(tmp_path / "said", "one")
    before = (tmp_path / "said").stat().st_ino
    put(tmp_path / "said", "one")
    assert (tmp_path / "said").stat().st_ino == before


def test_a_failure_leaves_no_rubbish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    put(tmp_path / "said", "one")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        put(tmp_path / "said", "two")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("said", "one")]
