"""Dates that Word takes, and what only looks like one."""

from __future__ import annotations

import pytest

from mufakat.edges.word.dates import dated


@pytest.mark.parametrize(
    "when",
    [
        "2026-01-05T09:00:00Z",
        "2026-01-05T09:00:00",
        "2024-02-29T23:59:59.1234567+05:30",
        "2026-01-05T09:00:00-14:00",
    ],
)
def test_a_moment_stays_as_it_is_written(when: str) -> None:
    assert dated(when) == when


@pytest.mark.parametrize(
    "when",
    [
        "",
        "yesterday",
        "2026-01-05",
        "2026-01-05 09:00:00",
        "2026-02-31T09:00:00Z",
        "2026-01-05T25:61:00Z",
        "0000-01-05T09:00:00Z",
        "2026-01-05T09:00:00+14:01",
        "2026-01-05T09:00:00+09:60",
        "٢٠٢٦-٠١-٠٥T٠٩:٠٠:٠٠Z",
    ],
)
def test_what_is_no_moment_is_empty(when: str) -> None:
    assert dated(when) == ""
