"""Rulings: what is accepted is carried out together, what is deferred keeps its meaning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.blocks import block, rectangular
from tests.change.dice import Dice
from tests.change.editing import STATES, Negotiation, merged, negotiations
from tests.change.editing_blocks import edited
from tests.laws import law, said

from mufakat.change.amendment import Amendment, Insert, Merge, Move, Replace
from mufakat.change.apply import apply
from mufakat.change.compare.diff import diff
from mufakat.change.contest import contradict
from mufakat.change.fragment import bare
from mufakat.change.layout import Layout, layout
from mufakat.change.merge import merge, project
from mufakat.change.ruling import (
    ACCEPTED,
    DEFERRED,
    MODIFIED,
    Decision,
    can_be_modified,
    carry,
    contradictions,
    resolve,
)
from mufakat.change.show.track import track
from mufakat.procedure.disposition import Disposition, Ruling, settle
from mufakat.procedure.fate import count, fate, nothing_lost
from mufakat.text.document import Cell, Document, Paragraph, Row, Table, paragraphs
from mufakat.text.identity import identify
from mufakat.text.tracked import alone, original, view

DISPOSITIONS: tuple[Disposition, ...] = ("accepted", "not accepted", "deferred", "withdrawn")

chairs = st.binary(min_size=64, max_size=64).map(Dice)


def document(*texts: str) -> Document:
    return identify(Document(tuple(Paragraph("", text) for text in texts)))


def accepting(amendments: Iterable[Amendment]) -> dict[str, Decision]:
    return {amendment.id: Decision(ACCEPTED) for amendment in amendments}


def barred(one: Amendment, other: Amendment, where: Layout) -> bool:
    """Whether two amendments cannot both be had; what is typographic bars nothing."""
    if one.typographic or other.typographic:
        return False
    return contradict(one.operation, other.operation, where)


def chosen(whole: Merge, where: Layout, chair: Dice) -> list[Amendment]:
    """Amendments that can be accepted together, as many as the chair likes."""
    accepted: list[Amendment] = []
    likes = chair.pick((2, 5, 1))
    for amendment in whole.amendments:
        clear = not any(barred(amendment, a, where) for a in accepted)
        if clear and (likes == 1 or not chair.seldom(likes)):
            accepted.append(amendment)
    return accepted


@law
@given(negotiations(), chairs)
def test_whatever_does_not_contradict_can_be_accepted_and_tables_stay_rectangular(
    n: Negotiation, chair: Dice
) -> None:
    whole = merged(n)
    assert bare(resolve(whole, {}).document) == bare(n.base)
    made = resolve(whole, accepting(chosen(whole, layout(n.base), chair))).document
    assert all(map(rectangular, made.body))


@law
@given(negotiations(), chairs)
def test_the_chairs_own_words_can_stand_beside_all_that_they_do_not_contradict(
    n: Negotiation, chair: Dice
) -> None:
    whole = merged(n)
    texts = [
        op.fragment.text
        for amendment in whole.amendments
        if isinstance(op := amendment.operation, Replace) and op.fragment.text.isprintable()
    ]
    decisions: dict[str, Decision] = {}
    for amendment in whole.amendments:
        decision = Decision(ACCEPTED)
        if chair.below(2) and can_be_modified(amendment):
            decision = Decision(MODIFIED, chair.pick(("trust", "", *texts)))
        if not contradictions(whole, {**decisions, amendment.id: decision}):
            decisions[amendment.id] = decision
    assert all(map(rectangular, resolve(whole, decisions).document.body))


@law
@given(negotiations())
def test_accepting_all_that_one_delegation_proposes_gives_its_text(n: Negotiation) -> None:
    whole = merged(n)
    for state, text in n.texts.items():
        own = [a for a in whole.amendments if state in a.sponsors]
        if any(otherwise_ordered(*pair) for pair in combinations(own, 2)):
            continue
        made = resolve(whole, accepting(own)).document
        if all(a.as_typed(state) == a.operation for a in own):
            assert bare(made) == bare(text)
        else:
            assert said(made) == said(text)


def otherwise_ordered(one: Amendment, other: Amendment) -> bool:
    """Whether two delegations put the same two into one gap, each in its own order."""
    first, second = (dict(zip(a.sponsors, a.ranks, strict=True)) for a in (one, other))
    orders = {first[state] < second[state] for state in first.keys() & second.keys()}
    return gap(one) == gap(other) != "" and len(orders) > 1


def gap(amendment: Amendment) -> str:
    """The gap that an amendment puts a block into."""
    op = amendment.operation
    return f"{op.parent}>{op.after}" if isinstance(op, Insert | Move) else ""


@law
@given(negotiations(), chairs)
def test_what_was_deferred_does_later_what_it_would_have_done_beside_all_it_does_not_contradict(
    n: Negotiation, chair: Dice
) -> None:
    whole, where = merged(n), layout(n.base)
    accepted = chosen(whole, where, chair)
    rest = [a for a in whole.amendments if a not in accepted]
    new = identify(resolve(whole, accepting(accepted)).document)
    for amendment in rest and {chair.pick(rest) for _ in range(3)}:
        carried = carry(
            whole, {**accepting(accepted), amendment.id: Decision(DEFERRED)}, new, amendment
        )
        beside = [a for a in accepted if not barred(amendment, a, where)]
        wanted = bare(resolve(whole, accepting([*beside, amendment])).document)
        assert bare(apply(new, carried.script)) == wanted
        again = merge(new, {}, STATES, carried=[carried])
        assert {a.carried for a in again.amendments} <= {amendment.sponsors}
        assert bare(resolve(again, accepting(again.amendments)).document) == wanted


@law
@given(negotiations(), chairs)
def test_in_the_next_round_proposals_stand_over_whole_beside_what_is_lodged_then(
    n: Negotiation, chair: Dice
) -> None:
    whole, where = merged(n), layout(n.base)
    accepted = chosen(whole, where, chair)
    rest = [a for a in whole.amendments if a not in accepted]
    new = identify(resolve(whole, accepting(accepted)).document)
    decisions = accepting(accepted) | {a.id: Decision(DEFERRED) for a in rest}
    carried = [carry(whole, decisions, new, a) for a in resolve(whole, decisions).deferred[:6]]
    texts = {state: Document(edited(chair, new.body)) for state in STATES[:2]}
    scripts = {state: diff(new, text) for state, text in texts.items()}
    again = merge(new, scripts, STATES, carried=carried)
    held = {
        (state, operation)
        for amendment in again.amendments
        for state in amendment.sponsors
        for operation in (amendment.operation, amendment.as_typed(state))
    }
    for proposal in carried:
        assert held >= set(product(proposal.sponsors, proposal.script))
    tracked = track(again, dict.fromkeys(STATES, ""))
    assert bare(original(tracked)) == bare(new)
    for state, text in texts.items():
        assert bare(project(again, state)) == bare(text) == bare(view(tracked, alone(state)))


@law
@given(negotiations(), chairs)
def test_whatever_the_rulings_every_amendment_has_exactly_one_fate(
    n: Negotiation, chair: Dice
) -> None:
    whole = merged(n)
    names = [a.id for a in whole.amendments]
    targets = dict.fromkeys(a.passage or a.id for a in whole.amendments)
    rulings = [
        Ruling((target,), chair.pick(DISPOSITIONS), "Agreed.", "Chair", datetime(2025, 12, 1, 9, 0))
        for target in targets
    ]
    settled = settle(rulings, names, {p.id: p.amendments for p in whole.passages})
    fates = {name: fate(ruling.disposition) for name, ruling in settled.items()}
    assert nothing_lost(names, fates)
    assert sum(count(fates.values()).values()) == len(names)


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
    assert block(apply(new, carried.script), Paragraph).text == "We support inclusive growth."
    assert carried.sponsors == ("KHM",)
    again = merge(new, {}, STATES, carried=[carried])
    assert [a.sponsors for a in again.amendments] == [("KHM",)]
    assert [a.own for a in again.amendments] == [()]


def test_the_halves_of_a_deferred_split_come_back_in_their_order_where_the_paragraph_is_gone() -> (
    None
):
    one, whole, last = "We meet.", "We trust growth. We note the cables.", "We part."
    halves = ("We trust growth.", "We note the cables.")
    base = document(one, whole, last)
    texts = {"BRN": document(one, last), "KHM": document(one, *halves, last)}
    merged = merge(base, {s: diff(base, t) for s, t in texts.items()}, STATES)
    removal, *split = sorted(merged.amendments, key=lambda a: a.kind != "deleted paragraph")
    decisions = accepting([removal]) | {a.id: Decision(DEFERRED) for a in split}
    new = identify(resolve(merged, decisions).document)
    carried = [carry(merged, decisions, new, a) for a in split]
    again = merge(new, {}, STATES, carried=carried)
    made = resolve(again, accepting(again.amendments)).document
    assert [p.text for p in paragraphs(made)] == [one, *halves, last]


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
    assert block(resolution.document, Paragraph).text == "We support sound growth."


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
    assert [len(row.cells) for row in block(made, Table).rows] == [3, 3, 3]
