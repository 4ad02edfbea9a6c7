import pytest
import yaml
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.refusal import Refusal
from mufakat.services.apply_rulings import apply_rulings
from mufakat.services.export_rulings import export_rulings

WARMLY, HOST = "warmly", "kind hospitality"
REASON = {"reason": "Because."}


@pytest.fixture
def consolidated(round_one: Life) -> Life:
    """Two rival proposals at one place, one elsewhere."""
    life = round_one
    life.submit("MYS", office.tracked(life.issued("MYS"), {WARMLY: "cordially"}))
    life.submit("SGP", office.tracked(life.issued("SGP"), {WARMLY: "well", HOST: "hospitality"}))
    life.close()
    life.consolidate()
    return life


def export(life: Life) -> dict[str, object]:
    path = life.workspace.root / "rulings.yaml"
    exported = export_rulings(life.workspace, NAME, path)
    assert (exported.proposals, exported.contested) == (3, 2)
    held: dict[str, object] = yaml.safe_load(path.read_text())
    return held


def names(held: dict[str, object]) -> list[str]:
    entries = held["rulings"]
    assert isinstance(entries, list)
    return [entry["proposals"][0] for entry in entries]


def apply(life: Life, held: dict[str, object], now: float = 15) -> object:
    path = life.workspace.root / "filled.yaml"
    path.write_text(yaml.safe_dump(held))
    return apply_rulings(life.workspace, NAME, path, now=life.day(now))


def test_a_file_that_was_filled_in_is_not_written_over(consolidated: Life) -> None:
    path = consolidated.workspace.root / "rulings.yaml"
    export_rulings(consolidated.workspace, NAME, path)
    export_rulings(consolidated.workspace, NAME, path)
    path.write_text(path.read_text() + "# mine\n")
    with pytest.raises(Refusal, match="already another file"):
        export_rulings(consolidated.workspace, NAME, path)


def test_rulings_can_be_applied_anew_until_the_draft_is_issued(consolidated: Life) -> None:
    held = export(consolidated)
    one, other, _ = names(held)
    rest = {"disposition": "not accepted", **REASON}
    accepted = {"proposals": [one], "disposition": "accepted", **REASON}
    first = apply(consolidated, held | {"rest": rest, "rulings": [accepted]})
    assert apply(consolidated, held | {"rest": rest, "rulings": [accepted]}, now=16) == first
    accepted["proposals"] = [other]
    assert apply(consolidated, held | {"rest": rest, "rulings": [accepted]}, now=16) != first
    consolidated.issue(now=17)
    with pytest.raises(Refusal, match="cannot be ruled on"):
        apply(consolidated, held | {"rest": rest})


def test_rulings_that_do_not_settle_everything_once_are_refused(consolidated: Life) -> None:
    held = export(consolidated)
    one, other, third = names(held)
    entries = held["rulings"]
    assert isinstance(entries, list)
    passage = entries[0]["passage"]
    yes, no = {"disposition": "accepted", **REASON}, {"disposition": "not accepted", **REASON}
    modified = {"disposition": "accepted as modified", "text": "x", **REASON}
    cases: list[tuple[dict[str, object], str]] = [
        ({}, "3 proposals have no ruling"),
        ({"rulings": [{"proposals": [one], **yes}]}, "2 proposals have no ruling"),
        ({"rest": yes}, "both accepted"),
        ({"rest": no, "rulings": [{"proposals": ["p9-0000"], **yes}]}, "not a proposal"),
        ({"rest": no, "rulings": [{"proposals": [one, one], **yes}]}, "more than one ruling"),
        ({"rest": {"disposition": "accepted", "reason": ""}}, "no reason"),
        (
            {"rest": no, "rulings": [{"passage": passage, **yes}]},
            f"{one} and {other} are both accepted|{other} and {one} are both accepted",
        ),
        (
            {"rest": no, "rulings": [{"passage": passage, **modified}]},
            "cannot be accepted as modified",
        ),
        ({"rest": no, "instrument": "record"}, "not on statement"),
        ({"rest": no, "round": 7}, "another consolidation"),
        ({"rest": no, "consolidation": "0" * 40}, "another consolidation"),
    ]
    refs = consolidated.refs()
    for change, said in cases:
        with pytest.raises(Refusal, match=said):
            apply(consolidated, held | change)
    assert consolidated.refs() == refs
    apply(consolidated, held | {"rest": no, "rulings": [{"proposals": [third], **yes}]})


def test_rulings_on_record_are_the_chair_s_with_time_and_reason(consolidated: Life) -> None:
    held = export(consolidated)
    apply(consolidated, held | {"rest": {"disposition": "withdrawn", **REASON}})
    text = consolidated.git("show", f"{NAME}:rounds/1/rulings.yaml")
    assert "author: Nguyễn Văn Chủ" in text
    assert "when: '2025-12-16T09:00:00+07:00'" in text
    assert "Because." in text
    assert consolidated.git("log", "-1", "--format=%an", NAME).strip() == "Nguyễn Văn Chủ"
