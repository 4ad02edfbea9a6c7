"""The whole way of one text, and what each step leaves behind."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.edges.signing import fingerprint, public_key
from mufakat.refusal import Refusal
from mufakat.services.break_silence import break_silence
from mufakat.services.close_round import close_round
from mufakat.services.endorse import endorse
from mufakat.services.open_silence import open_silence
from mufakat.services.reserve import reserve
from mufakat.services.status import InstrumentStatus, status
from mufakat.services.verify import verify
from mufakat.text.document import digest, paragraphs

WARMLY, YEARLY, HOST = "warmly", "every year", "kind hospitality"


def words(life: Life) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(life.text())]


def test_a_text_goes_from_zero_draft_to_a_signed_text_that_a_stranger_can_check(
    round_one: Life, tmp_path: Path
) -> None:
    life = round_one
    life.submit("MYS", office.tracked(life.issued("MYS"), {WARMLY: "cordially"}))
    life.submit("SGP", office.retyped(life.issued("SGP"), {WARMLY: "cordially"}))
    life.submit(
        "THA", office.tracked(life.issued("THA"), {WARMLY: "formally", HOST: "hospitality"})
    )
    life.submit("VNM", None)
    life.close()
    found = life.consolidate()
    assert all(found.laws.values()), found.findings
    assert found.counts["submissions"] == 4
    assert found.counts["proposals"] == 3
    assert found.counts["shared"] == 1
    assert found.counts["passages"] == 1

    life.rule(MYS_SGP=("accepted", ""), THA=("not accepted", ""))
    issued = life.issue()
    assert issued.draft == "rev-1"
    assert set(issued.outputs.letters) == {"MYS", "SGP", "THA", "VNM"}
    assert any("welcomed all delegations cordially" in text for text in words(life))
    assert any(HOST in text for text in words(life))

    open_silence(life.workspace, NAME, life.day(20), now=life.day(17))
    assert close_round(life.workspace, NAME, now=life.day(20)).state == "lapsed"
    life.clear()
    endorse(life.workspace, NAME, "MYS", now=life.day(30), ad_referendum=True)
    reserve(life.workspace, NAME, "THA", "On paragraph 1.", now=life.day(30))
    adopted = life.adopt()
    (adopted_one,) = status(life.workspace, NAME).instruments
    assert adopted_one == InstrumentStatus(NAME, "adopted", "rev-1")

    verdict = verify(adopted.outputs.dossier)
    assert verdict.authentic, verdict.findings
    said = " ".join(verdict.findings)
    for words_of_it in (
        "cleared by Senior officials",
        "silence",
        "ad referendum by MYS",
        "THA: On para",
    ):
        assert words_of_it in said

    moved = tmp_path / "handed over"
    shutil.copytree(adopted.outputs.dossier, moved)
    commands = [
        line.removeprefix("    ")
        for line in (moved / "VERIFY.md").read_text().splitlines()
        if line.startswith("    ")
    ]
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(commands)],
        cwd=moved,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('Good "mufakat" signature for chair@talks.example') == 3
    assert 'Good "git" signature for chair@talks.example' in done.stderr
    assert done.stdout.count(": OK") == 3


def test_the_record_shows_who_did_what(round_one: Life) -> None:
    life = round_one
    life.submit("MYS", office.tracked(life.issued("MYS"), {WARMLY: "cordially"}))
    life.submit("THA", None)
    life.close()
    life.consolidate()
    life.rule()
    life.issue()
    log = life.git("log", "--format=%an|%s", "--topo-order", NAME).splitlines()
    assert log == [
        "Secretariat of the Talks|Rev.1 of statement",
        "Nguyễn Văn Chủ|Rulings on round 1",
        "Secretariat of the Talks|Consolidate round 1: 2 submissions, 1 proposal, "
        "0 contested passages",
        "Thailand|THA in round 1: no comment",
        "Malaysia|MYS in round 1: 1 change",
        "Secretariat of the Talks|Close round 1",
        "Secretariat of the Talks|Open round 1 on Zero draft",
        "Secretariat of the Talks|Zero draft of statement",
    ]
    merge = life.git("log", "--merges", "--format=%P", NAME).split()
    lodged = [life.refs()[f"refs/submissions/{NAME}/1/{code}/1"] for code in ("MYS", "THA")]
    assert merge[1:] == lodged
    for name in ("zero", "rev-1"):
        life.git("verify-tag", f"{NAME}/{name}")
    assert life.workspace.ledger.repository.check() == ()
    assert life.git("show", f"{NAME}/rev-1:text.md").splitlines()[4].startswith("[]{#p1 .num}")


def test_outputs_are_made_again_from_the_record_byte_for_byte(round_one: Life) -> None:
    life = round_one
    life.submit("MYS", office.tracked(life.issued("MYS"), {WARMLY: "cordially"}))
    life.close()
    life.consolidate()
    life.rule()
    life.issue()
    life.clear()
    adopted = life.adopt()
    refs, outputs = life.refs(), life.outputs()
    shutil.rmtree(life.workspace.outputs / NAME / "rev-1")
    shutil.rmtree(life.workspace.outputs / NAME / "round-1")
    shutil.rmtree(life.workspace.outputs / NAME / "adopted")
    life.consolidate(now=40)
    life.issue(now=41)
    (life.files / "chair").rename(life.files / "chair-away")
    try:
        again = life.adopt(now=42)
        assert again == adopted
        assert (adopted.already, again.already) == (False, True)
        assert again.key == fingerprint(public_key(life.files / "chair-away"))
    finally:
        (life.files / "chair-away").rename(life.files / "chair")
    assert life.outputs() == outputs
    assert life.refs() == refs


def test_every_manifest_names_the_commit_and_the_digests(round_one: Life) -> None:
    life = round_one
    life.submit("MYS", None)
    life.close()
    found = life.consolidate()
    manifest = json.loads((found.outputs["tracked"].parent / "manifest.json").read_bytes())
    assert {f["commit"] for f in manifest["files"]} == {found.commit}
    for entry in manifest["files"]:
        data = (found.outputs["tracked"].parent / entry["file"]).read_bytes()
        assert digest(data) == entry["sha256"]
    assert {f["kind"] for f in manifest["files"]} == {
        "compilation",
        "tracked",
        "matrix",
        "merge",
        "certificate",
    }


def test_deferred_proposals_stand_over_and_are_ruled_on_in_the_next_round(round_one: Life) -> None:
    life = round_one
    life.submit("MYS", office.tracked(life.issued("MYS"), {WARMLY: "cordially"}))
    life.submit("THA", office.tracked(life.issued("THA"), {HOST: "hospitality"}))
    life.close()
    life.consolidate()
    life.rule(MYS=("deferred", ""))
    assert life.issue().deferred == 1
    assert any(WARMLY in text for text in words(life))
    life.clear(now=16.5)
    with pytest.raises(Refusal, match="deferred proposal is still open"):
        life.adopt(now=16.6)

    life.open(until=20, now=17)
    life.submit("SGP", None, now=18)
    life.close(now=20)
    found = life.consolidate(now=20)
    assert all(found.laws.values()), found.findings
    assert found.counts["proposals"] == 1
    life.rule(now=21)
    issued = life.issue(now=22)
    assert issued.deferred == 0
    assert "MYS" in issued.outputs.letters
    assert any("cordially" in text for text in words(life))


def test_a_deferred_proposal_that_nobody_upholds_under_silence_is_dropped(round_one: Life) -> None:
    life = round_one
    life.submit("MYS", office.tracked(life.issued("MYS"), {WARMLY: "cordially"}))
    life.close()
    life.consolidate()
    life.rule(rest="deferred")
    life.issue()
    open_silence(life.workspace, NAME, life.day(20), now=life.day(17))
    life.close(now=20)
    assert "not upheld" in life.git("log", "-1", "--format=%B", NAME)
    life.clear()
    assert life.adopt().tag == "statement/adopted"


def test_the_chair_s_own_words_stand_where_a_proposal_is_accepted_as_modified(
    round_one: Life,
) -> None:
    life = round_one
    life.submit("MYS", office.tracked(life.issued("MYS"), {WARMLY: "cordially"}))
    life.close()
    life.consolidate()
    life.rule(MYS=("accepted as modified", "with pleasure"))
    life.issue()
    assert any("all delegations with pleasure" in text for text in words(life))


def test_broken_silence_ends_the_procedure_and_a_round_can_follow(life: Life) -> None:
    silence = open_silence(life.workspace, NAME, life.day(4), now=life.day(1))
    assert silence.issued["MYS"].is_file()
    with pytest.raises(Refusal, match="no round of comments"):
        life.submit("MYS", None, now=2)
    with pytest.raises(Refusal, match="already open") as refused:
        life.open(until=8, now=2)
    assert "mufakat silence break" in refused.value.hint
    assert "round close" not in refused.value.hint
    broken = break_silence(life.workspace, NAME, "SGP", "Paragraph 2 is unclear.", now=life.day(2))
    assert broken.receipt == "statement/1/SGP/1"
    assert status(life.workspace, NAME).instruments[0].stage == "silence broken"
    author = life.git("log", "-1", "--format=%an", f"refs/submissions/{NAME}/1/SGP/1").strip()
    assert author == "Singapore"
    for act in (
        lambda: life.close(now=4),
        lambda: break_silence(life.workspace, NAME, "THA", "We too.", now=life.day(3)),
        lambda: life.clear(now=5),
        lambda: open_silence(life.workspace, NAME, life.day(9), now=life.day(5)),
    ):
        with pytest.raises(Refusal):
            act()
    assert life.open(until=8, now=5).round == 2


def test_words_that_were_agreed_by_silence_are_not_once_another_silence_on_them_is_broken(
    life: Life,
) -> None:
    open_silence(life.workspace, NAME, life.day(4), now=life.day(1))
    life.close(now=5)
    assert status(life.workspace, NAME).instruments[0].stage == "agreed"
    open_silence(life.workspace, NAME, life.day(9), now=life.day(6))
    break_silence(life.workspace, NAME, "SGP", "Paragraph 2 is unclear.", now=life.day(7))
    life.open(until=12, now=8)
    life.close(now=12)
    life.consolidate(now=12)
    life.rule(now=12)
    life.issue(now=13)
    assert status(life.workspace, NAME).instruments[0].stage == "drafted"


def test_who_would_break_a_silence_that_is_broken_is_told_that_its_words_are_not_on_record(
    life: Life,
) -> None:
    open_silence(life.workspace, NAME, life.day(4), now=life.day(1))
    break_silence(life.workspace, NAME, "SGP", "Paragraph 2 is unclear.", now=life.day(2))
    with pytest.raises(Refusal, match="has been broken by SGP already") as refusal:
        break_silence(life.workspace, NAME, "THA", "We too.", now=life.day(2))
    assert "mufakat reserve" in refusal.value.hint


def test_a_changed_text_has_to_be_cleared_again(round_one: Life) -> None:
    life = round_one
    life.close()
    life.consolidate()
    life.rule()
    life.issue()
    life.clear(now=17)
    life.open(until=19, now=18)
    life.submit("MYS", office.tracked(life.issued("MYS", "rev-1"), {WARMLY: "cordially"}), now=18.5)
    life.close(now=19)
    life.consolidate(now=19)
    life.rule(now=20)
    life.issue(now=21)
    with pytest.raises(Refusal, match="not been cleared at officials"):
        life.adopt(now=22)
    life.clear(now=22)
    assert life.adopt(now=23).tag


def test_a_round_without_changes_keeps_the_words_and_their_clearance(round_one: Life) -> None:
    life = round_one
    life.close()
    life.consolidate()
    life.rule()
    life.issue()
    life.clear(now=17)
    life.open(until=19, now=18)
    life.close(now=19)
    life.consolidate(now=19)
    life.rule(now=20)
    life.issue(now=21)
    assert life.adopt(now=23).tag


def test_an_open_round_whose_files_went_missing_gets_them_again(round_one: Life) -> None:
    life = round_one
    refs, outputs = life.refs(), life.outputs()
    (life.workspace.outputs / NAME / "zero" / "issued" / f"{NAME}-zero-SGP.docx").unlink()
    again = life.open(until=14, now=3)
    assert set(again.issued) == {"MYS", "SGP", "THA", "VNM"}
    assert (life.refs(), life.outputs()) == (refs, outputs)
