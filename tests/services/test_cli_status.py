"""What a person sees who asks on the command line where a text stands."""

from __future__ import annotations

from datetime import UTC, datetime

from click.testing import CliRunner
from tests.services.life import NAME, Life

from mufakat.cli import main

CATCH_UP = "What is due is done by mufakat serve, or now by mufakat catch-up."


def status(life: Life) -> list[str]:
    words = ["status", NAME, "--workspace", str(life.workspace.root)]
    return CliRunner().invoke(main, words).output.splitlines()


def test_while_a_round_is_open_it_is_told_how_long_it_still_is(life: Life) -> None:
    life.open((datetime.now(UTC) - life.start).days + 5, 0)
    lines = status(life)
    assert lines[0].endswith("(UTC+07:00), 4 days left")
    assert CATCH_UP not in lines


def test_a_deadline_that_has_passed_while_nobody_served_is_told(round_one: Life) -> None:
    lines = status(round_one)
    assert lines[0].endswith("(UTC+07:00), which has passed")
    assert lines[-1] == CATCH_UP
    round_one.close(14.1)
    assert CATCH_UP not in status(round_one)
