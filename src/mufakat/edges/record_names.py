"""The names under which the record keeps what: files of a commit, refs, tags."""

from __future__ import annotations

import re

TEXT, STATE, INSTRUMENT, MEETING = "text.md", "state.json", "instrument.json", "meeting.yaml"
CARRIED, TEMPLATES, OBJECTS = "carried.json", "templates", "objects"
SUBMISSION, SCRIPT, REMARKS = "submission.json", "script.json", "remarks.json"

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80


def state_ref(instrument: str, number: int) -> str:
    """Where a round's newest state is pointed at: the gate of all that is lodged in it."""
    return f"refs/rounds/{instrument}/{number}/state"


def opened_ref(instrument: str, number: int) -> str:
    """Where the commit that opened a round is pointed at."""
    return f"refs/rounds/{instrument}/{number}/opened"


def consolidated_ref(instrument: str, number: int) -> str:
    """Where the commit that consolidated a round is pointed at."""
    return f"refs/rounds/{instrument}/{number}/consolidated"


def adopted_ref(instrument: str) -> str:
    """Where the adopted files are kept with their signatures, as they were published."""
    return f"refs/adopted/{instrument}"


def tag(instrument: str, name: str) -> str:
    """An instrument's tag: ``joint-statement/rev-1``."""
    return f"{instrument}/{name}"


def round_file(number: int, name: str) -> str:
    """Where a main-line commit keeps a round's file."""
    return f"rounds/{number}/{name}"


def safe_name(name: str) -> str:
    """A file's name in letters, digits, dots and hyphens, that keeps its ending."""
    stem, dot, ending = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    if not dot:
        stem, ending = ending, "docx"
    kept = _UNSAFE.sub("-", stem).strip("-._")[:_LONGEST_NAME].strip("-._")
    return f"{kept or 'submission'}.{_UNSAFE.sub('', ending)[:8].strip('._-') or 'docx'}"
