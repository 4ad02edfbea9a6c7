"""One row a measure, and the page they are printed on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured, what came out, and the bar it is held against (``""``: none)."""

    what: str
    result: str
    bar: str = ""
    met: bool | None = None


def cpu(work: Callable[[], T], times: int = 1) -> tuple[float, T]:
    """The least CPU seconds of ``times`` runs, and what the work gave."""
    best, given = _once(work)
    for _ in range(times - 1):
        seconds, given = _once(work)
        best = min(best, seconds)
    return best, given


def _once(work: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    given = work()
    return time.process_time() - start, given


def page(measures: list[Measure], machine: str) -> str:
    """The measures as a Markdown page."""
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench`: ratios and scores within one run on one machine. Seconds are CPU",
        "seconds and only there to give an idea.",
        "",
        f"Machine: {machine}",
        "",
        "| what | measured | bar | met |",
        "| --- | --- | --- | --- |",
    ]
    for m in measures:
        met = {True: "yes", False: "**no**", None: ""}[m.met]
        lines.append(f"| {m.what} | {m.result} | {m.bar} | {met} |")
    return "\n".join(lines) + "\n"
