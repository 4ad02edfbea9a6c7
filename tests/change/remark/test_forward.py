"""Remarks on an older draft: they go with their words."""

from __future__ import annotations

from hypothesis import given
from tests.change.editing import Negotiation, negotiations
from tests.laws import law

from mufakat.change.amendment import Remark, Stretch
from mufakat.change.apply import apply
from mufakat.change.compare.diff import diff
from mufakat.change.forward import bring_forward
from mufakat.change.merge import merge
from mufakat.change.remark.forward import remarks_forward
from mufakat.change.show.track import track
from mufakat.text.document import Document, Paragraph, paragraphs
from mufakat.text.identity import identify, ids


def document(*texts: str) -> Document:
    return identify(Document(tuple(Paragraph("", text) for text in texts)))


def on(words: str, older: Document, returned: Document) -> Remark:
    """A remark on words of the older draft, or of the return."""
    for paragraph in paragraphs(older):
        at = paragraph.text.find(words)
        if at >= 0:
            own = under(words, returned)
            return Remark("MYS-1", "MYS", "Why?", paragraph.id, at, at + len(words), words, own=own)
    return Remark("MYS-1", "MYS", "Why?", quoted=words, own=under(words, returned))


def under(words: str, text: Document) -> Stretch | None:
    for number, paragraph in enumerate(paragraphs(text)):
        at = paragraph.text.find(words)
        if at >= 0:
            return Stretch(number, at, number, at + len(words))
    return None


def brought(remark: Remark, older: Document, returned: Document, current: Document) -> Remark:
    script = diff(older, returned)
    text = bring_forward(older, script, current).text
    [moved] = remarks_forward((remark,), older, script, current, text)
    return moved


OLDER = document("We support strong growth.", "We meet in May.")


def test_a_remark_goes_with_words_that_have_moved_on() -> None:
    current = document("We also support strong growth.", "We meet in May.")
    moved = brought(on("strong", OLDER, OLDER), OLDER, OLDER, current)
    assert (moved.block, moved.start, moved.end) == ("p1", 16, 22)
    assert moved.own == Stretch(0, 16, 0, 22)


def test_a_remark_on_its_sponsors_own_words_goes_with_them() -> None:
    returned = document("We support strong growth.", "We meet in sunny June.")
    current = document("Preamble.", "We support strong growth.", "We meet in May.")
    moved = brought(on("sunny", OLDER, returned), OLDER, returned, current)
    assert moved.own == Stretch(2, 11, 2, 16)


def test_a_remark_on_words_that_are_gone_stands_where_they_were_and_quotes_them() -> None:
    current = Document(OLDER.body[:1])
    moved = brought(on("in May", OLDER, OLDER), OLDER, OLDER, current)
    assert (moved.block, moved.start, moved.end, moved.quoted) == ("p1", 25, 25, "in May")


def test_a_remark_on_the_whole_text_stays_one() -> None:
    remark = Remark("MYS-1", "MYS", "Thank you.")
    current = document("We support strong growth.")
    assert brought(remark, OLDER, OLDER, current) == remark


def test_a_remark_over_two_paragraphs_stays_over_both() -> None:
    remark = Remark("MYS-1", "MYS", "Why?", "p1", 11, 25, "strong", last="p2", stop=7)
    current = document("We also support strong growth.", "All meet in May.")
    moved = brought(remark, OLDER, OLDER, current)
    assert (moved.block, moved.start, moved.end) == ("p1", 16, 30)
    assert (moved.last, moved.stop) == ("p2", 8)


@law
@given(negotiations(2))
def test_wherever_its_words_went_a_remark_has_a_place_in_the_file(n: Negotiation) -> None:
    first, second = n.texts.values()
    current = identify(apply(n.base, diff(n.base, first)), ids(n.base))
    script = diff(n.base, second)
    said = tuple(
        Remark(f"MYS-{k}", "MYS", "Why?", p.id, 0, len(p.text), p.text)
        for k, p in enumerate(paragraphs(n.base))
    ) + tuple(
        Remark(f"MYS-own-{k}", "MYS", "Why?", own=Stretch(k, 0, k, len(p.text)))
        for k, p in enumerate(paragraphs(second))
    )
    found = bring_forward(n.base, script, current)
    moved = remarks_forward(said, n.base, script, current, found.text)
    assert [remark.id for remark in moved] == [remark.id for remark in said]
    now = {p.id: p for p in paragraphs(current)}
    for remark in moved:
        if remark.block:
            assert 0 <= remark.start <= remark.end <= len(now[remark.block].text)
    held = track(merge(current, {"MYS": found.script}, ("MYS",), moved), {"MYS": "2026-01-05"})
    assert [comment.id for comment in held.comments] == sorted(remark.id for remark in said)
