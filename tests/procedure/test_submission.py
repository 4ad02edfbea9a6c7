from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mufakat import records
from mufakat.procedure.round import Round
from mufakat.procedure.submission import Proposed, Submission, counted, latest, state, superseded

NOW = datetime(2026, 1, 5, tzinfo=UTC)
ROUND = Round(1, "zero", NOW, NOW + timedelta(days=7))


def lodged(code: str, seq: int, *, late: bool = False, withdrawn: bool = False) -> Submission:
    return Submission("text", 1, code, seq, NOW, late=late, withdrawn=withdrawn)


def test_a_later_submission_supersedes_and_the_first_is_known_to_be() -> None:
    every = [lodged("MYS", 1), lodged("MYS", 2), lodged("SGP", 1)]
    counting = counted(ROUND, every, [])
    assert {code: s.seq for code, s in counting.items()} == {"MYS": 2, "SGP": 1}
    assert superseded(counting, every) == [every[0]]
    assert latest(reversed(every)) == latest(every)


def test_a_withdrawn_submission_does_not_count_and_can_be_lodged_anew() -> None:
    every = [lodged("MYS", 1), lodged("MYS", 2, withdrawn=True)]
    assert counted(ROUND, every, []) == {}
    assert counted(ROUND, [*every, lodged("MYS", 3)], [])["MYS"].seq == 3


def test_a_late_submission_counts_once_it_is_admitted_and_then_alone() -> None:
    every, late = [lodged("MYS", 1)], [lodged("MYS", 1, late=True), lodged("PHL", 1, late=True)]
    assert counted(ROUND, every, late) == {"MYS": every[0]}
    admitted = Round(1, "zero", NOW, ROUND.deadline, admitted=("MYS/1",))
    counting = counted(admitted, every, late)
    assert counting == {"MYS": late[0]}
    assert superseded(counting, [*every, late[0]]) == [every[0]]


def test_receipts_tell_submissions_apart() -> None:
    receipts = {
        s.receipt for s in (lodged("MYS", 1), lodged("MYS", 2), lodged("MYS", 1, late=True))
    }
    assert len(receipts) == 3


def test_what_is_lodged_after_a_reopening_counts_before_what_was_admitted() -> None:
    late, again = [lodged("MYS", 1, late=True)], replace(lodged("MYS", 2), turn=3)
    admitted = replace(ROUND, admitted=("MYS/1",), reopened=1)
    every = [lodged("MYS", 1), again]
    assert counted(admitted, every, late) == {"MYS": again}
    assert superseded({"MYS": again}, [*every, *late]) == [every[0], *late]


def test_what_neither_proposes_nor_comments_is_empty() -> None:
    one = lodged("MYS", 1)
    found = (one, replace(one, comments=1), replace(one, changes={"insertion": 1}))
    assert [s.empty for s in found] == [True, False, False]


def test_a_record_of_before_is_read_and_leaves_nothing_out() -> None:
    old = b'{"instrument": "text", "round": 1, "delegation": "MYS", "seq": 1, '
    old += b'"when": "2026-01-05T00:00:00+00:00", "changes": {"insertion": 3}}'
    found = records.read(Submission, old)
    assert (found.comments, found.understood, found.more) == (0, (), 0)
    shown = replace(found, understood=(Proposed("2", "insertion"),))
    assert shown.more == 2
    assert records.read(Submission, records.write(shown)) == shown


def test_a_submission_s_state_is_one_of_those_in_the_rules() -> None:
    first, second = lodged("MYS", 1), lodged("MYS", 2)
    taken_back = lodged("SGP", 2, withdrawn=True)
    in_time, late = [first, second, lodged("SGP", 1), taken_back], [lodged("PHL", 1, late=True)]
    found = [state(ROUND, one, in_time, late) for one in (*in_time, *late)]
    assert found == ["superseded", "in time", "withdrawn", "withdrawn", "late"]
    assert state(replace(ROUND, admitted=("PHL/1",)), late[0], in_time, late) == "admitted"
