import docx
import pytest
import yaml
from tests.services.life import NAME, Life

from mufakat.edges.rulings_file import recorded
from mufakat.refusal import Refusal
from mufakat.services.apply_rulings import Ruled, apply_rulings
from mufakat.services.export_rulings import export_rulings
from mufakat.services.take_position import take_position
from mufakat.text.document import paragraphs

WARMLY, HOST = "warmly", "kind hospitality"
REASON = {"reason": "Because."}


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


def apply(life: Life, held: dict[str, object], now: float = 15) -> Ruled:
    path = life.workspace.root / "filled.yaml"
    path.write_text(yaml.safe_dump(held))
    return apply_rulings(life.workspace, NAME, path, now=life.day(now))


def test_a_file_that_was_filled_in_is_not_written_over(rivals: Life) -> None:
    path = rivals.workspace.root / "rulings.yaml"
    export_rulings(rivals.workspace, NAME, path)
    export_rulings(rivals.workspace, NAME, path)
    path.write_text(path.read_text() + "# mine\n")
    with pytest.raises(Refusal, match="already another file"):
        export_rulings(rivals.workspace, NAME, path)


def test_rulings_can_be_applied_anew_until_the_draft_is_issued(rivals: Life) -> None:
    held = export(rivals)
    one, other, _ = names(held)
    rest = {"disposition": "not accepted", **REASON}
    accepted = {"proposals": [one], "disposition": "accepted", **REASON}
    first = apply(rivals, held | {"rest": rest, "rulings": [accepted]})
    assert apply(rivals, held | {"rest": rest, "rulings": [accepted]}, now=16) == first
    accepted["proposals"] = [other]
    assert apply(rivals, held | {"rest": rest, "rulings": [accepted]}, now=16) != first
    rivals.issue(now=17)
    with pytest.raises(Refusal, match="cannot be ruled on"):
        apply(rivals, held | {"rest": rest})


def test_rulings_that_do_not_settle_everything_once_are_refused(rivals: Life) -> None:
    held = export(rivals)
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
    refs = rivals.refs()
    for change, said in cases:
        with pytest.raises(Refusal, match=said):
            apply(rivals, held | change)
    assert rivals.refs() == refs
    apply(rivals, held | {"rest": no, "rulings": [{"proposals": [third], **yes}]})


def test_rulings_on_record_are_the_chair_s_with_time_and_reason(rivals: Life) -> None:
    held = export(rivals)
    apply(rivals, held | {"rest": {"disposition": "withdrawn", **REASON}})
    text = rivals.git("show", f"{NAME}:rounds/1/rulings.yaml")
    assert "author: Nguyễn Văn Chủ" in text
    assert "when: '2025-12-16T09:00:00+07:00'" in text
    assert "Because." in text
    assert rivals.git("log", "-1", "--format=%an", NAME).strip() == "Nguyễn Văn Chủ"


def test_what_nobody_contests_can_be_ruled_on_at_once_and_the_rest_carried_forward(
    rivals: Life,
) -> None:
    held = export(rivals)
    one, other, third = names(held)
    general = {
        "consensual": {"disposition": "accepted", "reason": "By consensus."},
        "rest": {"disposition": "deferred", "reason": "For the next round."},
    }
    ruled = apply(rivals, held | general)
    assert ruled.counts == {"accepted": 1, "deferred": 2}
    kept = recorded(rivals.git("show", f"{NAME}:rounds/1/rulings.yaml").encode())
    assert {ruling.disposition: set(ruling.ids) for ruling in kept} == {
        "accepted": {third},
        "deferred": {one, other},
    }
    issued = rivals.issue()
    assert issued.deferred == 2
    assert issued.paragraphs["bracketed"] == 1
    assert issued.paragraphs["settled"] == 1


def test_what_somebody_opposes_is_not_consensual(rivals: Life) -> None:
    held = export(rivals)
    third, now = names(held)[2], rivals.day(14.5)
    take_position(rivals.workspace, NAME, "THA", third, "reserves", now=now)
    consensual = {"consensual": {"disposition": "accepted", "reason": "By consensus."}}
    with pytest.raises(Refusal, match="3 proposals have no ruling") as refused:
        apply(rivals, held | consensual)
    assert "deferred" in refused.value.hint
    take_position(rivals.workspace, NAME, "THA", third, "can go along", now=now)
    with pytest.raises(Refusal, match="2 proposals have no ruling"):
        apply(rivals, held | consensual)


def test_nothing_is_issued_while_a_disposition_is_missing(rivals: Life) -> None:
    held = export(rivals)
    refs = rivals.refs()
    with pytest.raises(Refusal, match="no ruling"):
        apply(rivals, held)
    with pytest.raises(Refusal, match="it is consolidated") as refused:
        rivals.issue()
    assert "rulings" in refused.value.hint
    assert rivals.refs() == refs


def test_what_is_carried_forward_stands_in_brackets_beside_the_clean_draft(
    rivals: Life,
) -> None:
    rivals.rule(rest="accepted", MYS=("deferred", ""), SGP=("deferred", ""))
    issued = rivals.issue()
    assert issued.outputs.bracketed is not None
    opened = docx.Document(str(issued.outputs.bracketed))
    text = "\n".join(paragraph.text for paragraph in opened.paragraphs)
    assert "[warmly] [MYS proposes: cordially] [SGP proposes: well]" in text
    clean = docx.Document(str(issued.outputs.clean))
    assert not any("[" in paragraph.text for paragraph in clean.paragraphs)
    before = issued.outputs.bracketed.read_bytes()
    again = rivals.issue(now=17).outputs.bracketed
    assert again is not None
    assert again.read_bytes() == before
    rivals.open(until=30, now=18)
    rivals.close(now=30)
    assert rivals.consolidate(now=30).counts["contested"] >= 2


def test_where_nothing_is_carried_forward_there_are_no_brackets(rivals: Life) -> None:
    rivals.rule(rest="not accepted")
    issued = rivals.issue()
    assert issued.outputs.bracketed is None
    assert not (issued.outputs.clean.parent / "bracketed.docx").exists()


def own_words(life: Life, text: str) -> Ruled:
    return life.rule(rest="not accepted", MYS=("accepted as modified", text))


def test_the_chair_is_shown_how_own_words_will_read_before_the_draft_is_issued(
    rivals: Life,
) -> None:
    (reading,) = own_words(rivals, "most warmly").readings
    held = rivals.text()
    old = next(p.text for p in paragraphs(held) if WARMLY in p.text)
    assert reading.text == old.replace(WARMLY, "most warmly")
    assert own_words(rivals, "most warmly").readings == (reading,)
    rivals.issue()
    assert reading.text in [paragraph.text for paragraph in paragraphs(rivals.text())]


def test_a_text_that_repeats_the_paragraph_is_refused_and_told_which_words_to_give(
    rivals: Life,
) -> None:
    old = next(p.text for p in paragraphs(rivals.text()) if WARMLY in p.text)
    with pytest.raises(Refusal, match="begins as the whole paragraph does") as refused:
        own_words(rivals, old.replace(WARMLY, "cordially"))
    assert f"in the place of “{WARMLY}”, not the whole paragraph" in refused.value.hint
    assert own_words(rivals, "cordially and warmly").counts["accepted as modified"] == 1
