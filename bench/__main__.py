"""Prints the measures, and with ``--write`` keeps them in docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

from bench import core, faces, files, rounds
from bench.table import Measure, page

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
PARTS = ("files", "core", "faces", "rounds")


def main() -> None:
    """Runs every measure, or the parts that are named; ``--quick`` leaves 193 delegations out."""
    parts = [part for part in PARTS if part in sys.argv] or PARTS
    found: list[Measure] = []
    if "files" in parts:
        found += files.measures()
    if "core" in parts:
        found += core.measures(large="--quick" not in sys.argv)
    if "faces" in parts:
        found += faces.measures()
    if "rounds" in parts:
        found += rounds.measures()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    text = page(found, machine)
    print(text)
    if "--write" in sys.argv and parts == PARTS:
        PAGE.write_text(text)


if __name__ == "__main__":
    main()
