"""A column that a delegation puts in: one proposal from its file to the next round."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from tests.services import office
from tests.services.life import Life

from mufakat.edges.word.reader import read
from mufakat.refusal import Refusal
from mufakat.services.apply_rulings import Ruled, apply_rulings
from mufakat.services.close_round import close_round
from mufakat.services.consolidate import Consolidated, consolidate
from mufakat.services.draft_instrument import draft_instrument
from mufakat.services.export_rulings import export_rulings
from mufakat.services.issue_draft import issue_draft
from mufakat.services.open_round import open_round
from mufakat.services.receive_submission import receive_submission

NAME = "record"
TEXT = """\
[]{.num} The projects of the year are these.

:::: {.table}
::: {.row .header}
[]{cell=c1} Topic

[]{cell=c2} Lead
:::

::: {.row}
[]{cell=c3} Cables

[]{cell=c4} Singapore
:::

::: {.row}
[]{cell=c5} Skills

[]{cell=c6} Cambodia
:::
::::

[]{.num} The Meeting thanked the host for its kind hospitality.
"""


def with_column(data: bytes, *words: str) -> bytes:
    """The file with a new last column, and a comment on the last of its cells."""

    def change(opened: WordDocument) -> None:
        (table,) = [t for t in opened.tables if t.rows[0].cells[0].text == "Topic"]
        for row, text in zip(table.rows, words, strict=True):
            last = row.cells[-1]._tc
            new = deepcopy(last)
            last.addnext(new)
            for name in ("w:bookmarkStart", "w:bookmarkEnd"):
                for mark in list(new.iter(qn(name))):
                    mark.getparent().remove(mark)
            next(new.iter(qn("w:t"))).text = text
        runs = table.rows[-1].cells[-1].paragraphs[0].runs
        opened.add_comment(runs, text="It takes a year longer.", author="X", initials="X")

    return office.edited(data, change)


@pytest.fixture
def consolidated(life: Life, tmp_path: Path) -> tuple[Life, Consolidated]:
    """A round on a table, to which Thailand adds a column."""
    workspace = life.workspace
    (tmp_path / "text.md").write_text(TEXT)
    draft_instrument(workspace, NAME, tmp_path / "text.md", now=life.day(0))
    open_round(workspace, NAME, life.day(14), now=life.day(0))
    issued = workspace.outputs / NAME / "zero" / "issued" / f"{NAME}-zero-THA.docx"
    data = with_column(issued.read_bytes(), "Year", "2027", "2028")
    receipt = receive_submission(workspace, NAME, "THA", data, "THA.docx", now=life.day(1))
    assert receipt.changes == {"new column": 1}
    receive_submission(workspace, NAME, "VNM", None, "", now=life.day(1))
    close_round(workspace, NAME, now=life.day(14))
    return life, consolidate(workspace, NAME, now=life.day(14))


def rule(life: Life, entry: dict[str, object], now: float = 15) -> Ruled:
    path = life.workspace.root / f"{now}.yaml"
    path.unlink(missing_ok=True)
    export_rulings(life.workspace, NAME, path)
    held = yaml.safe_load(path.read_text())
    (only,) = held["rulings"]
    held["rulings"] = [only | {"reason": "So.", **entry}]
    path.write_text(yaml.safe_dump(held))
    return apply_rulings(life.workspace, NAME, path, now=life.day(now))


def test_a_column_is_counted_once_and_every_law_holds(
    consolidated: tuple[Life, Consolidated],
) -> None:
    _, found = consolidated
    assert (found.counts["proposals"], found.counts["comments"]) == (1, 1)
    assert all(found.laws.values())


def test_a_comment_stands_on_its_words_in_the_consolidated_file(
    consolidated: tuple[Life, Consolidated],
) -> None:
    _, found = consolidated
    returned = read(found.outputs["tracked"].read_bytes())
    assert list(returned.quotes.values()) == ["2028"]


def test_the_rulings_file_has_one_entry_for_a_column(
    consolidated: tuple[Life, Consolidated],
) -> None:
    life, _ = consolidated
    path = life.workspace.root / "rulings.yaml"
    assert export_rulings(life.workspace, NAME, path).proposals == 1
    (entry,) = yaml.safe_load(path.read_text())["rulings"]
    assert len(entry["proposals"]) == 1
    assert (entry["kind"], entry["proposed"]) == ("new column", "[Year / 2027 / 2028]")
    assert entry["manner"] == "new column after “Lead”"


def test_a_ruling_settles_all_of_a_column_and_a_part_or_other_words_are_refused(
    consolidated: tuple[Life, Consolidated],
) -> None:
    life, _ = consolidated
    merged = life.git("show", f"{NAME}:rounds/1/merge.json")
    column = yaml.safe_load(merged)["proposals"][0]["amendments"]
    with pytest.raises(Refusal, match=f"{column[1]} is a part of the proposal {column[0]}"):
        rule(life, {"proposals": [column[1]], "disposition": "accepted"})
    with pytest.raises(Refusal, match="changes 3 places at once"):
        rule(life, {"disposition": "accepted as modified", "text": "2030"})
    assert rule(life, {"disposition": "accepted"}).counts == {"accepted": 1}
    issued = issue_draft(life.workspace, NAME, now=life.day(16))
    text = life.git("show", f"{NAME}:text.md")
    assert all(words in text for words in ("Year", "2027", "2028"))
    assert issued.deferred == 0


def test_a_deferred_column_stands_over_as_one(consolidated: tuple[Life, Consolidated]) -> None:
    life, _ = consolidated
    rule(life, {"disposition": "deferred"})
    assert issue_draft(life.workspace, NAME, now=life.day(16)).deferred == 1
    open_round(life.workspace, NAME, life.day(30), now=life.day(17))
    close_round(life.workspace, NAME, now=life.day(30))
    found = consolidate(life.workspace, NAME, now=life.day(30))
    assert found.counts["proposals"] == 1
    assert rule(life, {"disposition": "accepted"}, now=31).counts == {"accepted": 1}
    issue_draft(life.workspace, NAME, now=life.day(32))
    assert "2028" in life.git("show", f"{NAME}:text.md")
