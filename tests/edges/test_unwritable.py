"""What cannot be written is told in one word, whoever found it out."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from mufakat.edges.unwritable import refused, temporary, unwritable
from mufakat.refusal import Refusal

HERE = Path("/srv/talks/drafts/talks.git")


@pytest.mark.parametrize(
    "why",
    [
        "fatal: unable to write loose object file: No space left on device",
        "fatal: prepare: cannot update ref: couldn't write: Disk quota exceeded",
    ],
)
def test_a_full_disk_is_told_as_such(why: str) -> None:
    told = unwritable("the drafts' repository", HERE, why)
    assert told is not None
    assert told.error == f"The disk is full: the drafts' repository cannot be written ({HERE})."
    assert told.hint == "Make room there, and run this again: it goes on where it was."


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        ("error: insufficient permission for adding an object", "there is no permission"),
        ("fatal: Unable to create 'x.lock': Read-only file system", "the disk is read-only"),
    ],
)
def test_a_closed_folder_is_told_as_such(why: str, reason: str) -> None:
    told = unwritable("the outputs", HERE, why)
    assert told is not None
    assert told.error == f"The outputs cannot be written: {reason} ({HERE})."


def test_what_fails_for_other_reasons_is_not_taken_for_it(tmp_path: Path) -> None:
    assert unwritable("x", tmp_path, "fatal: Unable to create 'x.lock': File exists.") is None
    assert unwritable("x", tmp_path, "error: couldn't write 'x.lock'") is None


def test_the_system_s_own_word_is_told_with_the_file_that_it_is_about() -> None:
    problem = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/srv/x")
    assert refused(problem).error == "The disk is full: the file cannot be written (/srv/x)."
    other = OSError(errno.EIO, os.strerror(errno.EIO), "/srv/x")
    assert refused(other).error == "Input/output error: /srv/x."


def test_no_room_for_temporary_files_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/srv/small")
    wanted = r"disk is full: a temporary file .*\(/srv/small\)"
    with pytest.raises(Refusal, match=wanted), temporary():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
