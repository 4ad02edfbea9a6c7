"""Turns spare races, and hold nobody up for ever."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from tests.at_once import at_once

from mufakat.edges.turns import turn


def test_one_comes_after_the_other(tmp_path: Path) -> None:
    told: list[str] = []

    def act(name: str) -> None:
        with turn(tmp_path, None, tmp_path / "not there"):
            told.append(name)
            told.append(name)

    threads = [threading.Thread(target=act, args=(name,)) for name in "abcd"]
    with turn(tmp_path):
        for thread in threads:
            thread.start()
        told.append("first")
    for thread in threads:
        thread.join()
    assert told[0] == "first"
    assert told[1::2] == told[2::2]


def test_who_was_stopped_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mufakat.edges.turns._PATIENCE", 0.05)
    held, stop = threading.Event(), threading.Event()

    def sleep() -> None:
        with turn(tmp_path):
            held.set()
            stop.wait()

    sleeper = threading.Thread(target=sleep)
    sleeper.start()
    held.wait()
    with turn(tmp_path):
        assert sleeper.is_alive()
    stop.set()
    sleeper.join()


def test_whose_turn_it_is_need_not_wait_for_it(tmp_path: Path) -> None:
    told: list[str] = []

    def act() -> None:
        with turn(tmp_path), turn(tmp_path):
            told.append("both")
        with turn(tmp_path):
            told.append("again")

    at_once(lambda _: act(), *"abc")
    assert sorted(told) == ["again"] * 3 + ["both"] * 3
