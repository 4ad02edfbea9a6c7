from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.procedure.outline import MOST, outline
from mufakat.procedure.submission import Proposed
from mufakat.text.document import Document, Paragraph, Style

NUMBERED = Style("numbered", format="decimal", pattern="%1.")
WORDS = ("The officials met warmly.", "They thanked the host.", "They meet again in May.")


def text(*words: str) -> Document:
    return Document(tuple(Paragraph(f"p{n}", one, NUMBERED) for n, one in enumerate(words, 1)))


def said(base: Document, other: Document) -> tuple[Proposed, ...]:
    return outline(merge(base, {"": diff(base, other)}, [""]))


def test_words_are_shown_at_their_place_before_and_after() -> None:
    changed = text("The officials met cordially.", *WORDS[1:])
    assert said(text(*WORDS), changed) == (
        Proposed("1", "replacement", "The officials met warmly.", "The officials met cordially."),
    )


def test_what_is_new_is_said_to_come_after_something() -> None:
    assert said(text(*WORDS), text(WORDS[0], "They sang a song.", *WORDS[1:])) == (
        Proposed("new after 1", "new paragraph", "", "They sang a song."),
    )


def test_what_is_gone_has_no_words_after() -> None:
    assert said(text(*WORDS), text(*WORDS[:2])) == (
        Proposed("3", "deleted paragraph", WORDS[2], ""),
    )


def test_what_words_do_not_show_stands_in_brackets() -> None:
    [one] = said(text(*WORDS), text(WORDS[0].replace("met warmly", "met\u00a0warmly"), *WORDS[1:]))
    assert one.kind == "typographic"
    assert one.after.endswith("(no-break space instead of space)")


def test_long_words_and_long_lists_are_cut_short() -> None:
    [one] = said(text(*WORDS), text(*WORDS, "a " * 500 + "end."))
    assert len(one.after) < 200
    assert one.after.endswith("…")
    many = [f"Paragraph {n} stays as it is here." for n in range(MOST + 2)]
    assert len(said(text(*many), text(*(one.replace("is", "was") for one in many)))) == MOST
