"""A Word file that nobody here has seen goes the whole way, by commands alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pypandoc
import pytest
import yaml
from click.testing import CliRunner

from mufakat.cli import main
from mufakat.edges.signing import make_key
from mufakat.runs import Clockwork
from mufakat.samples.letters import day
from mufakat.samples.pen import Pen

THEIRS = "\n\n".join(
    [
        "# Agreement on river ferries",
        *(
            f"## Part {n}\n\n1. The Parties shall keep ferry landing {n} open in all seasons.[^{n}]"
            f"\n2. Each Party reports on its landings every year.\n\nA word on why landing {n} "
            f"matters to those who live there.\n\n[^{n}]: Landing {n} is on the left bank."
            for n in range(1, 8)
        ),
        "| Landing | Bank |\n|---|---|\n| One | left |\n| Two | right |",
    ]
)
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def run(clockwork: Clockwork, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """``run("draft", ...)`` in one workspace: the answer, as ``--json`` gives it."""
    root = tmp_path_factory.mktemp("ferries") / "ws"

    def invoke(*words: object, status: int = 0) -> Any:
        given = [str(word) for word in words]
        if given[0] != "new":
            given += ["--workspace", str(root)]
        done = CliRunner().invoke(main, [*given, "--json"])
        assert done.exit_code == status, done.output
        return json.loads(done.stderr if status == 2 else done.stdout)

    invoke("new", root)
    return invoke


@pytest.fixture(scope="module")
def opened(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Their file as the zero draft, out for comments."""
    theirs = tmp_path_factory.mktemp("theirs") / "theirs.docx"
    pypandoc.convert_text(THEIRS, "docx", format="markdown", outputfile=str(theirs))
    document = docx.Document(str(theirs))
    document.paragraphs[2].insert_paragraph_before()
    document.save(str(theirs))
    drafted = run("draft", "ferries", "--from", theirs)
    assert set(drafted) == {"instrument", "draft", "commit", "warnings"}
    [told] = drafted["warnings"]
    assert told.startswith("An empty paragraph, there for its space,")
    assert (drafted["instrument"], drafted["draft"]) == ("ferries", "zero")
    answer = run("round", "open", "ferries", "--until", "+10d")
    assert set(answer) == {"round", "draft", "deadline", "issued"}
    assert (answer["round"], answer["draft"], len(answer["issued"])) == (1, "zero", 11)
    return answer


