"""A file that a person names: read if it is an ordinary one, of a size that can be taken in."""

from __future__ import annotations

import stat
from pathlib import Path

from mufakat.refusal import Refusal

_MB = 1 << 20
_MOST = 512 * _MB  # what is refused for its size is kept all the same, up to here


def read_named(
    path: Path, what: str = "The file", hint: str = "Name a file that can be read."
) -> bytes:
    """The bytes of the file; refused if there are none to be had.

    ``what`` begins the sentence that says so ("The rulings"), ``hint`` says what to do. Pipes and
    devices are none: they may have no end.
    """
    try:
        about = path.stat()
        if not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)):
            raise Refusal(f"{what} cannot be read: {path} is no ordinary file.", hint)
        if about.st_size > _MOST:
            raise Refusal(
                f"{what} cannot be read: it is {about.st_size // _MB:,} MB large, and at most "
                f"{_MOST // _MB} MB are taken in ({path}).",
                "Take out what makes it so large (pictures, as a rule), and try again.",
            )
        return path.read_bytes()
    except OSError as problem:
        raise Refusal(
            f"{what} cannot be read: {problem.strerror or problem} ({path}).", hint
        ) from problem
