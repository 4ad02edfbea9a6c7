"""Setting up a meeting, and its zero drafts from templates and from anybody's files."""

from __future__ import annotations

import io
import stat
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from tests.at_once import at_once
from tests.services.life import NAME, Life

from mufakat.edges import signing
from mufakat.edges.whole_file import PART
from mufakat.edges.workspace import Workspace
from mufakat.refusal import Refusal
from mufakat.services.check_meeting import EXAMPLE
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.start_workspace import SIGNERS, allow, start_workspace
from mufakat.services.status import status
from mufakat.text.document import Table, paragraphs
from mufakat.text.markup import parse

NOW = datetime(2025, 12, 1, 2, tzinfo=UTC)


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_a_workspace_has_all_that_a_meeting_needs(tmp_path: Path, ssh_keygen: str) -> None:
    started = start_workspace(tmp_path / "adgmin", now=NOW)
    workspace = Workspace.open(started.workspace)
    assert started.meeting == workspace.meeting.id == "adgmin-6"
    assert "joint-statement" in started.instruments
    key = workspace.keys / "secretariat"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(workspace.keys.stat().st_mode) == 0o700
    assert "/keys/" in (workspace.root / ".gitignore").read_text().splitlines()
    assert (workspace.templates / "word" / "issued.docx").is_file()
    assert workspace.ledger.instruments() == ()
    before = snapshot(tmp_path)
    assert start_workspace(tmp_path / "adgmin", now=NOW) == started
    assert snapshot(tmp_path) == before


def test_nobody_s_key_is_lost_when_several_are_let_sign_at_once(
    tmp_path: Path, ssh_keygen: str
) -> None:
    workspace = Workspace(start_workspace(tmp_path / "adgmin", now=NOW).workspace)
    chairs = [f"chair-{n}@talks.example ssh-ed25519 AAAA{n}\n" for n in range(6)]
    at_once(lambda line: allow(workspace, line), *chairs)
    for file in (workspace.keys / SIGNERS, workspace.ledger.repository.path / SIGNERS):
        assert {*chairs} < {*file.read_text().splitlines(keepends=True)}


def test_several_who_make_the_same_workspace_at_once_make_one(
    tmp_path: Path, ssh_keygen: str
) -> None:
    for n in range(4):
        root = tmp_path / f"{n}"
        made = at_once(lambda root: start_workspace(root, now=NOW), *[root] * 3)
        assert {one.workspace for one in made} == {root}
        public = signing.public_key(root / "keys" / "secretariat").split()[1]
        signed = signing.sign(b"words", root / "keys" / "secretariat")
        for file in (root / "keys", Workspace(root).ledger.repository.path):
            allowed = (file / SIGNERS).read_text()
            assert public in allowed
            assert signing.signer(b"words", signed, allowed)
        assert not [*root.rglob(f"{PART}*")]


def test_of_two_meetings_in_one_folder_the_first_has_it(
    tmp_path: Path, files: Path, ssh_keygen: str
) -> None:
    def make(file: Path) -> str:
        try:
            return start_workspace(root, file, now=NOW).meeting
        except Refusal as refusal:
            return refusal.error

    for n in range(4):
        root = tmp_path / f"{n}"
        told = {*at_once(make, files / "meeting.yaml", EXAMPLE)} - {Workspace(root).meeting.id}
        assert ["already the workspace of another meeting" in one for one in told] == [True]


def test_a_workspace_from_the_example_says_what_to_change_before_anybody_is_invited(
    tmp_path: Path, ssh_keygen: str
) -> None:
    started = start_workspace(tmp_path / "adgmin", now=NOW)
    assert "still the example" in started.to_change[0]
    assert "focal_points" in started.to_change[1]
    workspace = Workspace.open(started.workspace)
    assert status(workspace).meeting_file == started.to_change[:1]
    path = workspace.root / "meeting.yaml"
    path.write_text(path.read_text("utf-8").replace("6th ADGMIN", "7th ADGMIN"), "utf-8")
    assert status(workspace).meeting_file == ()


