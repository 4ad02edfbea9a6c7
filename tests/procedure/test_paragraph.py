from dataclasses import replace
from datetime import UTC, datetime

from tests.procedure import sample_merge as sample

from mufakat.procedure.disposition import Disposition, Ruling
from mufakat.procedure.paragraph import counted, paragraph_states, places_by_state
from mufakat.procedure.rules import STATES, outcome
from mufakat.text.document import paragraphs

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def rulings(rest: Disposition, **named: Disposition) -> dict[str, Ruling]:
    """A ruling on each amendment: the rest as said, and these (``p2_1`` is p2.1)."""
    said = {name.replace("_", "."): disposition for name, disposition in named.items()}
    return {
        one.id: Ruling((one.id,), said.get(one.id, rest), "So.", "The Chair", NOW)
        for one in sample.MERGE.amendments
    }


def test_a_paragraph_is_clean_amended_or_contested_before_the_rulings() -> None:
    found = paragraph_states(sample.MERGE)
    assert list(found) == [paragraph.id for paragraph in paragraphs(sample.BASE)]
    assert found["p2"] == "contested"
    assert found["h1"] == "clean"
    assert set(found.values()) == {"clean", "amended", "contested"}


def test_after_the_rulings_it_is_settled_or_bracketed_as_the_table_has_it() -> None:
    before = paragraph_states(sample.MERGE)
    after = paragraph_states(sample.MERGE, rulings("accepted", p2_1="deferred"))
    assert after["p2"] == "bracketed"
    assert [name for name, state in after.items() if state == "bracketed"] == ["p2"]
    for name, state in before.items():
        assert state in STATES["paragraph"]
        assert (outcome("paragraph", state, "rule") is None) == (after[name] == "clean")


def test_a_paragraph_on_which_all_stands_over_from_before_is_still_bracketed() -> None:
    def carried(*, alone: bool) -> dict[str, str]:
        amendments = (
            replace(a, carried=a.sponsors) if a.id.startswith("p2.") and (alone or n) else a
            for n, a in enumerate(sample.MERGE.amendments)
        )
        return dict(paragraph_states(replace(sample.MERGE, amendments=tuple(amendments))))

    assert sample.MERGE.amendments[0].id == "p2.1"
    assert carried(alone=True)["p2"] == "bracketed"
    assert carried(alone=False)["p2"] == "contested"


def test_what_is_only_typographic_leaves_a_paragraph_where_it_stands() -> None:
    folded = tuple(
        replace(a, typographic=True, passage="") if a.id.startswith("p2.") else a
        for a in sample.MERGE.amendments
    )
    merge = replace(sample.MERGE, amendments=folded)
    assert paragraph_states(merge)["p2"] == "clean"
    assert paragraph_states(merge, rulings("accepted"))["p2"] == "clean"
    more = (*folded, replace(sample.MERGE.amendments[0], id="p2.9", passage=""))
    assert paragraph_states(replace(merge, amendments=more))["p2"] == "amended"


def test_paragraphs_in_a_state_are_named_by_their_places_and_those_of_a_row_once() -> None:
    found = places_by_state(sample.BASE, paragraph_states(sample.MERGE))
    assert found["contested"][0] == "1"
    assert "heading “Digital trust”" in found["clean"]
    rows = [name for names in found.values() for name in names if name.startswith("table")]
    assert rows
    assert not any("column" in name for name in rows)
    assert len(set(rows)) == len(rows)


def test_paragraphs_are_counted_by_state() -> None:
    found = paragraph_states(sample.MERGE, rulings("not accepted"))
    assert set(counted(found)) == {"clean", "settled"}
    assert sum(counted(found).values()) == len(list(paragraphs(sample.BASE)))


def test_what_is_proposed_for_a_row_is_on_its_cells() -> None:
    found = paragraph_states(sample.MERGE)
    rows = [a.operation for a in sample.MERGE.amendments if a.id == "r2.1"]
    assert rows
    assert found["p21"] != "clean"
