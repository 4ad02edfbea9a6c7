"""What a killed process left half written: told by its age, for whoever is at it may be alive."""

from __future__ import annotations

import time
from pathlib import Path


def older_than(path: Path, seconds: float) -> bool:
    """Whether a file has lain for so long, by this machine's clock; False once it is gone.

    One of a later time than now was left before the clock was set back: it counts as old.
    """
    try:
        return abs(time.time() - path.stat().st_mtime) >= seconds
    except FileNotFoundError:
        return False  # its owner was alive after all
