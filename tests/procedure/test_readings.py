"""How a passage will read: the chair sees what no delegation has read as it will stand."""

from __future__ import annotations

from mufakat.change.amendment import Merge
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.change.ruling import ACCEPTED, MODIFIED, Decision
from mufakat.procedure.readings import Reading, readings
from mufakat.text.document import Document, Paragraph, Style
from mufakat.text.identity import identify

CALL = "The Meeting called upon all Parties to make greater use of the scheme."
THANKS = "The Meeting thanked the host."


def text(*lines: str) -> Document:
    return Document(tuple(Paragraph("", line, Style("numbered")) for line in lines))


def lodged(**texts: Document) -> Merge:
    base = identify(text(CALL, THANKS))
    return merge(base, {who: diff(base, own) for who, own in texts.items()}, sorted(texts))


def by(merged: Merge, who: str) -> str:
    return next(a.id for a in merged.amendments if a.sponsors == (who,))


BOTH = lodged(
    MYS=text(CALL.replace("greater", "full"), THANKS),
    SGP=text(CALL.replace("greater use", "greater, shared use"), THANKS),
)


def test_two_proposals_of_one_passage_accepted_together_are_read_together() -> None:
    assert len(BOTH.passages) == 1
    decisions = {a.id: Decision(ACCEPTED) for a in BOTH.amendments}
    words = CALL.replace("greater", "full, shared")
    assert readings(BOTH, decisions) == (Reading("1", words),)


def test_words_of_two_side_by_side_are_read_together_though_neither_bars_the_other() -> None:
    base = identify(text("The Parties meet every year."))
    yearly = {
        "PHL": text("The Parties meet every two years."),
        "VNM": text("The Parties meet twice a year."),
    }
    beside = merge(base, {who: diff(base, own) for who, own in yearly.items()}, sorted(yearly))
    decisions = {a.id: Decision(ACCEPTED) for a in beside.amendments}
    assert readings(beside, decisions) == (Reading("1", "The Parties meet twice a two years."),)


def test_what_a_delegation_proposed_and_is_accepted_alone_is_not_shown() -> None:
    assert readings(BOTH, {by(BOTH, "MYS"): Decision(ACCEPTED)}) == ()


def test_the_chairs_own_words_are_read_in_their_paragraph() -> None:
    decisions = {by(BOTH, "MYS"): Decision(MODIFIED, "steady")}
    assert readings(BOTH, decisions) == (Reading("1", CALL.replace("greater", "steady")),)


def test_the_chairs_words_for_a_new_paragraph_are_read_at_its_gap() -> None:
    new = lodged(THA=text(CALL, "Another paragraph of Thailand.", THANKS))
    decisions = {by(new, "THA"): Decision(MODIFIED, "The chair's paragraph.")}
    assert readings(new, decisions) == (Reading("new paragraph after 1", "The chair's paragraph."),)


def test_a_paragraph_that_goes_out_has_no_words() -> None:
    gone = lodged(THA=text(CALL))
    decisions = {by(gone, "THA"): Decision(MODIFIED, "")}
    assert readings(gone, decisions) == (Reading("2", ""),)
