"""The small negotiation of the services' tests, to put in the way of faults."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.faults import talks
from tests.services.conftest import begun, files, life, opened, round_one

__all__ = ["begun", "files", "folder", "life", "opened", "round_one"]


@pytest.fixture(scope="module")
def folder(opened: Path, files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The talks before each step that writes (see ``talks.before_each``)."""
    root = tmp_path_factory.mktemp("faults") / "talks"
    shutil.copytree(opened, root)
    return talks.before_each(talks.at(root, files), root.parent / "before")
