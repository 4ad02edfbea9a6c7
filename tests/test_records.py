import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Literal

import pytest

from mufakat import records
from mufakat.change.amendment import Fragment, Insert, Operation, Remove, Replace
from mufakat.procedure.adoption import Adoption, Endorsement
from mufakat.procedure.round import Round
from mufakat.procedure.standing import Standing
from mufakat.text.document import Anchor, Cell, Note, Paragraph, Row, Span, Style, Table

NOW = datetime(2026, 1, 5, 9, tzinfo=timezone(timedelta(hours=7)))


@dataclass(frozen=True, slots=True)
class Odd:
    words: str = ""
    count: int = 0
    flag: bool = False
    day: date | None = None
    pair: tuple[str, int] = ("", 0)
    counts: Mapping[str, int] = field(default_factory=dict)
    kind: Literal["a", "b"] = "a"


@pytest.mark.parametrize(
    "odd",
    [
        Odd(),
        Odd("Hà Nội \u2029 \ufffc", -1, True, date(2026, 1, 5), ("x", 3), {"é": 1}, "b"),
        Odd(count=1, flag=False),
    ],
)
def test_a_record_comes_back_exactly(odd: Odd) -> None:
    assert records.read(Odd, records.write(odd)) == odd


def test_what_has_its_usual_value_is_left_out() -> None:
    assert json.loads(records.write(Odd(count=2))) == {"count": 2}


def test_an_instrument_s_state_comes_back_exactly() -> None:
    standing = Standing(
        "text",
        "rev-1",
        "d" * 64,
        Round(1, "zero", NOW, NOW + timedelta(days=1), sealed=True, admitted=("PHL/1",)),
        endorsements=(Endorsement("MYS", "d" * 64, NOW, ad_referendum=True),),
        adoption=Adoption("ministers", "rev-1", "d" * 64, NOW, "text/adopted", "SHA256:x"),
    )
    assert records.read(Standing, records.write(standing)) == standing


def test_operations_come_back_exactly_whatever_they_hold() -> None:
    note = Note("", (Paragraph("", "see there"),))
    table = Table("", (Row("", (Cell("", (Paragraph("", "a"),), span=2),), header=True),))
    script: tuple[Operation, ...] = (
        Insert(
            "",
            "p1",
            Paragraph("", "x\ufffc", Style("item", 2), (Span(0, 1, "bold"),), (Anchor(1, note),)),
        ),
        Insert("", "p1", table, 1),
        Insert("t1", "", table.rows[0]),
        Replace("p2", 0, 3, Fragment("y")),
        Remove("p3"),
    )
    held = records.dump(records.plain(script, tuple[Operation, ...]))
    assert records.made(tuple[Operation, ...], records.load(held)) == script


def test_a_paragraph_mark_is_written_so_that_it_is_seen_and_ends_no_line() -> None:
    held = records.write(Odd("a\u2029b\u2028c\x85d"))
    assert held.decode().splitlines() == ["{", ' "words": "a\\u2029b\\u2028c\\u0085d"', "}"]
    assert records.read(Odd, held) == Odd("a\u2029b\u2028c\x85d")
