"""A small file is there whole, whoever writes it and however often."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.at_once import at_once

from mufakat.edges.whole_file import put, put_new


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


def test_who_writes_finds_no_fault_with_who_takes_it_away(tmp_path: Path) -> None:
    file = tmp_path / "said"

    def act(who: str) -> None:
        for n in range(500):
            if who == "remover":
                file.unlink(missing_ok=True)
            else:
                put(file, f"{who} {n % 2}")

    at_once(act, "remover", "one", "two")


def test_of_several_who_make_it_the_first_has_it_and_all_see_it_whole(tmp_path: Path) -> None:
    words = {who: who.encode() * 50_000 for who in "abcd"}

    def act(who: str) -> tuple[bool, bytes]:
        return put_new(file, words[who]), file.read_bytes()

    for n in range(50):
        file = tmp_path / f"said {n}"
        first, seen = zip(*at_once(act, *words), strict=True)
        assert sum(first) == 1
        assert {*seen} == {words["abcd"[first.index(True)]]}
    assert len([*tmp_path.iterdir()]) == 50


def test_without_links_a_file_is_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    assert put_new(tmp_path / "said", b"one")
    assert not put_new(tmp_path / "said", b"two")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("said", "one")]


def test_a_failure_leaves_no_rubbish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    put(tmp_path / "said", "one")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        put(tmp_path / "said", "two")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("said", "one")]
