import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.cli import main
from mufakat.edges.word.reader import read
from mufakat.refusal import Refusal
from mufakat.services.admit_submission import admit_submission
from mufakat.services.extend_round import extend_round
from mufakat.services.history import blame, diff, log
from mufakat.services.mark_changes import mark_changes
from mufakat.services.open_silence import open_silence
from mufakat.services.receive_submission import receive_submission
from mufakat.services.status import status
from mufakat.text.document import OBJECT, Anchor, Document, Note, Paragraph, paragraphs
from mufakat.text.markup import serialise
from mufakat.text.tracked import accepted, original

WARMLY, YEARLY, HOST = "warmly", "every year", "kind hospitality"
NEW = "The Meeting thanked the interpreters."


@pytest.fixture
def two_rounds(round_one: Life) -> Life:
    """Rev.1 took words of MYS and SGP and a paragraph of THA, Rev.2 words of VNM as modified."""
    life = round_one
    life.submit("MYS", office.tracked(life.issued("MYS"), {WARMLY: "cordially"}))
    life.submit("SGP", office.tracked(life.issued("SGP"), {WARMLY: "cordially"}))
    life.submit("THA", office.with_paragraph(life.issued("THA"), "kind hospitality", NEW))
    life.submit("VNM", office.tracked(life.issued("VNM"), {HOST: "hospitality"}))
    life.close()
    life.consolidate()
    life.rule(VNM=("not accepted", ""))
    life.issue()
    life.open(until=20, now=17)
    life.submit("VNM", office.tracked(life.issued("VNM", "rev-1"), {YEARLY: "yearly"}), now=18)
    life.close(now=20)
    life.consolidate(now=20)
    life.rule(now=21, VNM=("accepted as modified", "each May"))
    life.issue(now=22)
    return life


def test_each_paragraph_names_who_proposed_its_words_and_who_ruled(two_rounds: Life) -> None:
    found = {one.text: one for one in blame(two_rounds.workspace, NAME).paragraphs}
    assert [one.draft for one in found.values()] == [
        "zero", "zero", "rev-1", "rev-2", "zero", "zero", "zero", "zero", "rev-1",
    ]  # fmt: skip
    cordially = next(one for text, one in found.items() if "cordially" in text)
    assert (cordially.round, cordially.by) == (1, ("MYS", "SGP"))
    assert (cordially.disposition, cordially.ruled_by) == ("accepted", "Nguyễn Văn Chủ")
    assert cordially.reason == "By consensus."
    new = found[NEW]
    assert (new.round, new.by, new.draft) == (1, ("THA",), "rev-1")
    may = next(one for text, one in found.items() if "each May" in text)
    assert (may.round, may.by) == (2, ("VNM",))
    assert may.disposition == "accepted as modified"
    assert [one.draft for one in may.earlier] == ["zero"]
    assert "every year" in may.earlier[0].text
    host = next(one for text, one in found.items() if HOST in text)
    assert (host.draft, host.by) == ("zero", ())


def test_drafts_are_compared_at_places_that_a_person_can_find(two_rounds: Life) -> None:
    latest = diff(two_rounds.workspace, NAME)
    assert (latest.before, latest.after) == ("rev-1", "rev-2")
    assert [(one.place, one.kind) for one in latest.changes] == [("2", "replacement")]
    assert "each May" in latest.changes[0].after
    whole = diff(two_rounds.workspace, NAME, "Zero draft", "Rev.2")
    assert [one.kind for one in whole.changes] == ["replacement", "replacement", "new paragraph"]
    assert diff(two_rounds.workspace, NAME, "rev-1", "rev-1").changes == ()
    with pytest.raises(Refusal) as refusal:
        diff(two_rounds.workspace, NAME, "rev-3")
    assert "rev-2" in refusal.value.hint


