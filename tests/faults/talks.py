"""The talks as they stand before each of four steps that write, and the steps."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.services import office
from tests.services.conftest import START
from tests.services.life import Life

from mufakat.edges.workspace import Workspace

RETURNED = "MYS.docx"


def _submit(life: Life) -> object:
    return life.submit("MYS", (life.files / RETURNED).read_bytes())


STEPS: dict[str, Callable[[Life], object]] = {
    "submit": _submit,
    "close": lambda life: life.close(),
    "consolidate": lambda life: life.consolidate(now=15),
    "issue": lambda life: life.issue(now=17),
}


def before_each(round_one: Life, folder: Path) -> Path:
    """A folder that holds, for each step, the workspace before it, and what the steps need."""
    shutil.copytree(round_one.files, folder)
    file = office.tracked(round_one.issued("MYS"), {"warmly": "cordially"})
    (folder / RETURNED).write_bytes(file)
    told = Life(round_one.workspace, folder, START)
    for name, step in STEPS.items():
        if name == "issue":
            told.rule(now=16)
        shutil.copytree(told.workspace.root, folder / name)
        step(told)
    return folder


def at(workspace: Path, files: Path) -> Life:
    """The talks in this workspace."""
    return Life(Workspace.open(workspace), files, START)


def seen(life: Life) -> tuple[dict[str, str], dict[str, bytes]]:
    """All that there is to see of the talks: what the record points at, and the outputs."""
    return life.refs(), life.outputs()
