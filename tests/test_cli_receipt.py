"""A receipt on the command line."""

from mufakat.cli.receipt import receipt_lines
from mufakat.procedure.submission import Proposed
from mufakat.services.receive_submission import Receipt

WORDS = (
    Proposed("2", "replacement", "met warmly", "met cordially"),
    Proposed("new after 7", "new paragraph", "", "They sang."),
    Proposed("9", "deleted paragraph", "Thanks."),
)


def lines(*understood: Proposed) -> list[str]:
    counts = {"replacement": 1, "new paragraph": 4}
    done = Receipt("text/1/MYS/1", "", "", False, counts, ("Look.",), "", 2, understood)
    return list(receipt_lines(done))


def test_a_receipt_shows_each_proposal_with_its_words_and_how_many_more_there_are() -> None:
    assert lines(*WORDS) == [
        "Receipt text/1/MYS/1: 1 replacement, 4 new paragraphs and 2 comments.",
        "    2: met warmly",
        "        -> met cordially",
        "    new after 7: They sang.",
        "    9: Thanks.",
        "        -> (deleted)",
        "    and 2 more",
        "    Look.",
    ]


def test_a_receipt_from_before_shows_its_counts_alone() -> None:
    assert len(lines()) == 2


def test_a_receipt_names_who_typed() -> None:
    names = ("Aminah", "Lê")
    done = Receipt("text/1/MYS/1", "", "", False, {}, (), comments=2, typed_by=names)
    assert list(receipt_lines(done))[1:] == ["    The file names as authors: Aminah, Lê."]
