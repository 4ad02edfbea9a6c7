"""On whose words a remark stands."""

from __future__ import annotations

from tests.blocks import block
from tests.change.editing import STATES

from mufakat.change.amendment import Merge, Remark, Stretch
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.change.remark.remarked import remarked
from mufakat.text.document import Document, Paragraph

BASE = Document(
    (
        Paragraph("p1", "We support strong growth of the digital economy."),
        Paragraph("p2", "We noted the report on submarine cables."),
    )
)


def text(first: str, *others: str) -> Document:
    return Document((Paragraph("p1", first), *(Paragraph("", other) for other in others)))


def merged(*remarks: Remark, **texts: Document) -> Merge:
    scripts = {state: diff(BASE, given) for state, given in texts.items()}
    return merge(BASE, scripts, STATES, remarks)


def kinds(whole: Merge, remark: str) -> list[str]:
    """The kinds of the amendments that a remark is on."""
    names = remarked(whole).get(remark, ())
    return [amendment.kind for amendment in whole.amendments if amendment.id in names]


REPORT = "We noted the report on submarine cables."
EDITED = "We support strong and lasting growth of the economy."


def test_a_remark_on_words_put_in_is_on_the_amendment_that_puts_them_in() -> None:
    remark = Remark("1", "KHM", "Why.", "p1", 18, 18, own=Stretch(0, 22, 0, 29))
    assert kinds(merged(remark, KHM=text(EDITED, REPORT)), "1") == ["insertion"]


def test_a_remark_on_words_taken_out_is_on_the_amendment_that_takes_them_out() -> None:
    remark = Remark("1", "KHM", "Why.", "p1", 32, 39)
    assert kinds(merged(remark, KHM=text(EDITED, REPORT)), "1") == ["deletion"]


def test_a_remark_on_words_that_stay_is_on_none() -> None:
    stay = Remark("1", "KHM", "Why.", "p1", 3, 10, own=Stretch(0, 3, 0, 10))
    others = Remark("2", "LAO", "Why.", "p1", 32, 39)
    whole = merged(stay, others, KHM=text(EDITED, REPORT), LAO=BASE)
    assert remarked(whole) == {}


def test_a_remark_may_be_on_several_amendments_and_on_several_paragraphs() -> None:
    new = text(EDITED, "A new paragraph about trust.", REPORT)
    remark = Remark("1", "KHM", "All.", "p1", 3, 48, last="p2", stop=6, own=Stretch(0, 3, 2, 6))
    assert sorted(kinds(merged(remark, KHM=new), "1")) == [
        "deletion",
        "insertion",
        "new paragraph",
    ]


def test_a_remark_on_a_deleted_paragraph_is_on_its_deletion() -> None:
    remark = Remark("1", "KHM", "Not needed.", "p2", 0, 5)
    left = text(block(BASE, Paragraph).text)
    assert kinds(merged(remark, KHM=left), "1") == ["deleted paragraph"]


def test_words_that_two_put_in_are_found_however_their_change_is_said() -> None:
    """The one's hunk is said through the other's, so that no operation of its own is left."""
    both = text("We support resilient growth of the regional digital economy.", REPORT)
    remark = Remark("1", "KHM", "Why.", "p1", 17, 17, own=Stretch(0, 11, 0, 20))
    whole = merged(
        remark, BRN=text("We support resilient growth of the digital economy.", REPORT), KHM=both
    )
    (name,) = remarked(whole)["1"]
    assert {a.sponsors for a in whole.amendments if a.id == name} == {("BRN", "KHM")}
