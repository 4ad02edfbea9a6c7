"""A record that breaks a law is never published: each law is shown to see what it is there for."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.change.amendment import Fragment, Replace, Script
from mufakat.edges.record_names import REMARKS, SCRIPT, TEXT
from mufakat.edges.workspace import Workspace
from mufakat.procedure.certificate import LAWS
from mufakat.procedure.meeting import Party
from mufakat.procedure.submission import Submission
from mufakat.refusal import Refusal
from mufakat.services.receive_submission import script_record
from mufakat.text.document import digest

MALAYSIA = Party("Malaysia", "mys@talks.example")
SINGAPORE = Party("Singapore", "sgp@talks.example")


def smuggle(
    life: Life,
    *,
    script: Script = (),
    text: bytes | None = None,
    author: Party = MALAYSIA,
    data: bytes = b"bytes",
    sha256: str = "",
) -> None:
    """Puts a submission of MYS into the record past the door that checks it."""
    ledger = life.workspace.ledger
    head = ledger.head(NAME)
    assert head is not None
    name = "a.docx"
    submission = Submission(
        NAME, 1, "MYS", 0, life.day(1), name=name, sha256=sha256 or digest(data)
    )
    files = {
        TEXT: text if text is not None else ledger.read(head, TEXT),
        SCRIPT: script_record(script),
        REMARKS: b"[]\n",
        f"original/{name}": data,
    }
    ledger.lodge(head, submission, files, author, seen=ledger.lodged_by("MYS", NAME, 1))


def broken(life: Life) -> list[str]:
    """The laws that do not hold; nothing was published of the round."""
    life.close()
    refs, outputs = life.refs(), life.outputs()
    found = life.consolidate()
    assert (found.outputs, found.commit) == ({}, "")
    assert (life.refs(), life.outputs()) == (refs, outputs)
    assert found.findings
    return [name for name, holds in found.laws.items() if not holds]


def test_a_sound_round_keeps_every_law(round_one: Life) -> None:
    life = round_one
    life.submit("MYS", office.tracked(life.issued("MYS"), {"warmly": "cordially"}))
    life.submit("SGP", office.without(life.issued("SGP"), "second report"))
    life.submit("THA", office.commented(life.issued("THA"), "warmly", "Why?"))
    life.close()
    found = life.consolidate()
    assert all(found.laws.values())
    assert set(found.laws) <= set(LAWS)
    assert found.counts["comments"] == 1
    assert {path.name for path in found.outputs.values()} == {
        "compilation.docx",
        "tracked.docx",
        "matrix.docx",
        "matrix.xlsx",
        "merge.json",
        "certificate.json",
        "certificate.docx",
    }


def test_words_that_the_text_does_not_have_break_projection(round_one: Life) -> None:
    smuggle(round_one, script=(Replace("p1", 0, 3, Fragment("Our")),))
    assert broken(round_one) == ["projection", "attribution"]


def test_words_that_nobody_proposed_break_projection(round_one: Life) -> None:
    head = round_one.workspace.ledger.head(NAME)
    assert head is not None
    text = round_one.workspace.ledger.read(head, TEXT).replace(b"warmly", b"coldly")
    smuggle(round_one, text=text)
    assert "projection" in broken(round_one)


def test_bytes_that_were_not_received_are_seen(round_one: Life) -> None:
    smuggle(round_one, data=b"other bytes", sha256=digest(b"bytes"))
    assert broken(round_one) == ["kept as received"]


def test_a_submission_that_another_lodged_is_seen(round_one: Life) -> None:
    smuggle(round_one, author=SINGAPORE)
    assert broken(round_one) == ["one side"]


def test_the_order_of_submissions_does_not_matter(
    round_one: Life, opened: Path, tmp_path: Path
) -> None:
    words = {"MYS": "cordially", "SGP": "cordially", "THA": "formally"}
    files = {
        code: office.tracked(round_one.issued(code), {"warmly": word})
        for code, word in words.items()
    }
    shutil.copytree(opened, tmp_path / "other")
    other = Life(Workspace(tmp_path / "other"), round_one.files, round_one.start)
    for life, codes in ((round_one, list(files)), (other, list(files)[::-1])):
        for code in codes:
            life.submit(code, files[code])
        life.close()
    assert replace(round_one.consolidate(), outputs={}) == replace(other.consolidate(), outputs={})
    assert round_one.outputs() == other.outputs()
    assert round_one.refs() == other.refs()


def test_what_does_not_read_back_as_the_same_is_not_published(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> tuple[str, ...]:
        return ("paragraph 2 has other words",)

    refs = life.refs()
    with monkeypatch.context() as fault:
        fault.setattr("mufakat.services.render.meaning_kept", damaged)
        with pytest.raises(Refusal, match="paragraph 2 has other words"):
            life.open(until=14, now=0)
    assert (life.refs(), life.outputs()) == (refs, {})
    life.open(until=14, now=0)
    with monkeypatch.context() as fault:
        fault.setattr("mufakat.services.render.meaning_kept", damaged)
        assert broken(life) == ["read back"]
    assert all(life.consolidate().laws.values())
