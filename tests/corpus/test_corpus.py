"""Every folder of the corpus is a case: the merge is as expected, and the laws hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.corpus.case import folders, load, written
from tests.corpus.laws import check_laws
from tests.corpus.outcome import Outcome, outcome

from mufakat.text.markup import parse, serialise

case = pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)


@case
def test_case(folder: Path) -> None:
    check(folder, outcome(load(folder)), "expected.txt")


@case
def test_case_whose_submissions_lost_their_ids(folder: Path) -> None:
    told_apart = (folder / "expected-without-ids.txt").exists()
    golden = "expected-without-ids.txt" if told_apart else "expected.txt"
    check(folder, outcome(load(folder).without_ids()), golden)


@case
def test_laws_hold_with_ids_and_without(folder: Path) -> None:
    check_laws(load(folder))
    check_laws(load(folder).without_ids())


@case
def test_texts_are_in_the_exact_written_form(folder: Path) -> None:
    for path in written(folder):
        text = path.read_text(encoding="utf-8")
        assert serialise(parse(text)) == text, path.name


def check(folder: Path, found: Outcome, golden: str) -> None:
    """The outcome is what the folder says."""
    assert found.golden == (folder / golden).read_text(encoding="utf-8")
    following = folder / "next.md"
    assert (found.following is not None) == following.exists()
    if found.following is not None:
        assert serialise(found.following) == following.read_text(encoding="utf-8")
