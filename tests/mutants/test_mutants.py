"""Every mutant can still be made, and the page on testing tells of it."""

from __future__ import annotations

import pytest
from tests.mutants.hunt import ROOT, Mutant
from tests.mutants.mutants import MUTANTS


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_source_still_has_what_a_mutant_changes(mutant: Mutant) -> None:
    source = (ROOT / "src" / "mufakat" / mutant.file).read_text(encoding="utf-8")
    assert source.count(mutant.old) == 1
    assert mutant.new != mutant.old


def test_the_page_on_testing_lists_the_mutants() -> None:
    page = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    rows = [f"| {m.name} | `{m.file}` | {m.harm} |\n" for m in MUTANTS]
    assert "".join(rows) in page
