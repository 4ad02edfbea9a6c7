"""One row a measure, and the page they are printed on."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

_STATUS = Path("/proc/self/status")

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


def by_turns(times: int, *measured: Callable[[], float]) -> list[float]:
    """The least seconds of each, all run in turn: what slows the machine meanwhile slows each."""
    rounds = [[one() for one in measured] for _ in range(times)]
    return [min(seconds) for seconds in zip(*rounds, strict=True)]


def seconds(work: Callable[[], object]) -> Callable[[], float]:
    """Runs a piece of work each time it is called, and gives the CPU seconds."""
    return lambda: _once(work)[0]


def memory(name: str) -> int:
    """Bytes of this process by the kernel's name; where there is no /proc, the peak so far."""
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Not ru_maxrss: a process that was started by a larger one inherits that one's peak.
    lines = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
    return int(lines[name].split()[0]) * 1024


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
