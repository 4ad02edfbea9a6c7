"""Why the mailbox is not being read: kept for whoever looks, for as long as it is so."""

from __future__ import annotations

import os
from pathlib import Path

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
    if not said:
        file.unlink(missing_ok=True)
        return
    part = file.with_suffix(f".{os.getpid()}")
    part.write_text(f"{said}\n", encoding="utf-8")
    part.replace(file)
