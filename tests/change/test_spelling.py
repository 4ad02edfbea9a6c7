"""The same words typed in several ways."""

from __future__ import annotations

from mufakat.change.compare.diff import diff
from mufakat.change.fragment import bare
from mufakat.change.merge import merge, project
from mufakat.text.document import Document, Paragraph
from mufakat.text.identity import identify

BASE = identify(Document((Paragraph("", "The Meeting noted the plan."),)))


def text(*more: str) -> Document:
    return Document((*BASE.body, *(Paragraph("", words) for words in more)))


def test_what_two_type_in_two_ways_is_one_and_each_keeps_its_own() -> None:
    given = {"KHM": text("Trust grows."), "LAO": text("Trust  grows.")}
    whole = merge(BASE, {s: diff(BASE, t) for s, t in given.items()}, list(given))
    assert [a.sponsors for a in whole.amendments] == [("KHM", "LAO")]
    assert {s: bare(project(whole, s)) for s in given} == {s: bare(t) for s, t in given.items()}


def test_what_one_delegation_types_twice_in_two_ways_is_twice_there() -> None:
    given = text("Trust grows.", "Trust  grows.")
    whole = merge(BASE, {"KHM": diff(BASE, given)}, ["KHM"])
    assert [a.sponsors for a in whole.amendments] == [("KHM",), ("KHM",)]
    assert bare(project(whole, "KHM")) == bare(given)
