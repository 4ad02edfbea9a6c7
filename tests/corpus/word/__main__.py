"""Shows or writes goldens: ``python -m tests.corpus.word [--write] CASE ...`` (a name's beginning).

Without ``--write`` it shows in what each case differs from its golden, and changes nothing. Look at
what was written by eye: a golden says what ought to be, not what the program does.
"""

from __future__ import annotations

from pathlib import Path

from tests.corpus.command import command
from tests.corpus.word.case import folders, read_in
from tests.corpus.word.golden import golden


def files(folder: Path) -> dict[Path, str]:
    """What the golden of a case would be."""
    return {folder / "expected.txt": golden(read_in(folder))}


if __name__ == "__main__":
    command("tests.corpus.word", __doc__, folders(), files)
