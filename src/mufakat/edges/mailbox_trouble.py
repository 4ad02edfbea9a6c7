"""Why the mailbox is not being read: kept for whoever looks, for as long as it is so."""

from __future__ import annotations

from pathlib import Path

from mufakat.edges.whole_file import put

_FILE = Path(".prefect", "mailbox-trouble")


def trouble(root: Path) -> str:
    """What is in the way in the workspace at ``root``, in a line; nothing if all is well."""
    try:
        return (root / _FILE).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def set_trouble(root: Path, said: str) -> None:
    """Says what is in the way, or with no words that nothing is any more."""
    file = root / _FILE
    if said:
        put(file, f"{said}\n")
    else:
        file.unlink(missing_ok=True)
