"""What is due is done in order, each once, whoever sweeps and however often."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.at_once import at_once
from tests.services import dovecot, office
from tests.services.correspondence import reply, with_focal_points
from tests.services.dovecot import mailbox
from tests.services.life import NAME, Life

from mufakat.edges import git_program
from mufakat.edges.imap import PASSWORD
from mufakat.services.answer_mail import answer_mail
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.due import what_is_due
from mufakat.services.extend_round import extend_round
from mufakat.services.incoming_mail import fetch_mail, keep_mail
from mufakat.services.open_round import open_round
from mufakat.services.open_silence import open_silence
from mufakat.services.sweep import Swept, sweep, told
from mufakat.services.upkeep import LAST


def done(swept: Swept) -> list[str]:
    assert swept.failed == ()
    return [one.what for one in swept.done]


def test_what_was_due_while_nothing_ran_is_done_in_order_and_once(round_one: Life) -> None:
    round_one.submit("MYS", round_one.issued("MYS"))
    found = sweep(round_one.workspace, now=round_one.day(20))
    assert done(found) == [f"Close round 1 of {NAME}, 1 of 4 lodged", "Nightly upkeep"]
    assert [one.since for one in found.done] == sorted(one.since for one in found.done)
    assert found.done[0].instrument == NAME
    assert told(found.done[0]) == (
        "Close round 1 of statement, 1 of 4 lodged (due 15 December 2025, 09:00 (UTC+07:00)). "
        "Missing: SGP THA VNM."
    )
    before = round_one.refs()
    assert done(sweep(round_one.workspace, now=round_one.day(20))) == []
    assert round_one.refs() == before


def test_before_the_deadline_nothing_closes_and_an_extension_counts(round_one: Life) -> None:
    assert done(sweep(round_one.workspace, now=round_one.day(13.5))) == ["Nightly upkeep"]
    extend_round(round_one.workspace, NAME, round_one.day(18), now=round_one.day(13.6))
    assert done(sweep(round_one.workspace, now=round_one.day(14.1))) == ["Nightly upkeep"]
    closed, _ = sorted(done(sweep(round_one.workspace, now=round_one.day(18.01))))
    assert closed.startswith("Close round 1")


def test_silence_that_nobody_broke_lapses(life: Life) -> None:
    open_silence(life.workspace, NAME, life.day(4), now=life.day(0))
    assert done(sweep(life.workspace, now=life.day(5)))[0] == f"Silence on {NAME} lapsed"
    head = life.workspace.ledger.head(NAME)
    assert head is not None
    assert head.standing.agreed == head.standing.digest


def test_two_sweeps_at_once_do_each_thing_once(round_one: Life) -> None:
    now = round_one.day(15)
    swept = at_once(lambda _: sweep(round_one.workspace, now=now), *range(4))
    assert not [one for each in swept for one in each.failed]
    commits = round_one.git("log", "--format=%s", NAME).splitlines()
    assert commits.count("Close round 1") == 1


def test_what_cannot_be_done_stops_nothing_else_and_stays_due(round_one: Life) -> None:
    backups = round_one.workspace.root / "backups"
    backups.touch()  # a file where the folder should be
    swept = sweep(round_one.workspace, now=round_one.day(20))
    assert [one.what for one in swept.done] == [f"Close round 1 of {NAME}, 0 of 4 lodged"]
    assert [one.what for one in swept.failed] == ["Nightly upkeep"]
    assert "laid aside" in swept.failed[0].outcome
    backups.unlink()
    assert done(sweep(round_one.workspace, now=round_one.day(20))) == ["Nightly upkeep"]


def test_what_somebody_else_did_meanwhile_is_no_failure(
    round_one: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = round_one.day(14.1)
    stale = what_is_due(round_one.workspace, now)
    round_one.close(14.05)
    answers = [stale]
    monkeypatch.setattr(
        "mufakat.services.sweep.what_is_due",
        lambda *given: answers.pop() if answers else what_is_due(*given),
    )
    assert done(sweep(round_one.workspace, now=now)) == ["Nightly upkeep"]


def test_looking_at_many_instruments_asks_git_no_more_often_than_at_one(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = with_focal_points(life)
    asked: list[str] = []
    execute = git_program.execute

    def counted(runner: Any, command: Sequence[str], *given: Any) -> tuple[int, bytes, bytes]:
        asked.append(command[0])
        return execute(runner, command, *given)

    def open_and_look(name: str) -> int:
        draft_instrument(life.workspace, name, life.files / "text.md", now=life.day(0))
        open_round(life.workspace, name, life.day(14), now=life.day(0))
        sweep(life.workspace, now=life.day(1))
        asked.clear()
        assert done(sweep(life.workspace, now=life.day(1))) == []
        return len(asked)

    monkeypatch.setattr(git_program, "execute", counted)
    assert open_and_look("record") == open_and_look("another") == open_and_look("a-third")


def test_the_record_alone_decides(round_one: Life, tmp_path: Path) -> None:
    """Whatever else is lost, the same things are due."""
    now = round_one.day(20)
    before = what_is_due(round_one.workspace, now)
    for name in ("outputs", "keys", "templates"):
        (round_one.workspace.root / name).rename(tmp_path / name)
    assert what_is_due(round_one.workspace, now) == before
    assert LAST not in round_one.refs()


def test_what_came_by_mail_before_the_deadline_counts_though_nobody_ran(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file was held and its delegation asked; its yes lay in the mailbox until after."""
    with mailbox() as box:
        monkeypatch.setenv(PASSWORD, dovecot.PASSWORD)
        with_focal_points(life, inbox=box.settings).open(14, 0)
        file = ("a.docx", office.tracked(life.issued("SGP"), {"warmly": "cordially"}))
        box.deliver(reply(life, "SGP", "tan@sgp.example", file), came=life.day(13.5))
        fetch_mail(life.workspace, now=life.day(13.6))
        [question] = answer_mail(life.workspace, now=life.day(13.6)).posted
        yes = reply(life, "SGP", "tan@sgp.example", id="2", to=question, words="YES")
        box.deliver(yes, came=life.day(13.9))
        assert done(sweep(life.workspace, now=life.day(15)))[0] == (
            f"Close round 1 of {NAME}, 1 of 4 lodged"
        )


