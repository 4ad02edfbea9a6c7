"""Whenever the disk is full, one clear word about it, nothing half done, and it goes on after."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faults import mounts, talks
from tests.services.life import Life

from mufakat.refusal import Refusal

PAGE = 4096  # bytes, the least that a disk gives away
STRIDE = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 2
ENOUGH = 3  # successes in a row after which there is room for all


@pytest.mark.parametrize("step", talks.STEPS)
@pytest.mark.parametrize("full", ["workspace", "temporary"])
def test_a_full_disk_is_named_and_harms_nothing(full: str, step: str, folder: Path) -> None:
    mounts.alone("tests.faults.test_disk_full", full, step, folder)


def _tried(full: str, step: str, folder: Path) -> Iterator[bool]:
    """Whether the step could be done, with ever more room; each time it can be, once there is."""
    act, disk = talks.STEPS[step], folder / "disk"
    whole = _copied(folder, step, folder / "whole")
    act(whole)
    wanted = talks.seen(whole)
    mounts.small_disk(disk, "8m")
    if full == "temporary":
        tempfile.tempdir = os.environ["TMPDIR"] = str(disk)
    place = disk / "talks" if full == "workspace" else folder / "tried"
    for pages in range(0, 1024, STRIDE):
        life = _copied(folder, step, place)
        before = talks.seen(life)
        refused = None
        with mounts.filled(disk, pages * PAGE):
            try:
                act(life)
            except Refusal as refusal:
                refused = refusal
        if refused:
            assert "The disk is full" in refused.error, refused.error
            assert "Make room" in refused.hint
            refs, outputs = talks.seen(life)
            acted = {ref: oid for ref, oid in refs.items() if not _is_kept(ref)}
            was = {ref: oid for ref, oid in before[0].items() if not _is_kept(ref)}
            assert acted == was or refs == wanted[0], "half of the record has changed"
            assert outputs == before[1], "some outputs have changed"
        assert life.workspace.ledger.repository.check() == ()
        act(life)
        assert talks.seen(life) == wanted
        yield refused is None


def _is_kept(ref: str) -> bool:
    """Whether it points at what came in, which is kept before anything is done with it."""
    return ref.startswith("refs/received/")


def _copied(folder: Path, step: str, place: Path) -> Life:
    shutil.rmtree(place, ignore_errors=True)  # it is not there at first
    shutil.copytree(folder / step, place)
    return talks.at(place, folder)


def main(full: str, step: str, folder: Path) -> None:
    """Tries with ever more room until there is enough of it."""
    done: list[bool] = []
    for could in _tried(full, step, folder):
        done.append(could)
        if len(done) >= ENOUGH and all(done[-ENOUGH:]):
            break
    needed = full == "workspace"  # none of these steps has a use for temporary files
    assert done[0] != needed, "it needs a disk" if not needed else "it needs no disk"
    assert done[-1], "there is never room"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
