import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.edges import signing
from mufakat.refusal import Refusal
from mufakat.services.adopt import Adopted
from mufakat.services.verify import verify


@pytest.fixture
def adopted(life: Life) -> Adopted:
    """The zero draft, cleared and adopted as it is."""
    life.open(until=2, now=1)
    life.close(now=2)
    life.consolidate(now=2)
    life.rule(now=2)
    life.issue(now=2)
    life.clear(now=3)
    return life.adopt(now=4)


@pytest.fixture
def dossier(adopted: Adopted, tmp_path: Path) -> Path:
    """The dossier, handed over to somebody else."""
    return Path(shutil.copytree(adopted.outputs.dossier, tmp_path / "elsewhere"))


def test_an_untouched_dossier_is_authentic_wherever_it_lies(dossier: Path) -> None:
    verdict = verify(dossier)
    assert verdict.authentic
    assert "authentic text of Statement of the Talks (statement)" in verdict.findings[0]
    for name in ("final.docx", "final.pdf", "text.md"):
        assert verify(dossier / name).authentic


def test_the_outputs_are_authentic_too(adopted: Adopted) -> None:
    assert verify(adopted.outputs.docx).authentic
    assert verify(adopted.outputs.pdf.parent).authentic


def _append(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes() + b"\n")


def _resign(folder: Path) -> None:
    """Somebody else signs other words and puts their own key under the chair's name."""
    signing.make_key(folder / "key", "chair@talks.example")
    public = signing.public_key(folder / "key")
    (folder / "allowed_signers").write_text(
        signing.allowed_signers({"chair@talks.example": public})
    )
    for name in ("text.md", "final.docx", "final.pdf"):
        _append(name)(folder)
        signature = signing.sign((folder / name).read_bytes(), folder / "key")
        (folder / f"{name}.sig").write_bytes(signature)


def _swap(folder: Path) -> None:
    shutil.copyfile(folder / "final.pdf", folder / "final.docx")
    shutil.copyfile(folder / "final.pdf.sig", folder / "final.docx.sig")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_append("final.docx"), "final.docx is not what the chair signed"),
        (_append("final.pdf"), "final.pdf is not what the chair signed"),
        (_append("text.md"), "text.md is not what the chair signed"),
        (lambda folder: (folder / "final.pdf.sig").unlink(), "signature is missing"),
        (lambda folder: (folder / "allowed_signers").write_text(""), "not what the chair signed"),
        (lambda folder: (folder / "allowed_signers").unlink(), "not what the chair signed"),
        (lambda folder: (folder / "record.bundle").write_bytes(b"rubbish"), "damaged"),
        (_resign, "not the file that the tag names"),
        (_swap, "not the file that the tag names"),
    ],
)
def test_a_dossier_that_was_changed_is_not_authentic(
    dossier: Path, change: Callable[[Path], object], said: str
) -> None:
    change(dossier)
    verdict = verify(dossier)
    assert not verdict.authentic
    assert any(said in finding for finding in verdict.findings), verdict.findings


def test_the_secretariat_s_signature_is_not_the_chair_s(life: Life, dossier: Path) -> None:
    for name in ("text.md", "final.docx", "final.pdf"):
        signature = signing.sign((dossier / name).read_bytes(), life.workspace.keys / "secretariat")
        (dossier / f"{name}.sig").write_bytes(signature)
    verdict = verify(dossier)
    assert not verdict.authentic


def test_a_file_that_was_saved_again_says_why_it_is_not_authentic(
    adopted: Adopted, dossier: Path
) -> None:
    again = dossier / "again.docx"
    again.write_bytes(office.edited(adopted.outputs.docx.read_bytes(), lambda opened: None))
    verdict = verify(again)
    assert not verdict.authentic
    assert any("saved again or changed" in finding for finding in verdict.findings)


def test_a_draft_is_not_the_adopted_text(life: Life, adopted: Adopted) -> None:
    clean = life.workspace.outputs / NAME / "rev-1" / "clean.docx"
    verdict = verify(clean)
    assert not verdict.authentic
    assert any("Rev.1 of statement (clean)" in finding for finding in verdict.findings)
    assert adopted.outputs.docx.is_file()


def test_what_cannot_be_checked_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lone.docx").write_bytes(b"x")
    for path, said in (
        (tmp_path / "none", "nothing at"),
        (tmp_path, "no dossier"),
        (tmp_path / "lone.docx", "nothing here to check"),
    ):
        with pytest.raises(Refusal, match=said):
            verify(path)


def test_a_lone_file_is_checked_against_a_workspace(
    life: Life, adopted: Adopted, tmp_path: Path
) -> None:
    lone = tmp_path / "mailed.docx"
    shutil.copyfile(adopted.outputs.docx, lone)
    assert verify(lone, workspace=life.workspace).authentic
    lone.write_bytes(lone.read_bytes() + b"x")
    assert not verify(lone, workspace=life.workspace).authentic
