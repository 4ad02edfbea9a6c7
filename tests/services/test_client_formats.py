"""A delegate saves the issued file in LibreOffice as RTF or as a web page: what comes in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.delegate import NAME as TYPIST
from tests.delegate import Delegate, Step
from tests.edges.word.builder import unzipped, zipped
from tests.services import office
from tests.services.desk import Desk
from tests.services.life import NAME, Life
from tests.services.talks import open_talks

from mufakat.refusal import Refusal
from mufakat.services.receive_submission import receive_submission
from mufakat.services.understand import Understood

EDITS: dict[str, tuple[tuple[Step, ...], dict[str, str], dict[str, int]]] = {
    "nothing": ((), {}, {}),
    "words, a cell and a note": (
        (
            ("retype", "warmly", "very cordially"),
            ("retype", "one million", "five million"),
            ("retype", "seven", "eight"),
        ),
        {"warmly": "very cordially", "one million": "five million", "seven": "eight"},
        {"replacement": 3},
    ),
    "a new paragraph": (
        (("after", "in Bangkok."), ("do", "InsertPara"), ("type", "It ended late.")),
        {"in Bangkok.": "in Bangkok.\n\n[]{.num} It ended late."},
        {"new paragraph": 1},
    ),
    "a paragraph less": (
        (("select_until", "the second", "the third"), ("do", "Delete")),
        {"[]{#p5 .item} the second report is due in June;\n\n": ""},
        {"deleted paragraph": 1},
    ),
}


def is_with(desk: Desk, edits: Mapping[str, str], found: Understood) -> bool:
    wanted = desk.base()
    for old, new in edits.items():
        assert wanted.count(old) == 1, old
        wanted = wanted.replace(old, new)
    return found.text == wanted


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("save", ["rtf", "html"])
def test_what_was_edited_comes_in_without_the_words_around_it(
    save: str, name: str, talks: Life, delegate: Delegate
) -> None:
    steps, edits, changes = EDITS[name]
    desk = Desk(talks, delegate, False, save)
    found = desk.understood(*steps)
    assert is_with(desk, edits, found)
    assert found.changes == changes


def test_a_web_page_says_which_draft_it_was_made_from(talks: Life, delegate: Delegate) -> None:
    found = Desk(talks, delegate, False, "html").understood()
    assert not any("does not say which draft" in told for told in found.warnings)


def test_it_is_told_that_a_web_page_says_nothing_of_tracked_changes(
    talks: Life, delegate: Delegate
) -> None:
    found = Desk(talks, delegate, True, "html").understood(("delete", "every year"))
    assert found.changes == {}
    assert any("deleted with tracking on" in told for told in found.warnings)


def test_rich_text_with_tracked_changes_is_refused_with_advice(
    talks: Life, delegate: Delegate
) -> None:
    with pytest.raises(Refusal, match="cannot be read without loss") as refused:
        Desk(talks, delegate, True, "rtf").understood(("delete", "every year"))
    assert ".docx" in refused.value.hint


@pytest.mark.parametrize("save", ["docx", "odt"])
def test_the_record_says_who_typed(save: str, tmp_path: Path, delegate: Delegate) -> None:
    talks = open_talks(tmp_path)
    steps = ("track",), ("retype", "warmly", "cordially"), ("select", "kind"), ("comment", "Why?")
    data = delegate.edit(talks.issued("MYS"), *steps, save=save)
    receipt = receive_submission(talks.workspace, NAME, "MYS", data, f"a.{save}", now=talks.day(1))
    assert receipt.typed_by == (TYPIST,)
    kept = talks.workspace.ledger.folder_of(receipt.commit)
    assert f'"typed_by": [\n  "{TYPIST}"\n ]' in kept["submission.json"].decode()


def test_a_name_in_a_file_is_one_line_and_no_longer_than_names_are(round_one: Life) -> None:
    data = office.tracked(round_one.issued("MYS"), {"warmly": "cordially"})
    [author] = round_one.submit("MYS", data).typed_by
    files = unzipped(data)
    part = files["word/document.xml"].decode()
    long = part.replace(f'w:author="{author}"', f'w:author="A&#9;B\u2028C{"x" * 200}"')
    longer = zipped(files | {"word/document.xml": long.encode()})
    assert round_one.submit("MYS", longer).typed_by == ("A B C" + "x" * 75,)


FEW_NUMBERS = """# Statement of the Talks {.title}

[]{} We, the Ministers, met in Ha Noi.

[]{} Recalling the first statement of the talks,

[]{} Guided by the Charter,

[]{} Have agreed as follows:

[]{.num} The Meeting noted the plan.

[]{.num} The Meeting thanked the host.
"""


def test_few_numbered_paragraphs_are_those_of_the_draft_in_an_odt(
    tmp_path: Path, delegate: Delegate
) -> None:
    desk = Desk(open_talks(tmp_path, FEW_NUMBERS), delegate, True, "odt")
    assert desk.understood().changes == {}
    found = desk.understood(("after", "the host."), ("do", "InsertPara"), ("type", "It ended."))
    assert found.changes == {"new paragraph": 1}
    assert found.text.endswith("[]{.num} It ended.\n")
