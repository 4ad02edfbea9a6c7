"""A Prefect home's own database: kept, told from another, put aside; nothing to do if elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from mufakat.prefect_database import ELSEWHERE, Database


def test_where_the_database_is_elsewhere_none_is_made_or_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv(ELSEWHERE, "postgresql+asyncpg://prefect@db.example/prefect")
    database = Database(tmp_path)
    database.prepare()
    database.keep()
    assert not database.fresh
    assert not database.file.exists()
    assert not (tmp_path / "cache").exists()
    before = database.number
    database.file.touch()  # by a command in whose terminal it is not said
    assert database.number == before, "the server would be started anew for it"
    monkeypatch.delenv(ELSEWHERE)
    assert database.number != before
