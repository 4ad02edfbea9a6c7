"""The merge as data: there and back, and what its schema says of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.change.editing import STATES, negotiations
from tests.laws import law
from tests.procedure.sample_merge import MERGE

from mufakat import records
from mufakat.change.amendment import (
    Carried,
    Insert,
    Merge,
    Operation,
    Proposal,
    Remark,
    Restyle,
    Standing,
)
from mufakat.change.compare.diff import diff
from mufakat.change.merge import merge
from mufakat.change.record import FORMAT, as_data, from_data
from mufakat.procedure.disposition import Disposition
from mufakat.procedure.fate import fate
from mufakat.refusal import Refusal
from mufakat.text.document import Anchor, Document, Opaque, Paragraph, Style, paragraphs

FATES = tuple(dict.fromkeys(map(fate, (*get_args(Disposition), None))))
"""What can become of an amendment."""

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "merge.schema.json").read_text(encoding="utf-8"))
CHECK = Draft202012Validator(SCHEMA)

FLAG = Opaque("picture", "5f" * 32, "a flag")
LAST = MERGE.amendments[-1]
MORE: tuple[Operation, ...] = (
    Insert("", "p8", Paragraph("", "\ufffc", anchors=(Anchor(0, FLAG),)), nth=1),
    Restyle("p4", Style("item", 2, "upperRoman", "Annex %2"), tail=True),
)
WHOLE = replace(
    MERGE,
    amendments=(
        *MERGE.amendments,
        *(replace(LAST, id=f"more-{n}", operation=op) for n, op in enumerate(MORE)),
        replace(
            LAST,
            id="c21-0001",
            carried=LAST.sponsors,
            standing=(Standing("c21-9a01", LAST.sponsors),),
            proposal="p2.1",
        ),
    ),
    proposals=(Proposal("p2.1", "merged cells", ("p2.1", "c21-0001")),),
)
"""A merge that has something everywhere."""

Maker = Callable[..., Merge]


@st.composite
def rounds(draw: st.DrawFn) -> Maker:
    """What makes a merge, with comments and something carried, in the order that it is told."""
    negotiation = draw(negotiations())
    base = negotiation.base
    scripts = {state: diff(base, text) for state, text in negotiation.texts.items()}
    absent = draw(st.sampled_from(list(scripts)))
    carried = (Carried("p1-0f3e", (absent,), scripts.pop(absent)),)
    asked = draw(st.sampled_from([None, *paragraphs(base)]))
    said = _remarks(asked, *draw(st.tuples(*[st.sampled_from(STATES)] * 2)))

    def make(turn: int = 1) -> Merge:
        given = dict(list(scripts.items())[::turn])
        return merge(base, given, STATES, said[::turn], carried[::turn])

    return make


def _remarks(asked: Paragraph | None, one: str, other: str) -> tuple[Remark, ...]:
    said = (
        Remark(f"{one}-1", one, "Why?\u2029“Ở đâu?”"),
        Remark(f"{other}-2", other, "", parent=f"{one}-1", date="2026-01-05T09:00:00Z"),
    )
    if asked is None:
        return said
    end, text = len(asked.text), asked.text
    return tuple(replace(one, block=asked.id, end=end, quoted=text) for one in said)


def there_and_back(merged: Merge) -> Merge:
    return from_data(records.load(records.dump(as_data(merged))))


@law
@given(rounds())
def test_a_merge_comes_back_exactly(make: Maker) -> None:
    merged = make()
    assert there_and_back(merged) == merged


@given(rounds())
def test_equal_merges_give_equal_bytes(make: Maker) -> None:
    one, other = make(), make(-1)
    assert one == other
    assert records.dump(as_data(one)) == records.dump(as_data(other))
    assert records.dump(as_data(there_and_back(one))) == records.dump(as_data(one))


def test_a_merge_with_a_change_of_every_sort_comes_back_exactly() -> None:
    assert there_and_back(WHOLE) == WHOLE


def test_fates_stand_in_the_data_and_are_no_part_of_the_merge() -> None:
    first = WHOLE.amendments[0].id
    data = as_data(WHOLE, {first: "deferred", "MYS/1 1": "superseded"})
    assert [a.get("fate") for a in data["amendments"]][:2] == ["deferred", None]
    assert from_data(data) == WHOLE


@pytest.mark.parametrize("form", [None, "mufakat-merge/0", "text"])
def test_another_form_is_refused(form: str | None) -> None:
    with pytest.raises(Refusal, match=FORMAT):
        from_data({**as_data(WHOLE), "format": form})


# -- the schema -----------------------------------------------------------------------------


@given(rounds())
def test_the_schema_takes_every_merge(make: Maker) -> None:
    CHECK.validate(as_data(make()))


def test_the_schema_takes_a_change_of_every_sort_with_its_fate() -> None:
    for met in FATES:
        CHECK.validate(as_data(WHOLE, {a.id: met for a in WHOLE.amendments}))


def test_the_schema_s_example_is_what_the_program_makes() -> None:
    """Three delegations and one paragraph, as in docs/merge.md."""
    words = "We support strong growth of the digital economy."
    base = Document((Paragraph("p7", words),))
    resilient = words.replace("strong", "resilient")
    texts = {
        "BRN": resilient,
        "LAO": words.replace("strong", "inclusive"),
        "MYS": resilient.replace("digital", "regional digital"),
    }
    scripts = {
        state: diff(base, Document((Paragraph("p7", text),))) for state, text in texts.items()
    }
    remarks = (Remark("LAO-1", "LAO", "Growth must reach everybody.", "p7", 11, 17, "strong"),)
    made = as_data(merge(base, scripts, STATES, remarks))
    assert SCHEMA["examples"] == [made], json.dumps(made, indent=2, ensure_ascii=False)
    CHECK.validate(made)


def test_what_docs_merge_data_md_shows_of_the_file_is_part_of_the_example() -> None:
    page = (DOCS / "merge-data.md").read_text(encoding="utf-8")
    known = list(_parts(SCHEMA["examples"][0]))
    for shown in re.findall(r"```json\n(.*?)```", page, re.DOTALL):
        assert json.loads(shown) in known


def _parts(data: Any) -> Iterator[Any]:
    yield data
    inside = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for one in inside:
        yield from _parts(one)


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object" or "properties" in schema:
            yield schema
        for name, inside in schema.items():
            yield from _objects(inside) if name != "examples" else ()
    elif isinstance(schema, list):
        for inside in schema:
            yield from _objects(inside)


def test_the_schema_is_closed_and_explains_every_field() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for held in _objects(SCHEMA):
        assert held["additionalProperties"] is False
        assert held["description"]
        for name, said in held["properties"].items():
            assert said["description"].endswith("."), name


def _model(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    """Every class that a merge is made of, by its name."""
    if isinstance(kind, type) and is_dataclass(kind) and kind not in found.values():
        found[kind.__name__] = kind
        for inside in get_type_hints(kind).values():
            _model(inside, found)
    for inside in get_args(kind):
        _model(inside, found)
    return found


MODEL = _model(Merge, {})


@pytest.mark.parametrize("name", MODEL)
def test_the_schema_does_not_drift_from_the_model(name: str) -> None:
    kind = MODEL[name]
    said = SCHEMA if kind is Merge else SCHEMA["$defs"][name]
    hints = get_type_hints(kind)
    extra = {"Merge": {"format"}, "Amendment": {"fate"}}.get(name, {"type"})
    assert set(hints) <= set(said["properties"]) <= set(hints) | extra
    needed = {f.name for f in fields(kind) if kind is Merge or not _defaulted(f)}
    assert set(said.get("required", ())) - extra == needed
    for field in fields(kind):
        about = said["properties"][field.name]
        if kind is not Merge and _defaulted(field):
            assert about["default"] == _default(field, hints[field.name]), field.name
        if get_origin(hints[field.name]) is Literal:
            assert about["enum"] == list(get_args(hints[field.name])), field.name


def _defaulted(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _default(field: Field[Any], kind: Any) -> Any:
    value = field.default if field.default_factory is MISSING else field.default_factory()
    return records.plain(value, kind)


def test_the_schema_does_not_drift_from_the_operations_and_fates() -> None:
    named = [one["$ref"].rpartition("/")[2] for one in SCHEMA["$defs"]["Operation"]["oneOf"]]
    assert named == [one.__name__ for one in get_args(Operation)]
    assert SCHEMA["$defs"]["Amendment"]["properties"]["fate"]["enum"] == list(FATES)


def _field(*path: Any, value: Any) -> Callable[[Any], None]:
    def spoil(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return spoil


def _without(*path: Any) -> Callable[[Any], None]:
    def spoil(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]

    return spoil


FIRST = ("amendments", 0)


@pytest.mark.parametrize(
    "spoil",
    [
        _field("author", value="MYS"),
        _field(*FIRST, "author", value="MYS"),
        _field(*FIRST, "operation", "words", value="x"),
        _field("base", "body", 0, "number", value="1."),
        _field("format", value="mufakat-merge/0"),
        _without("states"),
        _without("base"),
        _without(*FIRST, "sponsors"),
        _field(*FIRST, "sponsors", value=[]),
        _field(*FIRST, "sponsors", value=["MYS", "MYS"]),
        _field(*FIRST, "sponsors", 0, value=""),
        _without(*FIRST, "id"),
        _field(*FIRST, "kind", value="rewording"),
        _field(*FIRST, "fate", value="accepted"),
        _field(*FIRST, "typographic", value="no"),
        _without(*FIRST, "operation", "type"),
        _field(*FIRST, "operation", "type", value="Rewrite"),
        _field(*FIRST, "operation", "start", value=-1),
        _field(*FIRST, "operation", "start", value=1.5),
        _without("base", "body", 0, "type"),
        _field("base", "body", 0, "style", value={"kind": "chapter"}),
        _field("passages", 0, "amendments", value=["p2.1"]),
        _without("remarks", 0, "sponsor"),
    ],
)
def test_the_schema_refuses_what_is_broken(spoil: Callable[[Any], None]) -> None:
    data = json.loads(json.dumps(as_data(WHOLE)))
    CHECK.validate(data)
    spoil(data)
    assert not CHECK.is_valid(data)