@pytest.fixture(scope="module")
def lodged(run: Run, opened: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Three submissions: two that agree, one that does not."""
    folder, answers = tmp_path_factory.mktemp("returned"), []
    words = {"MYS": "day and night", "SGP": "in the dry season", "THA": "day and night"}
    for code, wanted in words.items():
        issued = Path(opened["issued"][code])
        assert issued.is_absolute()
        pen = Pen(issued.read_bytes(), "User", day(12, 1))
        pen.replace("keep ferry landing 1 open", "in all seasons", wanted)
        (folder / f"{code}.docx").write_bytes(pen.save())
        answers.append(run("submit", "ferries", "--as", code, folder / f"{code}.docx"))
    return answers


def test_receipts_say_what_was_understood(lodged: list[Any]) -> None:
    for answer in lodged:
        fields = {"receipt", "sha256", "commit", "late", "changes", "warnings", "made_from"}
        assert set(answer) == fields | {"comments", "understood", "typed_by"}
        [one] = answer["understood"]
        assert set(one) == {"place", "kind", "before", "after"}
        assert sum(answer["changes"].values()) == 1
        assert answer["late"] is False
        assert answer["typed_by"] == ["User"]


def test_round_is_not_opened_twice(run: Run, opened: Any) -> None:
    assert "already open" in run("round", "open", "ferries", "--until", "+9d", status=2)["error"]


def test_deadline_in_the_past(run: Run, opened: Any) -> None:
    past = (datetime.now().astimezone() - timedelta(days=1)).isoformat()
    assert "in the past" in run("round", "extend", "ferries", "--until", past, status=2)["error"]


def test_file_that_is_no_word_file(run: Run, opened: Any, tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_text("not a Word file")
    run("submit", "ferries", "--as", "BRN", tmp_path / "notes.docx", status=2)


def test_delegation_that_nobody_knows(run: Run, opened: Any, tmp_path: Path) -> None:
    assert "MYS" in run("submit", "ferries", "--as", "MYX", "--no-comment", status=2)["hint"]


def test_closing_early_needs_a_yes(run: Run, opened: Any) -> None:
    assert "--yes" in run("round", "close", "ferries", status=2)["hint"]


def test_the_rest_of_the_way(run: Run, lodged: list[Any], tmp_path: Path) -> None:
    (status,) = run("status", "ferries")["instruments"]
    assert (status["stage"], status["lodged"]) == ("round open", ["MYS", "SGP", "THA"])
    for_one = ("--for", "BRN", "--reason", "A holiday.")
    extended = run("round", "extend", "ferries", "--until", "+11d", *for_one)
    assert (extended["delegation"], extended["round"]) == ("BRN", 1)
    run("round", "close", "ferries", "--yes")
    reopened = run("round", "reopen", "ferries", "--until", "+12d", "--reason", "A flood.")
    assert reopened["round"] == 1
    run("round", "close", "ferries", "--yes")

    done = run("consolidate", "ferries")
    assert set(done) == {"outputs", "counts", "laws"}
    assert all(done["laws"].values())
    files = ("compilation", "tracked", "matrix_docx", "matrix_xlsx", "merge", "certificate")
    assert all(Path(done["outputs"][name]).is_file() for name in files)

    rulings = tmp_path / "rulings.yaml"
    run("rulings", "ferries", "export", rulings)
    held = yaml.safe_load(rulings.read_text(encoding="utf-8"))
    (theirs,) = next(one["proposals"] for one in held["rulings"] if one["by"] == "SGP")
    run("position", "ferries", "--as", "BRN", theirs, "can-go-along", "--note", "If it is short.")
    own = run("position", "ferries", "--as", "SGP", theirs, "supports", status=2)
    assert "SGP's own proposal" in own["error"]
    assert set(run("positions", "ferries")["positions"]) == {theirs}
    held["rest"] = {"disposition": "not accepted", "reason": "Another wording is preferred."}
    for entry in held["rulings"]:
        if entry["by"] == "MYS; THA":
            entry |= {"disposition": "accepted", "reason": "Two Parties ask for it."}
    wrong = held | {"rulings": [*held["rulings"], {**held["rulings"][0], "proposals": ["p9-none"]}]}
    rulings.write_text(yaml.safe_dump(wrong), encoding="utf-8")
    assert "p9-none" in run("rulings", "ferries", "apply", rulings, status=2)["error"]
    rulings.write_text(yaml.safe_dump(held), encoding="utf-8")
    assert run("rulings", "ferries", "apply", rulings)["readings"] == []

    issued = run("issue", "ferries")
    assert set(issued) == {"draft", "outputs", "commit"}
    assert {"clean", "marked", "letters"} <= set(issued["outputs"])
    assert set(issued["outputs"]["letters"]) == {"MYS", "SGP", "THA"}

    run("endorse", "ferries", "--as", "MYS")
    run("reserve", "ferries", "--as", "SGP", "Singapore understands this to exclude floods.")
    make_key(tmp_path / "key", "chair@example.org")
    adopted = run("adopt", "ferries", "--key", tmp_path / "key")
    assert set(adopted) == {"outputs", "tag", "commit", "key", "already"}
    assert not adopted["already"]
    assert set(adopted["outputs"]) == {"docx", "pdf", "manifest", "dossier"}

    for name in ("docx", "pdf", "dossier"):
        verdict = run("verify", adopted["outputs"][name])
        assert set(verdict) == {"authentic", "findings"}
        assert verdict["authentic"], verdict
    forged = Path(adopted["outputs"]["docx"])
    forged.write_bytes(forged.read_bytes() + b" ")
    assert run("verify", forged, status=1)["authentic"] is False

    acts = [act["subject"] for act in run("log", "ferries")["acts"]]
    assert acts[0].startswith("Adopted")
    (change,) = run("diff", "ferries")["changes"]
    assert "day and night" in change["after"]
    out = tmp_path / "since-zero.docx"
    told = run("diff", "ferries", "zero", "--out", out)
    assert told == {"instrument": "ferries", "before": "zero", "after": "rev-1", "path": str(out)}
    assert out.is_file()
    (origin,) = [p for p in run("blame", "ferries")["paragraphs"] if p["by"]]
    assert origin["by"] == ["MYS", "THA"]
