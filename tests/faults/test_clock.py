"""Clocks that are set back or forward, summer time, the year's end, and half-hour time zones."""

from __future__ import annotations

import os
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from tests.services.correspondence import keys, with_focal_points
from tests.services.life import NAME, Life

from mufakat.cli.moments import moment
from mufakat.edges.workspace import Workspace
from mufakat.procedure.round import spoken
from mufakat.refusal import Refusal
from mufakat.services.close_round import close_round
from mufakat.services.open_round import open_round
from mufakat.services.open_silence import open_silence
from mufakat.services.receive_submission import receive_submission
from mufakat.services.sweep import Swept, sweep
from mufakat.services.upkeep import upkeep

BERLIN = "Europe/Berlin"
SPRING, AUTUMN = "2026-03-29", "2026-10-25"  # from 02:00 to 03:00, and from 03:00 to 02:00


def in_zone(life: Life, zone: str) -> Life:
    """The talks, where the meeting and each delegation live by these clocks."""
    path = life.workspace.root / "meeting.yaml"
    held = yaml.safe_load(path.read_text())
    held["time_zone"] = zone
    for delegation in held["delegations"]:
        delegation["time_zone"] = zone
    path.write_text(yaml.safe_dump(held, allow_unicode=True))
    return life


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def done(swept: Swept) -> list[str]:
    assert swept.failed == ()
    return [one.what for one in swept.done]


def test_lodged_before_the_opening_by_a_clock_set_back_it_is_in_time(round_one: Life) -> None:
    receipt = round_one.submit("MYS", round_one.issued("MYS"), now=-3)
    assert not receipt.late
    round_one.close()
    found = round_one.consolidate()
    assert found.counts["submissions"] == 1
    assert all(found.laws.values())


def test_with_the_clock_set_back_nothing_closes_early_and_all_is_done_once(
    round_one: Life,
) -> None:
    with pytest.raises(Refusal, match="runs until"):
        round_one.close(now=-3)
    for day in (-3.0, 5.0, 2.0):
        assert "Close" not in " ".join(done(sweep(round_one.workspace, now=round_one.day(day))))
    assert "Close round 1" in " ".join(done(sweep(round_one.workspace, now=round_one.day(14.1))))
    for day in (13.0, 14.1):
        assert "Close" not in " ".join(done(sweep(round_one.workspace, now=round_one.day(day))))
    assert round_one.submit("MYS", round_one.issued("MYS"), now=13).late


def test_after_a_year_s_leap_and_back_each_night_is_looked_after(round_one: Life) -> None:
    for day in (400, 1, 2, 3):
        assert "Nightly upkeep" in done(sweep(round_one.workspace, now=round_one.day(day)))
        assert done(sweep(round_one.workspace, now=round_one.day(day))) == []


def test_a_copy_of_an_earlier_night_is_not_taken_away_at_once(round_one: Life) -> None:
    path = round_one.workspace.root / "meeting.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | {"backups": {"keep": 2}}))
    for day, code in ((10, "MYS"), (11, "SGP"), (2, "THA")):
        round_one.submit(code)
        assert Path(upkeep(round_one.workspace, now=round_one.day(day)).backup).is_file()


def test_nobody_is_reminded_twice_by_a_clock_set_back(life: Life) -> None:
    life = with_focal_points(life)
    life.open(14, 0)
    for day in (12.0, 12.1, 11.9, 7.0, 12.2):
        sweep(life.workspace, now=life.day(day))
    reminders = [key for key in keys(life) if "reminder" in key]
    assert len(reminders) == len(set(reminders)) == 3


def test_a_lock_from_the_future_is_cleared_as_an_old_one_is(round_one: Life) -> None:
    lock = round_one.workspace.ledger.repository.path / "refs" / "heads" / f"{NAME}.lock"
    lock.touch()
    ahead = time.time() + 86400
    os.utime(lock, (ahead, ahead))
    assert round_one.close().state == "closed"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (f"{SPRING} 02:30", "There is no 02:30 on 29 March 2026 in Europe/Berlin"),
        (f"{AUTUMN} 02:30", "It is 02:30 twice on 25 October 2026 in Europe/Berlin"),
    ],
)
def test_a_time_that_is_not_or_is_twice_is_not_guessed(written: str, told: str) -> None:
    with pytest.raises(Refusal) as refusal:
        moment(written, BERLIN, at("2026-01-05T09:00Z"))
    assert refusal.value.error.startswith(told)
    if "twice" in told:
        assert "2026-10-25T02:30+02:00" in refusal.value.hint
        assert "2026-10-25T02:30+01:00" in refusal.value.hint
    else:
        assert "03:30" in refusal.value.hint