def test_a_draft_is_marked_against_any_other(two_rounds: Life, tmp_path: Path) -> None:
    path = tmp_path / "marked.docx"
    found = mark_changes(two_rounds.workspace, NAME, path, "zero", "Rev.2")
    assert (found.before, found.after, found.path) == ("zero", "rev-2", path)
    held = read(path.read_bytes())
    assert held.authors == ("Rev.2",)
    gone, come = text_of(original(held.tracked)), text_of(accepted(held.tracked))
    assert "every year" in gone
    assert WARMLY in gone
    assert NEW not in gone
    assert "each May" in come
    assert "cordially" in come
    assert NEW in come
    assert any("against the Zero draft" in line for line in held.surroundings)

    usual = mark_changes(two_rounds.workspace, NAME, tmp_path / "usual.docx")
    assert (usual.before, usual.after) == ("rev-1", "rev-2")
    issued = two_rounds.workspace.outputs / NAME / "rev-2" / "marked.docx"
    assert usual.path.read_bytes() == issued.read_bytes()


def text_of(document: Document) -> str:
    return " ".join(paragraph.text for paragraph in paragraphs(document))


def test_no_file_is_written_over_and_no_other_kind_of_file_written(
    two_rounds: Life, tmp_path: Path
) -> None:
    held = tmp_path / "theirs.docx"
    held.write_bytes(b"somebody's work")
    for path, error in (
        (held, "already another file"),
        (tmp_path / "marked.pdf", "no name of a Word file"),
        (held / "below.docx", "cannot be written"),
    ):
        with pytest.raises(Refusal, match=error):
            mark_changes(two_rounds.workspace, NAME, path)
    assert [path.name for path in tmp_path.glob("*.*")] == ["theirs.docx"]
    assert held.read_bytes() == b"somebody's work"


def test_the_log_has_every_act_the_newest_first(two_rounds: Life) -> None:
    acts = log(two_rounds.workspace, NAME).acts
    assert [act.when for act in acts] == sorted((act.when for act in acts), reverse=True)
    assert acts[0].tags == ("statement/rev-2",)
    assert acts[-1].tags == ("statement/zero",)
    assert sum(act.author == "Viet Nam" for act in acts) == 2
    assert sum(act.author == "Nguyễn Văn Chủ" for act in acts) == 2


def test_a_sealed_round_shows_nothing_of_what_was_said_before_it_closes(life: Life) -> None:
    life.open(until=14, now=0, sealed=True)
    data = office.tracked(life.issued("MYS"), {WARMLY: "cordially"})
    life.submit("MYS", data, note="Between us only")
    open_acts = log(life.workspace, NAME).acts
    told = " ".join(f"{act.subject} {act.note}" for act in open_acts)
    assert "Between us" not in told
    assert "1 change" not in told
    assert status(life.workspace, NAME).instruments[0].lodged == ("MYS",)
    life.close()
    told = " ".join(f"{act.subject} {act.note}" for act in log(life.workspace, NAME).acts)
    assert "Between us only" in told


def test_the_status_follows_the_text(life: Life) -> None:
    def stage() -> str:
        return status(life.workspace, NAME).instruments[0].stage

    seen = [stage()]
    life.open(until=14, now=0)
    life.submit("MYS", office.tracked(life.issued("MYS"), {WARMLY: "cordially"}))
    life.submit("SGP", office.tracked(life.issued("SGP"), {WARMLY: "well"}))
    seen.append(stage())
    life.close()
    seen.append(stage())
    life.consolidate()
    one = status(life.workspace, NAME).instruments[0]
    assert (one.round, one.contested, one.missing) == (1, 1, ("THA", "VNM"))
    assert one.deadline == life.day(14)
    seen.append(stage())
    life.rule(SGP=("not accepted", ""))
    seen.append(stage())
    life.issue()
    seen.append(stage())
    assert status(life.workspace, NAME).instruments[0].contested == 0
    open_silence(life.workspace, NAME, life.day(20), now=life.day(17))
    seen.append(stage())
    life.close(now=20)
    seen.append(stage())
    life.clear()
    seen.append(stage())
    life.adopt()
    assert [*seen, stage()] == [
        "drafted",
        "round open",
        "round closed",
        "round consolidated",
        "round ruled",
        "drafted",
        "silence open",
        "agreed",
        "cleared",
        "adopted",
    ]


