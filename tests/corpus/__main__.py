"""Shows or writes goldens: ``python -m tests.corpus [--write] CASE ...`` (a name's beginning).

Without ``--write`` it shows in what each case differs from its golden, and changes nothing. Look at
what was written by eye: a golden says what ought to be, not what the program does.
"""

from __future__ import annotations

from pathlib import Path

from tests.corpus.case import folders, load
from tests.corpus.command import command
from tests.corpus.outcome import outcome

from mufakat.text.markup import serialise


def files(folder: Path) -> dict[Path, str]:
    """What the goldens of a case would be; the one without ids only where it says another thing."""
    given = load(folder)
    found, nameless = outcome(given), outcome(given.without_ids())
    out = {folder / "expected.txt": found.golden}
    if nameless.golden != found.golden:
        out[folder / "expected-without-ids.txt"] = nameless.golden
    if found.following is not None:
        out[folder / "next.md"] = serialise(found.following)
    return out


if __name__ == "__main__":
    command("tests.corpus", __doc__, folders(), files)
