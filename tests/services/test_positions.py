"""Positions on others' proposals: between the consolidation and the rulings, all kept."""

from __future__ import annotations

import io

import docx
import pytest
import yaml
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.change.proposal.proposals import wholes
from mufakat.procedure.position import Stance
from mufakat.refusal import Refusal
from mufakat.services.consolidation import recorded_merge
from mufakat.services.export_rulings import export_rulings
from mufakat.services.reopen_round import reopen_round
from mufakat.services.show_positions import show_positions
from mufakat.services.take_position import Positioned, take_position


@pytest.fixture
def consolidated(round_one: Life) -> Life:
    """Malaysia and Singapore would have different words."""
    for code, word in (("MYS", "cordially"), ("SGP", "well")):
        data = office.tracked(round_one.issued(code), {"warmly": word})
        round_one.submit(code, data)
    round_one.close()
    round_one.consolidate()
    return round_one


def proposals(life: Life) -> dict[str, str]:
    """The proposals by sponsor."""
    head = life.workspace.ledger.head(NAME)
    assert head is not None
    found = wholes(recorded_merge(life.workspace.ledger, head, 1))
    return {one.first.sponsors[0]: one.id for one in found}


def take(
    life: Life, code: str, proposal: str, stance: Stance, note: str = "", now: float = 14.5
) -> Positioned:
    return take_position(life.workspace, NAME, code, proposal, stance, now=life.day(now), note=note)


def refused(life: Life, code: str, proposal: str) -> Refusal:
    refs = life.refs()
    with pytest.raises(Refusal) as caught:
        take(life, code, proposal, "opposes")
    assert life.refs() == refs
    return caught.value


def words(path: object) -> str:
    assert hasattr(path, "read_bytes")
    opened = docx.Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for t in opened.tables for row in t.rows for cell in row.cells]
    return "\n".join([*(p.text for p in opened.paragraphs), *cells])


def test_a_position_is_on_record_in_the_delegation_s_name_and_every_one_is_kept(
    consolidated: Life,
) -> None:
    mine = proposals(consolidated)["MYS"]
    done = take(consolidated, "vnm", mine, "opposes", "Too warm.")
    message = consolidated.git("log", "-1", "--format=%an%n%B", NAME)
    assert message.strip() == f"Viet Nam\nViet Nam opposes {mine} in round 1\n\nToo warm."
    refs = consolidated.refs()
    assert take(consolidated, "VNM", mine, "opposes", "Too warm.", now=14.6) == done
    assert consolidated.refs() == refs
    later = take(consolidated, "VNM", mine, "can go along")
    assert later.commit != done.commit
    kept = consolidated.workspace.ledger.repository.refs(f"refs/positions/{NAME}")
    assert list(kept.values()) == [done.commit, later.commit]
    assert take(consolidated, "VNM", mine, "opposes", "Too warm.").commit not in kept.values()


def test_positions_are_shown_wherever_a_person_looks(consolidated: Life) -> None:
    mine = proposals(consolidated)["MYS"]
    take(consolidated, "VNM", mine, "opposes", "Too warm.")
    take(consolidated, "THA", mine, "supports")
    phrase = "THA supports, VNM opposes"
    shown = show_positions(consolidated.workspace, NAME)
    assert f"MYS proposes ({phrase}): cordially" in words(shown.outputs["compilation.docx"])
    assert "VNM opposes: Too warm." in words(shown.outputs["matrix.docx"])
    assert show_positions(consolidated.workspace, NAME) == shown
    path = consolidated.workspace.root / "rulings.yaml"
    export_rulings(consolidated.workspace, NAME, path)
    entries = yaml.safe_load(path.read_text())["rulings"]
    assert {e["by"]: e.get("positions") for e in entries} == {"MYS": phrase, "SGP": None}
    consolidated.rule(rest="not accepted", MYS=("accepted", ""))
    letter = consolidated.issue().outputs.letters["MYS"]
    assert "supported by THA; opposed by VNM" in words(letter)
    assert "VNM opposes: Too warm." in words(consolidated.issue().outputs.matrix_docx)


def test_there_is_a_window_for_positions(round_one: Life) -> None:
    assert "it is open" in refused(round_one, "VNM", "p3-0000").error
    data = office.tracked(round_one.issued("MYS"), {"warmly": "cordially"})
    round_one.submit("MYS", data)
    round_one.close()
    assert "it is closed" in refused(round_one, "VNM", "p3-0000").error
    round_one.consolidate()
    mine = proposals(round_one)["MYS"]
    take(round_one, "VNM", mine, "opposes")
    round_one.rule()
    assert "it is ruled" in refused(round_one, "VNM", mine).error
    round_one.issue()
    assert "it is issued" in refused(round_one, "VNM", mine).error


def test_a_sealed_round_tells_nobody_whether_there_is_such_a_proposal(life: Life) -> None:
    life.open(until=14, now=1, sealed=True)
    life.submit("MYS", office.tracked(life.issued("MYS"), {"warmly": "cordially"}), now=2)
    errors = {refused(life, "VNM", proposal).error for proposal in ("p3-0000", "p3-1d2d")}
    assert len(errors) == 1


def test_a_position_is_on_another_s_proposal_that_there_is(consolidated: Life) -> None:
    mine = proposals(consolidated)["MYS"]
    assert "MYS's own proposal" in refused(consolidated, "MYS", mine).error
    wrong = refused(consolidated, "VNM", f"{mine}x")
    assert "no proposal" in wrong.error
    assert mine in wrong.hint
    assert "no delegation" in refused(consolidated, "XXX", mine).error


def test_positions_stay_with_their_proposals_when_the_round_is_consolidated_again(
    consolidated: Life,
) -> None:
    mine = proposals(consolidated)["MYS"]
    take(consolidated, "VNM", mine, "opposes")
    until, now = consolidated.day(20), consolidated.day(15)
    reopen_round(consolidated.workspace, NAME, until, "A flood.", now=now)
    consolidated.submit("THA", now=16)
    consolidated.close(now=20)
    consolidated.consolidate(now=20)
    assert mine in show_positions(consolidated.workspace, NAME).positions
    assert consolidated.workspace.ledger.repository.check() == ()


def test_a_position_counts_no_more_once_its_delegation_proposes_the_same_or_nobody_does(
    consolidated: Life,
) -> None:
    mine, other = (proposals(consolidated)[code] for code in ("MYS", "SGP"))
    for code in ("THA", "VNM"):
        take(consolidated, code, mine, "opposes")
    take(consolidated, "VNM", other, "opposes")
    until, now = consolidated.day(20), consolidated.day(15)
    reopen_round(consolidated.workspace, NAME, until, "A flood.", now=now)
    own = office.tracked(consolidated.issued("THA"), {"warmly": "cordially"})
    consolidated.submit("THA", own, now=16)
    consolidated.submit("SGP", now=16)
    consolidated.close(now=20)
    consolidated.consolidate(now=20)
    held = show_positions(consolidated.workspace, NAME).positions
    assert {name: [one.delegation for one in own] for name, own in held.items()} == {mine: ["VNM"]}
