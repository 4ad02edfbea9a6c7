"""Rulings: what is accepted is carried out together, what is deferred keeps its meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.change.editing import STATES, Negotiation, negotiations
from tests.laws import law

from mufakat.change.amendment import Amendment, Merge, Replace
from mufakat.change.apply import apply
from mufakat.change.contest import contradict
from mufakat.change.diff import diff
from mufakat.change.fragment import bare
from mufakat.change.layout import layout
from mufakat.change.merge import merge
from mufakat.change.ruling import ACCEPTED, DEFERRED, MODIFIED, Decision, carry, resolve
from mufakat.text.document import Cell, Document, Paragraph, Row, Table
from mufakat.text.identity import identify


def merged(negotiation: Negotiation) -> Merge:
    scripts = {state: diff(negotiation.base, text) for state, text in negotiation.texts.items()}
    return merge(negotiation.base, scripts, STATES)


@law
@given(negotiations(), st.data())
def test_accepting_and_then_what_was_deferred_is_accepting_both(
    n: Negotiation, data: st.DataObject
) -> None:
    whole, where = merged(n), layout(n.base)
    accepted: list[Amendment] = []
    for amendment in whole.amendments:
        clear = not any(contradict(amendment.operation, a.operation, where) for a in accepted)
        if clear and data.draw(st.booleans()):
            accepted.append(amendment)
    decisions = {a.id: Decision(ACCEPTED) for a in accepted}
    rest = [a for a in whole.amendments if a not in accepted]
    new = identify(resolve(whole, decisions).document)
    for amendment in rest:
        deferred = {**decisions, amendment.id: Decision(DEFERRED)}
        carried = carry(whole, deferred, new, amendment)
        if not any(contradict(amendment.operation, a.operation, where) for a in accepted):
            both = resolve(whole, {**decisions, amendment.id: Decision(ACCEPTED)}).document
            assert bare(apply(new, carried.script)) == bare(both)


def test_a_deferred_rival_of_accepted_words_says_its_change_of_those_words() -> None:
    base = Document((Paragraph("p1", "We support strong growth."),))
    texts = {
        "BRN": Document((Paragraph("p1", "We support resilient growth."),)),
        "KHM": Document((Paragraph("p1", "We support inclusive growth."),)),
    }
    whole = merge(base, {s: diff(base, t) for s, t in texts.items()}, STATES)
    first, second = whole.amendments
    assert first.passage == second.passage != ""
    khm = first if first.sponsors == ("KHM",) else second
    brn = second if khm is first else first
    decisions = {brn.id: Decision(ACCEPTED), khm.id: Decision(DEFERRED)}
    new = resolve(whole, decisions).document
    carried = carry(whole, decisions, new, khm)
    assert apply(new, carried.script).body[0].text == "We support inclusive growth."  # type: ignore[union-attr]
    assert carried.sponsors == ("KHM",)
    again = merge(new, {}, STATES, carried=[carried])
    assert [a.sponsors for a in again.amendments] == [("KHM",)]
    assert [a.own for a in again.amendments] == [()]


def test_two_rivals_cannot_both_be_accepted() -> None:
    base = Document((Paragraph("p1", "We support strong growth."),))
    scripts = {
        state: diff(base, Document((Paragraph("p1", f"We support {word} growth."),)))
        for state, word in (("BRN", "resilient"), ("KHM", "inclusive"))
    }
    whole = merge(base, scripts, STATES)
    with pytest.raises(ValueError, match="contradict"):
        resolve(whole, {a.id: Decision(ACCEPTED) for a in whole.amendments})


def test_the_chairs_own_words_stand_in_the_place_of_the_delegations() -> None:
    base = Document((Paragraph("p1", "We support strong growth."),))
    script = diff(base, Document((Paragraph("p1", "We support resilient growth."),)))
    whole = merge(base, {"BRN": script}, STATES)
    assert isinstance(whole.amendments[0].operation, Replace)
    resolution = resolve(whole, {whole.amendments[0].id: Decision(MODIFIED, "sound")})
    assert resolution.document.body[0].text == "We support sound growth."  # type: ignore[union-attr]


def test_a_new_row_and_a_new_column_of_two_delegations_meet() -> None:
    def table(*rows: tuple[str, ...]) -> Document:
        made = tuple(
            Row(
                f"r{r}",
                tuple(Cell(f"c{r}{c}", (Paragraph(f"q{r}{c}", t),)) for c, t in enumerate(row)),
            )
            for r, row in enumerate(rows)
        )
        return Document((Table("t1", made),))

    base = table(("Topic", "Lead"), ("Cables", "Singapore"))
    texts = {
        "BRN": table(("Topic", "Lead", "Year"), ("Cables", "Singapore", "2027")),
        "KHM": table(("Topic", "Lead"), ("Cables", "Singapore"), ("Skills", "Cambodia")),
    }
    whole = merge(base, {s: diff(base, t) for s, t in texts.items()}, STATES)
    made = resolve(whole, {a.id: Decision(ACCEPTED) for a in whole.amendments}).document
    assert [len(row.cells) for row in made.body[0].rows] == [3, 3, 3]  # type: ignore[union-attr]
