"""What rounds cost: the look at what is due, and twenty submissions that come in at once."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import yaml

from bench.table import Measure
from mufakat.edges.workspace import Workspace
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.open_round import open_round
from mufakat.services.receive_submission import receive_submission
from mufakat.services.start_workspace import start_workspace
from mufakat.services.sweep import sweep

INSTRUMENTS, AT_ONCE, LODGED = 100, 20, 4
STATES = ("BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "TLS", "VNM")
NOW = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
UNTIL = NOW + timedelta(days=14)
TEXT = (
    "# Statement {.title}\n\n" + "[]{.num} The Meeting noted the plan with satisfaction.\n\n" * 12
)


def measures() -> list[Measure]:
    """The rows of the rounds."""
    with tempfile.TemporaryDirectory() as folder:
        wall, cpu = _look(_opened(Path(folder), INSTRUMENTS, STATES))
    with tempfile.TemporaryDirectory() as folder:
        codes = tuple(f"A{a}{b}" for a in "ABCDE" for b in "ABCDE")[: AT_ONCE + 1]
        kept, lodged = _at_once(_opened(Path(folder), 1, codes), codes)
    return [
        Measure(
            f"the look at {INSTRUMENTS} open rounds of {len(STATES)} delegations, nothing due",
            f"{wall:.2f} s ({cpu:.2f} s CPU)",
            "2 s",
            wall <= 2,
        ),
        Measure(
            f"{AT_ONCE} files at once: the slowest is told that it is kept on record after",
            f"{kept:.2f} s",
            "0.3 s",
            kept <= 0.3,
        ),
        Measure(
            "... and the slowest has its receipt, with what was understood, after",
            f"{lodged:.2f} s",
        ),
    ]


def _opened(folder: Path, count: int, codes: tuple[str, ...]) -> Workspace:
    """A meeting with so many open rounds; where there are many, some have lodged."""
    meeting = {
        "meeting": "talks",
        "title": "The Talks",
        "short": "Talks",
        "chair": {"delegation": codes[-1], "name": "The Chair"},
        "time_zone": "Asia/Jakarta",
        "secretariat": {"name": "Secretariat", "email": "secretariat@talks.example"},
        "delegations": [
            {
                "code": code,
                "name": f"State {code}",
                "focal_points": [{"name": "Desk", "email": f"{code.lower()}@talks.example"}],
            }
            for code in codes
        ],
        "levels": [{"id": "ministers", "name": "Ministers"}],
        "instruments": [
            {"id": f"text-{n}", "title": "Text", "symbol": f"T/{n}", "levels": ["ministers"]}
            for n in range(count)
        ],
    }
    (folder / "meeting.yaml").write_text(yaml.safe_dump(meeting))
    (folder / "text.md").write_text(TEXT)
    start_workspace(folder / "talks", folder / "meeting.yaml", now=NOW)
    workspace = Workspace.open(folder / "talks")
    for n in range(count):
        draft_instrument(workspace, f"text-{n}", folder / "text.md", now=NOW)
        open_round(workspace, f"text-{n}", UNTIL, now=NOW)
        for code in codes[:LODGED] if count > 1 else ():
            receive_submission(workspace, f"text-{n}", code, None, "", now=NOW)
    return workspace


def _look(workspace: Workspace) -> tuple[float, float]:
    """Wall and CPU seconds of a sweep that finds nothing to do, the best of three."""
    now = NOW + timedelta(days=1)
    sweep(workspace, now=now)
    return min(_timed(lambda: sweep(workspace, now=now)) for _ in range(3))


def _at_once(workspace: Workspace, codes: tuple[str, ...]) -> tuple[float, float]:
    """How long the slowest of many waits: until it is told that its file is kept; its receipt."""
    files = [_returned(workspace, code) for code in codes]
    receive_submission(workspace, "text-0", codes[0], files[0], "x.docx", now=NOW)  # warm

    def hand_in(n: int) -> tuple[float, float]:
        told: list[float] = []
        began = time.perf_counter()

        def kept(_: str) -> None:
            told.append(time.perf_counter() - began)

        receive_submission(
            workspace, "text-0", codes[n], files[n], "x.docx", now=NOW, consent=True, kept=kept
        )
        return told[0], time.perf_counter() - began

    with ThreadPoolExecutor(AT_ONCE) as desks:
        waited = list(desks.map(hand_in, range(1, len(codes))))
    return max(kept for kept, _ in waited), max(receipt for _, receipt in waited)


def _returned(workspace: Workspace, code: str) -> bytes:
    """A delegation's file with its words put in, tracking switched off."""
    path = workspace.outputs / "text-0" / "zero" / "issued" / f"text-0-zero-{code}.docx"
    opened = docx.Document(str(path))
    [first, *_] = [one for one in opened.paragraphs if "noted" in one.text]
    first.add_run(f" {code} welcomed it.")
    opened.save(str(path.with_suffix(".returned")))
    return path.with_suffix(".returned").read_bytes()


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    wall, before = time.perf_counter(), os.times()
    act()
    after = os.times()
    return time.perf_counter() - wall, sum(after[:4]) - sum(before[:4])
