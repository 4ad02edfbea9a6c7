"""Whatever comes in is held to the limits that the workspace's meeting file sets."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.services.life import NAME, Life

from mufakat.edges.workspace import Workspace
from mufakat.refusal import Refusal
from mufakat.services.draft_instrument import draft_instrument


def set_limits(life: Life, **section: int) -> None:
    path = life.workspace.root / "meeting.yaml"
    held = yaml.safe_load(path.read_text()) | {"limits": section}
    path.write_text(yaml.safe_dump(held, allow_unicode=True))


def test_what_is_lodged_is_held_to_the_limits_of_the_workspace(round_one: Life) -> None:
    set_limits(round_one, paragraphs=3)
    with pytest.raises(Refusal, match="more than 3 paragraphs"):
        round_one.submit("MYS", round_one.issued("MYS"))
    set_limits(round_one, paragraphs=300)
    assert round_one.submit("MYS", round_one.issued("MYS")).changes == {}


def test_so_is_a_text_that_a_draft_is_made_from(life: Life, tmp_path: Path) -> None:
    set_limits(life, text_mb=1)
    path = tmp_path / "long.md"
    path.write_text("word " * 300_000)
    workspace = Workspace.open(life.workspace.root)
    with pytest.raises(Refusal, match="too large"):
        draft_instrument(workspace, "record", path, now=life.start)
    assert NAME in workspace.ledger.instruments()