def test_the_status_names_what_the_meeting_lists_and_nobody_drafted(life: Life) -> None:
    found = status(life.workspace).instruments
    assert [(one.instrument, one.stage) for one in found] == [
        ("statement", "drafted"),
        ("record", "not drafted"),
    ]
    assert status(life.workspace, "record").instruments[0].stage == "not drafted"


def test_a_look_loads_nothing_heavy(life: Life) -> None:
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from mufakat.edges.workspace import Workspace\n"
        "from mufakat.services.status import status\nfrom mufakat.services.history import log\n"
        "ws = Workspace.open(Path(sys.argv[1]))\nstatus(ws)\nlog(ws, 'statement')\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(life.workspace.root)],
        env={"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    heavy = {"lxml", "docx", "pypandoc", "rapidfuzz", "regex", "icu4py", "pydantic", "prefect"}
    assert not heavy & set(done.stdout.split())


def test_a_join_with_the_words_at_its_seam_is_one_difference(life: Life) -> None:
    life.open(until=14, now=0)
    seam = "all delegations warmly."
    one = "warmly, and noted the plan and asked the officials to report on it every year."
    joined = office.retyped(life.issued("MYS"), {"warmly.": one})
    life.submit("MYS", office.without(joined, "The Meeting noted the plan"))
    life.close()
    life.consolidate()
    life.rule()
    life.issue()
    (found,) = diff(life.workspace, NAME).changes
    assert found.kind == "join"
    assert seam in found.before
    assert one in found.after


def test_the_log_shows_the_reason_of_an_act(life: Life) -> None:
    life.open(until=14, now=0)
    extend_round(life.workspace, NAME, life.day(15), reason="A holiday.", now=life.day(1))
    changed = office.retyped(life.issued("SGP"), {"kind hospitality": "hospitality"})
    life.close(now=15)
    life.submit("SGP", changed, now=15.5)
    admit_submission(life.workspace, NAME, "SGP", "The mail was down.", now=life.day(16))
    life.consolidate(now=17)
    life.rule(now=18, SGP=("not accepted", ""))
    shown = CliRunner().invoke(main, ["log", NAME, "--workspace", str(life.workspace.root)])
    lines = shown.output.splitlines()
    after = dict(pairwise(lines))

    def reason(subject: str) -> str:
        return next(said for line, said in after.items() if subject in line)

    assert reason("Extend round 1") == "    A holiday."
    assert reason("Admit SGP") == "    The mail was down."
    assert reason("Rulings on round 1") == "    1 not accepted: On SGP."
    assert "Text: " not in shown.output


def test_a_note_is_its_own_sponsors_and_the_paragraph_around_it_stays_whose_it_was(
    round_one: Life,
) -> None:
    life = round_one

    def lodge(code: str, said: str, day: float) -> None:
        first, *rest = life.text().body
        assert isinstance(first, Paragraph)
        words = first.text.removesuffix(OBJECT)
        note = Note("n9" if words != first.text else "", (Paragraph("", said),))
        noted = replace(first, text=words + OBJECT, anchors=(Anchor(len(words), note),))
        data = serialise(Document((noted, *rest))).encode()
        receive_submission(life.workspace, NAME, code, data, "ours.md", now=life.day(day))

    lodge("THA", "See the report of 2025.", 1)
    life.close()
    life.consolidate()
    life.rule()
    life.issue()
    life.open(until=20, now=17)
    lodge("SGP", "See the report of 2026.", 18)
    life.close(now=20)
    life.consolidate(now=20)
    life.rule(now=21)
    life.issue(now=22)
    title, note, *_ = blame(life.workspace, NAME).paragraphs
    assert (title.draft, title.by) == ("rev-1", ("THA",))
    assert title.text.endswith(" [note]")
    assert (note.text, note.draft, note.by) == ("See the report of 2026.", "rev-2", ("SGP",))
    assert [(one.text, one.by) for one in note.earlier] == [("See the report of 2025.", ("THA",))]
