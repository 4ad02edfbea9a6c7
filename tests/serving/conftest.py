"""Whole lives under random kills take minutes each: they are tried by ``make soak`` alone."""

from __future__ import annotations

import os

collect_ignore = [] if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else ["test_disturbed.py"]
