"""Shows or writes goldens: ``python -m tests.corpus [--write] CASE ...`` (a name's beginning).

Without ``--write`` it shows in what each case differs from its golden, and changes nothing. Look at
what was written by eye: a golden says what ought to be, not what the program does.
"""

from __future__ import annotations

import argparse
from difflib import unified_diff
from pathlib import Path

from tests.corpus.case import folders, load
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


def show(path: Path, new: str) -> None:
    """Prints in what a golden would change."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    name = f"{path.parent.name}/{path.name}"
    for line in unified_diff(old.splitlines(), new.splitlines(), name, name, lineterm="", n=99):
        print(line)


def compare(folder: Path, *, write: bool) -> None:
    """Shows in what a case differs from its goldens, and writes them anew if asked to."""
    found = files(folder)
    for path, text in found.items():
        show(path, text)
        if write:
            path.write_text(text, encoding="utf-8")
    apart = folder / "expected-without-ids.txt"
    if write and apart not in found:
        apart.unlink(missing_ok=True)


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("case", nargs="*", help="the beginning of a case's name; none: all cases")
    parser.add_argument("--write", action="store_true", help="write the goldens of the cases named")
    given = parser.parse_args()
    if given.write and not given.case:
        parser.error("name the cases whose goldens are to be written")
    for folder in folders():
        if folder.name.startswith(tuple(given.case) or ""):
            try:
                compare(folder, write=given.write)
            except Exception as problem:  # one case that breaks must not hide the others
                print(f"{folder.name}: {problem!r}")


if __name__ == "__main__":
    main()