@pytest.mark.parametrize(
    ("written", "now", "meant"),
    [
        ("+72h", "2026-03-27T12:00+01:00", "2026-03-30T13:00+02:00"),
        ("+3d", "2026-03-27T12:00+01:00", "2026-03-30T12:00+02:00"),
        ("+72h", "2026-10-23T12:00+02:00", "2026-10-26T11:00+01:00"),
        ("+1w", "2026-10-20T12:00+02:00", "2026-10-27T12:00+01:00"),
        (SPRING, "2026-03-01T12:00+01:00", "2026-03-29T23:59+02:00"),
    ],
)
def test_hours_are_counted_and_days_keep_the_hour(written: str, now: str, meant: str) -> None:
    assert moment(written, BERLIN, at(now)) == at(meant)


def test_in_the_hour_that_comes_twice_a_deadline_passes_once(life: Life) -> None:
    in_zone(life, BERLIN)
    zone = ZoneInfo(BERLIN)
    until = at(f"{AUTUMN}T02:30").replace(tzinfo=zone)
    first, second = (at(f"{AUTUMN}T02:15").replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    with pytest.raises(Refusal, match="is in the past"):
        open_round(life.workspace, NAME, until, now=second)
    open_round(life.workspace, NAME, until, now=at("2026-10-20T09:00Z"))
    answers = [
        receive_submission(life.workspace, NAME, code, None, "", now=now)
        for code, now in (("MYS", first), ("SGP", second))
    ]
    assert [receipt.late for receipt in answers] == [False, True]
    assert close_round(life.workspace, NAME, now=second).lodged == ("MYS",)


def test_silence_is_as_long_as_it_has_to_be_whatever_the_clocks_do(life: Life) -> None:
    in_zone(life, BERLIN)
    zone = ZoneInfo(BERLIN)
    now = at("2026-03-27T12:00").replace(tzinfo=zone)
    with pytest.raises(Refusal, match="72 hours at least") as refusal:
        open_silence(life.workspace, NAME, at("2026-03-30T12:00").replace(tzinfo=zone), now=now)
    assert "30 March 2026, 12:00 (UTC+01:00)" in refusal.value.hint
    open_silence(life.workspace, NAME, at("2026-03-30T13:00").replace(tzinfo=zone), now=now)


def test_in_the_night_that_is_an_hour_longer_the_record_is_looked_after_once(life: Life) -> None:
    in_zone(life, BERLIN)
    done(sweep(life.workspace, now=at("2026-10-24T12:00Z")))
    nights = [
        done(sweep(life.workspace, now=at("2026-10-24T22:00Z") + timedelta(minutes=20 * n)))
        for n in range(24)
    ]
    assert [night for night in nights if night] == [["Nightly upkeep"]]


@pytest.mark.parametrize(
    ("zone", "offset"),
    [("Asia/Yangon", "+06:30"), ("Asia/Tokyo", "+09:00"), ("Asia/Dili", "+09:00")],
)
def test_a_round_over_the_year_s_end(zone: str, offset: str, life: Life, tmp_path: Path) -> None:
    life = in_zone(with_focal_points(life), zone)
    now, deadline = at("2025-12-29T12:00Z"), moment("2026-01-01", zone, at("2025-12-29T12:00Z"))
    assert spoken(deadline) == f"1 January 2026, 23:59 (UTC{offset})"
    opened = open_round(life.workspace, NAME, deadline, now=now)
    assert opened.deadline.isoformat() == f"2026-01-01T23:59:00{offset}"
    life.submit("MYS", life.issued("MYS"), now=29)
    what = [
        one
        for hour in range(84)
        for one in done(sweep(life.workspace, now=now + timedelta(hours=hour)))
    ]
    closed = [one for one in what if one.startswith("Close round 1")]
    assert closed == [f"Close round 1 of {NAME}, 1 of 4 lodged"]
    assert what.count("Nightly upkeep") == 5
    reminded = [key for key in keys(life) if "reminder" in key]
    assert len(reminded) == len(set(reminded)) >= 4
    assert life.consolidate(now=32).counts["submissions"] == 1
    copies = sorted(path.name for path in (life.workspace.root / "backups").iterdir())
    assert [name.removeprefix("talks-")[:4] for name in copies] == sorted(
        name.removeprefix("talks-")[:4] for name in copies
    )
    shutil.copytree(life.workspace.root, tmp_path / "moved")
    assert Life(Workspace(tmp_path / "moved"), life.files, life.start).refs() == life.refs()
