import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.at_once import at_once

from mufakat.edges.manifest import Rendition, Source, complete, place, publish
from mufakat.refusal import Refusal
from mufakat.text.document import digest

NOW = datetime(2026, 1, 5, tzinfo=UTC)
SOURCE = Source("text", "zero", "c" * 40, "d" * 64, NOW)
FILES = [Rendition("clean.docx", "clean", b"one"), Rendition("letters/MYS.docx", "letter", b"two")]


def test_a_folder_says_what_it_holds_and_from_what_it_was_made(tmp_path: Path) -> None:
    paths = publish(tmp_path / "out", FILES, SOURCE)
    assert paths["letters/MYS.docx"].read_bytes() == b"two"
    listed = json.loads(paths["manifest.json"].read_bytes())["files"]
    assert listed[1] == {
        "file": "letters/MYS.docx",
        "sha256": digest(b"two"),
        "kind": "letter",
        "instrument": "text",
        "draft": "zero",
        "commit": "c" * 40,
        "digest": "d" * 64,
    }
    assert paths["clean.docx"].stat().st_mtime == NOW.timestamp()


def test_publishing_again_touches_nothing(tmp_path: Path) -> None:
    def seen() -> dict[str, tuple[int, int]]:
        return {
            str(p): (p.stat().st_ino, p.stat().st_mtime_ns)
            for p in tmp_path.rglob("*")
            if p.is_file()
        }

    publish(tmp_path, FILES, SOURCE)
    before = seen()
    publish(tmp_path, FILES[::-1], SOURCE)
    assert seen() == before


def test_what_is_no_longer_made_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    publish(tmp_path, FILES, SOURCE)
    (tmp_path / "notes.txt").write_text("mine")
    publish(tmp_path, FILES[:1], SOURCE)
    assert not (tmp_path / "letters" / "MYS.docx").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_folder_is_complete_only_with_every_file_as_listed(tmp_path: Path) -> None:
    assert not complete(tmp_path)
    publish(tmp_path, FILES, SOURCE)
    assert complete(tmp_path)
    (tmp_path / "clean.docx").write_bytes(b"onf")
    assert not complete(tmp_path)
    publish(tmp_path, FILES, SOURCE)
    assert complete(tmp_path)


def test_a_failure_leaves_the_old_file_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(tmp_path / "a", b"old", NOW)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refusal, match="disk is full"):
        publish(tmp_path, [Rendition("a", "clean", b"new")], SOURCE)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"old")]


def test_either_all_new_files_appear_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, sync = [2], os.fsync

    def filling(handle: int) -> None:
        if not room[0]:
            raise OSError(28, "No space left on device")
        room[0] -= 1
        sync(handle)

    place(tmp_path / "a", b"old", NOW)
    monkeypatch.setattr(os, "fsync", filling)
    with pytest.raises(Refusal, match="disk is full"):
        publish(tmp_path, [Rendition("a", "clean", b"new"), Rendition("b", "x", b"b")], SOURCE)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"old")]


def test_two_at_once_are_in_nobody_s_way(tmp_path: Path) -> None:
    """One puts its parts in their places while the other looks for what was left behind."""

    def act(who: bytes) -> dict[str, Path]:
        for turn in range(150):
            made = [Rendition(f"{n}.docx", "clean", who * (turn + 1)) for n in range(4)]
            paths = publish(tmp_path, made, SOURCE)
        return paths

    first, second = at_once(act, b"a", b"b")
    assert first == second
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in first.values()}
