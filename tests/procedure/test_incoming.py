from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.procedure.test_notice import MEETING, STATEMENT

from mufakat.procedure.incoming import Incoming, Written, match, may_ask

WRITTEN = Written(
    {"<ours@talks.example>": "statement", "<asked@talks.example>": "statement"},
    {"<asked@talks.example>": ("PHL", "the mail")},
)
REPLY = Incoming(
    "<1@phl.example>",
    "ANA@phl.example",
    "Ana",
    "Re: comments",
    ("<ours@talks.example>", "<x@y>"),
    files=("a.docx",),
)


def test_an_answer_of_a_focal_point_is_held_for_its_delegation() -> None:
    found = match(MEETING, REPLY, WRITTEN)
    assert (found.standing, found.delegation, found.instrument) == ("held", "PHL", "statement")


@pytest.mark.parametrize(
    ("changed", "standing"),
    [
        ({"automatic": True}, "automatic"),
        ({"sender": "ana@evil.example"}, "stranger"),
        ({"sender": ""}, "stranger"),
        ({"files": ()}, "empty"),
        ({"answers": ()}, "unclear"),
        ({"answers": (), "subject": "On the STATEMENT"}, "held"),
        ({"answers": (), "subject": "[statement] ours"}, "held"),
    ],
)
def test_what_a_mail_is_taken_for(changed: dict[str, Any], standing: str) -> None:
    incoming = replace(REPLY, **changed)
    assert match(MEETING, incoming, WRITTEN).standing == standing


@pytest.mark.parametrize(
    ("changed", "standing"),
    [
        ({}, "yes"),
        ({"says": "- yes. "}, "yes"),
        ({"says": "Ya"}, "yes"),
        ({"says": "Yes, but not yet"}, "reply"),
        ({"says": ""}, "reply"),
        ({"answers": ("<ours@talks.example>",)}, "empty"),
        ({"answers": ("<guessed@talks.example>",)}, "empty"),
        ({"sender": "budi@idn.example"}, "empty"),
        ({"sender": "ana@evil.example"}, "stranger"),
        ({"automatic": True}, "automatic"),
        ({"files": ("b.docx",)}, "held"),
    ],
)
def test_only_the_delegation_that_was_asked_says_yes(
    changed: dict[str, Any], standing: str
) -> None:
    yes = replace(REPLY, answers=("<asked@talks.example>",), files=(), says="YES")
    found = match(MEETING, replace(yes, **changed), WRITTEN)
    assert found.standing == standing
    assert found.confirms == ("the mail" if standing in ("yes", "reply") else "")


@pytest.mark.parametrize(
    ("files_of", "instrument"),
    [
        ((), "statement"),
        (("record",), "record"),
        (("nothing-of-ours", "record"), "record"),
        (("nothing-of-ours", ""), "statement"),
        (("record", "statement"), ""),
    ],
)
def test_what_a_file_says_that_it_is_of_counts_before_what_is_answered(
    files_of: tuple[str, ...], instrument: str
) -> None:
    both = replace(STATEMENT, id="record", title="Record")
    meeting = replace(MEETING, instruments=(STATEMENT, both))
    assert match(meeting, replace(REPLY, files_of=files_of), WRITTEN).instrument == instrument


@pytest.mark.parametrize(
    ("files", "files_of", "meant"),
    [
        (("a",), (), "a"),
        (("a",), ("record",), "a"),
        (("a", "b"), ("", ""), ""),
        (("a", "letter"), ("statement", ""), "a"),
        (("a", "b"), ("record", "statement"), "b"),
        (("a", "b"), ("statement", "statement"), ""),
        (("a", "a"), ("statement", ""), ""),
        ((), (), ""),
    ],
)
def test_the_file_that_is_meant_is_the_only_one_that_is_of_the_text(
    files: tuple[str, ...], files_of: tuple[str, ...], meant: str
) -> None:
    assert replace(REPLY, files=files, files_of=files_of).meant("statement") == meant


def asked(minutes: Iterable[float]) -> list[bool]:
    """Whether a delegation is asked about mails that came at these minutes."""
    start, found = datetime(2026, 1, 5, 9, tzinfo=UTC), list[bool]()
    before: list[datetime] = []
    for minute in minutes:
        moment = start + timedelta(minutes=minute)
        found.append(may_ask(before, moment))
        before += [moment] if found[-1] else []
    return found


def test_a_delegation_is_asked_about_so_many_mails_an_hour_and_a_day_and_no_more() -> None:
    assert asked(range(8)) == 5 * [True] + 3 * [False]
    assert asked([0, 1, 2, 3, 4, 30, 60, 60.5, 61]) == 5 * [True] + [False, True, False, True]
    flood = asked(range(24 * 60))
    assert sum(flood) == 20
    assert asked([*range(24 * 60), 24 * 60 + 5])[-1]
    assert all(asked(range(0, 19 * 20, 20)))
