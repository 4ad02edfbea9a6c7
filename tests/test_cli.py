"""The command line as people and scripts meet it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mufakat.cli import main
from mufakat.cli.moments import moment
from mufakat.cli.texts import lodged, will_read
from mufakat.procedure.readings import Reading
from mufakat.refusal import Refusal

NOW = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
HANOI = "Asia/Ho_Chi_Minh"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def refused(*words: object) -> dict[str, str]:
    """The refusal of a command, which is all that it prints."""
    done = run(*words, "--json")
    assert done.exit_code == 2
    assert done.stdout == ""
    held: dict[str, str] = json.loads(done.stderr)
    assert set(held) == {"error", "hint"}
    assert all(held.values())
    return held


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("meeting") / "adgmin"
    assert run("new", root).exit_code == 0
    return root


class TestRefusals:
    def test_folder_without_a_workspace(self, tmp_path: Path) -> None:
        assert "not in a workspace" in refused("status", "--workspace", tmp_path)["error"]

    def test_unknown_instrument_is_answered_with_the_nearest(self, workspace: Path) -> None:
        for words in (
            ("status", "joint-statment"),
            ("round", "close", "joint-statment"),
            ("submit", "joint-statment", "--as", "MYS", "--no-comment"),
            ("consolidate", "joint-statment"),
            ("clear", "joint-statment", "--level", "adgsom"),
        ):
            held = refused(*words, "--workspace", workspace)
            assert 'no instrument "joint-statment"' in held["error"]
            assert "joint-statement" in held["hint"]

    def test_instrument_without_a_draft(self, workspace: Path) -> None:
        held = refused("round", "open", "adm2030", "--until", "+10d", "--workspace", workspace)
        assert "no draft yet" in held["error"]
        assert "mufakat draft adm2030" in held["hint"]

    def test_file_that_is_not_there(self, workspace: Path) -> None:
        held = refused("submit", "adm2030", "--as", "MYS", "none.docx", "--workspace", workspace)
        assert "cannot be read" in held["error"]

    def test_submission_that_is_neither_a_file_nor_no_comment(self, workspace: Path) -> None:
        assert refused("submit", "adm2030", "--as", "MYS", "--workspace", workspace)

    def test_deadline_that_is_no_time(self, workspace: Path) -> None:
        held = refused("round", "open", "adm2030", "--until", "soon", "--workspace", workspace)
        assert held["error"] == '"soon" is not a time.'

    @pytest.mark.parametrize(
        "words", [("bogus",), ("status", "--bogus"), ("submit",), ("round", "open", "x")]
    )
    def test_words_that_are_no_command(self, words: Sequence[str]) -> None:
        assert "--help" in refused(*words)["hint"]

    def test_place_that_cannot_be_written_to(self, workspace: Path, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        assert refused("new", tmp_path / "file" / "meeting")

    def test_text_is_one_clear_line_and_a_hint(self, tmp_path: Path) -> None:
        done = run("status", "--workspace", tmp_path)
        assert done.exit_code == 2
        assert len(done.stderr.splitlines()) == 2
        assert "Traceback" not in done.output

    def test_nothing_changes(self, workspace: Path) -> None:
        def everything() -> list[tuple[str, float]]:
            return sorted((str(p), p.stat().st_mtime) for p in workspace.rglob("*"))

        before = everything()
        refused("submit", "nope", "--as", "MYS", "--no-comment", "--workspace", workspace)
        refused("round", "open", "nope", "--until", "+3d", "--workspace", workspace)
        assert everything() == before


class TestAnswers:
    def test_status_is_one_object(self, workspace: Path) -> None:
        done = run("status", "--json", "--workspace", workspace)
        held: dict[str, Any] = json.loads(done.stdout)
        first = held["instruments"][0]
        assert first["instrument"] == "joint-statement"
        wanted = {"instrument", "stage", "round", "deadline", "lodged", "missing", "contested"}
        assert wanted <= set(first)

    def test_workspace_is_found_upwards(
        self, workspace: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(workspace / "templates")
        assert run("status").exit_code == 0

    def test_options_of_all_commands_may_stand_first(self, workspace: Path) -> None:
        done = run("--workspace", workspace, "--json", "status", "joint-statement")
        assert done.exit_code == 0
        (one,) = json.loads(done.stdout)["instruments"]
        assert one["stage"] == "not drafted"

    def test_new_says_where(self, tmp_path: Path) -> None:
        held = json.loads(run("new", tmp_path / "here", "--json").stdout)
        assert held["workspace"] == str(tmp_path / "here")

    def test_help_lists_the_commands_as_the_journey_goes(self) -> None:
        listed = run("--help").output
        journey = ["new", "draft", "round", "submit", "consolidate", "issue", "adopt", "verify"]
        places = [listed.index(f"\n  {name} ") for name in journey]
        assert places == sorted(places)

    def test_a_reader_that_goes_away_is_no_fault(self, workspace: Path) -> None:
        done = subprocess.run(
            f"'{sys.executable}' -m mufakat status --workspace '{workspace}' | head -n 1",
            shell=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent / "src")},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.startswith("joint-statement")
        assert done.stderr == ""


class TestMoments:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("2026-01-09", "2026-01-09T23:59:00+07:00"),
            ("2026-01-09 17:00", "2026-01-09T17:00:00+07:00"),
            ("2026-01-09T17:00+09:00", "2026-01-09T17:00:00+09:00"),
            ("2026-01-09T10:00Z", "2026-01-09T10:00:00+00:00"),
            ("+72h", "2026-01-08T09:00:00+07:00"),
            ("+10 d", "2026-01-15T09:00:00+07:00"),
        ],
    )
    def test_what_is_meant(self, written: str, meant: str) -> None:
        assert moment(written, HANOI, NOW).isoformat() == meant

    @pytest.mark.parametrize("written", ["", "tomorrow", "2026-13-01", "+5", "9:00"])
    def test_what_is_no_time(self, written: str) -> None:
        with pytest.raises(Refusal, match="is not a time"):
            moment(written, HANOI, NOW)


class TestStart:
    """A command that only reads or records starts at once, for it imports little."""

    HEAVY = ("prefect", "pydantic", "lxml", "docx", "jinja2", "rich", "icu4py", "typst")

    @pytest.mark.parametrize(
        ("words", "spared"),
        [
            (["--help"], HEAVY),
            (["status"], HEAVY),
            (["submit", "adm2030", "--as", "MYS", "--no-comment"], ("prefect",)),
            (["withdraw", "adm2030", "--as", "MYS"], ("prefect",)),
            (["endorse", "adm2030", "--as", "MYS"], ("prefect",)),
            (["log", "adm2030"], ("prefect",)),
            (["rulings", "adm2030", "export", "x.yaml"], ("prefect",)),
        ],
    )
    def test_what_is_not_imported(
        self, workspace: Path, words: list[str], spared: tuple[str, ...]
    ) -> None:
        done = self._python(
            "import sys\n"
            "from mufakat.cli import main\n"
            "try: main()\n"
            "except SystemExit: pass\n"
            f"sys.exit(', '.join(sorted({set(spared)} & set(sys.modules))) or 0)",
            *words,
            cwd=workspace,
        )
        assert done.returncode == 0, done.stderr

    @staticmethod
    def _python(code: str, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        source = str(Path(__file__).parent.parent / "src")
        return subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": source},
            capture_output=True,
            text=True,
            check=False,
        )


def test_what_nobody_has_read_is_shown_paragraph_by_paragraph_and_not_without_end() -> None:
    assert will_read(()) == []
    first, gone, *_, more, last = will_read(
        (Reading("35", "The Meeting agreed."), *(Reading(str(n), "") for n in range(36, 80)))
    )
    assert first == "    35 will read: “The Meeting agreed.”"
    assert gone == "    36 goes out"
    assert more == "    and 5 more"
    assert last == "Look at these before you issue; apply again to change them."


def test_what_came_together_is_said_in_sentences() -> None:
    counts = {"submissions": 4, "proposals": 8, "shared": 1, "contested": 5, "passages": 2}
    assert lodged(counts | {"comments": 0, "superseded": 3}) == (
        "4 submissions, 8 proposals. 1 of the proposals has co-sponsors. 5 stand in 2 contested "
        "passages. Besides, 3 proposals in files that a later file replaced."
    )
    quiet = dict.fromkeys((*counts, "comments", "superseded"), 0)
    assert lodged(quiet | {"submissions": 1}) == "1 submission."
