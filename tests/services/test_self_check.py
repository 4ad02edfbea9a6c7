"""The consolidated Word file that LibreOffice opened and saved says what everybody proposed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from tests.delegate import Delegate, Step
from tests.services.life import NAME, Life
from tests.services.talks import open_talks

from mufakat.change.compare.diff import diff
from mufakat.change.fragment import bare
from mufakat.change.merge import merge
from mufakat.edges.record_names import TEXT
from mufakat.edges.word.reader import Return, read
from mufakat.text.document import Document, paragraphs
from mufakat.text.markup import parse
from mufakat.text.tracked import accepted, alone, original, view

TRACK, UNTRACK = ("track",), ("untrack",)
EDITS: dict[str, tuple[Step, ...]] = {
    "MYS": (
        TRACK,
        ("retype", "warmly", "very cordially"),
        ("before", "Partners"),
        ("do", "InsertRowsBefore"),
        ("do", "GoUp"),
        ("type", "Banks"),
        ("before", "Friends"),
        ("do", "DeleteRows"),
        ("select", "thanked the host"),
        ("do", "Bold"),
        ("select", "every year"),
        ("comment", "Why so often?"),
    ),
    "SGP": (
        UNTRACK,
        ("after", "hospitality,"),
        ("do", "InsertPara"),
        ("retype", "seven", "eight"),
        ("before", "the first report"),
        ("do", "MoveDown"),
        ("select", "warmly.", "The Meeting noted"),
        ("comment", "Both could go."),
    ),
    "THA": (
        TRACK,
        ("after", "its work."),
        ("do", "Delete"),
        ("after", "warmly"),
        ("do", "InsertFootnote"),
        ("type", "Very warmly."),
        ("after", "every year."),
        ("do", "InsertPara"),
        ("type", "It noted little else."),
        ("retype", "two million", "ความร่วมมือ"),
    ),
    "VNM": (
        TRACK,
        ("select_until", "the second", "the third"),
        ("do", "Delete"),
        ("retype", "warmly", "well"),
        ("select", "the plan"),
        ("do", "Italic"),
        ("delete", " and asked the officials"),
    ),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A round: its draft, what was lodged, the certificate, the tracked file before and after."""

    base: Document
    lodged: dict[str, Document]
    certificate: dict[str, Any]
    published: Return
    saved: Return


@pytest.fixture(scope="module")
def talks(delegate: Delegate, tmp_path_factory: pytest.TempPathFactory) -> Life:
    """The talks after a round in which four delegations sent what they made in LibreOffice."""
    talks = open_talks(tmp_path_factory.mktemp("talks"))
    for code, steps in EDITS.items():
        talks.submit(code, delegate.edit(talks.issued(code), *steps))
    talks.close()
    talks.consolidate()
    return talks


@pytest.fixture(scope="module", params=["docx", "odt"])
def checked(request: pytest.FixtureRequest, talks: Life, delegate: Delegate) -> Checked:
    """The round, its tracked file saved by LibreOffice as Word's, or as its own and then Word's."""
    ledger = talks.workspace.ledger
    commits = {one.submission.delegation: one.commit for one in ledger.submissions(NAME, 1)}
    contents = ledger.repository.read([f"{commit}:{TEXT}" for commit in commits.values()])
    texts = {
        state: parse((content or b"").decode())
        for state, content in zip(commits, contents, strict=True)
    }
    folder = talks.workspace.outputs / NAME / "round-1"
    tracked = (folder / "tracked.docx").read_bytes()
    saved = tracked
    if request.param == "odt":
        saved = delegate.edit(saved, save="odt")
    saved = delegate.edit(saved, opened=request.param)
    said = json.loads((folder / "certificate.json").read_text())
    return Checked(talks.text(), texts, said, read(tracked), read(saved))


def test_with_every_change_rejected_it_is_the_draft(checked: Checked) -> None:
    found = original(checked.saved.tracked)
    assert bare(found) == bare(checked.base)
    assert [p.id for p in paragraphs(found, notes=False)] == [
        p.id for p in paragraphs(checked.base, notes=False)
    ]


@pytest.mark.parametrize("state", EDITS)
def test_with_one_delegation_s_changes_accepted_it_is_what_it_lodged(
    checked: Checked, state: str
) -> None:
    assert bare(view(checked.saved.tracked, alone(state))) == bare(checked.lodged[state])


def test_with_every_change_accepted_it_is_what_was_published(checked: Checked) -> None:
    assert bare(accepted(checked.saved.tracked)) == bare(accepted(checked.published.tracked))


def test_its_comments_are_those_that_were_published(checked: Checked) -> None:
    assert said(checked.saved) == said(checked.published)
    assert {author for author, *_ in said(checked.saved)} == {"MYS", "SGP"}


def test_counted_anew_its_changes_are_those_of_the_certificate(checked: Checked) -> None:
    texts = {state: view(checked.saved.tracked, alone(state)) for state in EDITS}
    merged = merge(
        checked.base, {s: diff(checked.base, text) for s, text in texts.items()}, [*EDITS]
    )
    counted = {
        state: {str(kind): sum(a.kind == kind for a in own) for kind in {a.kind for a in own}}
        for state in EDITS
        if (own := [a for a in merged.amendments if state in a.sponsors])
    }
    certified = checked.certificate["delegations"]
    assert counted == {state: certified[state]["changes"] for state in EDITS}
    assert len(merged.amendments) == checked.certificate["changes"]


def test_another_program_accepts_and_rejects_it_alike(
    talks: Life, checked: Checked, scalpel: Any
) -> None:
    data = (talks.workspace.outputs / NAME / "round-1" / "tracked.docx").read_bytes()
    rejected = read(scalpel.docx_diff_reject_revisions(data)).tracked
    every = read(scalpel.docx_diff_accept_revisions(data)).tracked
    assert bare(accepted(rejected)) == bare(original(rejected)) == bare(checked.base)
    assert bare(original(every)) == bare(accepted(checked.published.tracked))


def said(found: Return) -> list[tuple[str, str, str]]:
    return sorted((c.author, c.text, found.quotes[c.id]) for c in found.tracked.comments)
