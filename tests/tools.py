"""The programs that some tests need: without one they skip, and fail where all must run."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def tool(*names: str) -> str:
    """The first of these programs that is installed; without one, skip (in CI: fail)."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or missing(f"{names[0]} is not installed")


def missing(reason: str) -> NoReturn:
    """Skips a test for want of something; in CI it fails."""
    if IN_CI:
        pytest.fail(f"{reason}, and CI must run everything", pytrace=False)
    pytest.skip(reason)
