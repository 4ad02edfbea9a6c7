"""Pictures, charts and formulas go the whole way with their bytes."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from tests.edges.word import things
from tests.edges.word.builder import ins, p, package, r
from tests.services import office
from tests.services.conftest import START
from tests.services.life import NAME, Life

from mufakat.edges.ledger import Ledger
from mufakat.edges.record_names import OBJECTS
from mufakat.edges.word.reader import read
from mufakat.edges.workspace import Workspace
from mufakat.services.draft_instrument import Drafted, draft_instrument
from mufakat.services.open_round import open_round
from mufakat.services.start_workspace import start_workspace
from mufakat.services.verify import verify
from mufakat.text.document import Document, Opaque, digest, paragraphs
from mufakat.text.tracked import accepted, alone, original, view

MAP, PHOTO, FLAG = things.png(), things.JPEG, things.png(200, 30, 30, 16)
CHART = things.chart(4.3, 2.5, 3.5)
PLAN = package(
    p("Master plan", style="Title"),
    p("The Meeting welcomed the plan, shown here: ", r(things.picture("rId1", "A map")), "."),
    p("A photograph ", r(things.picture("rId2", "A photo")), " and the traffic:"),
    p(r(things.charted("rId3"))),
    p("Costs follow ", things.formula("m"), " in every year."),
    p(f"<m:oMathPara>{things.formula('n')}</m:oMathPara>"),
    p("The Meeting thanked the host for its kind hospitality."),
    parts=(
        things.media(MAP),
        things.media(PHOTO, "image2.jpeg", "image/jpeg"),
        things.chart_part(CHART),
    ),
)


def kinds(document: Document) -> list[tuple[str, str]]:
    """What a text holds whole, in order: kind and label."""
    return [
        (anchor.object.kind, anchor.object.label)
        for paragraph in paragraphs(document)
        for anchor in paragraph.anchors
        if isinstance(anchor.object, Opaque)
    ]


ALL = [
    ("picture", "A map"),
    ("picture", "A photo"),
    ("chart", "Traffic"),
    ("formula", "E=m^2+√(a/b)"),
    ("formula", "E=n^2+√(a/b)"),
]


@pytest.fixture(scope="module")
def planned(files: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Drafted]:
    """A workspace whose zero draft came as a Word file, with round 1 open."""
    root = tmp_path_factory.mktemp("planned") / "talks"
    start_workspace(root, files / "meeting.yaml", now=START)
    source = root.parent / "plan.docx"
    source.write_bytes(PLAN)
    workspace = Workspace.open(root)
    drafted = draft_instrument(workspace, NAME, source, now=START)
    open_round(workspace, NAME, START + timedelta(days=14), now=START)
    return root, drafted


@pytest.fixture
def life(planned: tuple[Path, Drafted], files: Path, tmp_path: Path) -> Life:
    shutil.copytree(planned[0], tmp_path / "talks")
    return Life(Workspace.open(tmp_path / "talks"), files, START)


def with_picture(data: bytes, words: str, picture: bytes, label: str, *, track: bool) -> bytes:
    """The file with a picture put in behind the paragraph's words."""

    def change(opened: DocxDocument) -> None:
        [paragraph] = [one for one in opened.paragraphs if words in one.text]
        run = paragraph.add_run()
        run.add_picture(io.BytesIO(picture))
        for properties in run._r.iter(qn("wp:docPr")):
            properties.set("descr", label)
        if track:
            change = OxmlElement("w:ins")
            for name, value in (("id", "990"), ("author", "An official"), ("date", office.DATE)):
                change.set(qn(f"w:{name}"), value)
            run._r.addprevious(change)
            change.append(run._r)

    return office.edited(data, change)


