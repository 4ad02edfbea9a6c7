"""Prints the measures, and with ``--write`` keeps them in docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

from bench import core, faces, files
from bench.table import page

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> None:
    """Runs every measure; ``--quick`` leaves the largest merge out."""
    found = [
        *files.measures(),
        *core.measures(large="--quick" not in sys.argv),
        *faces.measures(),
    ]
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    text = page(found, machine)
    print(text)
    if "--write" in sys.argv:
        PAGE.write_text(text)


if __name__ == "__main__":
    main()
