"""The deadline's gate: what was accepted in time is what is consolidated, in every race."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.at_once import at_once
from tests.services.conftest import crowded
from tests.services.life import NAME

from mufakat.edges.workspace import Workspace
from mufakat.refusal import Refusal
from mufakat.services.close_round import close_round
from mufakat.services.consolidate import consolidate
from mufakat.services.extend_round import extend_round
from mufakat.services.open_round import open_round
from mufakat.services.receive_submission import Receipt, receive_submission

NOW = datetime(2025, 12, 1, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
UNTIL = NOW + timedelta(days=14)
CODES = tuple(f"A{a}{b}" for a in "ABCDE" for b in "ABCDE")


@pytest.fixture
def crowd(tmp_path: Path, ssh_keygen: str) -> Workspace:
    """A round open to twenty-five delegations."""
    workspace = crowded(tmp_path, CODES, NOW)
    open_round(workspace, NAME, UNTIL, now=NOW)
    return workspace


def _race(workspace: Workspace, *others: threading.Thread) -> dict[str, Receipt]:
    receipts: dict[str, Receipt] = {}

    def submit(code: str) -> None:
        receipts[code] = receive_submission(workspace, NAME, code, None, "", now=UNTIL)

    threads = [threading.Thread(target=submit, args=(code,)) for code in CODES]
    every = [*threads[:10], *others, *threads[10:]]
    for thread in every:
        thread.start()
    for thread in every:
        thread.join()
    return receipts


def test_what_was_accepted_in_time_is_what_is_consolidated(crowd: Workspace) -> None:
    closer = threading.Thread(target=close_round, args=(crowd, NAME), kwargs={"now": UNTIL})
    receipts = _race(crowd, closer)
    assert set(receipts) == set(CODES)
    found = consolidate(crowd, NAME, now=UNTIL)
    parents = crowd.ledger.repository.commits("-1", found.commit)[0].parents[1:]
    in_time = [receipts[code].commit for code in CODES if not receipts[code].late]
    assert list(parents) == in_time
    late = crowd.ledger.repository.refs("refs/late")
    assert sorted(late.values()) == sorted(r.commit for r in receipts.values() if r.late)
    assert crowd.ledger.repository.check() == ()


def test_nothing_is_lost_when_the_deadline_moves_meanwhile(crowd: Workspace) -> None:
    later = UNTIL + timedelta(days=1)
    extender = threading.Thread(
        target=extend_round, args=(crowd, NAME, later), kwargs={"now": UNTIL}
    )
    receipts = _race(crowd, extender)
    assert not any(receipt.late for receipt in receipts.values())
    assert len(crowd.ledger.repository.refs(f"refs/submissions/{NAME}")) == len(CODES)


def test_one_delegation_s_files_at_once_are_all_kept_in_some_order(crowd: Workspace) -> None:
    def submit(n: int) -> str:
        note = f"from desk {n}"
        return receive_submission(crowd, NAME, "AAA", None, "", now=NOW, note=note).receipt

    assert sorted(at_once(submit, *range(8))) == [f"{NAME}/1/AAA/{n}" for n in range(1, 9)]


def test_two_secretaries_who_press_the_same_button_close_the_round_once(
    crowd: Workspace,
) -> None:
    def close(minute: int) -> str:
        try:
            return close_round(crowd, NAME, now=UNTIL + timedelta(minutes=minute)).state
        except Refusal as refusal:
            return refusal.error

    answers = at_once(close, *range(4))
    assert answers.count("closed") == 1
    assert sum("cannot be closed" in answer for answer in answers) == 3
    subjects = [c.subject for c in crowd.ledger.repository.commits(f"refs/heads/{NAME}")]
    assert subjects.count("Close round 1") == 1


def test_an_extension_for_one_and_the_close_never_both_win(crowd: Workspace) -> None:
    later = UNTIL + timedelta(days=1)
    told: list[str] = []

    def attempt(act: Callable[[], object]) -> None:
        try:
            act()
        except Refusal as refusal:
            told.append(refusal.error)

    extend = partial(
        extend_round, crowd, NAME, later, now=UNTIL, delegation="AAA", reason="A holiday."
    )
    close = partial(close_round, crowd, NAME, now=UNTIL)
    threads = [threading.Thread(target=attempt, args=(act,)) for act in (extend, close)]
    _race(crowd, *threads)
    assert len(told) == 1
    closed_first = "cannot be extended" in told[0]
    assert closed_first or "for AAA" in told[0]
    late = UNTIL + timedelta(hours=1)
    assert receive_submission(crowd, NAME, "AAA", None, "", now=late, note="more").late == (
        closed_first
    )
    assert receive_submission(crowd, NAME, "AAB", None, "", now=late, note="more").late
