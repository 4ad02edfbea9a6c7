from dataclasses import replace
from typing import Any

import pytest
from tests.procedure.test_notice import MEETING

from mufakat.procedure.incoming import Incoming, Written, match

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
        ({"says": "Yes, but not yet"}, "empty"),
        ({"says": ""}, "empty"),
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
    assert found.confirms == ("the mail" if standing == "yes" else "")
