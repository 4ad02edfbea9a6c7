from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mufakat.procedure.adoption import Adoption
from mufakat.procedure.delegation import Delegation, FocalPoint, Roster
from mufakat.procedure.instrument import Instrument
from mufakat.procedure.meeting import Chair, Level, Meeting, Party
from mufakat.procedure.notice import Notice
from mufakat.procedure.occasions import extension, invitation, receipt, reminder
from mufakat.procedure.owed import owed
from mufakat.procedure.round import Round, closed, extended, extended_for
from mufakat.procedure.standing import Standing
from mufakat.procedure.submission import Submission

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2026, 1, 5, 9, tzinfo=HANOI)
DEADLINE = START + timedelta(days=14)

PHL = Delegation("PHL", "Philippines", "Asia/Manila", (FocalPoint("Ana", "ana@phl.example"),))
IDN = Delegation(
    "IDN",
    "Indonesia",
    "Asia/Jakarta",
    (FocalPoint("Budi", "budi@idn.example", "id"), FocalPoint("Sri", "sri@idn.example")),
)
THA = Delegation("THA", "Thailand", "Asia/Bangkok")
STATEMENT = Instrument("statement", "Statement", "T/1", ("IDN", "PHL", "THA"), ("ministers",))
MEETING = Meeting(
    "talks",
    "The Talks",
    "Talks",
    Roster((IDN, PHL, THA)),
    (Level("ministers", "Ministers"),),
    (STATEMENT,),
    Chair("THA", "Chair"),
    Party("Secretariat", "office@talks.example"),
    "Asia/Ho_Chi_Minh",
)
ROUND = Round(2, "rev-1", START, DEADLINE)


def day(days: float) -> datetime:
    return START + timedelta(days=days)


def lodged(code: str, seq: int, **more: Any) -> Submission:
    return replace(Submission("statement", 2, code, seq, day(3)), **more)


def told(
    record: Round | None,
    *submissions: Submission,
    now: datetime = START,
    announced: datetime = DEADLINE,
    invited: Mapping[str, Collection[str]] = MappingProxyType({}),
    **more: Any,
) -> dict[str, Notice]:
    standing = replace(Standing("statement", "rev-2", "d", record), **more)
    found = owed(
        MEETING,
        STATEMENT,
        standing,
        [one for one in submissions if not one.late],
        [one for one in submissions if one.late],
        announced=announced,
        told=invited,
        now=now,
    )
    assert len({notice.key for notice in found}) == len(found)
    return {notice.key: notice for notice in found}


def test_an_invitation_says_until_when_on_both_clocks() -> None:
    notice = invitation(MEETING, STATEMENT, ROUND, PHL)
    assert notice.key == "2/invitation/PHL"
    assert notice.to == PHL.focal_points
    assert notice.encloses == ("issued",)
    assert notice.until == DEADLINE
    assert notice.fields["draft"] == "Rev.1"
    there = notice.fields["deadline_there"]
    assert isinstance(there, datetime)
    assert (there, there.hour) == (DEADLINE, 10)
    assert invitation(MEETING, STATEMENT, ROUND, IDN).fields["deadline_there"] is None


def test_a_delegation_is_written_to_in_the_language_of_its_first_focal_point() -> None:
    assert invitation(MEETING, STATEMENT, ROUND, IDN).language == "id"
    assert invitation(MEETING, STATEMENT, ROUND, PHL).language == "en"


def test_every_reminder_has_its_own_key() -> None:
    keys = {reminder(MEETING, STATEMENT, ROUND, PHL, stage).key for stage in ("7d", "24h")}
    assert keys == {"2/reminder-7d/PHL", "2/reminder-24h/PHL"}


def test_receipts_in_time_and_late_never_share_a_key() -> None:
    keys = [
        receipt(MEETING, STATEMENT, ROUND, PHL, one).key
        for one in (lodged("PHL", 1), lodged("PHL", 2), lodged("PHL", 1, late=True))
    ]
    assert keys == ["2/receipt/PHL/1", "2/receipt/PHL/2", "2/receipt/PHL/late-1"]


def test_a_calendar_entry_keeps_its_uid_and_its_sequence_only_grows() -> None:
    first = invitation(MEETING, STATEMENT, ROUND, PHL).entry
    once = extended(ROUND, day(16), day(2))
    second = extension(MEETING, STATEMENT, once, PHL, day(2)).entry
    twice = extended(once, day(18), day(3))
    third = extension(MEETING, STATEMENT, twice, PHL, day(3)).entry
    over = closed(twice, day(17), early=True)
    last = told(over)["2/closing/PHL"].entry
    entries = [first, second, third, last]
    assert {entry.uid for entry in entries if entry} == {"talks.statement.2"}
    numbers = [entry.sequence for entry in entries if entry]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 0
    assert [entry.off for entry in entries if entry] == [False, False, False, True]
    assert [entry.at for entry in entries if entry] == [DEADLINE, day(16), day(18), day(18)]


