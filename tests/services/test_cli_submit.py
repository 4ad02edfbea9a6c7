"""What a person sees who lodges a file on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.cli import main
from mufakat.text.document import digest


@pytest.fixture
def returned(round_one: Life, tmp_path: Path) -> Path:
    path = tmp_path / "returned.docx"
    path.write_bytes(office.tracked(round_one.issued("MYS"), {"warmly": "cordially"}))
    return path


def submit(life: Life, *words: object) -> Result:
    root = life.workspace.root
    given = ["submit", NAME, "--as", "MYS", "--workspace", root, *words]
    return CliRunner().invoke(main, [str(word) for word in given])


def test_the_digest_of_a_file_is_told_as_soon_as_it_is_kept(
    round_one: Life, returned: Path
) -> None:
    done = submit(round_one, returned)
    kept = f"returned.docx is kept, SHA-256 {digest(returned.read_bytes())}; it is being read ...\n"
    assert done.stderr == kept
    assert done.output.startswith(kept + "Receipt statement/1/MYS/")


def test_it_is_told_also_where_the_file_is_then_refused(round_one: Life, tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_bytes(b"not a Word file")
    done = submit(round_one, tmp_path / "notes.docx")
    assert done.exit_code == 2
    assert done.stderr.startswith(f"notes.docx is kept, SHA-256 {digest(b'not a Word file')}; ")


def test_a_program_is_told_nothing_but_the_answer(round_one: Life, returned: Path) -> None:
    done = submit(round_one, returned, "--json")
    assert done.stderr == ""
    assert json.loads(done.stdout)["sha256"] == digest(returned.read_bytes())
