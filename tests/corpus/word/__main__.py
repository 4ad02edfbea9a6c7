"""Shows or writes goldens: ``python -m tests.corpus.word [--write] CASE ...`` (a name's beginning).

Without ``--write`` it shows in what each case differs from its golden, and changes nothing. Look at
what was written by eye: a golden says what ought to be, not what the program does.
"""

from __future__ import annotations

import argparse

from tests.corpus.__main__ import show
from tests.corpus.word.case import folders, load
from tests.corpus.word.golden import golden

from mufakat.edges.word.reader import read


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.word", description=__doc__)
    parser.add_argument("case", nargs="*", help="the beginning of a case's name; none: all cases")
    parser.add_argument("--write", action="store_true", help="write the goldens of the cases named")
    given = parser.parse_args()
    if given.write and not given.case:
        parser.error("name the cases whose goldens are to be written")
    for folder in folders():
        if folder.name.startswith(tuple(given.case) or ""):
            path, found = folder / "expected.txt", golden(read(load(folder)))
            show(path, found)
            if given.write:
                path.write_text(found, encoding="utf-8")


if __name__ == "__main__":
    main()
