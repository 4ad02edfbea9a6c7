"""What a killed process left is told by its age, even while its owner, alive after all, ends."""

from __future__ import annotations

import os
import time
from pathlib import Path

from mufakat.edges.left_behind import older_than


def test_it_counts_as_left_once_it_is_old_by_whichever_clock(tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.touch()
    assert not older_than(part, 60)
    for shift in (-120, 120):
        os.utime(part, (time.time() + shift, time.time() + shift))
        assert older_than(part, 60)


def test_what_is_gone_is_nobody_s(tmp_path: Path) -> None:
    assert not older_than(tmp_path / "part", 0)
