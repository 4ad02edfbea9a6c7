"""What both corpora are told on the command line: show or write goldens of the cases named."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from difflib import unified_diff
from pathlib import Path

GOLDENS = ("expected.txt", "expected-without-ids.txt")


def command(
    prog: str,
    said: str | None,
    folders: Iterable[Path],
    files: Callable[[Path], Mapping[Path, str]],
) -> None:
    """Reads the command line; ``files`` are what the goldens of a case's folder would be."""
    parser = argparse.ArgumentParser(prog=f"python -m {prog}", description=said)
    parser.add_argument("case", nargs="*", help="the beginning of a case's name; none: all cases")
    parser.add_argument("--write", action="store_true", help="write the goldens of the cases named")
    given = parser.parse_args()
    if given.write and not given.case:
        parser.error("name the cases whose goldens are to be written")
    for folder in folders:
        if folder.name.startswith(tuple(given.case) or ""):
            try:
                _compare(folder, files(folder), write=given.write)
            except Exception as problem:  # one case that breaks must not hide the others
                print(f"{folder.name}: {problem!r}")


def _compare(folder: Path, found: Mapping[Path, str], *, write: bool) -> None:
    """Shows in what a case differs from its goldens, and writes them anew if asked to."""
    for path, text in found.items():
        _show(path, text)
        if write:
            path.write_text(text, encoding="utf-8")
    for path in (folder / name for name in GOLDENS):
        if write and path not in found:
            path.unlink(missing_ok=True)


def _show(path: Path, new: str) -> None:
    """Prints in what a golden would change."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    name = f"{path.parent.name}/{path.name}"
    for line in unified_diff(old.splitlines(), new.splitlines(), name, name, lineterm="", n=99):
        print(line)
