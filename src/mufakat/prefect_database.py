"""A Prefect home's own database: only the history of runs is in it, so it can begin anew."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from importlib import metadata
from pathlib import Path

ELSEWHERE = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
"""Names a database in the place of the home's own: PostgreSQL, say."""


class Database:
    """The file ``prefect.db`` of a home; of no concern where a database elsewhere is named."""

    def __init__(self, home: Path) -> None:
        self.file = home / "prefect.db"

    @property
    def fresh(self) -> bool:
        """Whether it is still to be made."""
        return not os.environ.get(ELSEWHERE) and not self.file.exists()

    @property
    def damaged(self) -> bool:
        """Whether it cannot be used."""
        if os.environ.get(ELSEWHERE):
            return False
        try:
            address = f"{self.file.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as opened:
                return bool(opened.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
        except sqlite3.OperationalError:
            return False  # there is none, or somebody is just writing
        except sqlite3.DatabaseError:
            return True

    @property
    def number(self) -> int:
        """Tells this very database from another one in its place; 0 if there is none."""
        if os.environ.get(ELSEWHERE):
            return 0
        try:
            return self.file.stat().st_ino
        except FileNotFoundError:
            return 0

    def prepare(self) -> None:
        """Takes the empty one that was kept from before, if it is still to be made."""
        if self.fresh and _kept().is_file():
            part = self.file.with_suffix(".part")
            shutil.copyfile(_kept(), part)
            part.replace(self.file)

    def keep(self) -> None:
        """Keeps this still empty one, so that the next workspace need not make it anew."""
        kept = _kept()
        if kept.exists() or not self.file.exists():
            return
        with suppress(OSError, sqlite3.Error):  # a cache: without it the next one takes longer
            kept.parent.mkdir(parents=True, exist_ok=True)
            copy = kept.with_suffix(f".{os.getpid()}")
            copy.unlink(missing_ok=True)
            with closing(sqlite3.connect(self.file)) as opened:
                opened.execute("VACUUM INTO ?", (str(copy),))
            copy.replace(kept)

    def put_aside(self) -> None:
        """Keeps the damaged one under another name, out of the way."""
        for file in self.file.parent.glob(f"{self.file.name}*"):
            file.replace(file.with_name(f"damaged-{file.name}"))


def _kept() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "mufakat" / f"prefect-{metadata.version('prefect')}.db"