def test_a_file_that_was_mailed_in_time_and_not_confirmed_is_told_at_the_close(life: Life) -> None:
    with_focal_points(life).open(14, 0)
    came = {"MYS": -1.0, "SGP": 13.9, "VNM": 14.1}
    for code, sender in (("MYS", "nurul"), ("SGP", "tan"), ("VNM", "nguyet")):
        file = ("a.docx", life.issued(code))
        raw = reply(life, code, f"{sender}@{code.lower()}.example", file, id=code)
        keep_mail(life.workspace, raw, now=life.day(came[code]))
    closed = sweep(life.workspace, now=life.day(15)).done[0]
    assert closed.outcome == (
        "Missing: MYS SGP THA VNM. Mailed in time and not confirmed: SGP (mufakat inbox)."
    )


def test_in_time_is_what_came_before_the_delegation_s_own_deadline(life: Life) -> None:
    with_focal_points(life).open(14, 0)
    until = life.day(16)
    extend_round(
        life.workspace, NAME, until, now=life.day(1), delegation="VNM", reason="A holiday."
    )
    for code, sender in (("SGP", "tan"), ("VNM", "nguyet")):
        file = ("a.docx", life.issued(code))
        raw = reply(life, code, f"{sender}@{code.lower()}.example", file, id=code)
        keep_mail(life.workspace, raw, now=life.day(15))
    closed = next(
        one for one in sweep(life.workspace, now=life.day(17)).done if "Close" in one.what
    )
    assert closed.outcome.endswith("Mailed in time and not confirmed: VNM (mufakat inbox).")


def test_a_round_closes_though_the_mailbox_cannot_be_read_and_that_is_told(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, dovecot.PASSWORD)
    nobody = {"host": "127.0.0.1", "port": 1, "user": "office", "security": "none"}
    with_focal_points(life, inbox=nobody).open(14, 0)
    swept = sweep(life.workspace, now=life.day(15))
    assert f"Close round 1 of {NAME}, 0 of 4 lodged" in [one.what for one in swept.done]
    [failed] = swept.failed
    assert failed.what == "A look into the mailbox before the close"
    assert "cannot be read" in failed.outcome
    assert done(sweep(life.workspace, now=life.day(15))) == []
