"""Journeys handed over to the warm worker, and what becomes of them when it is not there."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mufakat.handover import Counter, Gone, Journey, hand_over, serve, wake
from mufakat.refusal import Refusal

JOURNEY = Journey("agree:clear", ("adgmin-6",), {"level": "adgsom"})
Work = Callable[[Callable[[Journey], Any]], list[str]]


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    """``work(run)``: a worker that carries journeys out so; the list tells when it was woken."""
    counter, woken = Counter(tmp_path), list[str]()
    ended = threading.Event()
    threads = []

    def begin(run: Callable[[Journey], Any]) -> list[str]:
        def loop() -> None:
            while not ended.is_set():
                caller = counter.next()
                if caller is not None:
                    serve(caller, run, lambda: woken.append("woken"))

        threads.append(threading.Thread(target=loop))
        threads[0].start()
        return woken

    yield begin
    ended.set()
    counter.close()
    for thread in threads:
        thread.join()


def test_the_answer_comes_back(tmp_path: Path, work: Work) -> None:
    work(lambda journey: (journey.name, journey.tags, dict(journey.parameters)))
    assert hand_over(tmp_path, JOURNEY) == ("agree:clear", ("adgmin-6",), {"level": "adgsom"})


def test_a_refusal_comes_back_whole(tmp_path: Path, work: Work) -> None:
    def refuse(journey: Journey) -> None:
        raise Refusal("It is closed.", "Open it.", ("a detail",), {"round": 2})

    work(refuse)
    with pytest.raises(Refusal, match="It is closed") as caught:
        hand_over(tmp_path, JOURNEY)
    assert caught.value.hint == "Open it."
    assert (caught.value.details, caught.value.more) == (("a detail",), {"round": 2})


def test_without_a_worker_it_is_gone_and_waking_does_nothing(tmp_path: Path) -> None:
    with pytest.raises(Gone):
        hand_over(tmp_path, JOURNEY)
    wake(tmp_path)


def test_where_a_worker_was_once_it_is_gone(tmp_path: Path) -> None:
    Counter(tmp_path)._listener.close()
    assert (tmp_path / "worker.json").is_file()
    with pytest.raises(Gone):
        hand_over(tmp_path, JOURNEY)


def test_a_worker_that_dies_at_its_work_is_gone(tmp_path: Path, work: Work) -> None:
    def die(journey: Journey) -> None:
        raise OSError("as if the process had been killed")

    work(die)
    with pytest.raises(Gone):
        hand_over(tmp_path, JOURNEY)


def test_the_worker_is_woken(tmp_path: Path, work: Work) -> None:
    woken = work(lambda journey: None)
    wake(tmp_path)
    hand_over(tmp_path, JOURNEY)  # served after it
    assert woken == ["woken"]


def test_who_does_not_know_the_secret_is_not_served(tmp_path: Path, work: Work) -> None:
    work(lambda journey: "served")
    file = tmp_path / "worker.json"
    assert file.stat().st_mode & 0o077 == 0
    right = file.read_text()
    file.write_text(json.dumps(json.loads(right) | {"secret": "00" * 32}))
    with pytest.raises(Gone):
        hand_over(tmp_path, JOURNEY)
    file.write_text(right)
    assert hand_over(tmp_path, JOURNEY) == "served"