def test_an_open_round_owes_invitations_and_receipts_to_whoever_can_be_written_to() -> None:
    found = told(ROUND, lodged("PHL", 1), lodged("THA", 1))
    assert list(found) == ["2/invitation/IDN", "2/invitation/PHL", "2/receipt/PHL/1"]


@pytest.mark.parametrize(
    ("kind", "key"), [("comments", "invitation"), ("silence", "silence-opened")]
)
def test_who_becomes_a_focal_point_in_an_open_round_is_told_alone(kind: Any, key: str) -> None:
    record = replace(ROUND, kind=kind)
    invited = {"IDN": {"budi@idn.example"}, "PHL": {"ana@phl.example"}}
    everybody = [f"2/{key}/IDN", f"2/{key}/PHL"]
    found = told(record, invited=invited)
    [newcomer] = [notice for name, notice in found.items() if name not in everybody]
    assert {*found} == {*everybody, newcomer.key}
    assert newcomer.key.startswith(f"2/{key}-")
    assert newcomer.key.endswith("/IDN")
    assert [point.name for point in newcomer.to] == newcomer.fields["names"] == ["Sri"]
    assert (newcomer.language, newcomer.encloses) == ("en", ("issued",))
    both = {"budi@idn.example", "sri@idn.example"}
    assert list(told(record, invited=invited | {"IDN": both})) == everybody
    assert newcomer.key not in told(record, invited=invited, now=DEADLINE)
    assert newcomer.key not in told(closed(record, day(15)), invited=invited)


def test_an_extension_is_told_to_those_whose_deadline_moved() -> None:
    everybody = told(extended(ROUND, day(16), day(2)), now=day(2))
    assert {"2/extension-20260121T0200Z/IDN", "2/extension-20260121T0200Z/PHL"} < set(everybody)
    one = extended_for(ROUND, "PHL", day(15), "A holiday.", day(2))
    notices = [n for n in told(one, now=day(2)).values() if n.kind == "extension"]
    assert [(n.delegation, n.fields["own"], n.fields["reason"]) for n in notices] == [
        ("PHL", True, "A holiday.")
    ]


def test_a_closing_and_a_letter_know_whether_anything_was_proposed() -> None:
    record = replace(closed(ROUND, day(15)), state="issued")
    found = told(record, lodged("PHL", 1), lodged("IDN", 1, changes={"insertion": 1}))
    said = [found[f"2/closing/{code}"].fields["empty"] for code in ("PHL", "IDN")]
    assert said == [True, False]
    said = [found[f"2/letter/{code}"].fields["proposed"] for code in ("PHL", "IDN")]
    assert said == [False, True]


def test_a_closing_says_whether_something_counts() -> None:
    submissions = (lodged("PHL", 1), lodged("PHL", 2, withdrawn=True), lodged("IDN", 1))
    found = told(closed(ROUND, day(15)), *submissions)
    assert found["2/closing/IDN"].fields["lodged"] is True
    assert found["2/closing/PHL"].fields["lodged"] is False
    assert found["2/closing/PHL"].entry is None  # the deadline was kept; it stays where it is
    again = told(replace(closed(ROUND, day(15)), reopened=1))
    assert "2/closing-2/PHL" in again


@pytest.mark.parametrize(
    ("state", "key", "off"),
    [
        ("open", "3/silence-opened/PHL", False),
        ("broken", "3/silence-broken/PHL", True),
        ("lapsed", "3/silence-lapsed/PHL", None),
    ],
)
def test_a_silence_procedure_is_told_as_it_stands(state: Any, key: str, off: bool | None) -> None:
    over = None if state == "open" else day(3)
    record = Round(3, "rev-1", START, DEADLINE, "silence", broken_by="THA", closed=over)
    found = told(replace(record, state=state))
    assert set(found) == {key, key.replace("PHL", "IDN")}
    entry = found[key].entry
    assert (entry.off if entry else None) == off
    assert found[key].fields["broken_by"] == "Thailand"
    assert (found[key].encloses, found[key].until is None) == (
        (("issued",), False) if state == "open" else ((), True)
    )


def test_the_next_draft_comes_with_the_letter_and_the_adopted_text_with_itself() -> None:
    record = replace(closed(ROUND, day(15)), state="issued")
    found = told(record)
    assert found["2/letter/PHL"].encloses == ("letter", "clean")
    assert found["2/letter/PHL"].fields["next"] == "Rev.2"
    adopted = Adoption("ministers", "rev-2", "d", day(30), "statement/adopted", "key")
    last = told(record, adoption=adopted)["adoption/IDN"]
    assert (last.encloses, last.fields["done"]) == (("final",), "adopted")


def test_no_round_owes_nothing() -> None:
    assert told(None) == {}
