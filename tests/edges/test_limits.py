"""The limits on what comes in are settings of the meeting file, with safe defaults."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from mufakat.edges.limits import USUAL, Limits
from mufakat.edges.limits_section import LimitsSection
from mufakat.edges.meeting_file import read_limits
from mufakat.refusal import Refusal

MEETING = Path(__file__).parents[2] / "templates/meetings/adgmin-6.yaml"


def limits(**section: int) -> Limits:
    held = yaml.safe_load(MEETING.read_text()) | {"limits": section}
    return read_limits(yaml.safe_dump(held).encode())


def test_a_meeting_file_that_says_nothing_has_the_usual_limits() -> None:
    assert read_limits(MEETING.read_bytes()) == USUAL
    assert LimitsSection().limits() == USUAL


def test_every_limit_can_be_set_but_the_one_that_says_where_a_ratio_counts() -> None:
    changed = dict.fromkeys(LimitsSection.model_fields, 150) | {"pieces": 1_500}
    other = LimitsSection(**changed).limits()
    same = {f.name for f in fields(Limits) if getattr(other, f.name) == getattr(USUAL, f.name)}
    assert same == {"ratio_from"}


def test_a_limit_is_said_in_megabytes_and_pieces() -> None:
    found = limits(file_mb=3, paragraphs=12)
    assert (found.file_bytes, found.paragraphs) == (3 << 20, 12)
    assert found.part_bytes == USUAL.part_bytes


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ({"file_mb": 0}, "file_mb of limits is “0”"),
        ({"nesting": 100_000}, "nesting of limits is “100000”"),
        ({"paragraph": 5}, "paragraph of limits is not a key there"),
    ],
)
def test_a_limit_that_cannot_be_is_named_by_its_key(section: dict[str, int], said: str) -> None:
    with pytest.raises(Refusal, match=said) as caught:
        limits(**section)
    assert caught.value.hint
