"""Bad input: one clear refusal, and nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.services import office
from tests.services.life import NAME, Life

from mufakat.refusal import Refusal
from mufakat.services.admit_submission import admit_submission
from mufakat.services.apply_rulings import apply_rulings
from mufakat.services.break_silence import break_silence
from mufakat.services.clear import clear
from mufakat.services.close_round import close_round
from mufakat.services.consolidate import consolidate
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.endorse import endorse
from mufakat.services.export_rulings import export_rulings
from mufakat.services.extend_round import extend_round
from mufakat.services.history import blame, diff, log
from mufakat.services.issue_draft import issue_draft
from mufakat.services.open_round import open_round
from mufakat.services.open_silence import open_silence
from mufakat.services.reserve import reserve
from mufakat.services.status import status
from mufakat.services.withdraw_submission import withdraw_submission

Act = Callable[[Life], object]


def refused(life: Life, act: Act) -> Refusal:
    """The refusal that an act gets; whatever it is, it has changed nothing."""
    refs, outputs = life.refs(), life.outputs()
    with pytest.raises(Refusal) as caught:
        act(life)
    assert (life.refs(), life.outputs()) == (refs, outputs)
    assert caught.value.error.endswith(".")
    assert caught.value.hint
    return caught.value


ON_AN_INSTRUMENT: list[Act] = [
    lambda life: extend_round(life.workspace, "statment", life.day(9), now=life.day(1)),
    lambda life: consolidate(life.workspace, "statment", now=life.day(1)),
    lambda life: issue_draft(life.workspace, "statment", now=life.day(1)),
    lambda life: clear(life.workspace, "statment", "officials", now=life.day(1)),
    lambda life: endorse(life.workspace, "statment", "MYS", now=life.day(1)),
    lambda life: status(life.workspace, "statment"),
    lambda life: log(life.workspace, "statment"),
    lambda life: diff(life.workspace, "statment"),
    lambda life: blame(life.workspace, "statment"),
]


@pytest.mark.parametrize("act", ON_AN_INSTRUMENT)
def test_an_unknown_instrument_is_refused_with_the_nearest_name(life: Life, act: Act) -> None:
    refusal = refused(life, act)
    assert 'no instrument "statment"' in refusal.error
    assert "statement" in refusal.hint


@pytest.mark.parametrize("name", ["", "../../x", "a b", "refs/heads/statement", "é", "-x"])
def test_a_name_that_could_be_none_is_simply_unknown(life: Life, name: str) -> None:
    refused(life, lambda life: consolidate(life.workspace, name, now=life.day(1)))


def test_an_instrument_without_a_draft_says_what_to_do(life: Life) -> None:
    refusal = refused(life, lambda life: consolidate(life.workspace, "record", now=life.day(1)))
    assert "no draft yet" in refusal.error
    assert "mufakat draft record" in refusal.hint


BEFORE_A_ROUND: list[tuple[Act, str]] = [
    (lambda life: life.close(), "No round has been opened"),
    (lambda life: life.consolidate(), "No round has been opened"),
    (lambda life: life.issue(), "No round has been opened"),
    (lambda life: life.open(until=0, now=1), "in the past"),
    (lambda life: life.open(until=1, now=1), "in the past"),
    (
        lambda life: break_silence(life.workspace, NAME, "MYS", "No.", now=life.day(1)),
        "No round has been opened",
    ),
    (lambda life: open_silence(life.workspace, NAME, life.day(2), now=life.day(1)), "72 hours"),
    (lambda life: clear(life.workspace, NAME, "ministers", now=life.day(1)), "not cleared"),
    (lambda life: clear(life.workspace, NAME, "group", now=life.day(1)), "does not go before"),
    (lambda life: clear(life.workspace, NAME, "cabinet", now=life.day(1)), "no level"),
    (lambda life: life.adopt(now=1), "not been cleared at officials"),
    (lambda life: reserve(life.workspace, NAME, "MYS", "  ", now=life.day(1)), "has words"),
    (lambda life: endorse(life.workspace, NAME, "MYR", now=life.day(1)), "no delegation"),
    (
        lambda life: extend_round(life.workspace, NAME, datetime(2026, 1, 1), now=life.day(1)),
        "no time zone",
    ),
    (lambda life: diff(life.workspace, NAME, "rev-7"), "no draft"),
]


@pytest.mark.parametrize(("act", "said"), BEFORE_A_ROUND)
def test_what_cannot_be_done_before_a_round_is_refused(life: Life, act: Act, said: str) -> None:
    assert said in refused(life, act).error


IN_A_ROUND: list[tuple[Act, str]] = [
    (lambda life: life.open(until=20, now=2), "already open until"),
    (lambda life: life.open(until=14, now=2), "already open until"),
    (lambda life: life.open(until=14, now=0, sealed=True), "already open until"),
    (lambda life: life.close(now=13), "runs until"),
    (lambda life: life.consolidate(now=13), "cannot be consolidated"),
    (lambda life: life.issue(now=13), "cannot be followed"),
    (
        lambda life: extend_round(life.workspace, NAME, life.day(13), now=life.day(1)),
        "already runs until",
    ),
    (lambda life: life.clear(now=2), "is open"),
    (lambda life: life.adopt(now=2), "is open"),
    (
        lambda life: open_silence(life.workspace, NAME, life.day(20), now=life.day(2)),
        "already open",
    ),
    (
        lambda life: admit_submission(life.workspace, NAME, "MYS", "So.", now=life.day(2)),
        "no late submission",
    ),
    (
        lambda life: break_silence(life.workspace, NAME, "MYS", "No.", now=life.day(1)),
        "round of comments",
    ),
    (
        lambda life: withdraw_submission(life.workspace, NAME, "MYS", now=life.day(1)),
        "lodged nothing",
    ),
    (lambda life: export_rulings(life.workspace, NAME, life.files / "new.yaml"), "nothing to rule"),
    (lambda life: apply_rulings(life.workspace, NAME, life.files / "no", now=life.day(1)), "read"),
]


@pytest.mark.parametrize(("act", "said"), IN_A_ROUND)
def test_what_cannot_be_done_in_an_open_round_is_refused(
    round_one: Life, act: Act, said: str
) -> None:
    assert said in refused(round_one, act).error


def test_a_round_closes_once(round_one: Life) -> None:
    closed = round_one.close()
    assert "cannot be closed: it is closed" in refused(round_one, lambda life: life.close(15)).error
    assert "is closed" in refused(round_one, lambda life: life.open(until=20, now=15)).error
    assert round_one.close() == closed


def test_early_is_said(round_one: Life) -> None:
    closed = close_round(round_one.workspace, NAME, now=round_one.day(3), early=True)
    assert closed.early
    assert "before its deadline" in round_one.git("log", "-1", "--format=%s", NAME)


def test_a_delegation_that_is_not_party_is_refused(life: Life) -> None:
    draft_instrument(life.workspace, "record", life.files / "text.md", now=life.day(0))
    opened = open_round(life.workspace, "record", life.day(9), now=life.day(1))
    assert set(opened.issued) == {"THA", "VNM"}
    refusal = refused(life, lambda life: endorse(life.workspace, "record", "MYS", now=life.day(1)))
    assert "not party" in refusal.error


def test_nothing_changes_an_adopted_text(life: Life) -> None:
    life.clear(now=1)
    life.adopt(now=2)
    acts: list[Act] = [
        lambda life: life.open(until=20, now=3),
        lambda life: open_silence(life.workspace, NAME, life.day(20), now=life.day(3)),
        lambda life: reserve(life.workspace, NAME, "MYS", "Still.", now=life.day(3)),
        lambda life: endorse(life.workspace, NAME, "MYS", now=life.day(3)),
        lambda life: life.submit("MYS", None, now=3),
    ]
    for act in acts:
        assert "adopted" in refused(life, act).error


def test_a_template_that_lacks_a_tag_is_refused_before_anything_is_published(life: Life) -> None:
    template = life.workspace.templates / "word" / "issued.docx"
    template.write_bytes(office.retyped_tag(template.read_bytes(), "{{ body }}", "no body"))
    refusal = refused(life, lambda life: life.open(until=9, now=1))
    assert "body" in refusal.error


def test_outputs_that_cannot_be_written_are_refused_and_made_later(round_one: Life) -> None:
    round_one.close()
    blocked = round_one.workspace.outputs / NAME / "round-1"
    blocked.write_text("in the way")
    with pytest.raises(Refusal, match="outputs cannot be written"):
        round_one.consolidate()
    blocked.unlink()
    assert all(path.is_file() for path in round_one.consolidate(now=20).outputs.values())