def test_the_status_says_what_is_wrong_in_the_meeting_file(life: Life) -> None:
    path = life.workspace.root / "meeting.yaml"
    assert status(life.workspace).meeting_file == ()
    path.write_text(path.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")
    found = status(life.workspace)
    assert "titel of chair is not a key there. Did you mean title" in found.meeting_file[0]
    assert found.instruments[0].instrument == NAME


def test_a_key_that_was_lost_is_missed_and_made_anew(life: Life) -> None:
    life.open(until=2, now=1)
    life.close(now=2)
    life.consolidate(now=2)
    life.rule(now=2)
    (life.workspace.keys / "secretariat").unlink()
    with pytest.raises(Refusal, match="key is missing"):
        life.issue(now=3)
    start_workspace(life.workspace.root, life.files / "meeting.yaml", now=NOW)
    life.issue(now=3)
    for name in ("zero", "rev-1"):
        life.git("verify-tag", f"statement/{name}")


def test_setting_up_again_forgets_no_signer(life: Life) -> None:
    life.clear(now=1)
    life.adopt(now=2)
    start_workspace(life.workspace.root, life.files / "meeting.yaml", now=NOW)
    life.git("verify-tag", "statement/adopted", "statement/zero")


def test_plain_git_finds_the_text_without_being_told_its_name(life: Life) -> None:
    assert life.git("log", "--format=%s").strip() == "Zero draft of statement"


def test_edited_templates_and_gitignores_are_left_alone(tmp_path: Path, files: Path) -> None:
    (tmp_path / "templates" / "word").mkdir(parents=True)
    (tmp_path / "templates" / "word" / "issued.docx").write_bytes(b"mine")
    (tmp_path / ".gitignore").write_text("mine\nkeys/\n")
    start_workspace(tmp_path, files / "meeting.yaml", now=NOW)
    assert (tmp_path / "templates" / "word" / "issued.docx").read_bytes() == b"mine"
    lines = (tmp_path / ".gitignore").read_text().splitlines()
    assert lines[:2] == ["mine", "keys/"]
    assert "/keys/" not in lines


def test_another_meeting_s_folder_is_refused(tmp_path: Path, files: Path) -> None:
    start_workspace(tmp_path, files / "meeting.yaml", now=NOW)
    before = snapshot(tmp_path)
    with pytest.raises(Refusal, match="another meeting"):
        start_workspace(tmp_path, now=NOW)
    with pytest.raises(Refusal, match="cannot be read"):
        start_workspace(tmp_path / "new", tmp_path / "none.yaml", now=NOW)
    with pytest.raises(Refusal, match="meeting file"):
        start_workspace(tmp_path / "new", files / "text.md", now=NOW)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("name", ["joint-statement", "adm2030"])
def test_a_zero_draft_comes_from_its_template(tmp_path: Path, name: str, ssh_keygen: str) -> None:
    start_workspace(tmp_path, now=NOW)
    workspace = Workspace.open(tmp_path)
    drafted = draft_instrument(workspace, name, now=NOW)
    head = workspace.ledger.head(name)
    assert head is not None
    document = parse(workspace.ledger.read(head, "text.md").decode())
    assert len(list(paragraphs(document))) >= 40
    assert any(isinstance(block, Table) for block in document.body)
    assert all(paragraph.id for paragraph in paragraphs(document))
    assert draft_instrument(workspace, name, now=NOW) == drafted


def word_file(*, title: str = "Terms of Reference") -> bytes:
    opened = docx.Document()
    opened.add_heading(title, 1)
    for n in range(20):
        opened.add_paragraph(f"Paragraph number {n} of the terms.")
    table = opened.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "What"
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def test_anybody_s_word_file_becomes_an_instrument(life: Life, tmp_path: Path) -> None:
    source = tmp_path / "ToR.docx"
    source.write_bytes(word_file())
    drafted = draft_instrument(life.workspace, "terms", source, now=NOW)
    head = life.workspace.ledger.head("terms")
    assert head is not None
    assert head.commit == drafted.commit
    instrument = head.instrument
    assert instrument.title == "Terms of Reference"
    assert instrument.parties == life.workspace.meeting.roster.codes
    assert instrument.levels == ("ministers",)
    assert draft_instrument(life.workspace, "terms", source, now=NOW) == drafted
    source.write_bytes(word_file(title="Other terms"))
    with pytest.raises(Refusal, match="already has a draft"):
        draft_instrument(life.workspace, "terms", source, now=NOW)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "# Title\n\nWords *here* with {braces}.\n\n1. one\n2. two\n"),
        ("a.html", "<h1>Title</h1><p>Words <b>here</b>.</p>"),
        ("a.rtf", r"{\rtf1\ansi Words here.}"),
    ],
)
def test_other_formats_come_in_through_pandoc(
    life: Life, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content)
    draft_instrument(life.workspace, "other", tmp_path / name, now=NOW)
    head = life.workspace.ledger.head("other")
    assert head is not None
    text = life.workspace.ledger.read(head, "text.md").decode()
    words = " ".join(p.text for p in paragraphs(parse(text)))
    assert "Words here" in words


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"not Word", "not a Word file"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.md", b"", "empty"),
        ("a.md", b"[]{#p1 .nonsense} x\n", "cannot be read"),
    ],
)
def test_a_file_that_gives_no_text_is_refused(
    life: Life, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refusal) as refusal:
        draft_instrument(life.workspace, "other", tmp_path / name, now=NOW)
    assert said in refusal.value.error
    assert life.workspace.ledger.head("other") is None


@pytest.mark.parametrize(
    ("name", "said"),
    [("recrod", "no instrument"), ("A b", "cannot be the name"), ("record", "no template")],
)
def test_a_draft_that_cannot_be_made_is_refused(life: Life, name: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        draft_instrument(life.workspace, name, now=NOW)