def media(data: bytes) -> set[bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {archive.read(name) for name in archive.namelist()}


def test_a_draft_from_a_word_file_keeps_what_it_shows_in_the_record(
    planned: tuple[Path, Drafted],
) -> None:
    root, drafted = planned
    assert drafted.warnings == ()
    ledger = Workspace.open(root).ledger
    head = ledger.at(drafted.commit, NAME)
    kept = ledger.folder(head, OBJECTS)
    assert kept[f"{digest(MAP)}/{digest(MAP)[:40]}.png"] == MAP
    assert sum(name.endswith("/object.xml") for name in kept) == len(ALL)


def test_every_issued_file_shows_all_of_it_and_reads_back_as_the_same(life: Life) -> None:
    data = life.issued("MYS")
    assert {MAP, PHOTO} <= media(data)
    assert kinds(accepted(read(data).tracked)) == ALL
    assert b"_mf_object:" not in b"".join(media(data))


def test_a_return_that_another_program_saved_changes_nothing(life: Life) -> None:
    receipt = life.submit("MYS", office.edited(life.issued("MYS"), lambda opened: None))
    assert receipt.changes == {}
    assert receipt.warnings == ()


def test_a_picture_that_two_put_in_is_one_shared_proposal_and_goes_the_whole_way(
    life: Life, tmp_path: Path
) -> None:
    for code, track in (("MYS", True), ("SGP", False)):
        data = with_picture(life.issued(code), "kind hospitality", FLAG, "A flag", track=track)
        life.submit(code, data)
    words = {"kind": "warm"}
    life.submit("THA", office.tracked(life.issued("THA"), words))
    life.close()
    found = life.consolidate()
    assert all(found.laws.values()), found.findings
    assert found.counts["proposals"] == 2
    assert found.counts["shared"] == 1
    for name in ("compilation", "tracked"):
        data = found.outputs[name].read_bytes()
        assert {MAP, PHOTO, FLAG} <= media(data), name
    tracked = read(found.outputs["tracked"].read_bytes()).tracked
    assert ("picture", "A flag") not in kinds(original(tracked))
    for code in ("MYS", "SGP"):
        assert kinds(view(tracked, alone(code))) == [*ALL, ("picture", "A flag")]
    main = zipfile.ZipFile(found.outputs["tracked"]).read("word/document.xml").decode()
    [inserted] = [
        one for one in main.split("<w:ins ")[1:] if "<w:drawing" in one.split("</w:ins>")[0]
    ]
    assert 'w:author="MYS; SGP"' in inserted

    life.rule()
    issued = life.issue()
    assert FLAG in media(issued.outputs.clean.read_bytes())
    assert FLAG in media(issued.outputs.marked.read_bytes())
    life.clear()
    adopted = life.adopt()
    final = adopted.outputs.docx.read_bytes()
    assert kinds(accepted(read(final).tracked)) == [*ALL, ("picture", "A flag")]
    assert verify(adopted.outputs.dossier, workspace=life.workspace).authentic
    before = life.outputs()
    shutil.rmtree(life.workspace.outputs)
    life.adopt()
    assert {name: before[name] for name in life.outputs()} == life.outputs()
    _survives(life, tmp_path / "copy.git")


def _survives(life: Life, copy: Path) -> None:
    """A mirror of the record, cleaned up by git, still has every byte."""
    source = life.workspace.ledger.repository.path
    subprocess.run(["git", "clone", "-q", "--mirror", str(source), str(copy)], check=True)
    subprocess.run(["git", "-C", str(copy), "gc", "-q", "--prune=now"], check=True)
    ledger = Ledger(copy)
    head = ledger.head(NAME)
    assert head is not None
    kept = ledger.folder(head, OBJECTS).values()
    assert {MAP, PHOTO, FLAG} <= set(kept)


def test_a_picture_rejected_stays_in_the_record_and_not_in_the_text(life: Life) -> None:
    data = with_picture(life.issued("MYS"), "kind hospitality", FLAG, "A flag", track=True)
    receipt = life.submit("MYS", data)
    assert life.git("show", f"{receipt.commit}:{OBJECTS}/{digest(FLAG)}/object.json")
    life.submit("SGP", None)
    life.close()
    life.consolidate()
    life.rule(rest="not accepted")
    issued = life.issue()
    assert FLAG not in media(issued.outputs.clean.read_bytes())
    assert kinds(life.text()) == ALL


def test_a_picture_taken_out_is_struck_as_a_picture(life: Life) -> None:
    def change(opened: DocxDocument) -> None:
        drawing = next(iter(opened.element.body.iter(qn("w:drawing"))))
        drawing.getparent().remove(drawing)

    life.submit("MYS", office.edited(life.issued("MYS"), change))
    life.close()
    found = life.consolidate()
    assert all(found.laws.values()), found.findings
    tracked = read(found.outputs["tracked"].read_bytes()).tracked
    assert kinds(original(tracked)) == ALL
    assert kinds(accepted(tracked)) == ALL[1:]
    assert MAP in media(found.outputs["tracked"].read_bytes())


def test_what_cannot_be_carried_is_named_with_its_place(life: Life) -> None:
    data = office.edited(life.issued("MYS"), lambda opened: None)
    source = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, b"no picture at all" if content == MAP else content)
    receipt = life.submit("MYS", out.getvalue())
    assert (
        "A picture in paragraph 2 (“The Meeting welcomed the plan, shown …”) cannot be carried; "
        "its name stands in its place."
    ) in receipt.warnings
    life.close()
    found = life.consolidate()
    assert all(found.laws.values()), found.findings
    main = zipfile.ZipFile(found.outputs["tracked"]).read("word/document.xml").decode()
    assert "[picture: A map]" in main


def test_a_picture_within_tracked_words_of_the_source_is_in_the_draft(
    files: Path, tmp_path: Path
) -> None:
    start_workspace(tmp_path / "talks", files / "meeting.yaml", now=START)
    source = tmp_path / "plan.docx"
    source.write_bytes(
        package(
            p("One ", ins("MYS", r(things.picture("rId1", "A map")))), parts=(things.media(MAP),)
        )
    )
    workspace = Workspace.open(tmp_path / "talks")
    drafted = draft_instrument(workspace, NAME, source, now=START)
    head = workspace.ledger.at(drafted.commit, NAME)
    assert MAP in workspace.ledger.folder(head, OBJECTS).values()


def test_libreoffice_saves_every_picture_and_chart_as_the_same(
    life: Life, convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    source = tmp_path / "issued.docx"
    source.write_bytes(life.issued("MYS"))
    saved = read(convert(source, "docx").read_bytes())
    wanted = [one for one in ALL if one[0] != "formula"]  # without Math it drops formulas
    assert [one for one in kinds(accepted(saved.tracked)) if one[0] != "formula"] == wanted
    same = {digest for digest, kept in saved.objects.items() if kept.kind != "formula"}
    assert same <= set(read(source.read_bytes()).objects)
