import pytest

from mufakat.procedure.unfinished import question, unfinished
from mufakat.text.document import Document, Paragraph
from mufakat.text.markup import parse


def found(text: str) -> list[str]:
    return [str(one) for one in unfinished(Document((Paragraph("p1", text),)))]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Drafting note: the sources disagree.", "a drafting note"),
        ("[Note by the Secretariat: to be agreed.]", "a drafting note"),
        ("Chair’s remark. See paragraph 3.", "a drafting note"),
        ("The Meeting [agreed] on this.", "words in brackets, “[agreed]”"),
        ("The ceiling is [500] baht.", "words in brackets, “[500]”"),
        ("The Meeting [agreed", "words in brackets, “[agreed”"),
        ("on the plan] of the host.", "words in brackets, “]”"),
        ("Alternative 2: The Meeting noted.", "an alternative"),
        ("Option A. The Meeting noted.", "an alternative"),
        ("Alt. The Meeting noted.", "an alternative"),
        ("It meets in 20XX.", ""),
        ("It meets on XX May.", "something to be filled in, “XX”"),
        ("It meets on ___ May.", "something to be filled in, “___”"),
        ("The host is to be confirmed.", "filled in, “to be confirmed”"),
        ("The host: TBC", "something to be filled in, “TBC”"),
        ("To be reported by Malaysia.", "something to be filled in"),
        ("“We are one [sic] family.”", ""),
        ("At a date to be determined by consensus.", ""),
        ("Options for the financing were discussed.", ""),
        ("The chair noted the comments of the Secretariat.", ""),
        ("Draft notes were taken.", ""),
    ],
)
def test_what_looks_unfinished_and_what_does_not(text: str, what: str) -> None:
    said = found(text)
    assert len(said) == bool(what)
    assert what in "".join(said)


def test_notes_and_cells_are_looked_at_and_each_place_is_named_once() -> None:
    document = parse(
        "# Statement {#p1}\n\n[]{#p2 .num} The plan \\[was\\] \\[not\\] noted.[^n1]\n\n"
        "[^n1]: []{#p3} Drafting note: \\[which\\] plan?\n"
    )
    first, second = unfinished(document)
    assert (first.place, first.words) == ("1", "[was]")
    assert (second.place, second.what) == ("note 1", "a drafting note")
    asked = question(document, "adopted")
    assert asked
    assert "2 places look unfinished in the text that is to be adopted" in asked.error
    assert "words in brackets and a drafting note" in asked.error
    assert "--consent" in asked.hint
    assert question(parse("# Statement {#p1}\n"), "adopted") is None


def test_of_very_many_the_first_are_shown_and_the_others_counted() -> None:
    many = Document(tuple(Paragraph(f"p{n}", "[x]") for n in range(30)))
    asked = question(many, "adopted")
    assert asked
    assert asked.details[-1] == "and 20 more"
